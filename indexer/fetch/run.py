"""One run over a list of feeds: each is fetched, read and stored, and its state recorded.

Hosts are asked side by side, because a run mostly waits for them. One feed is stored at a time.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import Event, Lock

from indexer.article.trace import Trace
from indexer.fetch.feed_items import MAX_FEED_BYTES, FeedItems, read_items
from indexer.fetch.fetch_state import FeedVersion, FetchState
from indexer.fetch.hosts import ask_hosts
from indexer.fetch.item_pages import PageTally, complete_item, is_summary
from indexer.fetch.polite_client import Fetched, PoliteClient, contain_faults
from indexer.fetch.public_address import FetchError, parse_target
from indexer.ingest.load import FileReader
from indexer.ingest.report import Report
from indexer.ingest.run import Run, Source
from indexer.record import ReadResult, Record, Rejection, Unpublished
from indexer.rejected import RejectedFile
from search import Archive

STORED_TOGETHER = 25
"""Pages that are fetched before their articles are stored: a run that is killed repeats no more."""

MAX_SITEMAPS = 10
"""Sitemaps that are read of those that one lists, the newest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchOptions:
    """How feeds are read.

    With `full`, items that have only a summary get the text of their pages. Up to `max_pages` are
    fetched for each feed, and the others in later runs. Up to `hosts` are asked side by side.
    Rejected records go to the file `rejected`, and `on_rejection` is called with them.
    """

    full: bool = False
    max_pages: int = 200
    hosts: int = 8
    rejected: Path = Path("rejected.jsonl")
    on_rejection: Callable[[Rejection], None] = lambda rejection: None


@dataclass(slots=True)
class FeedOutcome:
    """What became of a feed. `failure` says why it, or something it lists, could not be read.

    `is_unchanged` says that it was as before. `left` counts the pages left for later runs.
    """

    feed: str
    report: Report
    pages: PageTally = field(default_factory=PageTally)
    failure: str | None = None
    is_unchanged: bool = False
    left: int = 0

    @property
    def is_done(self) -> bool:
        """Whether everything was read, so that the feed is asked only for what is new."""
        return not (self.failure or self.left or self.pages.to_retry)


def fetch_feeds(
    archive: Archive, state: FetchState, client: PoliteClient, feeds: Iterable[str],
    options: FetchOptions = FetchOptions(),
) -> Iterator[FeedOutcome]:
    """Fetch each feed, and yield what became of it. A feed that fails stops no other.

    Feeds of one host are fetched in their order. Raises EngineError if the archive cannot be
    written. What is being stored when the run ends early is stored to its end.
    """
    storing, stopped = Lock(), Event()

    def fetch_feed(feed: str) -> FeedOutcome:
        outcome = FeedOutcome(feed, Report(sources=[feed]))
        return _FeedRun(archive, state, client, options, outcome, storing, stopped).execute()

    try:
        yield from ask_hosts(_group_by_host(feeds), fetch_feed, options.hosts, stopped)
    finally:
        with storing:
            stopped.set()


def _group_by_host(feeds: Iterable[str]) -> list[list[str]]:
    groups: dict[str, list[str]] = {}
    for feed in feeds:
        groups.setdefault(_find_host(feed), []).append(feed)
    return list(groups.values())


def _find_host(feed: str) -> str:
    try:
        return parse_target(feed).host
    except FetchError:  # fetching it reports that
        return ""


class _FeedRun:
    """The reading of one feed."""

    def __init__(
        self, archive: Archive, state: FetchState, client: PoliteClient, options: FetchOptions,
        outcome: FeedOutcome, storing: Lock, stopped: Event,
    ) -> None:
        self._archive, self._state, self._client = archive, state, client
        self._options, self._outcome = options, outcome
        self._storing, self._stopped, self._named = storing, stopped, False

    def execute(self) -> FeedOutcome:
        """Read the feed and, if it is a sitemap of sitemaps, the newest of these.

        If it is a page, the feed that this names is read.
        """
        outcome = self._outcome
        try:
            outcome.is_unchanged = not self._read(outcome.feed)
        except FetchError as error:
            outcome.failure = str(error)
        return outcome

    def _read(self, url: str, is_listed: bool = False) -> bool:
        """Read a feed, or a sitemap that `is_listed` by one; return whether it had anything new.

        A page is fetched each time: the feed that it names may have news though it has none.
        """
        full = self._options.full
        known = self._state.find_version(url, full)
        with contain_faults(url):
            fetched = self._client.fetch(url, MAX_FEED_BYTES, known)
        version = _get_version(fetched)
        if fetched.status == 304 or version.digest == known.digest:
            return False
        with contain_faults(url):
            items = read_items(fetched, is_listed)
        if items.feed:
            return self._read_named(items.feed, url)
        self._store(items)
        found = bool(items.results)
        for sitemap in items.sitemaps[:MAX_SITEMAPS] if not is_listed else ():
            found |= self._read_listed(sitemap)
        if self._outcome.is_done and not items.sitemaps:
            self._state.record_version(url, full or not items.has_text, version)
        return found

    def _read_named(self, feed: str, page: str) -> bool:
        """Read the feed that a page names."""
        if self._named:
            raise FetchError(f"{page} is named as a feed, but is a page")
        self._named = True
        try:
            return self._read(feed)
        except FetchError as error:
            raise FetchError(f"its feed {feed}: {error}", temporary=error.temporary) from None

    def _read_listed(self, sitemap: str) -> bool:
        """Read a sitemap that one lists; if that fails, note it and go on with the next."""
        try:
            return self._read(sitemap, is_listed=True)
        except FetchError as error:
            self._outcome.failure = f"{sitemap}: {error}"
            return False

    def _store(self, items: FeedItems) -> None:
        """Store what is new, some pages at a time."""
        new = self._find_new(items.results)
        needs_page = self._options.full or not items.has_text
        size = STORED_TOGETHER if needs_page else len(new) or 1
        for first in range(0, len(new), size):
            self._store_some(new[first:first + size], items.has_text)

    def _find_new(self, results: Sequence[ReadResult]) -> list[tuple[ReadResult, bytes]]:
        """Return what was not read before, with its digest; count the rest as unchanged.

        Of items that a feed has twice, the first is returned, so that no page is fetched twice.
        """
        full, report = self._options.full, self._outcome.report
        digests = [(_digest(each, full=True), _digest(each, full)) for each in results]
        known = self._state.see_items({digest for pair in digests for digest in pair})
        new = [(result, own) for result, (whole, own) in zip(results, digests)
               if whole not in known and own not in known]
        once = _leave_out_copies(new)
        report.read += len(results) - len(once)
        report.unchanged += len(results) - len(new)
        report.duplicate += len(new) - len(once)
        return once

    def _store_some(self, new: Sequence[tuple[ReadResult, bytes]], has_text: bool) -> None:
        """Fetch what is missing, and store it while no other feed is stored."""
        done = list[bytes]()
        items = list(self._complete(new, has_text, done))
        with self._storing:
            if self._stopped.is_set():
                raise FetchError("the run was ended", temporary=True)
            self._add(items, done)

    def _add(self, items: Sequence[ReadResult], done: Sequence[bytes]) -> None:
        feed = self._outcome.feed
        rejected = RejectedFile(self._options.rejected)
        run = Run(
            self._archive, [Source(feed, Path(feed))], rejected,
            reader=_ItemReader(items),
            on_rejection=self._options.on_rejection)
        try:
            for _ in run.execute():
                pass
            self._state.record_items(done)
        finally:
            run.close()
            self._outcome.report.include(run.report)
        if rejected.fault:
            raise FetchError(f"cannot keep rejected records: {rejected.fault}")

    def _complete(
        self, new: Sequence[tuple[ReadResult, bytes]], has_text: bool, done: list[bytes]
    ) -> Iterator[ReadResult]:
        """Yield items, with the text of their pages where it is asked for."""
        tally, options = self._outcome.pages, self._options
        for result, digest in new:
            if not isinstance(result, Record) or has_text and not (
                    options.full and is_summary(result)):
                done.append(digest)
                yield result
            elif tally.fetched + tally.failed >= options.max_pages:
                self._outcome.left += 1
                if has_text:
                    yield result
            else:
                yield from self._complete_one(result, digest, has_text, done)

    def _complete_one(
        self, item: Record, digest: bytes, has_text: bool, done: list[bytes]
    ) -> Iterator[ReadResult]:
        try:
            yield from complete_item(item, self._client, self._outcome.pages, has_text)
            done.append(digest)
        except FetchError:  # which is counted; the page is tried again in the next run
            if has_text:
                yield item


class _ItemReader:
    """Gives a run the items of one feed, as if they were a file."""

    def __init__(self, results: Iterable[ReadResult]) -> None:
        self._results = results

    def find_files(self, paths: Iterable[Path]) -> Iterator[Path]:
        """Yield what stands for the feed."""
        yield from paths

    def trace(self, _: Path) -> Iterator[Trace | Rejection | Unpublished]:
        """Yield what becomes of each item."""
        yield from FileReader().trace_results(self._results)

    def is_stream(self, _: Path) -> bool:
        """Return False: all items will have come before long."""
        return False


def _get_version(fetched: Fetched) -> FeedVersion:
    headers = fetched.headers
    return FeedVersion(headers.get("ETag") or "", headers.get("Last-Modified") or "",
                       sha256(fetched.body).digest())


def _leave_out_copies(items: Sequence[tuple[ReadResult, bytes]]) -> list[tuple[ReadResult, bytes]]:
    """Return items without records that repeat one before. All rejections stay."""
    first: dict[bytes, ReadResult] = {}
    for result, digest in items:
        first.setdefault(digest, result)
    return [(result, digest) for result, digest in items
            if result is first[digest] or not isinstance(result, Record)]


def _digest(result: ReadResult, full: bool) -> bytes:
    """Return a hash of an item, and of whether its page is wanted."""
    content = result.raw if isinstance(result, Rejection) else None
    written = json.dumps([full, content, result.fields], sort_keys=True, default=str)
    return sha256(written.encode("utf-8", "surrogatepass")).digest()
