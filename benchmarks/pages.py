"""Times addresses of the service in two checkouts, and compares their answers.

    python -m benchmarks.pages ARCHIVE_FOLDER --before CHECKOUT ITS_ARCHIVE_FOLDER

Each checkout has an archive of the same articles. A process of each is asked the same in turn, for
pairs of words from titles: the page of results, its search in the API, and significant terms. The
applications answer without a network, and keep no answer. What is printed is CPU time, so that a
busy machine hurts less: each address at its best of three rounds, in milliseconds, and the ratio.
Blank lines, the time that an answer names, and versions of assets are left out of the comparison.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from statistics import median
from time import process_time
from typing import Any
from urllib.parse import quote_plus

from benchmarks.figures import quantile

ROUNDS = 3
ADDRESSES = {"page": ("/?q=", 100), "search of the API": ("/api/v1/search?q=", 100),
             "terms": ("/api/v1/terms?q=", 30)}
"""The beginning of each address, and how many queries are asked for, by what it is called."""

_VARYING = re.compile(rb'"took_ms":\s*[\d.]+|\?v=[0-9a-f]+|\n\s*')

Asked = tuple[float, str]
"""How long an answer takes, in milliseconds, and a hash of it."""


def main() -> None:
    if sys.argv[1:2] == ["--ask"]:
        answer(sys.argv[2])
    elif len(sys.argv) == 5 and sys.argv[2] == "--before":
        compare(sys.argv[1], *sys.argv[3:])
    else:
        sys.exit(__doc__)


def compare(folder: str, before: str, folder_before: str) -> None:
    """Print the milliseconds of each kind of address, before and now, and the ratios."""
    from benchmarks.completions import pick_words
    from search import open_archive

    words = pick_words(open_archive(f"whoosh:{folder}"))
    print("\tp50 before\tp50 now\tp90 before\tp90 now\tnow : before\tanswers that differ")
    with ask(before, folder_before) as old, ask(os.getcwd(), folder) as new:
        for name, (start, count) in ADDRESSES.items():
            asked = [time_each([old, new], start + quote_plus(text)) for text in words[:count]]
            print(name, *summarize(asked), sep="\t", flush=True)


def summarize(asked: Sequence[tuple[Asked, Asked]]) -> list[str]:
    """Return the figures of a row.

    >>> summarize([((4.0, "a"), (2.0, "a")), ((2.0, "b"), (1.0, "c"))])
    ['2.00', '1.00', '4.00', '2.00', '0.50', '1']
    """
    before, now = ([each[number][0] for each in asked] for number in (0, 1))
    figures = [quantile(times, share) for share in (0.5, 0.9) for times in (before, now)]
    ratio = median(new / old for old, new in zip(before, now))
    differ = sum(old[1] != new[1] for old, new in asked)
    return [*(f"{each:.2f}" for each in (*figures, ratio)), str(differ)]


def time_each(askers: Sequence[Any], address: str) -> tuple[Asked, Asked]:
    """Return the best time of each checkout, and a hash of its answer."""
    answers: list[list[Asked]] = [[] for _ in askers]
    for turn in range(ROUNDS):
        for number in (0, 1) if turn % 2 else (1, 0):
            askers[number].stdin.write(json.dumps(address) + "\n")
            askers[number].stdin.flush()
            answers[number].append(tuple(json.loads(askers[number].stdout.readline())))
    old, new = map(min, answers)
    return old, new


@contextmanager
def ask(checkout: str, folder: str) -> Iterator[Any]:
    """Give a process of a checkout that answers for its archive."""
    command = [sys.executable, "-P", os.path.abspath(__file__), "--ask", folder]
    path = os.pathsep.join([checkout, os.getcwd()])  # figures.py may be newer than the checkout
    with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0"}) as process:
        yield process
        process.terminate()


def answer(folder: str) -> None:
    """Answer each address, a line of JSON, by its time and its hash."""
    from search import open_archive

    archive = open_archive(f"whoosh:{folder}")
    archive.warm()
    client = build_client(archive)
    for line in sys.stdin:
        print(json.dumps(time_answer(client, json.loads(line))), flush=True)


def build_client(archive: Any) -> Any:
    """Return what asks the service of an archive, which keeps no answer."""
    from web import create_app
    from web.response_cache import ResponseCache

    ResponseCache.keep = lambda *_: None  # type: ignore[method-assign]
    return create_app(archive).test_client()


def time_answer(client: Any, address: str) -> Asked:
    """Return how long an answer takes, in milliseconds, and its hash."""
    began = process_time()
    response = client.get(address)
    took = (process_time() - began) * 1000
    return took, sha256(_VARYING.sub(b"", response.data)).hexdigest()[:16]


if __name__ == "__main__":
    main()
