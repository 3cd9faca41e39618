"""One checkout of Warta, asked query by query: a process of `versus`.

    PYTHONPATH=CHECKOUT python -P benchmarks/engines/asker.py ARCHIVE_FOLDER

Reads a line of JSON, the list of all questions, and answers "ready". From then on each line names
an operation and the number of a question, and is answered by the milliseconds and the total.

Imports nothing but the standard library and the checkout's `search` and `web`, and supports the
interfaces of older versions, since one file asks both checkouts.
"""

import gc
import json
import sys
import time
from collections.abc import Callable
from typing import Any

from search import Query, open_archive
from web import create_app

Run = Callable[[], int]
"""Asks a prepared question; returns the total."""


def main() -> None:
    """Open the archive and answer until the input ends."""
    archive = open_archive(f"whoosh:{sys.argv[1]}")
    archive.warm()
    client = create_app(archive).test_client()
    questions = json.loads(sys.stdin.readline())
    runs = [prepare(archive, client, question) for question in questions]
    gc.collect()
    gc.freeze()  # the collector skips what is open by now
    print("ready", flush=True)
    for line in sys.stdin:
        operation, number = json.loads(line)
        run = runs[number][operation]
        began = time.perf_counter()
        total = run()
        print(json.dumps([(time.perf_counter() - began) * 1000, total]), flush=True)


def prepare(archive: Any, client: Any, question: dict[str, Any]) -> dict[str, Run]:
    """Return what asks this question, by operation."""
    plain, shown = (build_query(question, highlight) for highlight in (False, True))
    return {
        "page": lambda: archive.search(plain).total,
        "shown": lambda: archive.search(shown).total,
        "http": lambda: client.get(question["address"]).get_json()["total"],
    }


def build_query(question: dict[str, Any], highlight: bool) -> Query:
    """Return the query, in the terms of this checkout."""
    values = {"highlight": highlight, **question["values"]}
    if question["outlet"]:
        outlets = (question["outlet"],)
        if "selected" in Query.__dataclass_fields__:
            values["selected"] = {"outlet": outlets}
        else:  # up to November 2026
            values["outlets"] = outlets
    return Query(question["text"], **values)


if __name__ == "__main__":
    main()
