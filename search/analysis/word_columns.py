"""The words of many texts as columns of numbers, to be counted and compared all at once."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from search.analysis.kernel_types import Chunks
from search.analysis.token import PARAGRAPH_GAP
from search.analysis.vocabulary import Vocabulary
from search.arrays import Array


class WordColumns(NamedTuple):
    """The entries of some texts, one text after the other: a row each.

    `entries` are their places in the columns of the vocabulary and `chunks` those of their chunks
    among the chunks of the texts, i8. `bounds` are the rows at which the texts begin, and the end.
    """

    entries: Array
    chunks: Array
    bounds: Array

    def list_texts(self) -> Array:
        """Return the number of the text of each row, i8."""
        return np.repeat(np.arange(len(self.bounds) - 1), np.diff(self.bounds))


def build_word_columns(vocabulary: Vocabulary, chunks: Chunks) -> WordColumns:
    """Return the entries of the chunks of some texts, breaks among them."""
    bounds, numbers = vocabulary.entry_bounds.values, chunks.numbers
    first, sizes = bounds[numbers], bounds[numbers + 1] - bounds[numbers]
    reached = np.concatenate(([0], np.cumsum(sizes)))
    entries = np.repeat(first - reached[:-1], sizes) + np.arange(reached[-1])
    of_texts = reached[np.concatenate(([0], np.cumsum(chunks.counts)))]
    return WordColumns(entries, np.repeat(np.arange(len(numbers)), sizes), of_texts)


def find_words_alone(vocabulary: Vocabulary, columns: WordColumns) -> Array:
    """Return the rows of words, i8, without breaks and what several words are written together."""
    steps = vocabulary.entry_steps.values[columns.entries]
    return np.flatnonzero((steps != 0) & (steps != PARAGRAPH_GAP))


def find_spans(
    vocabulary: Vocabulary, chunks: Chunks, columns: WordColumns, rows: Array | Sequence[int]
) -> tuple[Array, Array]:
    """Return where the words of some rows begin and end in their texts, in code points, i8."""
    entries, begins = columns.entries[rows], chunks.starts[columns.chunks[rows]].astype(np.int64)
    return (begins + vocabulary.entry_starts.values[entries],
            begins + vocabulary.entry_ends.values[entries])
