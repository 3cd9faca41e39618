"""How the buckets of a facet are ordered and which are shown: the same for every engine."""

from collections import Counter
from typing import Any

from search.page import Bucket
from search.query import Filters

Value = str | int | None


def buckets(facet: str, counts: Counter[Value], filters: Filters) -> tuple[Bucket, ...]:
    """The buckets of one of ALL_FACETS in their order; chosen ones even at 0.

    Outlets by count, then name; years, months and days newest first; None last among equals,
    or of all dates.
    """
    chosen = filters.selected.get(facet, ())
    found = [Bucket(value, count, value in chosen) for value, count in counts.items()]
    found += [Bucket(value, 0, True) for value in set(chosen) if value not in counts]
    if facet == "outlet":
        found.sort(key=_by_count)
    else:
        found.sort(key=_by_date, reverse=True)
    return tuple(found)


def _by_count(bucket: Bucket) -> tuple[int, bool, str]:
    return -bucket[1], bucket[0] is None, str(bucket[0])


def _by_date(bucket: Bucket) -> tuple[bool, Any]:
    return bucket[0] is not None, bucket[0]
