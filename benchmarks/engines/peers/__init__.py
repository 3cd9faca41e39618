"""The engines that are compared, one module each, all with the same interface: see `Peer`.

warta.py     this engine, through its archive and its port
tantivy.py   tantivy, through its Python binding
lucene.py    Lucene, through JPype
fts5.py      SQLite FTS5
xapian.py    Xapian, through Debian's binding
bm25s.py     bm25s
postgres.py  PostgreSQL, a server of its own
whoosh.py    Whoosh with its own codec and searcher
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

MARK_TAGS = ("<b>", "</b>")
"""What to put around a match, for engines that need tags."""


class Unavailable(Exception):
    """The reason why an engine cannot be measured here."""


class Peer(Protocol):
    """An engine with an open index. Nothing is cached by us between two calls.

    A peer may have `warm()` too: the work a server does outside its first answers.
    """

    LACKS: dict[str, str]
    """What it cannot do, and why: classes of queries, operations, or "class operation"."""

    @staticmethod
    def version() -> str:
        """Return its version. Raises Unavailable, or ImportError, if it cannot be used."""

    @classmethod
    def build(cls, entries: Iterable[Entry], folder: Path) -> None:
        """Index the entries into a new folder."""

    def __init__(self, folder: Path) -> None:
        """Open the index in a folder."""

    def prepare(self, query: Query) -> Any:
        """Return the query in the engine's own terms; not timed."""

    def rank(self, prepared: Any) -> object:
        """Return the ten best hits."""

    def page(self, prepared: Any) -> tuple[int, Any]:
        """Return the exact total and the ten best hits, after counting all outlets and years."""

    def shown(self, prepared: Any) -> list[str]:
        """Return, for a page's ten hits, the part of the text that shows the match."""

    def close(self) -> None:
        """Release the index."""


def open_peer(name: str, folder: Path) -> Peer:
    """Open an engine's index in the corpus' folder, and warm it if it can be."""
    engine = load_peer(name)(folder / name)
    getattr(engine, "warm", lambda: None)()
    return engine


def load_peer(name: str) -> type[Peer]:
    """Return the class of an engine. Raises ImportError if its package is not installed."""
    peer: type[Peer] = getattr(import_module(f"{__name__}.{name}"), ALL[name])
    return peer


def find_available(names: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the versions of the available engines, and why the others are missing."""
    versions, missing = {}, {}
    for name in names:
        try:
            versions[name] = load_peer(name).version()
        except (ImportError, Unavailable) as error:
            missing[name] = str(error)
    return versions, missing
