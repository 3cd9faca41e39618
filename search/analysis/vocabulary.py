"""The vocabulary: what each chunk of text means, found out once and looked up by number.

Texts repeat their words. The analyzer says what a chunk means the first time that it occurs; every
other time costs one look-up.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from search.analysis.chunking import CompiledChunker, create_chunker
from search.analysis.dynamic_array import DynamicArray, add_spare_room
from search.analysis.interner import CompiledInterner, HashKey, create_interner
from search.analysis.kernel_types import Chunks, VocabularyColumns
from search.analysis.token import PARAGRAPH_GAP, Entry
from search.arrays import Array, ArrayFile, bounds, runs

AnalyzeChunk = Callable[[str], Sequence[Entry]]
"""From a chunk of text to its entries."""

FindForms = Callable[[set[bytes]], set[bytes]]
"""Returns which of some forms, in UTF-8, the articles have."""

_ENTRY_COLUMNS = {
    "entry_stems": "<u4", "entry_forms": "<u4", "entry_starts": "<u4", "entry_ends": "<u4",
    "entry_steps": "|u1",
}


class Vocabulary:
    """The entries of each chunk. Safe to share between threads; it only grows.

    Chunk `n` has the entries entry_bounds[n]:entry_bounds[n + 1]. For each entry, `entry_stems`
    and `entry_forms` u4 are numbers in `stems` and `forms`; `entry_starts` and `entry_ends` u4
    count code points in the chunk; `entry_steps` u1 are steps as in `Entry`.
    """

    def __init__(self, analyze: AnalyzeChunk) -> None:
        self._analyze = analyze
        self.file: ArrayFile | None = None
        self._lock = threading.Lock()
        self._is_changing = False
        self._chunker = create_chunker(self)
        self.stems, self.forms = create_interner(), create_interner()
        self.entry_bounds = DynamicArray(np.zeros(1, "<i8"), 1)
        (self.entry_stems, self.entry_forms, self.entry_starts, self.entry_ends,
         self.entry_steps) = (
            DynamicArray(np.zeros(0, kind), 0) for kind in _ENTRY_COLUMNS.values())

    def __len__(self) -> int:
        return len(self.entry_bounds) - 1

    @property
    def is_compiled(self) -> bool:
        """Whether compiled kernels split texts and number strings."""
        return isinstance(self._chunker, CompiledChunker)

    @property
    def chunk_bytes(self) -> int:
        """The size of the chunks' text in memory, as far as it is known."""
        return self._chunker.bytes

    @property
    def columns(self) -> VocabularyColumns:
        """What kernels read. Only if `is_compiled`."""
        assert isinstance(self.forms, CompiledInterner)
        return VocabularyColumns(
            self.entry_bounds.values, self.entry_stems.values, self.entry_forms.values,
            self.entry_starts.values, self.entry_ends.values, self.entry_steps.values,
            self.forms.text, self.forms.bounds)

    def is_changed(self) -> bool:
        """Return whether somebody has written to the file that it is mapped from."""
        return self.file is not None and self.file.is_changed()

    def to_arrays(self) -> Iterator[tuple[str, Array]]:
        """Yield the whole vocabulary as arrays with spare room; nothing unless `is_compiled`.

        Nothing can be added until the last array was taken.
        """
        with self._exclusive_change():
            if not isinstance(self._chunker, CompiledChunker):
                return
            for name in ("entry_bounds", *_ENTRY_COLUMNS):
                yield name, add_spare_room(getattr(self, name).values)
            sizes = [len(self)]
            for name, strings in self._interners(self._chunker).items():
                yield from strings.to_arrays(name)
                yield f"{name}.key", strings.key.words.astype("<u8")
                sizes.append(len(strings))
            yield "sizes", np.array(sizes, "<i8")

    def restore(self, arrays: Mapping[str, Array], file: ArrayFile | None = None) -> None:
        """Take over the arrays of another vocabulary, by name, while this one is empty.

        They are appended to in place, so processes that map the same file share it until then.
        """
        assert not len(self) and isinstance(self._chunker, CompiledChunker)
        self.file = file
        count, *sizes = arrays["sizes"].tolist()
        for (name, strings), size in zip(self._interners(self._chunker).items(), sizes):
            strings.key = HashKey(arrays[f"{name}.key"].tolist())
            strings.restore(arrays, name, size)
        for name in _ENTRY_COLUMNS:
            setattr(self, name, DynamicArray(arrays[name], int(arrays["entry_bounds"][count])))
        self.entry_bounds = DynamicArray(arrays["entry_bounds"], count + 1)

    def select(self, find_forms: FindForms) -> "Vocabulary":
        """Return a vocabulary of the chunks that are one word each, of forms that are found.

        Nothing of the others is left in it. Only if `is_compiled`.
        """
        with self._exclusive_change():
            forms = self.forms.encoded(np.arange(len(self.forms))).split()
            found = find_forms(set(forms))
            is_found = np.array([not form or form in found for form in forms], bool)
            selected = Vocabulary(self._analyze)
            selected._take(self, self._find_words(is_found))
            return selected

    def _find_words(self, is_found: Array) -> Array:
        """Return the chunks of a single word all of whose forms are found."""
        at, words = self.entry_bounds.values, self.entry_steps.values > 0
        missing = ~is_found[self.entry_forms.values]
        counts = [np.diff(bounds(each)[at]) for each in (words, missing)]
        assert isinstance(self._chunker, CompiledChunker)
        has_text = np.diff(self._chunker.strings.bounds[:len(self) + 1]) > 0
        return np.flatnonzero((counts[0] == 1) & (counts[1] == 0) & has_text)

    def _take(self, other: "Vocabulary", chunks: Array) -> None:
        """Take over some chunks of another vocabulary while this one is empty."""
        at = other.entry_bounds.values
        sizes = np.diff(at)[chunks]
        entries = runs(at[chunks], sizes)
        for name in _ENTRY_COLUMNS:
            column = getattr(other, name).values[entries]
            if name in ("entry_stems", "entry_forms"):
                of = name.removeprefix("entry_")
                numbers, column = np.unique(column, return_inverse=True)
                setattr(self, of, getattr(other, of).select(numbers))
            setattr(self, name, DynamicArray(column.astype(_ENTRY_COLUMNS[name]), len(column)))
        self.entry_bounds = DynamicArray(bounds(sizes), len(chunks) + 1)
        assert isinstance(self._chunker, CompiledChunker)
        assert isinstance(other._chunker, CompiledChunker)
        self._chunker.strings = other._chunker.strings.select(chunks)

    def split(self, texts: Sequence[str]) -> Chunks:
        """Split the texts into chunks; new ones are analysed and added."""
        with self._exclusive_change():
            return self._chunker.split(texts)

    def find_term(self, term: str, stemmed: bool) -> int | None:
        """Return the number of a stem or of a surface form, or None if there is no such."""
        with self._lock:  # a kernel must not look where another is appending
            return (self.stems if stemmed else self.forms).find(term)

    def entries(self, chunk: int) -> list[Entry]:
        """Return what a chunk is indexed as."""
        first, last = self.entry_bounds.values[chunk:chunk + 2]
        stems, forms, *places = (
            getattr(self, name).values[first:last].tolist() for name in _ENTRY_COLUMNS)
        return list(zip(self.stems.texts(stems), self.forms.texts(forms), *places))

    def translate(self, text: "TokenizedText") -> Array:
        """Return the chunks of a text, u4, in the numbers of this vocabulary."""
        if text.vocabulary is self:
            return text.chunks
        used, inverse = np.unique(text.chunks, return_inverse=True)
        entries = [text.vocabulary.entries(chunk) for chunk in used]
        with self._exclusive_change():
            self._chunker.skip(len(used))
            return np.array(self._append(entries), "<u4")[inverse]

    def add_chunks(self, chunks: Sequence[str]) -> list[int]:
        """Analyse new chunks and return their numbers."""
        return self._append([self._analyze(chunk) for chunk in chunks])

    @contextmanager
    def _exclusive_change(self) -> Iterator[None]:
        """Allow one change at a time, after removing what an interrupted one left."""
        with self._lock:
            if self._is_changing:
                self._discard_unfinished()
            self._is_changing = True
            yield
            self._is_changing = False

    def _discard_unfinished(self) -> None:
        """Forget the chunks and terms that `entry_bounds` does not count."""
        self._chunker.discard_unfinished()
        for interner in (self.stems, self.forms):
            if isinstance(interner, CompiledInterner):
                interner.truncate(len(interner))

    def _append(self, chunks: Sequence[Sequence[Entry]]) -> list[int]:
        """Number chunks, each given as its entries.

        They count as soon as `entry_bounds` does; before, what an interruption left is removed.
        """
        first, count = len(self), int(self.entry_bounds.values[-1])
        for name in _ENTRY_COLUMNS:
            getattr(self, name).truncate(count)
        flat: list[Entry] = []
        bounds: list[int] = []
        for entries in chunks:
            flat += entries
            bounds.append(count + len(flat))
        stems, forms, starts, ends, steps = zip(*flat) if flat else ((),) * 5
        self.entry_stems.extend(self.stems.intern(stems))
        self.entry_forms.extend(self.forms.intern(forms))
        self.entry_starts.extend(starts)
        self.entry_ends.extend(ends)
        self.entry_steps.extend(steps)
        self.entry_bounds.extend(bounds)
        return list(range(first, len(self)))

    def _interners(self, chunker: CompiledChunker) -> dict[str, CompiledInterner]:
        interners = {"chunks": chunker.strings, "stems": self.stems, "forms": self.forms}
        return {name: interner for name, interner in interners.items()
                if isinstance(interner, CompiledInterner)}


@dataclass(frozen=True, eq=False)
class TokenizedText:
    """A text as the numbers of its chunks in a vocabulary, u4, in order."""

    vocabulary: Vocabulary
    chunks: Array

    def terms(self, stems: bool) -> list[tuple[int, str]]:
        """Return the stems, or the surface forms, each with its position, in order."""
        vocabulary, bounds = self.vocabulary, self.vocabulary.entry_bounds.values
        firsts = bounds[self.chunks].astype(np.int64)
        counts = bounds[self.chunks.astype(np.int64) + 1] - firsts
        ends = np.cumsum(counts)
        entries = np.repeat(firsts - (ends - counts), counts)
        entries += np.arange(len(entries))
        steps = vocabulary.entry_steps.values[entries]
        interner = vocabulary.stems if stems else vocabulary.forms
        numbers = (vocabulary.entry_stems if stems else vocabulary.entry_forms).values
        places = find_positions(steps)
        words = steps != PARAGRAPH_GAP
        return list(zip(places.tolist(), interner.texts(numbers[entries[words]])))

    def distinct_stems(self) -> set[str]:
        """Return the different stems of the text."""
        distinct = TokenizedText(self.vocabulary, np.unique(self.chunks))
        return {stem for _, stem in distinct.terms(True)}


def find_positions(steps: Array) -> Array:
    """Return the positions of the words of one text, i8, given the steps of its entries, u1.

    Breaks between paragraphs have none; of several breaks in a row one counts.

    >>> find_positions(np.array([1, 0, 1, 32, 32, 1, 1], np.uint8)).tolist()
    [0, 0, 1, 33, 34]
    """
    words = np.flatnonzero(steps != PARAGRAPH_GAP)
    moves = steps[words].astype(np.int64)
    moves[1:][np.diff(words) > 1] = PARAGRAPH_GAP
    moves[:1] = 0
    places: Array = np.cumsum(moves)
    return places
