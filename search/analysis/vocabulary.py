"""What chunks of text mean: each is indexed as some terms, which are found out once.

Texts repeat their words: what a chunk means is found out by the reference, and looked up ever
after by its number.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from search.analysis.chunking import ByKernel, Reading, reader
from search.analysis.dynamic_array import Growing, spared
from search.analysis.interner import Hash, Hashed, Terms, terms
from search.analysis.token import Entry
from search.arrays import Array

Read = Callable[[str], Sequence[Entry]]
"""The reference: from a piece of text to its entries."""

_COLUMNS = ("stem", "form", "start", "end")


class Vocabulary:
    """What chunks mean. Safe to share between threads; it only grows.

    The chunk `n` has the entries entry_at[n]:entry_at[n + 1] of `stem` and `form`, which are
    numbers in `stems` and `forms`, and of `start` and `end`, code points in the chunk.
    """

    def __init__(self, read: Read) -> None:
        self._read = read
        self._lock = threading.Lock()
        self._changing = False
        self._chunks = reader(self)
        self.stems, self.forms = terms(), terms()
        self.entry_at = Growing(np.zeros(1, "<i8"), 1)
        self.stem, self.form, self.start, self.end = (
            Growing(np.zeros(0, "<u4"), 0) for _ in _COLUMNS)

    def __len__(self) -> int:
        return len(self.entry_at) - 1

    @property
    def by_kernel(self) -> bool:
        """Whether the compiled kernel finds the chunks."""
        return isinstance(self._chunks, ByKernel)

    @property
    def bytes(self) -> int:
        """Room that the chunks themselves take, as far as that is known."""
        return self._chunks.bytes

    def arrays(self) -> Iterator[tuple[str, Array]]:
        """All of it as arrays with room to go on, if the kernel found the chunks; else none.

        They are made one after the other; nothing can be added until the last was taken.
        """
        with self._change():
            if not isinstance(self._chunks, ByKernel):
                return
            for name in ("entry_at", *_COLUMNS):
                yield name, spared(getattr(self, name).values)
            sizes = [len(self)]
            for name, strings in self._strings(self._chunks).items():
                yield from strings.arrays(name)
                yield f"{name}.seed", np.array([strings.hash.seed], "<u8")
                sizes.append(len(strings))
            yield "sizes", np.array(sizes, "<i8")

    def restore(self, arrays: Mapping[str, Array]) -> None:
        """Take over what another vocabulary gave as arrays, by name, while this one is empty.

        They are kept and added to in place, so whoever maps a file shares it until then.
        """
        assert not len(self) and isinstance(self._chunks, ByKernel)
        count, *sizes = arrays["sizes"].tolist()
        for (name, strings), size in zip(self._strings(self._chunks).items(), sizes):
            strings.hash = Hash(int(arrays[f"{name}.seed"][0]))
            strings.restore(arrays, name, size)
        for name in _COLUMNS:
            setattr(self, name, Growing(arrays[name], int(arrays["entry_at"][count])))
        self.entry_at = Growing(arrays["entry_at"], count + 1)

    def columns(self) -> tuple[Array, ...]:
        """What kernels read, if they found the chunks: entry_at, stem, form, start and end.

        Then the text of the forms, u1, and where each begins, i8.
        """
        assert isinstance(self.forms, Hashed)
        return (self.entry_at.values, self.stem.values, self.form.values, self.start.values,
                self.end.values, self.forms.text, self.forms.at)

    def reading(self, texts: Sequence[str]) -> Reading:
        """The chunks of the texts; new ones are read by the reference."""
        with self._change():
            return self._chunks.reading(texts)

    def number(self, term: str, stemmed: bool) -> int | None:
        """The number of a stem, or of a surface form; None if there is no such."""
        with self._lock:  # a kernel must not look where another is adding to
            return (self.stems if stemmed else self.forms).number(term)

    def entries(self, number: int) -> list[Entry]:
        """What a chunk is indexed as."""
        first, last = self.entry_at.values[number:number + 2]
        stem, form, start, end = (
            getattr(self, name).values[first:last].tolist() for name in _COLUMNS)
        return list(zip(self.stems.texts(stem), self.forms.texts(form), start, end))

    def renumbered(self, words: "Words") -> Array:
        """The numbers of a text's chunks, u4, although another vocabulary numbered them."""
        if words.vocabulary is self:
            return words.numbers
        used, back = np.unique(words.numbers, return_inverse=True)
        meanings = [words.vocabulary.entries(number) for number in used]
        with self._change():
            self._chunks.skip(len(used))
            return np.array(self._take(meanings), "<u4")[back]

    def add(self, chunks: Sequence[str]) -> list[int]:
        """Take in new chunks: their numbers."""
        return self._take([self._read(chunk) for chunk in chunks])

    @contextmanager
    def _change(self) -> Iterator[None]:
        """One change at a time; what an interruption left of the one before goes first."""
        with self._lock:
            if self._changing:
                self._mend()
            self._changing = True
            yield
            self._changing = False

    def _mend(self) -> None:
        """Chunks count when entry_at tells of them."""
        self._chunks.mend()
        for known in (self.stems, self.forms):
            if isinstance(known, Hashed):
                known.cut(len(known))

    def _take(self, meanings: Sequence[Sequence[Entry]]) -> list[int]:
        """A number for each of these, each the entries of a chunk.

        They count when entry_at tells of them; what an interruption left of others goes first.
        """
        first, count = len(self), int(self.entry_at.values[-1])
        for column in (self.stem, self.form, self.start, self.end):
            column.cut(count)
        entries: list[Entry] = []
        ends: list[int] = []
        for meaning in meanings:
            entries += meaning
            ends.append(count + len(entries))
        stems, forms, starts, stops = zip(*entries) if entries else ((),) * 4
        self.stem.add(self.stems.numbers(stems))
        self.form.add(self.forms.numbers(forms))
        self.start.add(starts)
        self.end.add(stops)
        self.entry_at.add(ends)
        return list(range(first, len(self)))

    def _strings(self, chunks: ByKernel) -> dict[str, Hashed]:
        found = {"chunks": chunks.strings, "stems": self.stems, "forms": self.forms}
        return {name: each for name, each in found.items() if isinstance(each, Hashed)}


@dataclass(frozen=True, eq=False)
class Words:
    """The words of a text: the numbers of its chunks in a vocabulary, u4, in order."""

    vocabulary: Vocabulary
    numbers: Array

    def terms(self, stems: bool) -> list[str]:
        """The stems, or the surface forms, of all entries, by their positions."""
        vocabulary = self.vocabulary
        terms: Terms = vocabulary.stems if stems else vocabulary.forms
        of = (vocabulary.stem if stems else vocabulary.form).values
        at = vocabulary.entry_at.values
        return terms.texts(
            of[entry] for number in self.numbers.tolist()
            for entry in range(at[number], at[number + 1])
        )
