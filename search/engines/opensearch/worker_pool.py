"""Builds the documents of a long load in several processes, and gives them out in order.

Processes start once there is more than one page, and begin with this one's vocabulary. Each gets
its next page before it has answered the one before. If one fails, what it did not build is built
here.
"""

import logging
import pickle
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from search.engine import Documents
from search.engines.opensearch.documents import SearchDocument
from search.engines.opensearch.worker import ArticlePage, build_page
from search.worker_command import start_worker

log = logging.getLogger(__name__)

_ORDERS_PER_PROCESS = 2


@dataclass(frozen=True, slots=True)
class BuiltPage:
    """A page of articles, and the documents that are built of it."""

    page: ArticlePage
    future: Future[list[SearchDocument]]


class DocumentBuilders:
    """This process and up to `jobs` - 1 others. `analyzer` is the fingerprint of all.

    `save_vocabulary` saves the vocabulary for other processes, and returns its file.
    """

    def __init__(
        self, analyzer: str, jobs: int = 1,
        save_vocabulary: Callable[[], Path | None] = lambda: None,
    ) -> None:
        self._analyzer, self._save_vocabulary = analyzer, save_vocabulary
        self._count = jobs - 1 if sys.executable else 0
        self._own = threading.local()
        self._lock = threading.Lock()
        self._threads: ThreadPoolExecutor | None = None
        self._processes: list[DocumentProcess] = []
        self._arguments: list[str] = []

    def build(
        self, pages: Iterable[ArticlePage], documents: Documents
    ) -> Iterator[tuple[ArticlePage, list[SearchDocument]]]:
        """Yield pages with their documents, in order. `documents` gives articles their terms."""
        waiting: deque[BuiltPage] = deque()
        try:
            for number, page in enumerate(pages):
                waiting.append(self._begin(page, documents, is_first=number == 0,
                                           busy=sum(not each.future.done() for each in waiting)))
                while waiting and waiting[0].future.done():
                    yield waiting[0].page, self._take(waiting.popleft(), documents)
            while waiting:
                yield waiting[0].page, self._take(waiting.popleft(), documents)
        finally:
            for each in waiting:
                each.future.cancel()

    def close(self) -> None:
        """End the other processes; they start again when there is work."""
        with self._lock:
            threads, processes = self._threads, self._processes
            self._threads, self._processes = None, []
        for process in processes:
            process.end()
        if threads:
            threads.shutdown(cancel_futures=True)

    def _begin(
        self, page: ArticlePage, documents: Documents, *, is_first: bool, busy: int
    ) -> BuiltPage:
        """Build a page here, or have it built if another process has not too much to do."""
        if is_first or busy >= self._count * _ORDERS_PER_PROCESS:
            future: Future[list[SearchDocument]] = Future()
            future.set_result(build_page(page, documents))
            return BuiltPage(page, future)
        if self._threads is None:
            vocabulary = self._save_vocabulary()
            self._arguments = [self._analyzer, str(vocabulary.absolute()) if vocabulary else ""]
            self._threads, self._own = ThreadPoolExecutor(self._count), threading.local()
        return BuiltPage(page, self._threads.submit(self._ask, page))

    def _take(self, built: BuiltPage, documents: Documents) -> list[SearchDocument]:
        try:
            return built.future.result()
        except Exception as error:
            log.warning("a process that analyses failed (%r): going on without", error)
            self._count = 0
            return build_page(built.page, documents)

    def _ask(self, page: ArticlePage) -> list[SearchDocument]:
        """Have the process of this thread build a page."""
        if not hasattr(self._own, "process"):
            process = DocumentProcess(self._arguments)
            with self._lock:
                self._processes.append(process)
            self._own.process = process
        built: list[SearchDocument] = self._own.process.ask(page)
        return built


class DocumentProcess:
    """A process that builds the documents of one page at a time."""

    def __init__(self, arguments: list[str]) -> None:
        self._process = start_worker("search.engines.opensearch.worker", arguments)

    def ask(self, page: ArticlePage) -> Any:
        """Return the documents of a page. Raises EOFError or OSError if there are none."""
        assert self._process.stdin and self._process.stdout
        pickle.dump(page, self._process.stdin)
        self._process.stdin.flush()
        if (answer := pickle.load(self._process.stdout)) is None:
            raise EOFError("it has other word lists")
        return answer

    def end(self) -> None:
        """Kill the process."""
        self._process.kill()
        self._process.wait()
