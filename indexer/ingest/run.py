"""A run of `indexer add`: from sources to the archive, everything counted."""

import os
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from indexer.ingest import files, load
from indexer.ingest.load import ReadOptions
from indexer.ingest.report import Report
from indexer.ingest.seen_ids import SeenIds
from indexer.record import Rejection
from indexer.rejected import RejectedFile
from search import Archive, Article


@dataclass(frozen=True, slots=True)
class Source:
    """What is known by a name for where articles come from, and a file or folder of it."""

    name: str
    path: Path


def sources(paths: Sequence[Path], name: str | None = None) -> list[Source]:
    """Paths as sources: all of one name, or each known by where it lies."""
    return [Source(_text(name or _place(path)), path) for path in paths]


class Run:
    """One run, and its report as far as it has come.

    `reading` says how files are read. `rejected` takes what is rejected, and `tell` is told of
    it. Whether to `prune` is to be known from the beginning: what the sources held then is
    remembered.
    """

    def __init__(
        self, archive: Archive, sources: Sequence[Source], rejected: RejectedFile,
        tell: Callable[[Rejection], None] = lambda rejection: None, prune: bool = False,
        reading: ReadOptions = ReadOptions(),
    ) -> None:
        names = dict.fromkeys(source.name for source in sources)
        self.report = Report(sources=list(names), interrupted=True)
        self._archive = archive
        self._sources = sources
        self._rejected = rejected
        self._tell = tell
        self._prune = prune
        self._reading = reading
        self._began = monotonic()
        self._seen = SeenIds()
        self._read: Counter[Source] = Counter()
        self._waiting: deque[tuple[bool, Article]] = deque()
        self.format = reading.format
        if prune:
            self._seen.expect(archive.held(names.keys()))

    def go(self, jobs: int = 1) -> Iterator[Report]:
        """Add everything, then prune; the report after each batch, which is durable by then."""
        for batch in self._archive.add_from(self._articles(), jobs):
            for outcome in batch.outcomes:
                self._count(outcome, *self._waiting.popleft())
            yield self.report
        if self._prune:
            self._remove()
        self.report.interrupted = False

    def close(self) -> None:
        """Complete the report, whether the run came to its end or was stopped."""
        self._rejected.close()
        if self.report.interrupted:
            self.report.settle()
        path = self._rejected.path
        self.report.rejected_file = os.path.abspath(path) if path else None
        self.report.seconds = round(monotonic() - self._began, 3)

    def _remove(self) -> None:
        """Remove what the sources held before and have no longer, unless another holds it."""
        missing = list(self._seen.missing())
        self.report.not_pruned = self._doubt()
        if missing and not self.report.not_pruned:
            self.report.removed = len(self._archive.release(missing))

    def _doubt(self) -> str | None:
        """Why removing anything might be a mistake; None if it is none."""
        if self.report.rejected:
            return f"{self.report.rejected:,} records could not be read; mend them first"
        held = self._seen.expected()
        for source in self._sources:
            if source.name in held and not self._read[source]:
                return self._unread(source, held[source.name])
        return None

    def _unread(self, source: Source, held: int) -> str:
        """That a path gave nothing: its disk may not be there. And what to do if all is well."""
        place = _text(_place(source.path))
        if sum(each.name == source.name for each in self._sources) > 1:
            return (f"nothing was read from {place}, and {source.name} held {held:,} articles, "
                    "some perhaps from there; if it is meant to be empty, leave it out")
        return (f"nothing was read from {place}, which held {held:,} articles; "
                "if it is meant to be empty, take them away by `indexer remove`")

    def _articles(self) -> Iterator[tuple[str, Article]]:
        for source in self._sources:
            for path in self._files(source.path):
                for article in load.read_articles([path], self._reject, self._reading):
                    self.report.read += 1
                    self._read[source] += 1
                    self._waiting.append((self._seen.meet(source.name, article.id), article))
                    yield source.name, article

    def _files(self, path: Path) -> Iterator[Path]:
        """The files of a path, those of a folder without the one that rejections go to."""
        for each in files.find_files([path], self._reading.format):
            if isinstance(each, Rejection):
                self._reject(each)
            elif each == path or not self._rejected.is_at(each):
                yield each

    def _reject(self, rejection: Rejection) -> None:
        self.report.read += 1
        self.report.rejected += 1
        self._rejected.write(rejection)
        self._tell(rejection)

    def _count(self, outcome: str, met: bool, article: Article) -> None:
        report = self.report
        if outcome == "unchanged":
            report.duplicate += met
            report.unchanged += not met
            return
        report.added += outcome == "added"
        report.updated += outcome != "added"
        report.replaced += outcome == "replaced" or outcome == "updated" and met
        report.undated += article.published is None
        report.outlet_unknown += article.outlet is None


def _place(path: Path) -> str:
    return "stdin" if path == load.STDIN else os.path.abspath(path)


def _text(name: str) -> str:
    """A path may hold bytes that are no text."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
