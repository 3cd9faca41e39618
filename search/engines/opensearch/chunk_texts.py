"""Writes the terms of many texts as the cluster takes them, as JSON.

A word follows a space, what several words are written together follows STACK, and paragraphs are
texts of an array. Texts repeat their chunks: each is written once, and then copied, for all texts
of a page at a time.
"""

import json.encoder
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from search.analysis import TokenizedText, Vocabulary
from search.analysis.dynamic_array import DynamicArray, enlarge
from search.analysis.token import PARAGRAPH_GAP
from search.arrays import Array, bounds
from search.engines.opensearch.columns import STACK
from search.kernel_loader import compiled_modules
from search.query import Channel
from search.stories import hash_terms

_BREAK = '","'
_quote: Callable[[str], str] = json.encoder.encode_basestring
"""Writes a text as JSON, with its letters as they are."""

_CopyPieces = Callable[[Array, Array, Array, Array, Array], None]

_COPIED_TOGETHER = 1 << 16
"""Chunks that are copied at once, so that a long text takes little memory besides its own."""


class ChunkPieces:
    """A piece of bytes for each chunk that was written, u1."""

    def __init__(self) -> None:
        self._values = DynamicArray(np.zeros(0, np.uint8), 0)
        self._firsts: Array = np.zeros(0, np.int64)
        self._sizes: Array = np.zeros(0, np.int64)

    def add(self, chunks: Array, pieces: Array, sizes: Array) -> None:
        """Note the pieces of chunks, one after the other in an array, and their sizes."""
        if chunks[-1] >= len(self._sizes):
            room = 2 * int(chunks[-1]) + 1
            self._firsts, self._sizes = enlarge(self._firsts, room), enlarge(self._sizes, room)
        self._firsts[chunks] = len(self._values) + bounds(sizes)[:-1]
        self._sizes[chunks] = sizes
        self._values.extend(pieces)

    def copy(self, chunks: Array, counts: Array) -> list[bytes]:
        """Return the pieces of texts, given as their chunks one after the other, and how many."""
        reached = bounds(self._sizes[chunks])
        copied = np.empty(reached[-1], np.uint8)
        kernels = compiled_modules("analysis")
        copy: _CopyPieces = kernels[0].copy if kernels else copy_pieces
        copy(self._values.values, self._firsts, self._sizes, chunks, copied)
        written, ends = copied.tobytes(), reached[bounds(counts)].tolist()
        return [written[first:end] for first, end in zip(ends, ends[1:])]


def copy_pieces(text: Array, firsts: Array, sizes: Array, numbers: Array, copied: Array) -> None:
    """Copy pieces of a text by their numbers, one after the other: the reference implementation."""
    end = 0
    for nth in range(0, len(numbers), _COPIED_TOGETHER):
        some = numbers[nth:nth + _COPIED_TOGETHER]
        reached = bounds(sizes[some])
        places = np.repeat(firsts[some] - reached[:-1], sizes[some])
        places += np.arange(reached[-1])
        begin, end = end, end + int(reached[-1])
        copied[begin:end] = text[places]


class ChunkTexts:
    """What chunks of one vocabulary are written as, those that were asked for so far.

    `terms` have their terms in each channel, `forms` their forms as items of an array, and `hashes`
    those of their words, u8.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._is_known: Array = np.zeros(0, bool)
        self.terms = {channel: ChunkPieces() for channel in Channel}
        self.forms, self.hashes = ChunkPieces(), ChunkPieces()

    def learn(self, chunks: Array) -> None:
        """Write those of these chunks that were not written before."""
        if len(self._is_known) < len(self._vocabulary):
            self._is_known = enlarge(self._is_known, 2 * len(self._vocabulary))
        missing = np.unique(chunks[~self._is_known[chunks]])
        if len(missing):
            self._add(missing)
            self._is_known[missing] = True

    def pick_distinct(self, chunks: Array, counts: Array) -> tuple[Array, Array]:
        """Return the different chunks of each article, one after the other, and how many each has.

        Those of an article are in the order in which they last occur.
        """
        numbers, last = np.arange(len(chunks)), np.empty(len(self._is_known), np.int64)
        is_last, ends = np.empty(len(chunks), bool), bounds(counts).tolist()
        for begin, end in zip(ends, ends[1:]):
            own = chunks[begin:end]
            last[own] = numbers[begin:end]
            is_last[begin:end] = last[own] == numbers[begin:end]
        return chunks[is_last], np.diff(bounds(is_last)[ends])

    def _add(self, chunks: Array) -> None:
        vocabulary, at = self._vocabulary, self._vocabulary.entry_bounds.values
        firsts = at[chunks]
        counts = at[chunks.astype(np.int64) + 1] - firsts
        reached = bounds(counts)
        entries = np.repeat(firsts - reached[:-1], counts) + np.arange(reached[-1])
        steps = vocabulary.entry_steps.values[entries]
        stems = vocabulary.stems.texts(vocabulary.entry_stems.values[entries].tolist())
        forms = vocabulary.forms.texts(vocabulary.entry_forms.values[entries].tolist())
        for channel, terms in ((Channel.STEM, stems), (Channel.FORM, forms)):
            pieces = list(map(_write_term, steps.tolist(), terms))
            self.terms[channel].add(chunks, *_concatenate(pieces, reached))
        items = [f",{_quote(form)}" if form else "" for form in forms]
        self.forms.add(chunks, *_concatenate(items, reached))
        words = steps == 1
        hashes = _hash(forms)[words].view(np.uint8)
        self.hashes.add(chunks, hashes, 8 * np.diff(bounds(words)[reached]))


@dataclass(frozen=True, slots=True)
class WrittenTexts:
    """What many texts are written as.

    `paragraphs` are JSON, the array of the paragraphs of each text in a channel. `words` are hashes
    of the words of each, u8 as bytes. `forms` are JSON, an array for each article: its forms, some
    of them repeated.
    """

    paragraphs: dict[Channel, list[bytes]]
    words: list[bytes]
    forms: list[bytes]


_texts: WeakKeyDictionary[Vocabulary, ChunkTexts] = WeakKeyDictionary()


def write_texts(texts: Sequence[TokenizedText], fields: int) -> WrittenTexts:
    """Return what texts are written as. Each article has `fields` of them."""
    vocabulary = texts[0].vocabulary
    known = _texts.setdefault(vocabulary, ChunkTexts(vocabulary))
    translated = [vocabulary.translate(text) for text in texts]
    chunks = np.concatenate(translated)
    counts = np.array([len(each) for each in translated], np.int64)
    known.learn(chunks)
    used, distinct = known.pick_distinct(chunks, counts.reshape(-1, fields).sum(axis=1))
    return WrittenTexts(
        {channel: list(map(_enclose_paragraphs, terms.copy(chunks, counts)))
         for channel, terms in known.terms.items()},
        known.hashes.copy(chunks, counts),
        [b"[" + items[1:] + b"]" for items in known.forms.copy(used, distinct)])


def _enclose_paragraphs(pieces: bytes) -> bytes:
    """Return an array of paragraphs, without those that have no term.

    >>> _enclose_paragraphs(b'"," a"," b","').decode()
    '[" a"," b"]'
    """
    paragraphs = b'"' + pieces + b'"'
    if b'""' in paragraphs:
        paragraphs = (paragraphs + b",").replace(b'"",', b"")[:-1]
    return b"[" + paragraphs + b"]"


def _write_term(step: int, term: str) -> str:
    if step == PARAGRAPH_GAP:
        return _BREAK
    return (" " if step else STACK) + _quote(term)[1:-1]


def _concatenate(pieces: Sequence[str], reached: Array) -> tuple[Array, Array]:
    """Return pieces as u1, one after the other, and the sizes of runs that end where reached."""
    encoded = [piece.encode() for piece in pieces]
    sizes = np.array([len(each) for each in encoded], np.int64)
    return np.frombuffer(b"".join(encoded), np.uint8), np.diff(bounds(sizes)[reached])


def _hash(forms: Sequence[str]) -> Array:
    text, sizes = _concatenate(forms, np.arange(len(forms) + 1))
    return hash_terms(text, bounds(sizes))
