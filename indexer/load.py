"""Paths → articles, in the order of the files' names, one in memory at a time."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from indexer import formats
from indexer.articles import article
from indexer.record import Record, Rejection
from search import Article


def files(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and all of a known format in the folders named, hidden ones aside."""
    for path in paths:
        if path.is_dir():
            yield from sorted(
                found for found in path.rglob("*")
                if found.is_file() and formats.reader(found) and not _hidden(found, path)
            )
        else:
            yield path


def articles(paths: Iterable[Path], reject: Callable[[Rejection], None]) -> Iterator[Article]:
    """The articles in these files; whatever cannot become one is handed to `reject`."""
    for path in files(paths):
        for found in formats.read(path):
            made = article(found) if isinstance(found, Record) else found
            if isinstance(made, Rejection):
                reject(made)
            else:
                yield made


def _hidden(path: Path, below: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(below).parts)
