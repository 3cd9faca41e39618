"""Other processes that build segments of a long load, seen from the process that loads.

They start when there is work for them, after the first segments were built here, so that they
begin with this process's vocabulary. Orders and answers are lines of JSON in pipes. Workers read
the articles from the store and write the segments themselves. If a worker fails, nothing is lost:
what it did not build is built here.
"""

import json
import logging
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
from search.engines.whoosh.commits.generation import Followed
from search.engines.whoosh.commits.pending_segments import PendingSegments
from search.store.store import Change, IndexState
from search.worker_command import start_worker

log = logging.getLogger(__name__)

Build = Callable[[int, int], PendingSegments]
"""Builds the segments of the changes after one and up to another, in this process."""

SaveVocabulary = Callable[[], Path | None]
"""Saves the vocabulary for other processes; returns its file, None if there is none."""

_ORDERS_PER_WORKER = 2
"""A worker has its next order before it answers the one before, so that it need not wait."""


@dataclass(frozen=True)
class Task:
    """The work of building the segments of some changes, here or in a worker."""

    path: Path
    changes: Sequence[Change]
    future: Future[PendingSegments]

    @property
    def after(self) -> int:
        """The change before the first."""
        return self.changes[0].number - 1

    @property
    def change(self) -> int:
        """The last change."""
        return self.changes[-1].number

    def abandon(self) -> None:
        """Remove the segments, now or when they are built."""
        self.future.cancel()
        self.future.add_done_callback(self._remove)

    def _remove(self, future: Future[PendingSegments]) -> None:
        if not future.cancelled() and not future.exception():
            for segment in future.result().segments:
                pending_segments.path_of(self.path, segment).unlink(missing_ok=True)


class WorkerPool:
    """Builds segments in the order of the changes, in this process and up to `jobs` - 1 others."""

    def __init__(
        self, folder: Path, analyzer: str, jobs: int, save_vocabulary: SaveVocabulary
    ) -> None:
        self._arguments = [str(folder.absolute()), analyzer]
        self._save_vocabulary = save_vocabulary
        self._max_orders = (jobs - 1) * _ORDERS_PER_WORKER if sys.executable else 0
        self._threads = ThreadPoolExecutor(max(jobs - 1, 1))
        self._own = threading.local()
        self._lock = threading.Lock()
        self._workers: list[Worker] = []
        self._tasks: deque[Task] = deque()
        self._state: IndexState | None = None
        self._built_here = 0
        self._closed = False

    def reached_change(self, state: IndexState) -> int:
        """Return the last change of the last task.

        All tasks are abandoned if they do not go on from `state`; then it is the change of that.
        """
        if self._state != state:
            self.abandon()
            self._state = state
        return self._tasks[-1].change if self._tasks else state.change

    def add(self, path: Path, changes: Sequence[Change], build: Build, here: bool) -> None:
        """Have the next segments built: in this process if `here`, or if no worker is free."""
        task = Task(path, changes, Future())
        if here or not self._has_free_worker():
            task.future.set_result(build(task.after, task.change))
            self._built_here += len(changes)
        else:
            order = {"path": str(path.absolute()), "after": task.after, "change": task.change}
            task = Task(path, changes, self._threads.submit(self._order, order))
        self._tasks.append(task)

    def take_built(self, build: Build, wait: bool) -> list[Followed]:
        """Take out the segments built so far, in order, with their changes; all with `wait`."""
        followed = []
        while self._tasks and (wait or self._tasks[0].future.done()):
            task = self._tasks[0]
            followed.append((self._result(task, build), task.changes))
            self._tasks.popleft()
        return followed

    def is_idle(self) -> bool:
        """Return whether no segments are being built or wait for a commit."""
        return not self._tasks

    def go_on_from(self, state: IndexState) -> None:
        """Let the remaining tasks go on from this state of the index."""
        self._state = state

    def list_pending(self) -> set[str]:
        """Return the ids of the segments that are still to be taken; wait until they are built."""
        return {
            segment for task in self._tasks if not task.future.exception()
            for segment in task.future.result().segments
        }

    def abandon(self) -> None:
        """Drop all tasks."""
        while self._tasks:
            self._tasks.popleft().abandon()

    def keep_vocabularies(self) -> None:
        """Save the vocabulary; each worker that knows more words replaces it."""
        if self._workers:
            self._save_vocabulary()
        for worker in self._workers:
            with suppress(OSError, EOFError):
                worker.ask({"keep": True})

    def close(self) -> None:
        """Kill all workers."""
        with self._lock:
            self._closed = True
        for worker in self._workers:
            worker.end()
        self._threads.shutdown(cancel_futures=True)
        self.abandon()

    def _has_free_worker(self) -> bool:
        orders = sum(not task.future.done() for task in self._tasks)
        return (self._built_here >= generation.CHANGES_PER_COMMIT // 2
                and orders < self._max_orders)

    def _result(self, task: Task, build: Build) -> PendingSegments:
        try:
            return task.future.result()
        except Exception as error:
            log.warning("a worker process failed (%s): indexing its part here", error)
            self._max_orders = 0
            return build(task.after, task.change)

    def _order(self, order: dict[str, Any]) -> PendingSegments:
        """Have this thread's worker build segments."""
        if not hasattr(self._own, "worker"):
            self._own.worker = self._start()
        return PendingSegments(**self._own.worker.ask(order))

    def _start(self) -> "Worker":
        with self._lock:
            if self._closed:
                raise EOFError("the load has ended")
            if not self._workers:
                vocabulary = self._save_vocabulary()
                self._arguments += [str(vocabulary.absolute())] if vocabulary else []
            self._workers.append(Worker(self._arguments))
            return self._workers[-1]


class Worker:
    """A process that answers orders, one at a time."""

    def __init__(self, arguments: Sequence[str]) -> None:
        self._process = start_worker("search.engines.whoosh.loading.worker", arguments)

    def ask(self, order: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to an order. Raises EOFError or OSError if there is none."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        answer: dict[str, Any] = json.loads(line) if line else {"failed": "it ended"}
        if "failed" in answer:
            raise EOFError(answer["failed"])
        return answer

    def end(self) -> None:
        """Kill the process: what it was writing does not count."""
        self._process.kill()
        self._process.wait()
