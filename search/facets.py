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
    values = set(counts) | set(chosen)
    found = [Bucket(value, counts[value], value in chosen) for value in values]
    return tuple(sorted(found, key=_by_year if facet == "year" else _by_count))


def _by_count(bucket: Bucket) -> tuple[int, bool, str]:
    return -bucket.count, bucket.value is None, str(bucket.value)


def _by_year(bucket: Bucket) -> tuple[bool, int]:
    return bucket.value is None, -int(bucket.value or 0)
