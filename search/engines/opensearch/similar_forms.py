"""Finds the surface forms near another one, with the number of articles that have each.

The cluster finds them among the forms of its articles by a regular expression that says what is
within the distance. It then counts those that may be among the nearest, each in its field.
"""

from collections import defaultdict
from functools import cache

from rapidfuzz.distance import OSA

from search.engine import SimilarForm
from search.engines.opensearch import queries
from search.engines.opensearch.article_counts import count_articles
from search.engines.opensearch.columns import FORMS
from search.engines.opensearch.snapshot import PointInTime, search
from search.query import Channel, Fuzzy, Term
from search.store.opensearch.connection import Connection

_MOST = 10_000
"""Forms that are found at most; those of the most articles."""


def find_similar_forms(
    connection: Connection, point: PointInTime, form: str, distance: int, field: str | None,
    limit: int,
) -> tuple[SimilarForm, ...]:
    """Return the forms at most `distance` edits from one: see Engine.similar_forms."""
    by_edits: dict[int, dict[str, int]] = defaultdict(dict)
    for other, bound in list_forms(connection, point, Fuzzy(form, distance, field)).items():
        by_edits[OSA.distance(form, other)][other] = bound
    found: list[SimilarForm] = []
    for edits, bounds in sorted(by_edits.items()):
        likely = sorted(bounds, key=lambda other: (-bounds[other], other))
        counts = count_articles(
            connection, point, [Term(other, Channel.FORM, field) for other in likely])
        counted = [SimilarForm(other, edits, count)
                   for other, count in zip(likely, counts) if count]
        found += sorted(counted, key=lambda each: (-each.articles, each.form))
        if len(found) >= limit:
            break
    return tuple(found[:max(limit, 0)])


def list_forms(connection: Connection, point: PointInTime, fuzzy: Fuzzy) -> dict[str, int]:
    """Return the forms near one, with the number of articles that have each in any field."""
    near = Fuzzy(fuzzy.form, fuzzy.distance, fuzzy.field)
    answer = search(connection, point, {
        "query": queries.keep([queries.hide(queries.translate(near), point.removed)]),
        "size": 0, "track_total_hits": False, "aggs": {"forms": {"terms": {
            "field": FORMS, "size": _MOST,
            "include": write_pattern(fuzzy.form, fuzzy.distance)}}}})
    return {each["key"]: each["doc_count"] for each in answer["aggregations"]["forms"]["buckets"]}


def write_pattern(form: str, distance: int) -> str:
    """Return a regular expression for what is at most `distance` edits from a form.

    The edits of an optimal string alignment fall on two halves, but for a transposition where these
    meet.

    >>> write_pattern("a", 1)
    '(.?|a.|.a)'
    """
    return _write(form, distance)


@cache
def _write(form: str, edits: int) -> str:
    if edits == 0:
        return "".join(map(_escape, form))
    if len(form) < 2:
        return _write_short(form, edits)
    middle = len(form) // 2
    left, right = form[:middle], form[middle:]
    ways = [_write(left, own) + _write(right, edits - own) for own in range(edits + 1)]
    turned = _escape(right[0]) + _escape(left[-1])
    ways += [_write(left[:-1], own) + turned + _write(right[1:], edits - 1 - own)
             for own in range(edits)]
    return f"({'|'.join(dict.fromkeys(ways))})"


def _write_short(form: str, edits: int) -> str:
    """Return the pattern for one character or none."""
    every = f".{{0,{edits}}}" if edits > 1 else ".?"
    if not form:
        return every
    around = ["." * before + _escape(form) + "." * (edits - before)
              for before in reversed(range(edits + 1))]
    return f"({'|'.join([every, *reversed(around)])})"


def _escape(char: str) -> str:
    return char if char.isalnum() else "\\" + char
