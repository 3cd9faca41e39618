"""A process that makes units for another one's long load: see worker_pool.py.

It answers orders, a line of JSON each, until its input ends, as it does when the other process
dies: then it ends at once, in the middle of whatever it does, and what it leaves is swept away.
"""

import gc
import json
import os
import sys
import threading
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TextIO

from search import kernel_loader
from search.analysis import Analyzer, vocabulary_cache
from search.documents import documents
from search.engines.whoosh.commits import pending_segments
from search.store.store import Store

Answer = Callable[[dict[str, Any]], dict[str, Any]]


def main(folder: str, fingerprint: str, words: str = "") -> None:
    """Answer orders about the archive in a folder, beginning with the words kept in a file."""
    answers, orders = _answers(), SimpleQueue[bytes]()
    threading.Thread(target=_listen, args=(orders,), daemon=True).start()
    answer = _answering(Path(folder), fingerprint, Path(words) if words else None)
    while True:
        print(json.dumps(answer(json.loads(orders.get()))), file=answers, flush=True)


def _listen(orders: "SimpleQueue[bytes]") -> None:
    for line in sys.stdin.buffer:
        orders.put(line)
    os._exit(0)


def _answers() -> TextIO:
    """Where answers go; all else that is printed goes with the errors."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    return answers


def _answering(folder: Path, fingerprint: str, words: Path | None) -> Answer:
    kept = vocabulary_cache.count_chunks(words) if words else 0
    analyzer = Analyzer(words)
    if analyzer.fingerprint != fingerprint:
        return lambda _: {"failed": "it has other word lists"}
    kernel_loader.load("analysis", "loading")
    analyzer.restore_vocabulary()
    gc.freeze()
    store, make = Store(folder), partial(documents, analyzer)

    def answer(order: dict[str, Any]) -> dict[str, Any]:
        try:
            if "keep" in order:
                return {"kept": _keep(analyzer, words, kept)}
            with pending_segments.apart(folder):
                made = pending_segments.made(
                    Path(order["path"]), store, make, order["after"], order["upto"])
            return asdict(made)
        except Exception as error:
            return {"failed": repr(error)}

    return answer


def _keep(analyzer: Analyzer, words: Path | None, kept: int) -> bool:
    """Keep the words known, if they are more than another has kept by now.

    Not where a removal took away those that this process began with.
    """
    if not words or not kept:
        return False
    if not 0 < vocabulary_cache.count_chunks(words) < len(analyzer.vocabulary):
        return False
    analyzer.save_vocabulary()
    return True
