"""From counts to buckets: which values of a facet are shown, in which order, on every engine."""

from collections.abc import Collection, Mapping
from typing import Any

from search.facets import FACETS, Facet, Order, Value
from search.page import Bucket


def build_buckets(
    facet: Facet, selected: Collection[Value], counts: Mapping[Value, int],
    stories: Mapping[Value, int] | None = None,
) -> tuple[Bucket, ...]:
    """Return the buckets of a facet in its order; selected values are included even at 0.

    By count, then by name, None last among equal counts; or the latest first, None last of all.
    `stories` are the numbers of stories by value, given if hits are collapsed.
    """
    counted = list(counts.items())
    counted += [(value, 0) for value in set(selected) if value not in counts]
    if facet.order is Order.BY_COUNT:
        counted.sort(key=_by_count)
    else:
        counted = _list_latest_first(counted)
    if stories is not None:
        return tuple([Bucket(value, count, value in selected, stories.get(value, 0))
                      for value, count in counted])
    if not selected:
        return tuple([Bucket(value, count) for value, count in counted])
    return tuple([Bucket(value, count, value in selected) for value, count in counted])


def cut_facets(
    facets: Mapping[str, tuple[Bucket, ...]]
) -> tuple[dict[str, tuple[Bucket, ...]], dict[str, int]]:
    """Return facets within their limits, and how many values were left out of those that were cut.

    Selected values stay.
    """
    cut = {name: _cut(buckets, FACETS[name].limit) for name, buckets in facets.items()}
    omitted = {name: len(facets[name]) - len(buckets) for name, buckets in cut.items()}
    return cut, {name: count for name, count in omitted.items() if count}


def _cut(buckets: tuple[Bucket, ...], limit: int | None) -> tuple[Bucket, ...]:
    if limit is None or len(buckets) <= limit:
        return buckets
    return buckets[:limit] + tuple([each for each in buckets[limit:] if each.selected])


def _by_count(counted: tuple[Any, int]) -> tuple[int, bool, Any]:
    value, count = counted
    return -count, value is None, value


def _list_latest_first(counted: list[tuple[Any, int]]) -> list[tuple[Any, int]]:
    """Return values in order, None last. There may be thousands of days: no key is built for any.
    """
    dated = sorted([pair for pair in counted if pair[0] is not None], reverse=True)
    return dated + [pair for pair in counted if pair[0] is None]
