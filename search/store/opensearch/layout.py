"""The indices of an archive: their names, mappings and settings.

    NAME-state          the state, and the lease of the writer
    NAME-articles       a document a version, its id the number of the change that brought it
    NAME-histories      a document an article: its versions in NAME-articles, and its sources

Shards and replicas are settled when an archive is made.
"""

import os
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from hashlib import sha256

from search.errors import EngineError
from search.store.opensearch.connection import Json

_KEYWORD, _LONG, _BOOLEAN = {"type": "keyword"}, {"type": "long"}, {"type": "boolean"}

_VERSIONS = {
    "dynamic": False,  # what is only read needs no field
    "properties": {"id": _KEYWORD, "change": _LONG, "removed": _BOOLEAN, "void": _BOOLEAN},
}
_HISTORIES = {
    "dynamic": False,
    "properties": {
        "id": _KEYWORD, "transaction": _LONG, "kept": _LONG, "removal": _LONG,
        "sources": _KEYWORD, "before": {"properties": {"sources": _KEYWORD}}},
}


@dataclass(frozen=True, slots=True)
class Sharding:
    """How an archive is spread over a cluster: in how many parts, and how many further copies."""

    shards: int = 3
    replicas: int = 1

    @classmethod
    def from_environment(cls) -> "Sharding":
        """Return what SEARCH_SHARDS and SEARCH_REPLICAS say. Raises EngineError for nonsense."""
        return cls(_read_number("SEARCH_SHARDS", cls().shards, 1, 1000),
                   _read_number("SEARCH_REPLICAS", cls().replicas, 0, 10))

    @property
    def settings(self) -> Json:
        """Settings of an index that is spread so."""
        return {"number_of_shards": self.shards, "number_of_replicas": self.replicas,
                "merge.policy.expunge_deletes_allowed": 0.0}


@dataclass(frozen=True, slots=True)
class StoreIndices:
    """The names of the indices of a store."""

    name: str

    @property
    def articles(self) -> str:
        """The index of the versions."""
        return f"{self.name}-articles"

    @property
    def histories(self) -> str:
        """The index of the histories."""
        return f"{self.name}-histories"

    def list_bodies(self, sharding: Sharding) -> dict[str, Json]:
        """Return by name what each index is created with."""
        return {
            self.articles: {"settings": sharding.settings, "mappings": _VERSIONS},
            self.histories: {"settings": sharding.settings, "mappings": _HISTORIES},
        }


def make_key(id: str) -> str:
    """Return what stands for the id of an article as that of a document: it may be of any length.

    >>> len(make_key("a" * 10_000))
    43
    """
    return urlsafe_b64encode(sha256(id.encode("utf-8", "surrogatepass")).digest()).decode()[:-1]


def _read_number(name: str, default: int, least: int, most: int) -> int:
    text = os.environ.get(name, "").strip() or str(default)
    if not text.isdecimal() or not least <= int(text) <= most:
        raise EngineError(f"{name} must be a number from {least} to {most}, and is {text!r}")
    return int(text)
