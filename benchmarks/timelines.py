"""Times pages with a timeline beside those without: `python -m benchmarks.timelines whoosh:FOLDER`.

Words from the archive's own titles are searched, the same with the same seed. Each query is asked
in every way in turn, so that a busy machine slows all alike. What is printed is CPU time: the sum
of the medians of all queries, as a multiple of that of the same page without a timeline.
"""

import sys
from collections.abc import Iterable, Sequence
from statistics import median
from time import process_time
from typing import Any

from benchmarks.completions import pick_words
from search import Archive, Query, open_archive

ROUNDS, QUERIES = 7, 100

Options = dict[str, Any]

_YEAR: Options = {"since": "2019", "until": "2019"}
WAYS: dict[str, tuple[Options, Options]] = {
    "auto": ({}, {"interval": "auto"}),
    "auto with share": ({}, {"interval": "auto", "share": True}),
    "auto from 2019 to 2019": (_YEAR, _YEAR | {"interval": "auto"}),
    "auto with year 2019": (
        {"selected": {"year": ("2019",)}}, {"selected": {"year": ("2019",)}, "interval": "auto"}),
    "day from 2019 to 2019": (_YEAR, _YEAR | {"interval": "day"}),
    **{name: ({}, {"interval": name}) for name in ("year", "month", "week", "day")},
}
"""Options without a timeline and with one, by what they are called."""


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    archive = open_archive(sys.argv[1])
    archive.warm()
    texts = pick_words(archive)[:QUERIES]
    for name, ways in WAYS.items():
        pairs = [time_each(archive, [Query(text, **way) for way in ways]) for text in texts]
        print(f"{name}\t{compare(pairs):.2f}")


def time_each(archive: Archive, queries: Sequence[Query]) -> list[float]:
    """Return the median CPU time of each query, in seconds."""
    times: list[list[float]] = [[] for _ in queries]
    for _ in range(ROUNDS):
        for own, query in zip(times, queries):
            began = process_time()
            archive.search(query)
            own.append(process_time() - began)
    return [median(own) for own in times]


def compare(pairs: Iterable[Sequence[float]]) -> float:
    """Return the sum of the second times as a multiple of that of the first.

    >>> compare([(1.0, 2.0), (3.0, 4.0)])
    1.5
    """
    without, with_timeline = map(sum, zip(*pairs))
    return float(with_timeline / without)


if __name__ == "__main__":
    main()
