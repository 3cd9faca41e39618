"""The settings of an index on the cluster, and the signature by which readers recognise it."""

from typing import Any

from search.engines.opensearch.columns import (
    ANALYSIS,
    BANDS,
    CHANGE,
    STORY,
    TOLD,
    build_mappings,
)
from search.errors import STALE, StaleIndex
from search.facets import FACETS
from search.stories import METHOD

INDEX_FORMAT = 3
"""What the columns of an index mean. Raise it in any commit that changes that: an index that was
written before is then stale until `indexer rebuild` has replaced it."""

K1, B = 0.9, 0.75
"""The parameters of BM25, those of the embedded engine."""


def sign_index(analyzer: str) -> str:
    """Return the signature of an index that holds the terms of an analyzer, given its fingerprint.
    """
    facets = ",".join(sorted(FACETS))
    return f"{analyzer} opensearch-{INDEX_FORMAT} stories-{METHOD} facets-{facets}"


def analyzer_of(signature: str) -> str:
    """Return the fingerprint of the analyzer in a signature.

    >>> analyzer_of(sign_index("74e15ea9"))
    '74e15ea9'
    """
    return signature.partition(" ")[0]


def explain_stale(signature: str, wanted: str) -> str | None:
    """Return why an index with a signature is stale where another is wanted; None if it is not."""
    return STALE if signature and signature != wanted else None


def refuse_stale(signature: str, wanted: str) -> None:
    """Raise StaleIndex if an index has another signature than is wanted."""
    if why := explain_stale(signature, wanted):
        raise StaleIndex(why)


def build_marks() -> dict[str, Any]:
    """Return the mappings of what every index of ours has, those of other versions too."""
    mappings = build_mappings()
    return {"properties": {
        name: mappings["properties"][name] for name in (BANDS, CHANGE, STORY, TOLD)}}


def build_index(shards: int, replicas: int) -> dict[str, Any]:
    """Return the settings and mappings with which an index is created."""
    return {
        "settings": {
            "number_of_shards": shards, "number_of_replicas": replicas, "refresh_interval": "-1",
            "similarity": {"default": {"type": "BM25", "k1": K1, "b": B}},
            "analysis": ANALYSIS, "max_regex_length": 1_000_000,
            "merge.policy.expunge_deletes_allowed": 0.0,
        },
        "mappings": build_mappings(),
    }
