"""The history of an article: which versions of it the store keeps, and its sources.

A history is found by the id of its article, and read as it stands. A transaction writes the new
histories before it commits. So each also has what it was before: that counts as long as the
transaction has not ended, and for good if it never does.
"""

import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from search.errors import EngineError
from search.store.opensearch.connection import Connection, Json
from search.store.opensearch.layout import StoreIndices, make_key
from search.store.opensearch.state import StorePart

MANY = 1_000
"""Documents that are read at once."""


@dataclass(frozen=True, slots=True)
class Past:
    """The changes of an article whose versions are kept, in order, and its sources.

    `removal` is the one that is a removal, 0 if none is; it can only be the first. `erased` are
    changes whose versions are to be deleted, if they still are there.
    """

    changes: tuple[int, ...] = ()
    removal: int = 0
    sources: tuple[str, ...] = ()
    erased: tuple[int, ...] = ()

    @property
    def is_article(self) -> bool:
        """Whether there is an article."""
        return self.newest != self.removal

    @property
    def newest(self) -> int:
        """The last change, 0 if there is none."""
        return self.changes[-1] if self.changes else 0

    def find_followed(self, change: int) -> int:
        """Return the last change that an index at `change` has followed, or the newest of all."""
        return max((each for each in self.changes if each <= change), default=self.newest)


NO_PAST = Past()

_NAMES = ("changes", "removal", "sources", "erased")


def make_history(id: str, past: Past, before: Past, transaction: int) -> Json:
    """Return the document of a history that a transaction writes."""
    content: Json = {
        "id": id, "transaction": transaction, "kept": len(past.changes + past.erased),
        **_list(past),
        "before": _list(before)}
    return content | {"checksum": _compute_checksum(content)}


def read_history(content: Json | None, store: StorePart) -> Past:
    """Return what counts of a history, given the state. Raises EngineError if it is damaged."""
    if content is None:
        return NO_PAST
    if not is_intact(content):
        raise EngineError(describe_damage(content))
    number = content["transaction"]
    if number > store.transaction or number in store.broken:
        content = content["before"]
    return Past(tuple(content["changes"]), content["removal"], tuple(content["sources"]),
                tuple(content["erased"]))


def read_pasts(
    connection: Connection, indices: StoreIndices, ids: Sequence[str], store: StorePart
) -> Iterator[tuple[str, Past]]:
    """Yield each id with its past, as it stands."""
    for first in range(0, len(ids), MANY):
        some = ids[first:first + MANY]
        contents = connection.get_many(indices.histories, list(map(make_key, some)))
        yield from zip(some, [read_history(content, store) for content in contents])


def is_intact(content: Json) -> bool:
    """Return whether the checksum of a history agrees."""
    values = {name: value for name, value in content.items() if name != "checksum"}
    return bool(content.get("checksum") == _compute_checksum(values))


def describe_damage(content: Json) -> str:
    """Return what to say of a history whose checksum disagrees."""
    return (f"the history of {content.get('id')!r} is damaged in the store, and so are the sources "
            "of articles: run `indexer rebuild`, which forgets those of this one")


def _list(past: Past) -> dict[str, Any]:
    return {"changes": past.changes, "removal": past.removal, "sources": past.sources,
            "erased": past.erased}


def _compute_checksum(content: Json) -> int:
    before = content["before"]
    values = [content["id"], content["transaction"], *(content[name] for name in _NAMES)]
    values += [before[name] for name in _NAMES]
    return zlib.crc32(json.dumps(values).encode())
