"""Writes the terms of texts as the cluster takes them: chunk by chunk, each written only once.

A word is written behind a space, what several words are written together behind STACK, and a break
between paragraphs as the end of a line.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np

from search.analysis import TokenizedText, Vocabulary
from search.analysis.token import PARAGRAPH_GAP
from search.arrays import Array, bounds
from search.engines.opensearch.columns import STACK
from search.query import Channel
from search.stories import hash_terms

_BREAK = "\n"


class WrittenChunk(NamedTuple):
    """A chunk: its stems and its forms as text, and hashes of its words."""

    stems: str
    forms: str
    hashes: tuple[int, ...]


class ChunkTexts:
    """The chunks of one vocabulary that were written so far."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._written: dict[int, WrittenChunk] = {}

    def write(self, chunks: Array) -> list[WrittenChunk]:
        """Return what is written for each of the chunks of a text."""
        written, numbers = self._written, chunks.tolist()
        if missing := [number for number in set(numbers) if number not in written]:
            self._add(sorted(missing))
        return [written[number] for number in numbers]

    def _add(self, numbers: Sequence[int]) -> None:
        vocabulary = self._vocabulary
        at = vocabulary.entry_bounds.values
        ranges = [(int(at[number]), int(at[number + 1])) for number in numbers]
        entries = np.concatenate([np.zeros(0, np.int64), *(np.arange(*each) for each in ranges)])
        steps = vocabulary.entry_steps.values[entries].tolist()
        stems = vocabulary.stems.texts(vocabulary.entry_stems.values[entries].tolist())
        forms = vocabulary.forms.texts(vocabulary.entry_forms.values[entries].tolist())
        hashes = _hash(forms)
        first = 0
        for number, (begin, end) in zip(numbers, ranges):
            own = slice(first, first + end - begin)
            self._written[number] = _write(steps[own], stems[own], forms[own], hashes[own])
            first = own.stop


_texts: WeakKeyDictionary[Vocabulary, ChunkTexts] = WeakKeyDictionary()


def write_chunks(text: TokenizedText) -> list[WrittenChunk]:
    """Return what is written for the chunks of a text, in order."""
    texts = _texts.get(text.vocabulary)
    if texts is None:
        texts = _texts[text.vocabulary] = ChunkTexts(text.vocabulary)
    return texts.write(text.chunks)


def join_paragraphs(chunks: Iterable[WrittenChunk], channel: Channel) -> list[str]:
    """Return the terms of each paragraph that has any."""
    texts = [chunk.stems for chunk in chunks] if channel is Channel.STEM else [
        chunk.forms for chunk in chunks]
    return [each[1:] for each in "".join(texts).split(_BREAK) if each]


def _write(
    steps: Sequence[int], stems: Sequence[str], forms: Sequence[str], hashes: Sequence[int]
) -> WrittenChunk:
    return WrittenChunk(
        "".join(map(_write_term, steps, stems)), "".join(map(_write_term, steps, forms)),
        tuple([own for own, step in zip(hashes, steps) if step == 1]))


def _write_term(step: int, term: str) -> str:
    if step == PARAGRAPH_GAP:
        return _BREAK
    return (" " if step else STACK) + term


def _hash(forms: Sequence[str]) -> list[int]:
    encoded = [form.encode() for form in forms]
    text = np.frombuffer(b"".join(encoded), np.uint8)
    lengths = np.array([len(each) for each in encoded], np.int64)
    return hash_terms(text, bounds(lengths)).tolist() if encoded else []
