"""The values of a facet in all segments of a snapshot, and those of them that a listing needs.

There may be hundreds of thousands. So they stay bytes, and few become text for a page: the counts
of all are numbers in an array, by the place of each value in a dictionary of all segments together.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date
from functools import cached_property
from heapq import nsmallest

import numpy as np

from search.arrays import Array
from search.buckets import by_name, match_prefix
from search.engines.whoosh import kernels
from search.engines.whoosh.segments.merger import unite_dictionaries
from search.engines.whoosh.segments.segment import FacetColumn, decode_values, encode_value
from search.facets import Facet, Listing, ListingOrder, Order, Value
from search.page import Bucket

_DECODED = 1 << 12
"""Values that are decoded at once where all are looked at."""

_FEW, _MOST_ORDERED = 100, 1_000
"""Values of a facet up to which looking at each is the quickest, and up to which their order is
kept."""

UNKNOWN_DAY = 0
"""The day of articles whose day is not known; the first one is 1."""


class FacetValues:
    """The values of a facet in byte order, numbered from 0."""

    def __init__(self, facet: Facet, columns: Sequence[FacetColumn]) -> None:
        self.facet, self._columns = facet, columns
        self._text, self._text_at = np.zeros(0, np.uint8), np.zeros(1, np.int64)
        self._places: Sequence[Array | None] = [None]
        if len(columns) == 1:
            dictionary = columns[0].dictionary
            self._text, self._text_at = dictionary.text, dictionary.text_at
        elif columns:
            united, self._places = unite_dictionaries([each.dictionary for each in columns])
            self._text, self._text_at = united["text"], united["text_at"]
        self.count = len(self._text_at) - 1

    def add_up(self, counts: Sequence[Array]) -> Array:
        """Return how many documents have each value, i8, given the counts of each segment."""
        if len(self._columns) == 1:
            return self._columns[0].count_values(counts[0])
        added = np.zeros(self.count, np.int64)
        for column, places, own in zip(self._columns, self._places, counts):
            added[places] += column.count_values(own)
        return added

    def list_values(self, part: int, documents: Array) -> tuple[Array, Array]:
        """Return the values of some documents of a segment, and whose each is: the places of
        documents among the given ones."""
        numbers, whose = self._columns[part].list_values(documents)
        places = self._places[part]
        return (numbers if places is None else places[numbers]), whose

    @cached_property
    def all(self) -> list[Value]:
        """All values, decoded when they are first needed. Raises Damaged."""
        return self.decode(np.arange(self.count))

    @cached_property
    def days(self) -> Array:
        """The values of the facet of days, i8, as `date.toordinal` numbers them, UNKNOWN_DAY for
        None. They ascend. Raises Damaged."""
        try:
            numbers = [UNKNOWN_DAY if value is None else date.fromisoformat(str(value)).toordinal()
                       for value in self.all]
        except ValueError:
            raise self._columns[0].damage() from None
        return np.array(numbers, np.int64)

    def decode(self, numbers: Array) -> list[Value]:
        """Return some values. Raises Damaged."""
        try:
            return decode_values(self.facet, self._text, self._text_at, numbers)
        except ValueError:
            raise self._columns[0].damage() from None

    def find(self, values: Collection[Value]) -> Array:
        """Return the numbers of those values that there are."""
        found = [kernels.find(self._text, self._text_at, np.frombuffer(each, np.uint8))
                 for each in map(encode_value, values)]
        return np.array([number for number in found if number >= 0], np.int64)

    def take(self, numbers: Array, *counts: Array) -> list[dict[Value, int]]:
        """Return counts by value: those above 0, of some values, or of all if there are few."""
        if self.count <= _FEW:
            return [{value: count for value, count in zip(self.all, each.tolist()) if count}
                    for each in counts]
        values = (self.all if len(numbers) == self.count else self.decode(numbers))
        return [dict(zip(values, each[numbers].tolist())) for each in counts]

    def list_buckets(
        self, counts: Array, stories: Array | None = None
    ) -> tuple[Bucket, ...] | None:
        """Return the buckets with counts above 0 in the order of the facet, as `build_buckets`
        does; None if there are many values, of which few may have a count."""
        if self.count > _MOST_ORDERED:
            return None
        values, numbers = self._in_order
        places = np.flatnonzero(counts[numbers])
        if self.facet.order is Order.BY_COUNT:  # equals stay as they are
            places = places[np.argsort(-counts[numbers[places]], kind="stable")]
        some = numbers[places]
        pairs = zip([values[place] for place in places.tolist()], counts[some].tolist())
        if stories is None:
            return tuple([Bucket(*pair) for pair in pairs])
        return tuple([Bucket(value, count, False, own)
                      for (value, count), own in zip(pairs, stories[some].tolist())])

    @cached_property
    def _in_order(self) -> tuple[list[Value], Array]:
        """All values, and their numbers, in the order of the facet among equal counts."""
        numbers, values = list(range(self.count)), self.all
        if self.facet.order is Order.BY_COUNT:
            numbers.sort(key=lambda number: (values[number] is None, values[number]))
        else:
            numbers.sort(key=lambda number: (values[number] is not None, values[number]),
                         reverse=True)
        return [values[number] for number in numbers], np.array(numbers, np.int64)

    def choose(
        self, counts: Array, listing: Listing, selected: Collection[Value]
    ) -> tuple[Array, int]:
        """Return the numbers of all values that a listing may show, with counts above 0, in order,
        and how many begin with its prefix."""
        some = np.flatnonzero(counts)
        if listing.prefix:
            some = self._filter(some, match_prefix(self.facet, listing.prefix))
        matching, chosen = len(some), self.find(selected)
        most = None if listing.limit is None else listing.limit + len(chosen)
        if most is not None and most < matching:
            some = (self._take_first(some, most) if listing.order is ListingOrder.VALUE
                    else self._take_most(some, counts[some].astype(np.int32), most))
        if not len(chosen):
            return np.sort(some), matching
        return np.union1d(some, chosen[counts[chosen] > 0]), matching

    def _filter(self, numbers: Array, accepts: Callable[[Value], bool]) -> Array:
        pairs = self._decode_in_pieces(numbers)
        return np.fromiter((number for number, value in pairs if accepts(value)), np.int64)

    def _take_first(self, numbers: Array, most: int) -> Array:
        """Return the numbers of the values that come first from A to Z."""
        first = nsmallest(
            most, self._decode_in_pieces(numbers), key=lambda each: by_name(each[1]))
        return np.array([number for number, _ in first], np.int64)

    def _take_most(self, numbers: Array, counts: Array, most: int) -> Array:
        """Return the numbers of the values with the highest counts, the first in order of equals.

        The empty value, which stands for none, comes after its equals.
        """
        least = np.partition(counts, -most)[-most]
        more, equal = numbers[counts > least], numbers[counts == least]
        if len(equal) and self._text_at[equal[0] + 1] == self._text_at[equal[0]]:
            equal = np.roll(equal, -1)
        return np.concatenate([more, equal[:most - len(more)]])

    def _decode_in_pieces(self, numbers: Array) -> Iterator[tuple[int, Value]]:
        for first in range(0, len(numbers), _DECODED):
            some = numbers[first:first + _DECODED]
            yield from zip(some.tolist(), self.decode(some))
