"""A unit: what some changes of the store come to, as a segment that no commit lists yet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from whoosh.codec.whoosh3 import W3Segment

from search.arrays import write
from search.article import Article
from search.engine import Document
from search.engines.whoosh.build import Collected
from search.engines.whoosh.codec import ArrayCodec
from search.engines.whoosh.commits import NAME
from search.engines.whoosh.segment import EXTENSION
from search.engines.whoosh.store import Store

Documents = Callable[[Sequence[Article]], list[Document]]

_PREFIX = "unit-"


@dataclass(frozen=True)
class Unit:
    """The segment of the changes that come after one and end with another.

    Where there are no documents, there is no file.
    """

    after: int
    upto: int
    segment: str
    count: int


def made(path: Path, store: Store, after: int, upto: int, documents: Documents) -> Unit:
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


def sweep(root: Path) -> None:
    """Remove the units that a writer left which was killed."""
    for path in root.glob(f"index-*/{_PREFIX}*"):
        path.unlink(missing_ok=True)
