"""A unit: what some changes of the store come to, as segments that no commit lists yet."""

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from whoosh.codec.whoosh3 import W3Segment

from search.arrays import write
from search.engine import Documents
from search.engines.whoosh.codec import ArrayCodec
from search.engines.whoosh.commits.commit_file import NAME
from search.engines.whoosh.segments.builder import Collected
from search.engines.whoosh.segments.malloc import trim
from search.engines.whoosh.segments.segment import EXTENSION
from search.store.database import connect, wait_for
from search.store.store import Store

WORDS = 2_000_000
"""Words that are in memory at once, about: with them goes a segment."""

_PREFIX = "unit-"
_LOCK = "units.lock"


@dataclass(frozen=True)
class Unit:
    """The segments of the changes that come after one and end with another, by name, and how many
    documents each has; none where there are no documents."""

    after: int
    upto: int
    segments: Mapping[str, int]


def made(path: Path, store: Store, documents: Documents, after: int, upto: int) -> Unit:
    """Write the unit of these changes into the folder of a generation.

    It holds each article as the last of them left it.
    """
    segments: dict[str, int] = {}
    for collected in _collected(store, documents, after, upto):
        segment = W3Segment(ArrayCodec(), NAME).segid
        write(place(path, segment), collected.arrays())
        segments[segment] = collected.count
        del collected
        trim()
    return Unit(after, upto, segments)


def _collected(
    store: Store, documents: Documents, after: int, upto: int
) -> Iterator[Collected]:
    """The documents of the changes, as many together as there is to be memory for.

    Those that another vocabulary numbers stand apart, so that the one before can go.
    """
    collected = Collected()
    for page in store.pages(after, upto):
        found = documents([article for _, article in page])
        if collected.words >= WORDS or not collected.fits(found[0]):
            yield collected
            collected = Collected()
        for (seq, _), document in zip(page, found):
            collected.add(seq, document)
    if collected.count:
        yield collected


def adopted(path: Path, unit: Unit) -> list[W3Segment]:
    """The unit as segments like others, their files under the names of such."""
    listed = [W3Segment(ArrayCodec(), NAME, count, name) for name, count in unit.segments.items()]
    for one in listed:
        place(path, one.segid).rename(path / one.make_filename(EXTENSION))
    return listed


def place(path: Path, segment: str) -> Path:
    """The file of a unit's segment: under a name that is none of a listed one's."""
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
