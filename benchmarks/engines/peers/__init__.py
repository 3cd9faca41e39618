"""The engines that are compared, one module each, all alike to those who measure them.

Each class has

    version()       its version; raises Unavailable, or ImportError, where it cannot be had
    build(entries, folder)   index the entries into a new folder
    Class(folder)   open that index
    warm()          do what a server does beside its first answers, where there is such work
    prepare(query)  the query in the engine's own terms, made before anything is timed
    rank(prepared)  the ten best
    page(prepared)  the exact total, and the ten best, after counting all outlets and years
    shown(prepared) a page's ten hits, each with the piece of its text that shows the match
    close()         let go
    LACKS           the classes of query, and "shown", that it cannot do, and why

Nothing is cached by us between two calls.
"""

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from benchmarks.engines.queries import Query
from benchmarks.engines.tokens import Entry

ALL = {
    "warta": "Warta", "tantivy": "Tantivy", "lucene": "Lucene", "fts5": "FTS5",
    "xapian": "Xapian", "bm25s": "BM25S", "postgres": "Postgres", "whoosh": "Whoosh",
}
"""The engines: module and class, in the order of the tables."""

MARKED = ("<b>", "</b>")
"""What stands around a match where an engine wants to be told."""


class Unavailable(Exception):
    """Why an engine cannot be measured here."""


class Peer(Protocol):
    """An engine with an index open."""

    LACKS: dict[str, str]

    @staticmethod
    def version() -> str: ...

    @classmethod
    def build(cls, entries: Iterable[Entry], folder: Path) -> None: ...

    def __init__(self, folder: Path) -> None: ...

    def prepare(self, query: Query) -> Any: ...

    def rank(self, prepared: Any) -> object: ...

    def page(self, prepared: Any) -> tuple[int, Any]: ...

    def shown(self, prepared: Any) -> list[str]: ...

    def close(self) -> None: ...


def opened(name: str, folder: Path) -> Peer:
    """An engine with its index in the corpus' folder open, as ready as it gets."""
    engine = peer(name)(folder / name)
    getattr(engine, "warm", lambda: None)()
    return engine


def peer(name: str) -> type[Peer]:
    """The class of an engine. Raises ImportError where its package is not installed."""
    found: type[Peer] = getattr(import_module(f"{__name__}.{name}"), ALL[name])
    return found


def available(names: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The versions of the engines that can be had, and why the others cannot."""
    versions, missing = {}, {}
    for name in names:
        try:
            versions[name] = peer(name).version()
        except (ImportError, Unavailable) as error:
            missing[name] = str(error)
    return versions, missing
