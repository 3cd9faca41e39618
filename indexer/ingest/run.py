"""One run of `indexer add`: from sources to the archive, with every record counted."""

import os
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from time import monotonic

from indexer.article.trace import Trace
from indexer.ingest.files import OutsideLink
from indexer.ingest.identity import Settlement
from indexer.ingest.load import STDIN, ArticleReader, FileReader
from indexer.ingest.recurring import LATEST_CHANGES, strip_recurring
from indexer.ingest.report import Report
from indexer.ingest.seen_ids import SeenIds
from indexer.record import Rejection, Unpublished
from indexer.rejected import RejectedFile
from search import Archive
from search.batch import Sourced

DEFAULT_PRUNE_LIMIT = 10.0
"""The percentage of a source's articles that pruning may remove at once."""


@dataclass(frozen=True, slots=True)
class Source:
    """A named source of articles, and a file or folder that belongs to it."""

    name: str
    path: Path


def name_sources(paths: Sequence[Path], name: str | None = None) -> list[Source]:
    """Return paths as sources: all under one name, or each under its absolute path."""
    return [Source(_to_text(name or _locate(path)), path) for path in paths]


class Run:
    """One run, and its report as far as it has come.

    `reader` reads the files. `rejected_file` keeps what is rejected, and `on_rejection` is called
    with it. Whether to `prune` must be known at the beginning, because the run notes first which
    articles the sources hold. Nothing is pruned if a source has lost more than `prune_limit`
    percent of them, since it may be incomplete; one article may always go, unless that is 0.
    """

    def __init__(
        self, archive: Archive, sources: Sequence[Source], rejected_file: RejectedFile, *,
        on_rejection: Callable[[Rejection], None] = lambda rejection: None, prune: bool = False,
        prune_limit: float = DEFAULT_PRUNE_LIMIT, reader: ArticleReader | None = None,
    ) -> None:
        names = dict.fromkeys(source.name for source in sources)
        self.report = Report(sources=list(names), interrupted=True)
        self._archive = archive
        self._sources = sources
        self._rejected_file = rejected_file
        self._on_rejection = on_rejection
        self._prune = prune
        self._prune_limit = prune_limit
        self._reader: ArticleReader = reader or FileReader()
        self._began = monotonic()
        self._seen = SeenIds()
        self._empty_file: Path | None = None
        self._articles_read: Counter[Source] = Counter()
        self._awaiting_outcome: deque[tuple[Trace, Settlement]] = deque()
        if prune:
            self._seen.expect(archive.articles_of_sources(names.keys()))

    def execute(self) -> Iterator[Report]:
        """Add everything, then prune. Yield the report after each batch, which is durable then."""
        for batch in self._archive.add_from(self._read_articles()):
            for outcome, id in zip(batch.outcomes, batch.ids):
                trace, settlement = self._awaiting_outcome.popleft()
                if outcome == "refused":
                    self._note_rejection(Rejection(
                        location=trace.location, reason=batch.refused[id]))
                else:
                    self._count(outcome, id, trace, settlement)
            yield self.report
        if self._prune:
            self._remove_missing()
        self.report.interrupted = False

    def close(self) -> None:
        """Complete the report, whether the run was completed or stopped."""
        self._rejected_file.close()
        if self.report.interrupted:
            self.report.count_not_stored()
        path = self._rejected_file.path
        self.report.rejected_file = os.path.abspath(path) if path else None
        self.report.seconds = round(monotonic() - self._began, 3)

    def _remove_missing(self) -> None:
        """Remove what the sources held before and no longer hold, unless another holds it."""
        missing = list(self._seen.list_missing())
        lost = Counter(name for name, _ in missing)
        self.report.not_pruned = self._find_doubt() or self._doubt_losses(lost) or (
            self._doubt_empty_file() if missing else None)
        if missing and not self.report.not_pruned:
            self.report.removed = len(self._archive.release(missing))

    def _find_doubt(self) -> str | None:
        """Return why removing anything might be a mistake; None if it cannot be one."""
        if rejected := self.report.rejected:
            return ("1 record was rejected; fix it first" if rejected == 1
                    else f"{rejected:,} records were rejected; fix them first")
        if self.report.outside_links:
            return ("links lead out of their folder and were not followed, so articles may seem "
                    "to be missing; add --follow-links, or delete the links")
        expected = self._seen.count_expected()
        for source in self._sources:
            if source.name in expected and not self._articles_read[source]:
                return self._doubt_empty(source, expected[source.name])
        return None

    def _doubt_losses(self, lost: Counter[str]) -> str | None:
        """Return why a source seems incomplete, given what each has lost; None if none does."""
        expected = self._seen.count_expected()
        for name, count in lost.items():
            held, limit = expected[name], self._prune_limit
            if count > max(held * limit / 100, limit > 0):
                articles = "1 article" if held == 1 else f"{held:,} articles"
                return (f"{name} held {articles}, and {count:,} would go, more than {limit:g} "
                        "percent; if they are meant to go, repeat it with "
                        f"--prune-limit {ceil(100 * count / held)}")
        return None

    def _doubt_empty_file(self) -> str | None:
        """Return that a file in a folder is empty: a program may have died before it wrote it."""
        if not self._empty_file:
            return None
        return (f"{_to_text(str(self._empty_file))} is empty, so articles may seem to be missing; "
                "write it again, or delete it if it is meant to be empty")

    def _doubt_empty(self, source: Source, held: int) -> str:
        """Return that a path gave nothing, though its disk may only be missing, and what to do."""
        path = _to_text(_locate(source.path))
        articles = "1 article" if held == 1 else f"{held:,} articles"
        if sum(each.name == source.name for each in self._sources) > 1:
            return (f"nothing was read from {path}, and {source.name} held {articles}, perhaps "
                    "some from there; if it is meant to be empty, leave it out")
        return (f"nothing was read from {path}, which held {articles}; if it is meant to be "
                "empty, remove them with `indexer remove`")

    def _read_articles(self) -> Iterator[Sourced]:
        is_pipe = any(self._reader.is_stream(source.path) for source in self._sources)
        stored = self._archive.latest(LATEST_CHANGES)
        for source, trace in strip_recurring(
                self._read_traces(), hold=not is_pipe, stored=stored):
            yield self._note_read(source, trace)

    def _read_traces(self) -> Iterator[tuple[Source, Trace]]:
        for source in self._sources:
            for path in self._find_files(source.path):
                if self._prune and path != source.path and not path.stat().st_size:
                    self._empty_file = path
                for result in self._reader.trace(path):
                    if isinstance(result, Trace):
                        self.report.read += 1
                        yield source, result
                    elif isinstance(result, Unpublished):
                        self.report.count_unpublished(result.reason)
                    else:
                        self._reject(result)

    def _note_read(self, source: Source, trace: Trace) -> Sourced:
        self._articles_read[source] += 1
        settlement = Settlement(trace.identity, source.name, trace.field_to_come)
        self._awaiting_outcome.append((trace, settlement))
        return Sourced(source.name, trace.article, settlement)

    def _find_files(self, path: Path) -> Iterator[Path]:
        """Yield the files of a path, except the file of rejected records in a folder."""
        for each in self._reader.find_files([path]):
            if isinstance(each, Rejection):
                self._reject(each)
            elif isinstance(each, OutsideLink):
                self.report.count_outside_link(str(each))
            elif each == path or not self._rejected_file.is_at(each):
                yield each

    def _reject(self, rejection: Rejection) -> None:
        self.report.read += 1
        self._note_rejection(rejection)

    def _note_rejection(self, rejection: Rejection) -> None:
        self.report.rejected += 1
        self._rejected_file.write(rejection)
        self._on_rejection(rejection)

    def _count(self, outcome: str, id: str, trace: Trace, settlement: Settlement) -> None:
        report, article = self.report, trace.article
        seen = self._seen.add(settlement.source, id)
        report.to_come += trace.field_to_come is not None
        if outcome == "unchanged":
            report.duplicate += seen
            report.unchanged += not seen
            return
        report.added += outcome == "added"
        report.updated += outcome != "added"
        report.kept_beside += outcome == "added" and settlement.is_displaced(id, article)
        report.replaced += outcome == "replaced" or outcome == "updated" and seen
        report.undated += article.published is None
        report.outlet_unknown += article.outlet is None
        report.doubtful += bool(trace.doubt)


def _locate(path: Path) -> str:
    return "stdin" if path == STDIN else os.path.abspath(path)


def _to_text(name: str) -> str:
    """Return a path as text: bytes that are not UTF-8 are escaped."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
