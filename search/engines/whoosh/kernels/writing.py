"""The compiled kernels that build segments and merge them; see reference.py for contracts."""

import numpy as np
from numba import types

from search.kernel_compiler import array, kernel

_U1, _U2, _U4, _I8 = (array(t) for t in (types.uint8, types.uint16, types.uint32, types.int64))
_INT, _OUT8 = types.int64, types.int64[::1]
_COUNTS = (_U2, _U4)
_OUT = {_U2: types.uint16[::1], _U4: types.uint32[::1]}


@kernel((_U4, _I8, _I8))
def expand(numbers, counts, at):
    lengths, first, total = np.zeros(len(counts), np.int64), 0, 0
    for document in range(len(counts)):
        here = numbers[first:first + counts[document]]
        first += counts[document]
        for place in range(len(here)):
            chunk = np.uint64(here[place])
            lengths[document] += at[chunk + np.uint64(1)] - at[chunk]
        total += lengths[document]
    entries, made = np.empty(total, np.uint32), np.uint64(0)
    for place in range(len(numbers)):
        chunk = np.uint64(numbers[place])
        for entry in range(at[chunk], at[chunk + np.uint64(1)]):
            entries[made] = entry
            made += np.uint64(1)
    return entries, lengths


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
    return postings, places


@kernel(*[
    (_U4, _I8, _INT, _I8, _I8, types.uint16[::1], _OUT[t], _OUT[t]) for t in _COUNTS
])
def invert(words, lengths, blocks, postings, places, docs, freqs, positions):
    terms, width, at = (len(postings) - 1) // blocks, np.uint64(blocks), 0
    last = np.full(terms, -1, np.int64)
    posting, place = postings[:-1].astype(np.uint64), places[:-1].astype(np.uint64)
    for document in range(len(lengths)):
        here, block = words[at:at + lengths[document]], np.uint64(document >> 16)
        at += lengths[document]
        for position in range(len(here)):
            term = here[position]
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


@kernel(*[(_U2, t, _I8, _INT, _I8, _I8, _INT, _OUT8, _OUT8) for t in _COUNTS])
def tally_moved(docs, freqs, at, blocks, terms, moves, new_blocks, postings, places):
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
                    postings[new] += 1
                    places[new] += np.int64(own[number])


@kernel(*[
    (_U2, t, t, _I8, _I8, _INT, _I8, _I8, _INT, _OUT8, _OUT8, types.uint16[::1], _OUT[o], _OUT[o])
    for t in _COUNTS for o in _COUNTS
])
def move(
    docs, freqs, positions, at, positions_at, blocks, terms, moves, new_blocks, posting, place,
    new_docs, new_freqs, new_positions,
):
    for term in range(len(terms)):
        first = np.uint64(terms[term] * new_blocks)
        for block in range(blocks):
            slot = term * blocks + block
            here, own = docs[at[slot]:at[slot + 1]], freqs[at[slot]:at[slot + 1]]
            moved, hit = moves[block << 16:], np.uint64(positions_at[slot])
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
