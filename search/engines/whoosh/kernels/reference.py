"""The kernels in NumPy: their contracts, and the versions that serve where numba is not installed.

Documents are u4, ascending; scores and weights are f4.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from search.analysis.token import PARAGRAPH_GAP
from search.arrays import Array
from search.engines.whoosh.kernels import types
from search.engines.whoosh.kernels.types import (
    NOWHERE,
    UNDATED,
    DictionaryArrays,
    FacetPlan,
    FieldPositions,
    FieldPostings,
    PageLimits,
    PhraseTerms,
    PostingArrays,
    Program,
    Refinements,
    Renumbering,
    SegmentArrays,
    SlotBounds,
    WeightedDocuments,
)

_STRIDE = 1 << 32
"""Documents are this far apart when a document and a position are written as one number."""


class PositionedField(NamedTuple):
    """The postings of a field, and their positions."""

    postings: FieldPostings
    positions: FieldPositions


def find(text: Array, text_at: Array, term: Array) -> int:
    """Return the number of a term in a dictionary in byte order; -1 − its place if it is absent."""
    wanted, view = term.tobytes(), memoryview(text.data)
    place = bisect_left(
        range(len(text_at) - 1), wanted, key=lambda n: bytes(view[text_at[n]:text_at[n + 1]]))
    found = place < len(text_at) - 1 and view[text_at[place]:text_at[place + 1]] == wanted
    return place if found else -place - 1


def add_up(docs: Array, scores: Array, others: Array, other_scores: Array) -> WeightedDocuments:
    """Return the documents in either list, scores added."""
    return _sum_by_document([(docs, scores), (others, other_scores)])


def gather(field: FieldPostings, blocks: int, terms: Array, scratch: Array) -> WeightedDocuments:
    """Return the documents that have any of the terms, and the total weight of these terms there.

    `scratch` is as much memory, u8, as `scratch.for_terms` says.
    """
    pieces = [_weigh(field, _postings(field, blocks, term)) for term in terms]
    return _sum_by_document(pieces)


def phrase(
    segment: SegmentArrays, wanted: PhraseTerms, among: Array, scratch: Array
) -> WeightedDocuments:
    """Return the documents that have the terms near each other in a field, and the weight of that.

    What counts is the starts of the phrase or, if `wanted.width` is not 0, the positions of any
    term at which a span begins that has the terms. The weights of fields are added. If `among`, u4,
    ascending, is not empty, only documents in it are looked at. `scratch` is as much memory, u8, as
    `scratch.for_phrase` says.
    """
    fields = unpack(segment)[0]
    pieces = [
        _find_phrase(fields[number], segment.blocks, terms, wanted.offsets, wanted.needed,
                     wanted.width)
        for number, terms in zip(wanted.fields.tolist(), _split_rows(wanted.terms, wanted.offsets))
        if terms.min() >= 0]
    docs, weights = _sum_by_document(pieces)
    held = np.isin(docs, among) if len(among) else np.ones(len(docs), bool)
    return docs[held], weights[held]


def refine(
    segment: SegmentArrays, docs: Array, wanted: Refinements, k1: float, scratch: Array
) -> tuple[Array, Array, Array, Array]:
    """Return what phrases score in some documents, u4, and what early terms weigh there.

    First come the places of the documents in ascending order, i8. The others follow that order: the
    scores of all phrases, f4, and the weights of the early terms in titles and in bodies, f4, with
    a row for each term. It is 1 in a title; then a body adds nothing. `scratch` is as much memory,
    u8, as `scratch.for_phrase` says, for the longest phrase and as many documents.
    """
    fields, order = unpack(segment)[0], np.argsort(docs)
    among, shape = docs[order], (len(wanted.halves), len(docs))
    scores = _score_phrases(fields, segment.blocks, among, wanted, k1)
    in_title, in_body = (
        _find_firsts(fields[number], segment.blocks, terms, among)
        for number, terms in zip((wanted.title, wanted.body), wanted.early))
    halves = np.broadcast_to(wanted.halves[:, None], shape)
    body = halves / (halves + in_body.astype(np.float32))
    body[(in_title != NOWHERE) | (in_body == NOWHERE)] = 0
    return order, scores, (in_title != NOWHERE).astype(np.float32), body


def rank_anew(
    docs: Array, scores: Array, order: Array, more: Array, starts: Array, ranks: Array,
    recency: float,
) -> tuple[Array, Array, Array]:
    """Reorder the first documents, once refinements and recency have raised their scores.

    `more` f4 is what refinements add to the documents at the places `order`, i8, which are the
    first ones; these gain up to the share `recency` of their score, too. Of all documents of the
    segment, `starts` i8 are the dates and `ranks` u4 the order of equals. Returns the documents,
    u4, their scores, f8, and what they gained by recency, f8.
    """
    count = len(order)
    first, raised, gains = docs[:count], scores.astype(np.float64), np.zeros(len(docs))
    raised[order] += more
    gains[:count] = recency * raised[:count] * place_in_time(starts[first])
    raised += gains
    places = np.arange(len(docs))
    places[:count] = np.lexsort((ranks[first], -raised[:count]))
    return docs[places], raised[places], gains[places]


def place_in_time(starts: Array) -> Array:
    """Return where dates lie between the earliest, 0, and the latest, 1; 0 for the undated."""
    if not len(starts):
        return np.zeros(0)
    earliest, latest = starts.min(), starts.max()
    if earliest == UNDATED:
        earliest = starts[starts != UNDATED].min(initial=max(latest, 0))
    shares: Array = np.maximum(starts - earliest, 0) / max(latest - earliest, 1)
    return shares


def alike(
    dictionary: DictionaryArrays, wanted: Array, distance: int, scratch: Array
) -> Array:
    """Return the numbers, i8, of the terms within an edit distance (optimal string alignment).

    `scratch` is as much memory, u8, as `scratch.for_fuzzy` says.
    """
    terms = [term.decode() for term in _split_terms(dictionary)]
    like = "".join(map(chr, wanted))
    close = extract(like, terms, scorer=OSA.distance, score_cutoff=distance, limit=None)
    found: Array = np.array(sorted(number for *_, number in close), np.int64)
    return found


def agreeing(
    keys: Array, documents: Array, first: int, wanted: Array, asked: Array, more: Array
) -> Array:
    """Return pairs of documents with a common key: wanted ones, and the nearest before them.

    `keys` u4, ascending, and `documents` u4, ascending among equal keys, belong to one segment,
    whose documents are numbered from `first`. The n-th wanted document has the key wanted[n], u4,
    ascending, and the number asked[n], i8. It is paired with up to more[n] documents, and more[n]
    then says how many are lacking. A pair is one i8: the lower document times 2³², plus the other.
    """
    before = np.clip(asked - first, 0, _STRIDE - 1).astype(np.uint64)
    held, bounds = (each.astype(np.uint64) << np.uint64(32) for each in (keys, wanted))
    end = np.searchsorted(held | documents, bounds | before)
    count = np.minimum(end - np.searchsorted(keys, wanted), more)
    more -= count
    step = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    lower = first + documents[np.repeat(end, count) - 1 - step].astype(np.int64)
    found: Array = lower * _STRIDE + np.repeat(asked, count)
    return found


def _bounds(at: Array, blocks: int, term: int) -> Array:
    bounds: Array = at[term * blocks:(term + 1) * blocks + 1]
    return bounds


def _postings(field: FieldPostings, blocks: int, term: int) -> WeightedDocuments:
    """Return the documents of a term's postings, u4, and their frequencies."""
    at = _bounds(field.at, blocks, term)
    bases = np.arange(blocks, dtype=np.uint32) << 16
    docs = field.docs[at[0]:at[-1]] + np.repeat(bases, np.diff(at))
    return docs.astype(np.uint32, copy=False), field.freqs[at[0]:at[-1]]


def _weigh(field: FieldPostings, postings: WeightedDocuments) -> WeightedDocuments:
    docs, freqs = postings
    return docs, np.float32(field.weight) * freqs.astype(np.float32) / _compute_norms(field, docs)


def _compute_norms(field: FieldPostings, docs: Array) -> Array:
    f4 = np.float32
    return f4(field.base) + f4(field.slope) * field.lengths[docs].astype(f4)


def _sum_by_document(pieces: Sequence[WeightedDocuments]) -> WeightedDocuments:
    """Return each document once; values are added in the order of the pieces."""
    docs = np.concatenate([np.zeros(0, np.uint32), *(docs for docs, _ in pieces)])
    values = np.concatenate([np.zeros(0, np.float32), *(values for _, values in pieces)])
    found, inverse = np.unique(docs, return_inverse=True)
    sums = np.zeros(len(found), np.float32)
    np.add.at(sums, inverse, values)
    return found, sums


def _split_rows(terms: Array, row: Array) -> Array:
    """Return arrays as long as a row, side by side, as rows."""
    rows: Array = terms.reshape(-1, len(row))
    return rows


def _score_phrases(
    fields: Sequence[PositionedField], blocks: int, among: Array, wanted: Refinements, k1: float
) -> Array:
    """Return what all phrases score in each of some documents, f4."""
    scores, weights = np.zeros(len(among), np.float32), np.zeros(len(among), np.float32)
    first, factors = 0, iter(wanted.factors)
    for number, size, width, ends in wanted.phrases.tolist():
        terms, offsets, needed = wanted.terms[first:first + size].T
        docs, own = _find_phrase(fields[number], blocks, terms, offsets, needed, width)
        held = np.isin(docs, among)
        weights[np.searchsorted(among, docs[held])] += own[held]
        first += size
        if ends:
            scores += _saturate(weights, k1, next(factors))
            weights[:] = 0
    return scores


def _find_phrase(
    field: PositionedField, blocks: int, terms: Array, offsets: Array, needed: Array, width: int
) -> WeightedDocuments:
    """Return the documents whose field has a phrase, and its weight in each."""
    places = [_find_places(field, blocks, term) for term in terms]
    starts = _find_near(places, needed, width) if width else _find_starts(places, offsets)
    found = Counter((starts // _STRIDE).tolist())
    docs = np.array(sorted(found), np.uint32)
    freqs = np.array([found[doc] for doc in docs.tolist()], np.uint32)
    return _weigh(field.postings, (docs, freqs))


def _find_firsts(field: PositionedField, blocks: int, terms: Array, among: Array) -> Array:
    """Return the first position of each term in each of some documents, u4; else NOWHERE."""
    found = np.full((len(terms), len(among)), NOWHERE, np.uint32)
    for row, term in enumerate(terms.tolist()):
        if term >= 0:
            places = _find_places(field, blocks, term)
            docs, firsts = np.unique(places // _STRIDE, return_index=True)
            held = np.isin(among, docs)
            found[row, held] = places[firsts[np.searchsorted(docs, among[held])]] % _STRIDE
    return found


def _find_places(field: PositionedField, blocks: int, term: int) -> Array:
    """Return where a term stands, as document · _STRIDE + position, ascending."""
    docs, freqs = _postings(field.postings, blocks, term)
    here = _bounds(field.positions.at, blocks, term)
    own = field.positions.positions[here[0]:here[-1]]
    return np.repeat(docs.astype(np.int64) * _STRIDE, freqs) + own


def _find_starts(places: Sequence[Array], offsets: Array) -> Array:
    """Return the places at which the phrase begins."""
    starts: Array = places[0] - offsets[0]
    for offset, following in zip(offsets[1:].tolist(), places[1:]):
        starts = starts[np.isin(starts + offset, following, assume_unique=True)]
    return starts


def _find_near(places: Sequence[Array], needed: Array, width: int) -> Array:
    """Return the places at which a span begins that has every term often enough."""
    begins = np.unique(np.concatenate(places))
    for own, least in zip(places, needed.tolist()):
        inside = np.searchsorted(own, begins + width) - np.searchsorted(own, begins)
        begins = begins[inside >= least]
    return begins


def evaluate(
    segment: SegmentArrays, live: Array, program: Program, k1: float, page: PageLimits,
    facets: FacetPlan, scratch: Array,
) -> tuple[int, int, Array, Array, Array, Array, Array]:
    """Run a program over a segment; filter, count and rank what it finds.

    Returns how many documents the program finds, how many of them pass the filters, the first
    `page.limit` of these, u4, with their scores, f4, and the counts of the facets, i8. Then come
    the documents that it finds of those set APART, u4, ascending, with their scores, f4: they are
    neither filtered nor counted nor ranked.

    `live` u1 is DELETED, LIVE or APART for each document, and empty if all are LIVE. Documents are
    ordered by descending score if `page.scored`, otherwise their scores are 0; then by ascending
    rank. A facet counts the documents that pass all filters but its own. `scratch` is as much
    memory, u8, as `scratch.for_program` says.
    """
    fields, arrays, ordinals = unpack(segment)
    postings = [each.postings for each in fields]
    docs, scores = _run(postings, segment.blocks, segment.documents, program, k1)
    states = live[docs] if len(live) else np.full(len(docs), types.LIVE, np.uint8)
    found = int(np.count_nonzero(states))
    apart, alive = states == types.APART, states == types.LIVE
    others = docs[apart], scores[apart] if page.scored else np.zeros(apart.sum(), np.float32)
    docs, scores = docs[alive], scores[alive]
    if page.within:
        inside = (arrays["start"][docs] >= page.since) & (arrays["end"][docs] <= page.until)
        docs, scores = docs[inside], scores[inside]
    passing, counts = _filter(docs, ordinals, facets)
    docs = docs[passing]
    marks = scores[passing] if page.scored else np.zeros(len(docs), np.float32)
    first = np.lexsort((page.ranks[docs], -marks))[:page.limit]
    return found, len(docs), docs[first], marks[first], counts, *others


def unpack(
    segment: SegmentArrays
) -> tuple[list[PositionedField], dict[str, Array], list[Array]]:
    """Return the fields, the arrays of documents by name, and the ordinals of facets."""
    bounds = segment.table.tolist()
    arrays = iter([segment.file[begin:end] for begin, end in zip(bounds[::2], bounds[1::2])])
    fields = []
    for weights in segment.weights.reshape(-1, 3).tolist():
        docs, freqs, at, lengths, positions, positions_at = islice(
            arrays, len(types.FIELD_ARRAYS))
        kind = segment.frequency_kind.dtype
        fields.append(PositionedField(
            FieldPostings(
                docs.view("<u2"), freqs.view(kind), at.view("<i8"), lengths.view("<u4"), *weights),
            FieldPositions(positions.view(kind), positions_at.view("<i8"))))
    columns = {name: next(arrays).view("<i8") for name in types.DOCUMENT_ARRAYS}
    return fields, columns, [array.view("<u4") for array in arrays]


def _filter(docs: Array, ordinals: Sequence[Array], facets: FacetPlan) -> tuple[Array, Array]:
    """Return which documents pass all filters, and the counts of all facets."""
    rows, masks = facets.rows.tolist(), facets.masks
    own = [ordinals[column][docs] for column, _, _ in rows]
    passing = np.ones((len(rows) + 1, len(docs)), bool)
    for n in range(facets.filters):
        passing[n] = masks[rows[n][types.FIRST_MASK]:][own[n]] != 0
    counts = np.zeros(facets.counts, np.int64)
    for n, (_, first, _) in enumerate(rows):
        if first >= 0:
            others = np.delete(passing, n, axis=0).all(axis=0)
            np.add.at(counts, first + own[n][others].astype(np.int64), 1)
    all_filters: Array = np.logical_and.reduce(passing)
    for shift, first in facets.packed_rows.tolist():
        if shift < 0:
            counts[first] += np.count_nonzero(all_filters)
        else:
            words = facets.packed[docs[all_filters]]
            np.add.at(counts, first + (words >> np.uint64(shift) & 0xFF).astype(np.int64), 1)
    return all_filters, counts


def _run(
    fields: Sequence[FieldPostings], blocks: int, count: int, program: Program, k1: float
) -> WeightedDocuments:
    """Run the steps of a program and return the bottom list."""
    pools: list[list[WeightedDocuments]] = [[] for _ in range(program.pools)]
    stack: list[WeightedDocuments] = []
    steps, number = program.steps.tolist(), 0
    while number < len(steps):
        kind, one, term, other, other_term = steps[number]
        rarity = float(program.factors[number])
        number += 1
        if kind == types.TERM or kind == types.KEEP:
            sides = [(fields[one], term), (fields[other], other_term)]
            scored = _score([side for side in sides if side[1] >= 0], blocks, k1, rarity)
            stack.append(scored if kind == types.TERM else _intersect(*stack.pop(), *scored))
        elif kind == types.PIECE:
            begin, end = program.bounds[one:one + 2]
            weights = program.weights[begin:end]
            stack.append((program.docs[begin:end], _saturate(weights, k1, rarity)))
        elif kind == types.EVERYTHING:
            stack.append((np.arange(count, dtype=np.uint32), np.zeros(count, np.float32)))
        elif kind == types.BOTH:
            others = stack.pop()
            stack.append(_intersect(*stack.pop(), *others))
        elif kind == types.WITHOUT:
            others = stack.pop()
            stack.append(_subtract(*stack.pop(), others[0]))
        elif kind == types.SKIP:
            number = number if len(stack[-1][0]) else one
        elif kind == types.POUR:
            pools[one].append(stack.pop())
        elif kind == types.COLLECT:
            stack.append(_collect(pools[one], least=term))
            pools[one] = []
        elif kind == types.LIST:
            docs, _ = _collect(pools[one], least=term)
            stack.append((docs, np.zeros(len(docs), np.float32)))
        elif kind == types.RAISE:
            sides = [(fields[one], term), (fields[other], other_term)]
            scored = _score([side for side in sides if side[1] >= 0], blocks, k1, rarity)
            stack.append(_raise(*stack.pop(), *scored))
        else:
            others = stack.pop()
            stack.append(_raise(*stack.pop(), *others))
    return stack[0]


def _collect(pieces: Sequence[WeightedDocuments], least: int) -> WeightedDocuments:
    """Return the documents that at least so many pieces have, scores added."""
    found, sums = _sum_by_document(pieces)
    seen = np.zeros(len(found), np.int64)
    for docs, _ in pieces:
        seen[np.searchsorted(found, docs)] += 1
    return found[seen >= least], sums[seen >= least]


def _saturate(weights: Array, k1: float, rarity: float) -> Array:
    scores: Array = np.float32(rarity) * weights / (np.float32(k1) + weights)
    return scores


def _score(
    sides: Sequence[tuple[FieldPostings, int]], blocks: int, k1: float, rarity: float
) -> WeightedDocuments:
    """Return the documents that have a term in any of these fields, and their BM25F scores.

    A document that has it in only one field is scored with one division, as the compiled kernel
    does.
    """
    half, factor = np.float32(k1), np.float32(rarity)
    pieces, alone = [], []
    for field, term in sides:
        docs, freqs = _postings(field, blocks, term)
        weighed = np.float32(field.weight) * freqs.astype(np.float32)
        alone.append((docs, factor * weighed / (half * _compute_norms(field, docs) + weighed)))
        pieces.append(_weigh(field, (docs, freqs)))
    docs, totals = _sum_by_document(pieces)
    scores = _saturate(totals, k1, rarity)
    for number, (own, single) in enumerate(alone):
        others = [held for nth, (held, _) in enumerate(alone) if nth != number]
        only = ~np.isin(own, np.concatenate([np.zeros(0, np.uint32), *others]))
        scores[np.searchsorted(docs, own[only])] = single[only]
    return docs, scores


def _intersect(docs: Array, scores: Array, others: Array, other_scores: Array) -> WeightedDocuments:
    """Return the documents in both lists, scores added."""
    _, places, other_places = np.intersect1d(
        docs, others, assume_unique=True, return_indices=True)
    return docs[places], scores[places] + other_scores[other_places]


def _raise(docs: Array, scores: Array, others: Array, other_scores: Array) -> WeightedDocuments:
    """Add the scores of another list to the documents that are in it too."""
    _, places, other_places = np.intersect1d(
        docs, others, assume_unique=True, return_indices=True)
    raised = scores.copy()
    raised[places] += other_scores[other_places]
    return docs, raised


def _subtract(docs: Array, scores: Array, others: Array) -> WeightedDocuments:
    """Return the documents that are not in the other list."""
    kept = np.isin(docs, others, assume_unique=True, invert=True)
    return docs[kept], scores[kept]


def unite(
    one: DictionaryArrays, other: DictionaryArrays
) -> tuple[Array, Array, DictionaryArrays]:
    """Unite two dictionaries: return where the terms of each go, u4, and the new dictionary."""
    terms, others = _split_terms(one), _split_terms(other)
    every = sorted({*terms, *others})
    place = {term: number for number, term in enumerate(every)}
    first, second = (np.array([place[term] for term in of], np.uint32) for of in (terms, others))
    letters = np.empty(len(every), np.uint32)
    letters[first], letters[second] = one.letters, other.letters
    at = np.cumsum([0, *map(len, every)], dtype=np.int64)
    return first, second, DictionaryArrays(np.frombuffer(b"".join(every), np.uint8), at, letters)


def expand(
    numbers: Array, counts: Array, at: Array, steps: Array
) -> tuple[Array, Array, Array, Array]:
    """Return the entries at[n]:at[n + 1] of each chunk n, u4, except for breaks between paragraphs.

    Also returns how many positions each stands behind the one before it in its document, u1, and
    the number of entries and of words of each document, i8. counts[d] of the `numbers` of chunks,
    u4, belong to document d. `steps` u1 are those of all entries.
    """
    begins, chunk_sizes = at[numbers], at[1:][numbers] - at[numbers]
    every = _expand_runs(begins, chunk_sizes)
    owners = np.repeat(np.repeat(np.arange(len(counts)), counts), chunk_sizes)
    kept = np.flatnonzero(steps[every] <= 1)
    entries, owner = every[kept].astype(np.uint32), owners[kept]
    moves = steps[entries]
    moves[1:][np.diff(kept) > 1] = PARAGRAPH_GAP
    moves[np.flatnonzero(np.diff(owner, prepend=-1))] = 0
    sizes = np.bincount(owner, minlength=len(counts))
    words = np.bincount(owner[steps[entries] == 1], minlength=len(counts))
    return entries, moves, sizes, words


def tally(words: Array, lengths: Array, terms: int, blocks: int) -> SlotBounds:
    """Count the postings and positions that `invert` makes: return where they begin."""
    documents = np.repeat(np.arange(len(lengths)), lengths)
    slots = words.astype(np.int64) * blocks + (documents >> 16)
    postings = np.unique(slots * _STRIDE + documents) // _STRIDE
    return SlotBounds(
        _cumulate_counts(postings, terms * blocks), _cumulate_counts(slots, terms * blocks))


def invert(
    words: Array, moves: Array, lengths: Array, blocks: int, bounds: SlotBounds,
    made: PostingArrays,
) -> None:
    """Fill postings from the words of documents, given as numbers of terms, u4.

    `moves` u1 are how many positions each stands behind the one before it in its document.
    """
    documents = np.repeat(np.arange(len(lengths)), lengths)
    reached = np.cumsum(moves, dtype=np.int64)
    begins = np.repeat(np.concatenate(([0], reached))[np.cumsum(lengths) - lengths], lengths)
    order = np.argsort(words, kind="stable")
    new = np.ones(len(words), bool)
    terms, sorted_documents = words[order], documents[order]
    new[1:] = (terms[1:] != terms[:-1]) | (np.diff(sorted_documents) != 0)
    firsts = np.flatnonzero(new)
    made.docs[:] = sorted_documents[firsts] & 0xFFFF
    made.freqs[:] = np.diff(firsts, append=len(words))
    made.positions[:] = (reached - begins)[order]


def tally_moved(
    postings: PostingArrays, bounds: SlotBounds, renumbering: Renumbering, counts: SlotBounds
) -> None:
    """Add the numbers of postings and positions that will be moved to each new slot.

    `bounds` are those of the terms to move. Counts stand one place after their slot, so that their
    running sums are where slots begin.
    """
    slots, _, moved = _find_moved(postings.docs, bounds.at, renumbering)
    np.add.at(counts.at, slots + 1, 1)
    freqs = postings.freqs[bounds.at[0]:bounds.at[-1]]
    np.add.at(counts.positions_at, slots + 1, freqs[moved].astype(np.int64))


def move(
    postings: PostingArrays, bounds: SlotBounds, renumbering: Renumbering, begins: SlotBounds,
    made: PostingArrays,
) -> None:
    """Copy postings to where `begins` says for their new slot, and advance that behind them.

    `bounds` are those of the terms to move.
    """
    at, (posting, place) = bounds.at, begins
    slots, documents, moved = _find_moved(postings.docs, at, renumbering)
    own = postings.freqs[at[0]:at[-1]].astype(np.int64)
    freq, old = own[moved], (bounds.positions_at[0] + np.cumsum(own) - own)[moved]
    first = np.searchsorted(slots, slots)
    reached = np.concatenate(([0], np.cumsum(freq)))
    target = posting[slots] + np.arange(len(slots)) - first
    made.docs[target], made.freqs[target] = documents & 0xFFFF, freq
    to = _expand_runs(place[slots] + reached[:-1] - reached[first], freq)
    made.positions[to] = postings.positions[_expand_runs(old, freq)]
    posting += np.bincount(slots, minlength=len(posting))
    place += np.diff(reached[np.searchsorted(slots, np.arange(len(place) + 1))])


def _expand_runs(begins: Array, lengths: Array) -> Array:
    """Return the numbers begin, begin + 1, … of each run of these lengths, run after run."""
    shift: Array = begins - (np.cumsum(lengths) - lengths)
    return np.repeat(shift, lengths) + np.arange(lengths.sum())


def _find_moved(
    docs: Array, at: Array, renumbering: Renumbering
) -> tuple[Array, Array, Array]:
    """Return the new slots and documents of the postings that stay, and which of all these are."""
    (terms, moves, blocks, new_blocks), count = renumbering, np.diff(at)
    block = np.repeat(np.tile(np.arange(blocks), len(terms)), count)
    documents = moves[(block << 16) + docs[at[0]:at[-1]]]
    term = np.repeat(np.repeat(terms, blocks), count)
    stay = documents >= 0
    return (term * new_blocks + (documents >> 16))[stay], documents[stay], stay


def _split_terms(dictionary: DictionaryArrays) -> list[bytes]:
    whole, at = dictionary.text.tobytes(), dictionary.text_at.tolist()
    return [whole[begin:end] for begin, end in zip(at, at[1:])]


def _cumulate_counts(slots: Array, count: int) -> Array:
    return np.concatenate(([0], np.cumsum(np.bincount(slots, minlength=count)))).astype(np.int64)
