"""Other processes that make units of a long load, seen from the one that loads.

They are started when there is work for them, after the first unit was made here, so that they
begin with its words. Orders and answers are lines of JSON in pipes; the articles they read from
the store, and the segments they write themselves. Whatever becomes of them, nothing is lost:
a unit that one did not make is made here.
"""

import json
import logging
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search.engines.whoosh.commits import generation, pending_segments
from search.engines.whoosh.commits.pending_segments import Unit
from search.store.versions import Change, State

log = logging.getLogger(__name__)

Make = Callable[[int, int], Unit]
"""Makes the unit of the changes after one and up to another, in this process."""

_QUEUED = 2
"""Units that each helper has before it, so that it need not wait for the next."""

_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from search.engines.whoosh.loading.worker import main; main(*sys.argv[2:])"
)


@dataclass(frozen=True)
class Part:
    """Some changes, and the unit that they become."""

    path: Path
    changes: Sequence[Change]
    future: Future[Unit]

    @property
    def after(self) -> int:
        """The change before the first."""
        return self.changes[0].seq - 1

    @property
    def upto(self) -> int:
        """The last change."""
        return self.changes[-1].seq

    def abandon(self) -> None:
        """Let the unit go, now or when it is made."""
        self.future.cancel()
        self.future.add_done_callback(self._remove)

    def _remove(self, future: Future[Unit]) -> None:
        if not future.cancelled() and not future.exception():
            for segment in future.result().segments:
                pending_segments.place(self.path, segment).unlink(missing_ok=True)


class Helpers:
    """Makes units, in this process and in up to `jobs` - 1 others, in the order of the changes.

    `words` keeps the words known in a file, and names it.
    """

    def __init__(
        self, folder: Path, analyzer: str, jobs: int, words: Callable[[], Path | None]
    ) -> None:
        self._start = [str(folder.absolute()), analyzer]
        self._words = words
        self._most = (jobs - 1) * _QUEUED if sys.executable else 0
        self._pool = ThreadPoolExecutor(max(jobs - 1, 1))
        self._own = threading.local()
        self._lock = threading.Lock()
        self._workers: list[Worker] = []
        self._parts: deque[Part] = deque()
        self._state: State | None = None
        self._made = 0
        self._closed = False

    def reached(self, state: State) -> int:
        """The last change of all parts, if they go on from this state; else they are let go."""
        if self._state != state:
            self.abandon()
            self._state = state
        return self._parts[-1].upto if self._parts else state.covers

    def add(self, path: Path, changes: Sequence[Change], make: Make, here: bool) -> None:
        """Have the next unit made; here, in any case, or where there is no helper to spare."""
        part = Part(path, changes, Future())
        if here or not self._spare():
            part.future.set_result(make(part.after, part.upto))
            self._made += len(changes)
        else:
            order = {"path": str(path.absolute()), "after": part.after, "upto": part.upto}
            part = Part(path, changes, self._pool.submit(self._ordered, order))
        self._parts.append(part)

    def ready(self, make: Make, wait: bool) -> list[tuple[Unit, Sequence[Change]]]:
        """The next units that are made, or with `wait` all, and their changes."""
        found = []
        while self._parts and (wait or self._parts[0].future.done()):
            part = self._parts[0]
            found.append((self._unit(part, make), part.changes))
            self._parts.popleft()
        return found

    def went_on(self, state: State) -> None:
        """What is left goes on from this state."""
        self._state = state

    def waiting(self) -> set[str]:
        """The segments that are yet to be listed, all made when this returns."""
        return {
            segment for part in self._parts if not part.future.exception()
            for segment in part.future.result().segments
        }

    def __len__(self) -> int:
        return len(self._parts)

    def abandon(self) -> None:
        """Let all parts go."""
        while self._parts:
            self._parts.popleft().abandon()

    def keep(self) -> None:
        """Have the words kept that a helper knows more of than are kept."""
        for worker in self._workers:
            with suppress(OSError, EOFError):
                worker.ask({"keep": True})

    def close(self) -> None:
        """End all helpers at once."""
        with self._lock:
            self._closed = True
        for worker in self._workers:
            worker.end()
        self._pool.shutdown(cancel_futures=True)
        self.abandon()

    def _spare(self) -> bool:
        undone = sum(not part.future.done() for part in self._parts)
        return self._made >= generation.UNIT // 2 and undone < self._most

    def _unit(self, part: Part, make: Make) -> Unit:
        try:
            return part.future.result()
        except Exception as error:
            log.warning("a helping process failed (%s): its part is indexed here", error)
            self._most = 0
            return make(part.after, part.upto)

    def _ordered(self, order: dict[str, Any]) -> Unit:
        """The unit that this thread's helper makes."""
        if not hasattr(self._own, "worker"):
            self._own.worker = self._started()
        return Unit(**self._own.worker.ask(order))

    def _started(self) -> "Worker":
        with self._lock:
            if self._closed:
                raise EOFError("the load has ended")
            if not self._workers:
                words = self._words()
                self._start += [str(words.absolute())] if words else []
            self._workers.append(Worker(self._start))
            return self._workers[-1]


class Worker:
    """A process that answers orders, one at a time."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, json.dumps(sys.path), *arguments],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for whoever loads, who then ends this one
        )

    def ask(self, order: dict[str, Any]) -> dict[str, Any]:
        """The answer to an order. Raises EOFError or OSError where there is none."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        answer: dict[str, Any] = json.loads(line) if line else {"failed": "it ended"}
        if "failed" in answer:
            raise EOFError(answer["failed"])
        return answer

    def end(self) -> None:
        """Kill it: whatever it was writing counts for nobody."""
        self._process.kill()
        self._process.wait()
