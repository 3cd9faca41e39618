"""How the buckets of a facet are ordered and which are shown: the same for every engine."""

from collections import Counter

from search.page import Bucket
from search.query import Filters

Value = str | int | None


def buckets(facet: str, counts: Counter[Value], filters: Filters) -> tuple[Bucket, ...]:
    """The buckets of `facet` ("outlet" or "year") in their order; chosen ones even at 0.

    Outlets by count, then name; years newest first; None last among equals, or of all years.
    """
    chosen = filters.selected[facet]
    found = [Bucket(value, count, value in chosen) for value, count in counts.items()]
    found += [Bucket(value, 0, True) for value in set(chosen) if value not in counts]
    found.sort(key=_by_year if facet == "year" else _by_count)
    return tuple(found)


def _by_count(bucket: Bucket) -> tuple[int, bool, str]:
    return -bucket[1], bucket[0] is None, str(bucket[0])


def _by_year(bucket: Bucket) -> tuple[bool, int]:
    return bucket[0] is None, -int(bucket[0] or 0)
