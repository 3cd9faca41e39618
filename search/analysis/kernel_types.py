"""Arguments that the kernels of chunking, interning and highlighting take together."""

from itertools import pairwise
from typing import NamedTuple

import numpy as np

from search.arrays import Array


class Texts(NamedTuple):
    """Strings in UTF-8, one after the other: string n is text[bounds[n]:bounds[n + 1]].

    `text` is u1, `bounds` i8.
    """

    text: Array
    bounds: Array

    def split(self) -> list[bytes]:
        """Return each string by itself."""
        text, bounds = self.text.tobytes(), self.bounds.tolist()
        return [text[begin:end] for begin, end in pairwise(bounds)]


class StringTable(NamedTuple):
    """Numbered strings with a hash table.

    String n is text[bounds[n]:bounds[n + 1]], u1 and i8, both with spare room at their end. `slots`
    u8 is at most half full; see `tokenizer_kernel.py`. `key` and `key2` are the secret key, and
    `mask` selects the bits of a hash that count.
    """

    slots: Array
    bounds: Array
    text: Array
    key: np.uint64
    key2: np.uint64
    mask: np.uint64


class Cursor(NamedTuple):
    """How far texts have been split.

    Their chunks up to the byte `place` in `document` are `found`. `continuation` counts the bytes
    before it in its text that begin no code point.
    """

    document: int = 0
    place: int = 0
    continuation: int = 0
    found: int = 0


class Chunks(NamedTuple):
    """The chunks of several texts, in order.

    `numbers` u4 are the chunks' numbers; `starts` and `ends` u4 count code points in their text;
    `counts` i8 says how many chunks each text has. `text` u1 is the texts in UTF-8, and `bounds`
    i8 where each begins and the last ends. `places` i8 is the byte in `text` at which each chunk
    begins; only the compiled chunker fills it.
    """

    numbers: Array
    starts: Array
    ends: Array
    counts: Array
    text: Array
    bounds: Array
    places: Array


class VocabularyColumns(NamedTuple):
    """What kernels read of a vocabulary: see `Vocabulary` for the entries of chunks.

    Form n is forms_text[forms_bounds[n]:forms_bounds[n + 1]], u1 and i8.
    """

    entry_bounds: Array
    stems: Array
    forms: Array
    starts: Array
    ends: Array
    steps: Array
    forms_text: Array
    forms_bounds: Array


class ChunkColumns(NamedTuple):
    """Rows for the chunks of texts, and the number of chunks of each text: see `Chunks`."""

    numbers: Array
    starts: Array
    ends: Array
    counts: Array
    places: Array


class ChunkBlock(NamedTuple):
    """Chunks that are split, and then looked up together; each column has a row for each.

    `codes` u8 are their hashes. They are the bytes begins:stops, i8, and the code points
    starts:ends, u4, of the text numbered in `owners`, i8. `guesses` i8 are numbers of strings
    that are probably theirs, and `firsts` i8 where those begin.
    """

    codes: Array
    begins: Array
    stops: Array
    owners: Array
    starts: Array
    ends: Array
    guesses: Array
    firsts: Array
