"""Files → articles, one in memory at a time."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from indexer import formats
from indexer.article.pipeline import trace_article
from indexer.article.trace import Trace
from indexer.fields.synonyms import fold_name
from indexer.ingest.day_order import detect_month_first
from indexer.ingest.files import find_files
from indexer.record import Record, Rejection
from search import Article

STDIN = Path("-")
"""What is piped in."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How files are read: the format, where their names do not say it, and names of fields that
    are known beside the usual ones (theirs → ours). `unmet` are those of these that no record
    read so far had."""

    format: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    unmet: set[str] = field(default_factory=set, init=False, compare=False)

    def __post_init__(self) -> None:
        self.unmet.update(self.mapping)

    def records(self, path: Path) -> Iterator[Record | Rejection]:
        """The records of a file, or of what is piped in."""
        if path == STDIN:
            name = self.format or ""
            yield from formats.read_stream(sys.stdin.buffer, "stdin", name, self.mapping)
        else:
            yield from formats.read(path, self.format, self.mapping)

    def meet(self, fields: Mapping[str, Any]) -> None:
        """Remember which names of the mapping a record has."""
        if self.unmet:
            known = set(map(fold_name, fields))
            met = {name for name in self.unmet if name in fields or fold_name(name) in known}
            self.unmet.difference_update(met)


def trace_file(path: Path | Rejection, reading: ReadOptions) -> Iterator[Trace | Rejection]:
    """What each record of a file comes to; of what was rejected before, that it was."""
    records = iter([path]) if isinstance(path, Rejection) else reading.records(path)
    live = path == STDIN  # where the next record may be long in coming
    taken, by_month = ([], False) if live else detect_month_first(records, reading.mapping)
    for each in chain(taken, records):
        if isinstance(each, Record):
            reading.meet(each.fields)
            yield trace_article(each, reading.mapping, by_month)
        else:
            yield each


def read_articles(
    paths: Iterable[Path], reject: Callable[[Rejection], None], reading: ReadOptions = ReadOptions()
) -> Iterator[Article]:
    """The articles in these files; whatever cannot become one is handed to `reject`."""
    for path in find_files(paths, reading.format):
        for each in trace_file(path, reading):
            if isinstance(each, Trace):
                yield each.article
            else:
                reject(each)
