"""Times pages of queries that a process was never asked before, by the number of their words.

    python -m benchmarks.new_queries ARCHIVE_FOLDER QUERIES

QUERIES has a query on each line. Each is asked once, in an order that is always the same, after
WARM_UP others. Pages are those of the application, called without a server or a client, and no
answer is kept. The garbage collector works as in a service: see web/serving/process.py. Times are
CPU times in milliseconds.
"""

import gc
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from random import Random
from time import process_time
from typing import Any
from urllib.parse import quote_plus

from flask import Flask
from werkzeug.test import EnvironBuilder

from benchmarks.figures import quantile
from benchmarks.pages import build_client
from search import open_archive
from web.serving.process import YOUNG_OBJECTS

WARM_UP, SEED = 100, 7
SHARES = (0.1, 0.25, 0.5, 0.75, 0.9, 0.99)

HEADERS = {"Accept": "text/html", "Accept-Encoding": "gzip", "Accept-Language": "id-ID,id;q=0.9"}


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    archive = open_archive(f"whoosh:{sys.argv[1]}")
    archive.warm()
    application = build_client(archive).application
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)
    queries = shuffle(Path(sys.argv[2]).read_text(encoding="utf-8").splitlines())
    times = {query: time_page(application, query) for query in queries}
    print("words\tqueries", *(f"p{round(100 * share)}" for share in SHARES), sep="\t")
    for name, some in group_by_words(times, queries[WARM_UP:]).items():
        print(name, len(some), *(f"{quantile(some, share):.1f}" for share in SHARES), sep="\t")


def shuffle(queries: Iterable[str]) -> list[str]:
    """Return the different queries, in an order that is always the same."""
    different = list(dict.fromkeys(queries))
    Random(SEED).shuffle(different)
    return different


def time_page(application: Flask, query: str) -> float:
    """Return the CPU time of the page of a query, in milliseconds."""
    asked = EnvironBuilder("/", query_string=f"q={quote_plus(query)}", headers=HEADERS)
    environ = asked.get_environ()
    began = process_time()
    parts: Any = application(environ, lambda *answered: lambda written: None)
    with closing(parts):
        b"".join(parts)
    return 1000 * (process_time() - began)


def group_by_words(
    times: Mapping[str, float], queries: Sequence[str]
) -> dict[str, list[float]]:
    """Return the times of some queries, of all and by the number of words.

    >>> group_by_words({"gempa": 1.0, "gempa di laut selatan Jawa": 2.0}, ["gempa"])
    {'all': [1.0], '1 to 2': [1.0]}
    """
    groups = defaultdict[str, list[float]](list)
    for query in queries:
        words = len(query.split())
        name = "1 to 2" if words <= 2 else "3 to 4" if words <= 4 else "5 and more"
        groups[name].append(times[query])
    return {"all": [times[query] for query in queries], **dict(sorted(groups.items()))}


if __name__ == "__main__":
    main()
