"""Paths → articles, in the order of the files' names, one in memory at a time."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from indexer import formats
from indexer.articles import made
from indexer.made import Made
from indexer.record import Record, Rejection
from search import Article

STDIN = Path("-")
"""What is piped in."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How files are read: the format, where their names do not say it, and names of fields that
    are known beside the usual ones (theirs → ours)."""

    format: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)

    def records(self, path: Path) -> Iterator[Record | Rejection]:
        """The records of a file, or of what is piped in."""
        if path == STDIN:
            name = self.format or ""
            yield from formats.read_stream(sys.stdin.buffer, "stdin", name, self.mapping)
        else:
            yield from formats.read(path, self.format, self.mapping)


def files(paths: Iterable[Path], format: str | None = None) -> Iterator[Path]:
    """The files named, and those in the folders named, hidden ones aside: all of a known format,
    or all there are where a format is given for them."""
    for path in paths:
        if path.is_dir():
            yield from sorted(found for found in _below(path) if format or formats.reader(found))
        else:
            yield path


def unread(paths: Iterable[Path]) -> Iterator[Path]:
    """A file of each folder that has some, but none whose name says a known format."""
    for path in filter(Path.is_dir, paths):
        if not any(map(formats.reader, _below(path))):
            yield from sorted(_below(path))[:1]


def _below(path: Path) -> Iterator[Path]:
    """The files below a folder, and links to what is not there: it may be on a disk that is not
    mounted, and whoever reads it says so."""
    return (found for found in path.rglob("*")
            if (found.is_file() or _dangles(found)) and not _hidden(found, path))


def _dangles(path: Path) -> bool:
    return path.is_symlink() and not path.exists()


def all_made(path: Path, reading: Reading) -> Iterator[Made | Rejection]:
    """What each record of a file comes to."""
    for found in reading.records(path):
        yield made(found, reading.mapping) if isinstance(found, Record) else found


def articles(
    paths: Iterable[Path], reject: Callable[[Rejection], None], reading: Reading = Reading()
) -> Iterator[Article]:
    """The articles in these files; whatever cannot become one is handed to `reject`."""
    for path in files(paths, reading.format):
        for found in all_made(path, reading):
            if isinstance(found, Made):
                yield found.article
            else:
                reject(found)


def _hidden(path: Path, below: Path) -> bool:
    parts = path.relative_to(below).parts
    return "__MACOSX" in parts or any(part.startswith(".") for part in parts)
