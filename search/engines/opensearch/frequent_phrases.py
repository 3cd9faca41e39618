"""Finds the frequent phrases of titles that begin with some letters.

Each document has the phrases of its title in a column: some 20 for a title of eight words. The
cluster counts those that begin so, and only in the articles that have one; without a prefix, in all
articles. Where several shards count, each leaves out what is rare on it, so those that may be
frequent are counted again.
"""

from search.engine import FrequentPhrase
from search.engines.opensearch import queries
from search.engines.opensearch.columns import PHRASES
from search.engines.opensearch.snapshot import PointInTime, search
from search.store.opensearch.connection import Connection

_SPARE = 200
"""Phrases that each shard counts beyond those asked for."""


def find_phrases(
    connection: Connection, point: PointInTime, prefix: str, limit: int
) -> tuple[FrequentPhrase, ...]:
    """Return the frequent phrases with a prefix: see Engine.frequent_phrases."""
    if limit < 1:
        return ()
    terms = {"field": PHRASES, "size": limit + _SPARE, "shard_size": limit + 5 * _SPARE,
             "min_doc_count": 2, "order": [{"_count": "desc"}, {"_key": "asc"}]}
    having = {"prefix": {PHRASES: {"value": prefix}}} if prefix else {"match_all": {}}
    if prefix:
        terms["include"] = "".join(
            char if char.isalnum() else "\\" + char for char in prefix) + ".*"
    answer = search(connection, point, {
        "query": queries.keep([queries.hide(having, point.removed)]), "size": 0,
        "track_total_hits": False, "aggs": {"phrases": {"terms": terms}}})["aggregations"]
    found = {each["key"]: each["doc_count"] for each in answer["phrases"]["buckets"]}
    if answer["phrases"]["doc_count_error_upper_bound"]:
        found = _count_again(connection, point, list(found))
    ordered = sorted(found.items(), key=lambda each: (-each[1], each[0]))
    return tuple([FrequentPhrase(*each) for each in ordered if each[1] > 1][:limit])


def _count_again(
    connection: Connection, point: PointInTime, phrases: list[str]
) -> dict[str, int]:
    """Return how many articles have each of these phrases."""
    answer = search(connection, point, {
        "query": queries.keep([queries.hide({"terms": {PHRASES: phrases}}, point.removed)]),
        "size": 0, "track_total_hits": False, "aggs": {"phrases": {"terms": {
            "field": PHRASES, "size": len(phrases), "include": phrases}}}})["aggregations"]
    return {each["key"]: each["doc_count"] for each in answer["phrases"]["buckets"]}
