"""A process that changes an archive once a second, for as long as its input is open.

    python -m benchmarks.load.writer whoosh:FOLDER

At the end it prints what it did as JSON.
"""

import json
import sys
import threading
import time
from typing import Any

from benchmarks.slowest.requests import WORDS
from search import Archive, Article, open_archive

SECONDS = 1.0
"""From the end of one change to the next."""


class Writer:
    """Adds an article and removes the one before, and notes the seconds that each change took."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self.seconds: list[float] = []

    def change(self) -> None:
        """Add an article and remove the one before."""
        began, number = time.monotonic(), len(self.seconds)
        list(self._archive.add([Article(f"beban-{number}", f"Kabar {number}", " ".join(WORDS))]))
        self._archive.remove([f"beban-{number - 1}"])
        self.seconds.append(time.monotonic() - began)

    def describe(self) -> dict[str, Any]:
        """Return how many changes there were, and how many seconds they took."""
        ordered = sorted(self.seconds) or [0.0]
        return {"changes": len(self.seconds), "median": round(ordered[len(ordered) // 2], 3),
                "longest": round(ordered[-1], 3)}


def main() -> None:
    writer, ended = Writer(open_archive(sys.argv[1])), threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    while not ended.wait(SECONDS):
        writer.change()
    print(json.dumps(writer.describe()))


if __name__ == "__main__":
    main()
