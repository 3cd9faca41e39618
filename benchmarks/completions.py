"""Times completions and suggestions: `python -m benchmarks.completions whoosh:FOLDER`.

Every beginning of words from its own titles is completed, as a person types it; then queries of
two such words with two letters swapped are searched, and other queries suggested. The same seed
always asks the same. Times are those of one thread, in milliseconds.
"""

import sys
from collections.abc import Callable, Iterable
from random import Random
from time import perf_counter
from typing import Any

from search import Archive, Query, open_archive

TITLES, SEED = 300, 15


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    archive = open_archive(sys.argv[1])
    archive.warm()
    texts = pick_words(archive)
    began = perf_counter()
    archive.complete("a")
    print(f"first completion\t{1000 * (perf_counter() - began):.1f}")
    beginnings = [text[:end] for text in texts for end in range(2, len(text) + 1)]
    report("completions", map(time_call(archive.complete), beginnings))
    pages = [archive.search(Query(swap(text))) for text in texts]
    report("suggestions", map(time_call(archive.suggest), pages))


def pick_words(archive: Archive) -> list[str]:
    """Return two neighbouring words of random titles."""
    random = Random(SEED)
    page = archive.search(Query("", page_size=0))
    titles: list[str] = []
    while len(titles) < TITLES and page.total:
        number = random.randrange(1, min(page.total, 10_000) + 1)
        hits = archive.search(Query("", page=number, page_size=1, highlight=False)).hits
        titles += [hit.article.title for hit in hits if len(hit.article.title.split()) > 1]
    pairs = (title.split() for title in titles)
    return [" ".join(words[at:at + 2]) for words in pairs
            for at in [random.randrange(len(words) - 1)]]


def swap(text: str) -> str:
    """Return a text with its last two letters swapped.

    >>> swap("banjir")
    'banjri'
    """
    return text[:-2] + text[-1] + text[-2]


def time_call(function: Callable[[Any], object]) -> Callable[[Any], float]:
    """Return a function that returns how long a call takes, in ms."""
    def call(argument: object) -> float:
        began = perf_counter()
        function(argument)
        return 1000 * (perf_counter() - began)
    return call


def report(name: str, times: Iterable[float]) -> None:
    """Print the median, the 99th percentile and the longest of some times."""
    ordered = sorted(times)
    p50, p99 = (ordered[int(len(ordered) * share)] for share in (0.5, 0.99))
    print(f"{name}\tp50 {p50:.2f}\tp99 {p99:.2f}\tmax {ordered[-1]:.2f}\tof {len(ordered):,}")


if __name__ == "__main__":
    main()
