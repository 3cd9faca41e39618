"""The frequent phrases of titles: a table in each segment, counted when it is built or merged.

A phrase has up to MAX_PHRASE_FORMS forms, and occurs at least twice in the titles of the segment.
Its code is the numbers of its forms plus 1, as digits to the base n + 1, where n is the number of
terms; a shorter phrase ends in zeros. Terms are in byte order, and a space comes before all that a
form may have, so codes are in the order of the phrases as text. A table has two arrays:

    title_form.phrases        i8   the codes, ascending
    title_form.phrase_counts  u4   how often each occurs, in deleted documents too

It takes 12 bytes a phrase, and holds up to _MAX_PHRASES of each length. Where more are frequent,
those that occur least are left out.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from search.arrays import Array, runs
from search.engine import MAX_PHRASE_FORMS
from search.engines.whoosh.segments.segment import Segment, count_blocks, name_field
from search.fields import TITLE
from search.query import Channel

FIELD = name_field(TITLE.name, Channel.FORM)

_MAX_PHRASES = 200_000

_WORDS = 1 << 19
"""Words whose phrases are counted at once. They take about 40 bytes each."""

_POSITION_BITS, _TERM_BITS = 16, 31
"""Bits of the position of a word, and of the number of its term. 16 are left for its document."""

COUNTED = ("at", "docs", "freqs", "positions_at", "positions")
"""The arrays of title forms whose phrases are counted."""

Table = tuple[Array, Array]
"""Codes, i8, and how often each occurs, i8."""


def count_phrases(postings: Mapping[str, Array], documents: int) -> dict[str, Array]:
    """Return the table of a segment with so many documents, given the arrays of its title forms.

    COUNTED says which. A segment with more terms than codes have digits for, some two million, gets
    an empty table.
    """
    blocks = count_blocks(documents)
    base = (len(postings["at"]) - 1) // blocks + 1
    tables = []
    if base ** MAX_PHRASE_FORMS < 1 << 63:
        tables = list(_count_each_length(_list_all_digits(postings, blocks), base))
    phrases, counts = map(np.concatenate, zip(*tables or [_cut([])]))
    order = np.argsort(phrases)
    return {"phrases": phrases[order], "phrase_counts": counts[order].astype("<u4")}


class PhraseTable:
    """The table of a segment. Raises Damaged."""

    def __init__(self, segment: Segment) -> None:
        self._terms = segment.fields[FIELD]
        self._base = self._terms.count + 1
        for name in ("phrases", "phrase_counts"):
            segment.file.touch(f"{FIELD}.{name}")
        self._codes: Array = segment.file[f"{FIELD}.phrases"]
        self._counts: Array = segment.file[f"{FIELD}.phrase_counts"]
        last = self._base ** MAX_PHRASE_FORMS
        if len(self._codes) and not 0 <= self._codes.min() <= self._codes.max() < last:
            raise segment.file.damage(f"a number in {FIELD}.phrases")

    def find(self, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return the `limit` most frequent phrases with a prefix, in order, with their counts.

        Of phrases that are as frequent as the last, the first are chosen.
        """
        first, last = np.searchsorted(self._codes, self._find_bounds(prefix.encode())).tolist()
        chosen = first + _find_most(self._counts[first:last], limit)
        codes, base = self._codes[chosen], self._base
        words = [self._list_words(codes // base ** nth % base)
                 for nth in reversed(range(MAX_PHRASE_FORMS))]
        phrases = [" ".join(filter(None, each)) for each in zip(*words)]
        return list(zip(phrases, self._counts[chosen].tolist()))

    def _find_bounds(self, prefix: bytes) -> tuple[int, int]:
        """Return the codes of the first phrase with a prefix, and of the first behind all these."""
        *words, last = prefix.split(b" ")
        numbers = [self._terms.find(word) for word in words]
        if len(words) >= MAX_PHRASE_FORMS or min(numbers, default=0) < 0:
            return 0, 0
        some = self._terms.beginning(last)
        return self._encode([*numbers, some.start]), self._encode([*numbers, some.stop])

    def _encode(self, numbers: Sequence[int]) -> int:
        code = 0
        for nth in range(MAX_PHRASE_FORMS):
            code = code * self._base + (numbers[nth] + 1 if nth < len(numbers) else 0)
        return code

    def _list_words(self, digits: Array) -> list[str]:
        """Return the forms that digits stand for, an empty text for 0."""
        words = self._terms.words(np.maximum(digits, 1) - 1)
        return [word if digit else "" for word, digit in zip(words, digits.tolist())]


def _find_most(counts: Array, limit: int) -> Array:
    """Return the places of the greatest counts in order, the first of those that are equal."""
    if limit >= len(counts):
        return np.arange(len(counts))
    least = np.partition(counts, -limit)[-limit] if limit else np.uint32(0)
    greater = np.flatnonzero(counts > least)[:limit]
    equal = np.flatnonzero(counts == least)[:limit - len(greater)]
    return np.sort(np.concatenate([greater, equal]))


def _list_all_digits(postings: Mapping[str, Array], blocks: int) -> Array:
    """Return the words of all documents in order as digits, u4, 0 where no phrase goes on."""
    digits = [_list_digits(postings, block, blocks) for block in range(blocks)]
    return np.concatenate([*digits, np.zeros(MAX_PHRASE_FORMS, np.uint32)])


def _list_digits(postings: Mapping[str, Array], block: int, blocks: int) -> Array:
    """Return the words of the documents of a block as digits.

    Of words that share a place, one in the middle of a run, the first in byte order ends the run,
    and the others stand alone.
    """
    places, digits = _list_words(postings, block, blocks)
    steps = np.diff(places)
    ends = np.ones(len(places), bool)
    ends[:-1] = steps != 1
    ends[1:-1] |= steps[:-1] == 0
    spread = np.zeros(len(places) + np.count_nonzero(ends), np.uint32)
    spread[np.arange(len(places)) + np.cumsum(ends) - ends] = digits
    return spread


def _list_words(postings: Mapping[str, Array], block: int, blocks: int) -> Table:
    """Return the words of the documents of a block in order: the place of each, and its digit."""
    (at, sizes), (positions_at, position_counts) = (
        _list_slots(postings[name], block, blocks) for name in ("at", "positions_at"))
    chosen = runs(at, sizes)
    freqs = postings["freqs"][chosen].astype(np.int64)
    docs = np.repeat(postings["docs"][chosen].astype(np.int64), freqs)
    positions = postings["positions"][runs(positions_at, position_counts)].astype(np.int64)
    terms = np.repeat(np.arange(len(at)), position_counts)
    words = (docs << _POSITION_BITS | positions) << _TERM_BITS | terms
    words = words[positions >> _POSITION_BITS == 0]  # no title is so long
    words.sort()
    return words >> _TERM_BITS, (words & (1 << _TERM_BITS) - 1) + 1


def _list_slots(bounds: Array, block: int, blocks: int) -> Table:
    """Return where the slots of a block begin, and their lengths."""
    begins = bounds[:-1][block::blocks]
    return begins, bounds[1:][block::blocks] - begins


def _count_each_length(digits: Array, base: int) -> Iterator[Table]:
    """Yield the phrases of one form, of two, of three. Forgets digits that occur once."""
    singles = np.bincount(digits, minlength=base)
    singles[0] = 0
    frequent = np.flatnonzero(singles > 1)
    yield _cut([(frequent * base * base, singles[frequent])])
    digits[(singles < 2)[digits]] = 0  # what has such a word occurs once
    pairs: list[Table] = []
    triples: list[Table] = []
    for first, last in _cut_digits(singles):
        places = np.flatnonzero((digits >= first) & (digits < last))
        codes = digits[places].astype(np.int64)
        for nth, tables in enumerate((pairs, triples), 1):
            following = digits[places + nth]
            places, codes = places[following > 0], codes[following > 0]
            codes = codes * base + following[following > 0]
            tables.append(_count_codes(codes * base ** (2 - nth)))
    yield _cut(pairs)
    yield _cut(triples)


def _cut_digits(counts: Array) -> list[tuple[int, int]]:
    """Cut the digits from 1 into ranges first:last that occur about _WORDS times each."""
    reached = np.cumsum(counts)
    ends = np.searchsorted(reached, np.arange(_WORDS, reached[-1], _WORDS)) + 1
    found = np.unique([1, *ends, len(counts)]).tolist()
    return list(zip(found, found[1:]))


def _count_codes(codes: Array) -> Table:
    """Return the codes that occur twice or more."""
    different, counts = np.unique(codes, return_counts=True)
    return different[counts > 1], counts[counts > 1]


def _cut(tables: Sequence[Table]) -> Table:
    """Join tables, without those phrases that occur least if there are too many."""
    codes, counts = map(np.concatenate, zip(*tables or [(np.zeros(0, np.int64),) * 2]))
    if len(codes) > _MAX_PHRASES:
        kept = counts > np.partition(counts, -_MAX_PHRASES)[-_MAX_PHRASES]
        codes, counts = codes[kept], counts[kept]
    return codes, counts
