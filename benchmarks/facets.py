"""Times pages with facets in two checkouts: is counting dearer than before?

    python -m benchmarks.facets ARCHIVE_FOLDER --before CHECKOUT ITS_ARCHIVE_FOLDER

Each checkout has an archive of the same articles, which it has indexed itself. A process of each is
asked the same in turn, in every way: pairs of words from titles, and all articles. What is printed
is CPU time, so that a busy machine hurts little: the mean of the medians of all queries, in
milliseconds, and the ratio. A way that the earlier checkout does not know has no ratio to it.
"""

import gc
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from time import process_time
from typing import Any

ROUNDS, QUERIES, ALIKE = 5, 60, 8

Options = dict[str, Any]

_PLAIN: Options = {"facets": ["outlet", "year"], "highlight": False}
WAYS: dict[str, Options] = {
    "no facets": _PLAIN | {"facets": []},
    "outlet and year": _PLAIN,
    "outlet and year, of one outlet": _PLAIN | {"selected": {"outlet": ["detik.com"]}},
    "outlet and year, of one year": _PLAIN | {"selected": {"year": ["2019"]}},
    "outlet and year, without an outlet": _PLAIN | {
        "selected": {"exclude_outlet": ["detik.com"]}},
    **{name: _PLAIN | {"facets": ["outlet", "year", name]}
       for name in ("month", "day", "byline", "rubric", "place", "tag", "agency")},
    "all": _PLAIN | {"facets": ["outlet", "year", "byline", "rubric", "place", "tag", "agency"]},
}
"""Options of a query by what they are called."""


def main() -> None:
    if sys.argv[1:2] == ["--ask"]:
        answer(sys.argv[2])
    elif len(sys.argv) == 5 and sys.argv[2] == "--before":
        compare(sys.argv[1], *sys.argv[3:])
    else:
        sys.exit(__doc__)


def compare(folder: str, before: str, folder_before: str) -> None:
    """Print the milliseconds of each way, before and now, and the ratios."""
    from benchmarks.completions import pick_words
    from search import open_archive

    words = pick_words(open_archive(f"whoosh:{folder}"))[:QUERIES]
    with ask(before, folder_before) as old, ask(os.getcwd(), folder) as new:
        for label, texts in (("two words", words), ("no words", [""] * ALIKE)):
            print(f"{label}\tbefore\tnow\tnow : before\tnow : no facets")
            _compare_ways([old, new], texts)


def _compare_ways(askers: list[Any], texts: list[str]) -> None:
    plain = 0.0
    for name, way in WAYS.items():
        times = [time_each(askers, text, way) for text in texts]
        before, now = (sum(each) / len(times) for each in zip(*times))
        plain = plain or now
        ratio = f"{now / before:.2f}" if before else ""
        print(f"{name}\t{before:.2f}\t{now:.2f}\t{ratio}\t{now / plain:.2f}", flush=True)


def time_each(askers: list[Any], text: str, way: Options) -> list[float]:
    """Return the median of each checkout in milliseconds; 0 where it does not know the way."""
    samples: list[list[float]] = [[] for _ in askers]
    for turn in range(ROUNDS + 1):
        for number in (0, 1) if turn % 2 else (1, 0):
            askers[number].stdin.write(json.dumps([text, way]) + "\n")
            askers[number].stdin.flush()
            milliseconds = json.loads(askers[number].stdout.readline())
            if turn:  # the first one is not counted
                samples[number].append(milliseconds)
    return [median(each) for each in samples]


@contextmanager
def ask(checkout: str, folder: str) -> Iterator[Any]:
    """Give a process of a checkout that answers questions about its archive."""
    command = [sys.executable, "-P", __file__, "--ask", folder]
    with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": checkout}) as process:
        yield process
        process.terminate()


def answer(folder: str) -> None:
    """Answer each question, a line of JSON, by the CPU time that it takes, in milliseconds."""
    from search import open_archive

    archive = open_archive(f"whoosh:{folder}")
    archive.warm()
    gc.collect()
    gc.freeze()
    for line in sys.stdin:
        text, way = json.loads(line)
        print(time_page(archive, text, way), flush=True)


def time_page(archive: Any, text: str, way: Options) -> float:
    """Return how long a page takes, in milliseconds; 0 if its way is not known."""
    from search.errors import InvalidValue

    try:
        query = build_query(text, way)
    except (InvalidValue, TypeError):
        return 0.0
    began = process_time()
    archive.search(query)
    return (process_time() - began) * 1000


def build_query(text: str, way: Options) -> Any:
    """Return the query, in the terms of the checkout."""
    from search import Query

    selected = {name: tuple(values) for name, values in way.get("selected", {}).items()}
    options: Options = {"facets": tuple(way["facets"]), "highlight": way["highlight"]}
    if "selected" in Query.__dataclass_fields__:
        return Query(text, selected=selected, **options)
    filters = {f"{name}s": values for name, values in selected.items()}  # up to November 2026
    return Query(text, **filters, **options)


if __name__ == "__main__":
    main()
