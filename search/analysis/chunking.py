"""Splits texts into chunks and numbers them: by a regular expression, or by compiled kernels.

A chunk is a piece of text that the analyzer treats alike wherever it occurs. So what it means is
found out once, and looked up by its number afterwards.
"""

from collections.abc import Sequence
from types import ModuleType
from typing import Protocol
from weakref import proxy

import numpy as np

from search.analysis.interner import CompiledInterner, HashKey, concatenate
from search.analysis.kernel_types import ChunkColumns, Chunks, Cursor
from search.analysis.word_scanner import find_words
from search.kernel_loader import compiled_modules


class ChunkStore(Protocol):
    """Stores what chunks mean; see `search.analysis.vocabulary`."""

    def __len__(self) -> int: ...

    def add_chunks(self, chunks: Sequence[str]) -> list[int]:
        """Store new chunks and return their numbers, which follow the earlier ones."""


class RegexChunker:
    """Splits texts by the analyzer's own regular expression: the reference implementation."""

    bytes = 0

    def __init__(self, store: ChunkStore) -> None:
        self._store = proxy(store)  # the store refers to this, and no cycle should keep both alive
        self._numbers: dict[str, int] = {}

    def split(self, texts: Sequence[str]) -> Chunks:
        """Return the chunks of the texts; new ones are added to the store."""
        found = [(match.group(), *match.span(), n)
                 for n, text in enumerate(texts) for match in find_words(text)]
        words, starts, ends, owners = zip(*found) if found else ((),) * 4
        new = list(dict.fromkeys(word for word in words if word not in self._numbers))
        self._numbers.update(zip(new, self._store.add_chunks(new)))
        numbers = [self._numbers[word] for word in words]
        columns = [np.array(column, np.uint32) for column in (numbers, starts, ends)]
        counts = np.bincount(np.array(owners, np.int64), minlength=len(texts))
        text, bounds = concatenate(texts)
        return Chunks(columns[0], columns[1], columns[2], counts, text, bounds,
                      np.zeros(0, np.int64))

    def skip(self, count: int) -> None:
        """Do nothing: numbers that are given elsewhere belong to no chunk here."""

    def discard_unfinished(self) -> None:
        """Do nothing: a chunk gets its number only after it was stored."""


class CompiledChunker:
    """Splits texts by the compiled kernel; a chunk's number is that of its string."""

    def __init__(self, store: ChunkStore, kernels: ModuleType, key: HashKey) -> None:
        self._store = proxy(store)  # the store refers to this, and no cycle should keep both alive
        self._scan = kernels.scan
        self.strings = CompiledInterner(kernels, key)

    @property
    def bytes(self) -> int:
        """The size of the chunks' text in memory."""
        return int(self.strings.text.nbytes)

    def split(self, texts: Sequence[str]) -> Chunks:
        """Return the chunks of the texts; new ones are added to the store.

        After an interruption, call `discard_unfinished`.
        """
        encoded, strings, cursor = concatenate(texts), self.strings, Cursor()
        columns = _allocate_columns(len(encoded.text) // 2 + len(texts) + 1, len(texts))
        while cursor.document < len(texts):
            cursor, strings.count, needed = self._scan(
                encoded, cursor, strings.arrays(), strings.count, columns)
            if cursor.document < len(texts):
                strings.reserve(needed)
        new = range(len(self._store), strings.count)
        if new:
            self._store.add_chunks(strings.texts(new))
        numbers, starts, ends, places = (
            column[:cursor.found]
            for column in (columns.numbers, columns.starts, columns.ends, columns.places))
        return Chunks(numbers, starts, ends, columns.counts, *encoded, places)

    def skip(self, count: int) -> None:
        """Leave the next `count` numbers to chunks that were stored without their text."""
        self.strings.skip(count)

    def discard_unfinished(self) -> None:
        """Forget chunks that were numbered but not stored."""
        self.strings.truncate(len(self._store))


def _allocate_columns(most: int, texts: int) -> ChunkColumns:
    """Return room for the chunks of texts, as many as there are at most."""
    numbers, starts, ends = (np.empty(most, np.uint32) for _ in range(3))
    return ChunkColumns(numbers, starts, ends, np.zeros(texts, np.int64), np.empty(most, np.int64))


def create_chunker(store: ChunkStore) -> RegexChunker | CompiledChunker:
    """Return a chunker for a new store, compiled if the kernels are loaded."""
    kernels = compiled_modules("analysis")
    return CompiledChunker(store, kernels[0], HashKey()) if kernels else RegexChunker(store)
