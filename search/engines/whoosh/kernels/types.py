"""Arguments that kernels take together, and the steps of a program that evaluates a query.

A program runs on a machine with a stack of lists, each with the documents that a subtree finds and
their scores, and with pools, which add up scores by document. A row of the program is a step and
four numbers.
"""

from typing import Any, NamedTuple, TypeVar

import numpy as np

from search.arrays import Array

NOWHERE = (1 << 32) - 1
"""The position of a term in a document that has it not."""

UNDATED = -1
"""The date of a document without one."""

T = TypeVar("T", bound=tuple[Any, ...])

BLOCK_SIZE = 1 << 16
"""The number of documents in a block."""

TERM = 0
"""Push the documents of a term, given by field and number, in two fields; number -1 for no term."""

KEEP = 1
"""Drop the documents at the top that lack a term, given as for TERM; add its scores to the rest."""

PIECE = 2
"""Push a precomputed list, given by its number, with saturated weights."""

EVERYTHING = 3
"""Push all documents with score 0."""

BOTH = 4
"""Pop a list, and keep of the one below only the documents in it; add its scores."""

WITHOUT = 5
"""Pop a list, and drop its documents from the one below."""

SKIP = 6
"""Jump to the step of this number if the list at the top is empty."""

POUR = 7
"""Pop a list into the pool of this number."""

COLLECT = 8
"""Push the documents that at least so many lists brought to the pool of this number, and empty it.

The first number is that of the pool, the second how many lists, from 1 to MOST_NEEDED.
"""

LIST = 9
"""Push the documents that COLLECT would push, with score 0, and leave the pool as it is."""

RAISE = 10
"""Add the scores of a term, given as for TERM, to the documents at the top that have it."""

ADD = 11
"""Pop a list, and add its scores to those documents of the one below that are in it."""

MOST_NEEDED = 255
"""A pool counts no more lists than this for each document."""

WeightedDocuments = tuple[Array, Array]
"""The documents of one segment, u4, ascending, and the weight of each, f4."""


class DictionaryArrays(NamedTuple):
    """Terms in byte order: term t is text[at[t]:at[t + 1]], u1 and i8.

    `letters` u4 has the set of characters of each term, as bits: see segments/segment.py. It is
    read only if terms are compared by their letters.
    """

    text: Array
    text_at: Array
    letters: Array


class FieldPostings(NamedTuple):
    """The postings of one field of a segment, and what an occurrence weighs in a document.

    `docs` u2 and `freqs` u2 or u4 have an item for each posting. `at` i8 says where the postings of
    each term begin in each block, and where the last end. `lengths` u4 has an item for each
    document. A posting weighs weight · freq / (base + slope · length), computed in f4.
    """

    docs: Array
    freqs: Array
    at: Array
    lengths: Array
    weight: float
    base: float
    slope: float


class FieldPositions(NamedTuple):
    """The positions of one field of a segment.

    `positions` u2 or u4 follow each other as the postings do. `at` i8 says where the positions of
    each term begin in each block, and where the last end.
    """

    positions: Array
    at: Array


class PhraseTerms(NamedTuple):
    """The terms of a phrase in each of some fields, and how near each other they must stand.

    `fields` are the numbers of the fields, and `terms` has for each those of the terms in it, one
    field after the other; -1 where it has no such term. All arrays are i8. If `width` is 0, the
    n-th term must stand offsets[n] after a start. Otherwise the terms differ, and a span of `width`
    positions must have the n-th term needed[n] times. No document has more positions than
    `longest`.
    """

    fields: Array
    terms: Array
    offsets: Array
    needed: Array
    width: int
    longest: int


class Refinements(NamedTuple):
    """Phrases, and terms that count the more the earlier they stand: what refines scores.

    `phrases` i8 has a row for each field of each phrase, those of a phrase side by side: the number
    of the field, how many terms follow, the width as in PhraseTerms, and 1 if it is the last row of
    the phrase. `terms` i8 has the terms of all rows, one after the other: the number of each, its
    offset, and how often it is needed. A phrase scores its factor, f4, times its saturated weight.
    No document has more positions than `longest`.

    `title` and `body` are the numbers of these fields. `early` i8 has the numbers of the early
    terms in titles, and a row with those in bodies; -1 where there is none. In a body a term weighs
    halves[n], f4, over this plus its first position.
    """

    phrases: Array
    terms: Array
    factors: Array
    longest: int
    title: int
    body: int
    early: Array
    halves: Array


class PhraseScratch(NamedTuple):
    """The scratch memory of `phrase`, with an item or a row for each term of the phrase.

    `order` i8 ranks the terms of a block by their number of postings. Their postings in it begin at
    `firsts`, and the positions of these at `position_firsts`, i8. The documents of the block that
    have all terms are `lows`, u2. They have `counts` matches, i4; `places` u2 are their places
    among the postings of each term, and `begins` u4 the positions before these. `where` u2 is for
    `locate`, and `marks` u2 has an item for each position of a document.
    """

    order: Array
    firsts: Array
    position_firsts: Array
    lows: Array
    counts: Array
    places: Array
    begins: Array
    where: Array
    marks: Array


class SlotBounds(NamedTuple):
    """Where the postings, and their positions, of each term begin in each block, and the last end.

    Both are i8. The place of a term and block in them is their slot: term · blocks + block.
    """

    at: Array
    positions_at: Array


class PostingArrays(NamedTuple):
    """The postings of one field of a segment, with their positions.

    `docs` u2 and `freqs` have an item for each posting, and `positions` one for each occurrence.
    `freqs` and `positions` are u2 or u4.
    """

    docs: Array
    freqs: Array
    positions: Array


class Renumbering(NamedTuple):
    """The new numbers of the terms and documents of a segment that is merged.

    terms[n] is that of the n-th term, i8, and ascends. documents[d] is that of document d, i8, -1
    if it is dropped. The segment has `blocks`, the merged one `new_blocks`.
    """

    terms: Array
    documents: Array
    blocks: int
    new_blocks: int


class Program(NamedTuple):
    """The program that evaluates a query in one segment.

    `steps` i8 has rows of five numbers, `factors` f8 the factor of the scores of each step.
    The steps from `tail` on only add to the scores of the bottom list: `gains` f8 says where one
    begins that does, and how much it and all later ones add at most; it is -1 for other steps.
    `levels` is the greatest height of the stack, `pools` the number of pools. The precomputed lists
    are stored one after the other, documents u4 and weights f4; `bounds` i8 says where each
    begins, and where the last ends.
    """

    steps: Array
    factors: Array
    tail: int
    gains: Array
    levels: int
    pools: int
    docs: Array
    weights: Array
    bounds: Array


class SegmentArrays(NamedTuple):
    """The arrays of a segment that searches read, handed over as few arrays.

    Numba takes about 0.2 µs to accept each array of a call, so a kernel gets the whole `file`, u1,
    and cuts the arrays out of it: array n is file[table[2n]:table[2n + 1]], `table` i8. First come
    the FIELD_ARRAYS of each field, then the DOCUMENT_ARRAYS, then the ordinals, u4, of each facet.
    `weights` f8 has weight, base and slope of each field. `frequency_kind` is empty and of the
    dtype of frequencies and positions. `blocks` and `documents` are their numbers.
    """

    file: Array
    table: Array
    weights: Array
    frequency_kind: Array
    blocks: int
    documents: int


FIELD_ARRAYS = ("docs", "freqs", "at", "length", "positions", "positions_at")
"""The arrays of each field in the table of SegmentArrays."""

FIELDS = 5
"""The number of fields of a segment."""

DOCUMENT_ARRAYS = ("start", "end")
"""The arrays of documents that follow them; those of facets come after these."""

START, END = range(2)
"""The places of DOCUMENT_ARRAYS, both i8."""


DELETED, LIVE, APART = range(3)
"""What a document is to `evaluate`: those set APART are live, and returned by themselves."""


class PageLimits(NamedTuple):
    """Which documents to keep, and in what order to return how many of them.

    At most `limit` documents are returned: by score if `scored`, then by `ranks`, u4, the place of
    each document in some order. If `within`, only documents whose period lies in since..until are
    kept. `apart` is how many documents are set APART.
    """

    limit: int
    scored: bool
    ranks: Array
    within: bool
    since: int
    until: int
    apart: int


class FacetPlan(NamedTuple):
    """What to count, and what to filter by.

    `rows` i8 has a row for each facet involved, those with a filter first: its COLUMN among the
    facets of the segment, its FIRST_COUNT among all counts, its FIRST_MASK in `masks`, -1 where
    there is none. `filters` rows have a mask: u1, 1 for each ordinal that is selected. There are
    `counts` counts in all.

    Facets with few ordinals and no filter have a row in `packed_rows` i8 instead: the SHIFT of
    their byte in the words of documents, `packed` u8, and their PACKED_FIRST_COUNT. A facet of one
    ordinal needs no byte, and has the shift -1. One look at a document is enough for all of these.
    """

    rows: Array
    filters: int
    counts: int
    masks: Array
    packed: Array
    packed_rows: Array


COLUMN, FIRST_COUNT, FIRST_MASK = range(3)
"""The columns of the rows of a FacetPlan."""

SHIFT, PACKED_FIRST_COUNT = range(2)
"""The columns of its packed rows."""


def forbid_writing(arrays: T) -> T:
    """Return the named tuple after making its arrays read-only, as kernels take them."""
    for array in arrays:
        if isinstance(array, np.ndarray):
            array.flags.writeable = False
    return arrays
