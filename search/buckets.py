"""How the buckets of a facet are ordered and which are shown: the same for every engine."""

from collections.abc import Mapping
from typing import Any

from search.page import Bucket
from search.query import Filters

Value = str | int | None


def buckets(
    facet: str, filters: Filters, counts: Mapping[Value, int],
    stories: Mapping[Value, int] | None = None,
) -> tuple[Bucket, ...]:
    """The buckets of one of ALL_FACETS in their order; chosen ones even at 0.

    Outlets by count, then name; years, months and days newest first; None last among equals,
    or of all dates. `stories` are given where hits are collapsed.
    """
    chosen = filters.selected.get(facet, ())
    found = list(counts.items())
    found += [(value, 0) for value in set(chosen) if value not in counts]
    if facet == "outlet":
        found.sort(key=_by_count)
    else:
        found.sort(key=_by_date, reverse=True)
    if stories is not None:
        return tuple([Bucket(value, count, value in chosen, stories.get(value, 0))
                      for value, count in found])
    if not chosen:
        return tuple([Bucket(value, count) for value, count in found])
    return tuple([Bucket(value, count, value in chosen) for value, count in found])


def _by_count(counted: tuple[Any, int]) -> tuple[int, bool, Any]:
    value, count = counted
    return -count, value is None, value


def _by_date(counted: tuple[Any, int]) -> tuple[bool, Any]:
    value, _ = counted
    return value is not None, value
