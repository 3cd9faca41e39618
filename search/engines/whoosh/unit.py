"""A unit: what some changes of the store come to, as a segment that no commit lists yet."""

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from whoosh.codec.whoosh3 import W3Segment

from search.arrays import write
from search.engine import Documents
from search.engines.whoosh.build import Collected
from search.engines.whoosh.codec import ArrayCodec
from search.engines.whoosh.commits import NAME
from search.engines.whoosh.database import connect, wait_for
from search.engines.whoosh.segment import EXTENSION
from search.engines.whoosh.store import Store

_PREFIX = "unit-"
_LOCK = "units.lock"


@dataclass(frozen=True)
class Unit:
    """The segment of the changes that come after one and end with another.

    Where there are no documents, there is no file.
    """

    after: int
    upto: int
    segment: str
    count: int


def made(path: Path, store: Store, documents: Documents, after: int, upto: int) -> Unit:
    """Write the unit of these changes into the folder of a generation.

    It holds each article as the last of them left it.
    """
    collected = Collected()
    for page in store.pages(after, upto):
        articles = [article for _, article in page]
        for (seq, _), document in zip(page, documents(articles)):
            collected.add(seq, document)
    segment = W3Segment(ArrayCodec(), NAME).segid
    if collected.count:
        write(place(path, segment), collected.arrays())
    return Unit(after, upto, segment, collected.count)


def adopted(path: Path, unit: Unit) -> W3Segment:
    """The unit as a segment like others, its file under the name of one."""
    listed = W3Segment(ArrayCodec(), NAME, unit.count, unit.segment)
    place(path, unit.segment).rename(path / listed.make_filename(EXTENSION))
    return listed


def place(path: Path, segment: str) -> Path:
    """The file of a unit: under a name that is none of a segment."""
    return path / f"{_PREFIX}{segment}"


@contextmanager
def apart(root: Path) -> Iterator[None]:
    """Lets units be made beside whoever writes to this archive.

    A text may be removed meanwhile that is in one: to erase it, `sweep` waits for this to end,
    which it also does where the process is killed.
    """
    with closing(connect(root / _LOCK)) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT 1 FROM sqlite_master").fetchone()  # a lock that many share
        yield


def sweep(root: Path, keep: Collection[str], wait: bool) -> None:
    """Remove all units but these: a writer left them that was killed, or overtaken by another.

    Those that are being made are left, or with `wait` waited for.
    """
    if not wait and not _left(root, keep):
        return
    with closing(connect(root / _LOCK, timeout=0)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            if not wait:
                return
            wait_for(connection, root)
        for path in _left(root, keep):
            path.unlink(missing_ok=True)


def _left(root: Path, keep: Collection[str]) -> list[Path]:
    paths = root.glob(f"index-*/{_PREFIX}*")
    return [path for path in paths if path.name.removeprefix(_PREFIX) not in keep]
