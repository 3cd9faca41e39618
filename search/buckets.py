"""From counts to buckets: which values of a facet are shown, in which order, on every engine."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from search.analysis.folding import fold
from search.facets import WHOLE, Facet, Listing, ListingOrder, Order, Value
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


def list_buckets(
    facet: Facet, buckets: tuple[Bucket, ...], listing: Listing
) -> tuple[tuple[Bucket, ...], int]:
    """Return the buckets that a listing shows, in its order, and how many it leaves out.

    The buckets are all of a facet, in the order of that.
    """
    if listing == WHOLE:
        return buckets, 0
    ordered = _sort(facet, buckets, listing)
    matching = _list_matching(facet, ordered, listing.prefix)
    if listing.selected_first:
        others = [each for each in matching if not each.selected][:listing.limit]
        listed = [each for each in ordered if each.selected] + others
    else:
        listed = matching[:listing.limit]
        listed += [each for each in matching[len(listed):] if each.selected]
    return tuple(listed), len(matching) - len(_list_matching(facet, listed, listing.prefix))


def _list_matching(facet: Facet, buckets: list[Bucket], prefix: str) -> list[Bucket]:
    """Return the buckets whose values begin with a prefix."""
    if not prefix:
        return buckets
    begins = match_prefix(facet, prefix)
    return [each for each in buckets if begins(each.value)]


def match_prefix(facet: Facet, prefix: str) -> Callable[[Value], bool]:
    """Return what says whether a value begins with a prefix, whatever its case and accents.

    Any value begins with the empty one. None begins with no other.
    """
    folded = fold_name(prefix)
    if not prefix:
        return lambda value: True
    return lambda value: bool(folded) and value is not None and (
        fold_name(facet.write(value)).startswith(folded))


def fold_name(name: str) -> str:
    """Return the words of a name without case, accents and signs.

    >>> fold_name(" São Paulo & Co."), fold_name("2007-02")
    ('sao paulo co', '2007-02')
    """
    return " ".join(filter(None, map(fold, name.split())))


def by_name(value: Value) -> tuple[bool, str, str]:
    """Return what orders names from A to Z, None last."""
    return value is None, fold_name(str(value)), str(value)


def _sort(facet: Facet, buckets: tuple[Bucket, ...], listing: Listing) -> list[Bucket]:
    """Return buckets in the order of a listing; those of dates are the latest first already."""
    if listing.order is ListingOrder.VALUE and facet.order is Order.BY_COUNT:
        return sorted(buckets, key=lambda each: by_name(each.value))
    if listing.order is ListingOrder.COUNT and facet.order is Order.LATEST_FIRST:
        return sorted(buckets, key=lambda each: -each.count)
    return list(buckets)


def _by_count(counted: tuple[Any, int]) -> tuple[int, bool, Any]:
    value, count = counted
    return -count, value is None, value


def _list_latest_first(counted: list[tuple[Any, int]]) -> list[tuple[Any, int]]:
    """Return values in order, None last. There may be thousands of days: no key is built for any.
    """
    dated = sorted([pair for pair in counted if pair[0] is not None], reverse=True)
    return dated + [pair for pair in counted if pair[0] is None]
