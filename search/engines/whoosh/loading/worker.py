"""A process that builds segments for another one's long load: see worker_pool.py.

It answers orders, a line of JSON each, until its input ends, as it does when the other process
dies. Then it exits at once, whatever it is doing; what it leaves behind is swept away.
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
from typing import Any

from search import kernel_loader
from search.analysis import Analyzer, vocabulary_cache
from search.documents import build_documents
from search.engines.whoosh.commits import pending_segments
from search.store.sqlite_store import SQLiteStore
from search.worker_command import redirect_output

Answer = Callable[[dict[str, Any]], dict[str, Any]]


def main(folder: str, fingerprint: str, vocabulary: str = "") -> None:
    """Answer orders about the archive in a folder, beginning with the vocabulary of a file."""
    answers, orders = os.fdopen(redirect_output(), "w"), SimpleQueue[bytes]()
    threading.Thread(target=_listen, args=(orders,), daemon=True).start()
    answer = prepare(Path(folder), fingerprint, Path(vocabulary) if vocabulary else None)
    while True:
        print(json.dumps(answer(json.loads(orders.get()))), file=answers, flush=True)


def prepare(folder: Path, fingerprint: str, vocabulary: Path | None) -> Answer:
    """Return the function that answers orders."""
    analyzer = Analyzer(vocabulary)
    if analyzer.fingerprint != fingerprint:
        return lambda _: {"failed": "it has other word lists"}
    kernel_loader.load("analysis", "loading")
    analyzer.restore_vocabulary()
    gc.freeze()
    store, analyse = SQLiteStore(folder), partial(build_documents, analyzer)

    def answer(order: dict[str, Any]) -> dict[str, Any]:
        try:
            if "keep" in order:
                return {"kept": keep_vocabulary(analyzer, vocabulary)}
            path, after, change = Path(order["path"]), order["after"], order["change"]
            with pending_segments.share_lock(folder):
                return asdict(
                    pending_segments.build_segments(path, store, analyse, after, change))
        except Exception as error:
            return {"failed": repr(error)}

    return answer


def keep_vocabulary(analyzer: Analyzer, path: Path | None) -> bool:
    """Save the vocabulary if it is larger than the saved one; return whether it was."""
    if not path or not 0 < vocabulary_cache.count_chunks(path) < len(analyzer.vocabulary):
        return False
    analyzer.save_vocabulary()
    return True


def _listen(orders: "SimpleQueue[bytes]") -> None:
    for line in sys.stdin.buffer:
        orders.put(line)
    os._exit(0)
