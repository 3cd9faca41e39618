"""The compiled kernels that build segments and merge them; see reference.py for contracts."""

import numpy as np
from numba import types

from search.analysis.token import PARAGRAPH_GAP
from search.engines.whoosh.kernels.types import PostingArrays, Renumbering, SlotBounds
from search.kernel_compiler import array, kernel, named_tuple

_U1, _U2, _U4, _I8 = (
    array(item) for item in (types.uint8, types.uint16, types.uint32, types.int64))
_INT, _OUT2, _OUT4, _OUT8 = types.int64, types.uint16[::1], types.uint32[::1], types.int64[::1]

_BOUNDS, _OWN_BOUNDS = (named_tuple(SlotBounds, at, at) for at in (_I8, _OUT8))
_RENUMBERING = named_tuple(Renumbering, _OUT8, _OUT8, _INT, _INT)
_POSTINGS = [named_tuple(PostingArrays, _U2, kind, kind) for kind in (_U2, _U4)]
_OWN_POSTINGS = [named_tuple(PostingArrays, _OUT2, kind, kind) for kind in (_OUT2, _OUT4)]
"""Bounds and postings of a segment that is read, and those that kernels write, narrow and wide."""

_GAP = np.uint8(PARAGRAPH_GAP)


@kernel((_U4, _I8, _I8, _U1))
def expand(numbers, counts, at, steps):
    first, total = 0, 0
    for place in range(len(numbers)):
        chunk = np.uint64(numbers[place])
        total += at[chunk + np.uint64(1)] - at[chunk]
    entries, moves, made = np.empty(total, np.uint32), np.empty(total, np.uint8), np.uint64(0)
    sizes, words = np.zeros(len(counts), np.int64), np.zeros(len(counts), np.int64)
    for document in range(len(counts)):
        begin, follows_break = made, False
        for place in range(first, first + counts[document]):
            chunk = np.uint64(numbers[place])
            for entry in range(at[chunk], at[chunk + np.uint64(1)]):
                step = steps[entry]
                if step > 1:
                    follows_break = made > begin
                    continue
                entries[made] = entry
                moves[made] = _GAP if follows_break else step
                follows_break = False
                words[document] += step
                made += np.uint64(1)
        if made > begin:
            moves[begin] = 0
        first += counts[document]
        sizes[document] = made - begin
    return entries[:made], moves[:made], sizes, words


@kernel((_U4, _I8, _INT, _INT))
def tally(words, lengths, terms, blocks):
    postings = np.zeros(terms * blocks + 1, np.int64)
    places = np.zeros(terms * blocks + 1, np.int64)
    last, width, at = np.full(terms, -1, np.int64), np.uint64(blocks), 0
    for document in range(len(lengths)):
        here, following = words[at:at + lengths[document]], np.uint64((document >> 16) + 1)
        at += lengths[document]
        for position in range(len(here)):
            term = here[position]
            slot = np.uint64(term) * width + following  # unsigned: it cannot count from the end
            places[slot] += 1
            if last[term] != document:
                last[term] = document
                postings[slot] += 1
    for n in range(terms * blocks):
        postings[n + 1] += postings[n]
        places[n + 1] += places[n]
    return SlotBounds(postings, places)


@kernel(*[(_U4, _U1, _I8, _INT, _OWN_BOUNDS, made) for made in _OWN_POSTINGS])
def invert(words, moves, lengths, blocks, bounds, made):
    docs, freqs, positions = made
    terms, width, at = (len(bounds.at) - 1) // blocks, np.uint64(blocks), 0
    last = np.full(terms, -1, np.int64)
    posting = bounds.at[:-1].astype(np.uint64)
    place = bounds.positions_at[:-1].astype(np.uint64)
    for document in range(len(lengths)):
        here, block = words[at:at + lengths[document]], np.uint64(document >> 16)
        steps, position = moves[at:at + lengths[document]], 0
        at += lengths[document]
        for nth in range(len(here)):
            term = here[nth]
            position += np.int64(steps[nth])
            slot = np.uint64(term) * width + block
            if last[term] != document:
                last[term] = document
                docs[posting[slot]] = document & 0xFFFF
                freqs[posting[slot]] = 1
                posting[slot] += np.uint64(1)
            else:
                freqs[posting[slot] - np.uint64(1)] += 1
            positions[place[slot]] = position
            place[slot] += np.uint64(1)


@kernel(*[(postings, _BOUNDS, _RENUMBERING, _OWN_BOUNDS) for postings in _POSTINGS])
def tally_moved(postings, bounds, renumbering, counts):
    docs, freqs, _ = postings
    at, (terms, moves, blocks, new_blocks) = bounds.at, renumbering
    posting_counts, position_counts = counts
    for term in range(len(terms)):
        first = np.uint64(terms[term] * new_blocks + 1)
        for block in range(blocks):
            slot = term * blocks + block
            here, own = docs[at[slot]:at[slot + 1]], freqs[at[slot]:at[slot + 1]]
            moved = moves[block << 16:]
            for number in range(len(here)):
                document = moved[here[number]]
                if document >= 0:
                    new = first + np.uint64(document >> 16)
                    posting_counts[new] += 1
                    position_counts[new] += np.int64(own[number])


@kernel(*[
    (postings, _BOUNDS, _RENUMBERING, _OWN_BOUNDS, moved)
    for postings in _POSTINGS for moved in _OWN_POSTINGS
])
def move(postings, bounds, renumbering, begins, made):
    docs, freqs, positions = postings
    at, (terms, moves, blocks, new_blocks) = bounds.at, renumbering
    (posting, place), (new_docs, new_freqs, new_positions) = begins, made
    for term in range(len(terms)):
        first = np.uint64(terms[term] * new_blocks)
        for block in range(blocks):
            slot = term * blocks + block
            here, own = docs[at[slot]:at[slot + 1]], freqs[at[slot]:at[slot + 1]]
            moved, hit = moves[block << 16:], np.uint64(bounds.positions_at[slot])
            for number in range(len(here)):
                document, freq = moved[here[number]], np.uint64(own[number])
                if document >= 0:
                    new = first + np.uint64(document >> 16)
                    to, begin = np.uint64(posting[new]), np.uint64(place[new])
                    new_docs[to], new_freqs[to] = document & 0xFFFF, freq
                    for n in range(freq):
                        new_positions[begin + n] = positions[hit + n]
                    posting[new] += 1
                    place[new] += np.int64(freq)
                hit += freq
