"""The chunks of text met so far, by number, and what each is indexed as.

Texts repeat their words: what a chunk means is found out once, by the reference, and looked up
ever after. A compiled kernel finds the numbers; without it, the reference's own expression does.
"""

import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from search.analysis.token import Entry
from search.analysis.words import words
from search.arrays import Array

Read = Callable[[str], Sequence[Entry]]
"""The reference: from a piece of text to its entries."""


class Reading(NamedTuple):
    """The chunks of some texts, in order: u4 each, and how many each text has, i8.

    `starts` and `ends` count code points in their text.
    """

    numbers: Array
    starts: Array
    ends: Array
    counts: Array


class Growing:
    """An array that things are added to at its end."""

    def __init__(self, dtype: str, values: Sequence[int] | Array = ()) -> None:
        self._held = np.array(values, dtype)
        self._count = len(self._held)

    def __len__(self) -> int:
        return self._count

    @property
    def values(self) -> Array:
        """What was added so far; no copy."""
        return self._held[:self._count]

    def cut(self, count: int) -> None:
        """Leave so many."""
        self._count = count

    def add(self, values: Sequence[int]) -> None:
        """Add these at the end."""
        needed = self._count + len(values)
        if needed > len(self._held):
            grown = np.empty(max(needed, 2 * len(self._held), 1024), self._held.dtype)
            grown[:self._count] = self.values
            self._held = grown
        self._held[self._count:needed] = values
        self._count = needed


class Terms(dict[str, int]):
    """Terms, numbered in the order in which they come."""

    def __init__(self, terms: Sequence[str] = ()) -> None:
        super().__init__(zip(terms, range(len(terms))))
        self.listed = list(terms)

    def __missing__(self, term: str) -> int:
        number = len(self.listed)
        self.listed.append(term)  # first: an interruption leaves a term without a number at worst
        self[term] = number
        return number


class Vocabulary:
    """What chunks mean. Safe to share between threads; it only grows.

    The chunk `n` has the entries entry_at[n]:entry_at[n + 1] of `stem` and `form`, which are
    numbers in `stems` and `forms`, and of `start` and `end`, code points in the chunk.
    """

    def __init__(self, read: Read) -> None:
        self._read = read
        self._lock = threading.Lock()
        self._chunks = chunks(self)
        self.stems, self.forms = Terms(), Terms()
        self.entry_at = Growing("<i8", [0])
        self.stem, self.form = Growing("<u4"), Growing("<u4")
        self.start, self.end = Growing("<u4"), Growing("<u4")

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

    def arrays(self) -> dict[str, Array]:
        """All of it as arrays, if the kernel found the chunks; else none."""
        with self._lock:
            if not isinstance(self._chunks, ByKernel):
                return {}
            return self._chunks.arrays() | {
                "entry_at": self.entry_at.values, "stem": self.stem.values,
                "form": self.form.values, "start": self.start.values, "end": self.end.values,
                **_listed("stems", self.stems), **_listed("forms", self.forms),
            }

    def restore(self, arrays: Mapping[str, Array]) -> None:
        """Take over what another vocabulary gave as arrays, while this one is empty."""
        assert not len(self) and isinstance(self._chunks, ByKernel)
        self._chunks.restore(arrays)
        self.entry_at = Growing("<i8", arrays["entry_at"])
        self.stem, self.form = (Growing("<u4", arrays[name]) for name in ("stem", "form"))
        self.start, self.end = (Growing("<u4", arrays[name]) for name in ("start", "end"))
        self.stems, self.forms = (Terms(_terms(arrays, name)) for name in ("stems", "forms"))

    def reading(self, texts: Sequence[str]) -> Reading:
        """The chunks of the texts; new ones are read by the reference."""
        with self._lock:
            return self._chunks.reading(texts)

    def entries(self, number: int) -> list[Entry]:
        """What a chunk is indexed as."""
        first, last = self.entry_at.values[number:number + 2]
        return [
            (self.stems.listed[self.stem.values[n]], self.forms.listed[self.form.values[n]],
             int(self.start.values[n]), int(self.end.values[n]))
            for n in range(first, last)
        ]

    def renumbered(self, words: "Words") -> Array:
        """The numbers of a text's chunks, u4, although another vocabulary numbered them."""
        if words.vocabulary is self:
            return words.numbers
        used, back = np.unique(words.numbers, return_inverse=True)
        with self._lock:
            return np.array(self._take([words.vocabulary.entries(n) for n in used]), "<u4")[back]

    def add(self, chunks: Sequence[str]) -> list[int]:
        """Take in new chunks: their numbers."""
        return self._take([self._read(chunk) for chunk in chunks])

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
        terms, forms, starts, stops = zip(*entries) if entries else ((),) * 4
        self.stem.add([self.stems[term] for term in terms])
        self.form.add([self.forms[form] for form in forms])
        self.start.add(starts)
        self.end.add(stops)
        self.entry_at.add(ends)
        return list(range(first, len(self)))


@dataclass(frozen=True, eq=False)
class Words:
    """The words of a text: the numbers of its chunks in a vocabulary, u4, in order."""

    vocabulary: Vocabulary
    numbers: Array

    def terms(self, stems: bool) -> list[str]:
        """The stems, or the surface forms, of all entries, by their positions."""
        vocabulary = self.vocabulary
        listed = (vocabulary.stems if stems else vocabulary.forms).listed
        of = (vocabulary.stem if stems else vocabulary.form).values
        at = vocabulary.entry_at.values
        return [
            listed[of[entry]] for number in self.numbers.tolist()
            for entry in range(at[number], at[number + 1])
        ]


class ByExpression:
    """Chunks as the reference's regular expression finds them."""

    bytes = 0

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._known: dict[str, int] = {}

    def reading(self, texts: Sequence[str]) -> Reading:
        found = [(match.group(), *match.span(), n)
                 for n, text in enumerate(texts) for match in words(text)]
        runs, starts, ends, owners = zip(*found) if found else ((),) * 4
        new = list(dict.fromkeys(run for run in runs if run not in self._known))
        self._known.update(zip(new, self._vocabulary.add(new)))
        numbers = [self._known[run] for run in runs]
        columns = [np.array(column, np.uint32) for column in (numbers, starts, ends)]
        counts = np.bincount(np.array(owners, np.int64), minlength=len(texts))
        return Reading(columns[0], columns[1], columns[2], counts)


class ByKernel:
    """Chunks as the compiled kernel finds them, by a hash that nobody outside can foresee.

    `kept` are the bits of the hash that count: all, but where a test wants them to collide.
    """

    def __init__(
        self, vocabulary: Vocabulary, scan: Any, enter: Any, kept: int = (1 << 64) - 1
    ) -> None:
        self._vocabulary = vocabulary
        self._scan, self._enter = scan, enter
        self._hash = np.uint64(secrets.randbits(64)), np.uint64(kept)
        self._count = 0
        self._known = Growing("<u4")
        self._chunk_at: Array = np.zeros(0, np.int64)
        self._arena: Array = np.zeros(0, np.uint8)
        self._resize(1 << 12, 1 << 16)

    def reading(self, texts: Sequence[str]) -> Reading:
        encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
        bounds = np.zeros(len(texts) + 1, np.int64)
        np.cumsum([len(text) for text in encoded], out=bounds[1:])
        text = np.frombuffer(b"".join(encoded) or b" ", np.uint8)
        most = len(text) // 2 + len(texts) + 1
        numbers, starts, ends = (np.empty(most, np.uint32) for _ in range(3))
        counts = np.zeros(len(texts), np.int64)
        done = at = point = found = 0
        try:
            while done < len(texts):
                done, at, point, self._count, found = self._scan(
                    text, bounds, done, at, point, self._table, self._chunk_at, self._arena,
                    self._count, *self._hash, numbers, starts, ends, found, counts)
                if done < len(texts):
                    self._make_room(int(bounds[done + 1]) - at)
            self._take_in()
        except BaseException:  # interrupted: only chunks whose meaning is known may count
            self._count = len(self._known)
            self._resize(len(self._chunk_at), len(self._arena))
            raise
        return Reading(self._known.values[numbers[:found]], starts[:found], ends[:found], counts)

    @property
    def bytes(self) -> int:
        """Room for the chunks."""
        return self._arena.nbytes

    def arrays(self) -> dict[str, Array]:
        """The chunks, and the number of each in the vocabulary."""
        used = int(self._chunk_at[self._count])
        return {"chunks": self._arena[:used], "chunk_at": self._chunk_at[:self._count + 1],
                "known": self._known.values}

    def restore(self, arrays: Mapping[str, Array]) -> None:
        """Take these chunks over."""
        self._chunk_at, self._arena = arrays["chunk_at"], arrays["chunks"]
        self._known = Growing("<u4", arrays["known"])
        self._count = len(self._known)
        self._resize(2 * self._count + 1024, 2 * len(self._arena) + 1024)

    def _take_in(self) -> None:
        """Show the new chunks to the reference."""
        new = range(len(self._known), self._count)
        at = self._chunk_at[new.start:self._count + 1].tolist()
        text = self._arena[at[0]:at[-1]].tobytes()
        pieces = (text[begin - at[0]:end - at[0]] for begin, end in zip(at, at[1:]))
        self._known.add(self._vocabulary.add([
            piece.decode("utf-8", "surrogatepass") for piece in pieces
        ]))

    def _make_room(self, size: int) -> None:
        """Room for so many more bytes of chunks, and for as many chunks again if it is full."""
        chunks, room = len(self._chunk_at), len(self._arena)
        used = int(self._chunk_at[self._count])
        self._resize(
            2 * chunks if self._count + 1 >= chunks else chunks,
            max(2 * room, used + size) if used + size > room else room,
        )

    def _resize(self, chunks: int, size: int) -> None:
        chunk_at, arena = np.zeros(chunks, np.int64), np.zeros(size, np.uint8)
        if self._count:
            chunk_at[:self._count + 1] = self._chunk_at[:self._count + 1]
            used = int(chunk_at[self._count])
            arena[:used] = self._arena[:used]
        self._chunk_at, self._arena = chunk_at, arena
        self._table = np.zeros(1 << (2 * chunks - 1).bit_length(), np.uint64)
        self._enter(self._table, chunk_at, arena, self._count, *self._hash)


def _listed(name: str, terms: Terms) -> dict[str, Array]:
    texts = [term.encode("utf-8", "surrogatepass") for term in terms.listed]
    ends = np.cumsum([0, *map(len, texts)])
    return {name: np.frombuffer(b"".join(texts), np.uint8), f"{name}_at": ends.astype("<i8")}


def _terms(arrays: Mapping[str, Array], name: str) -> list[str]:
    text, at = arrays[name].tobytes(), arrays[f"{name}_at"].tolist()
    return [text[begin:end].decode("utf-8", "surrogatepass") for begin, end in zip(at, at[1:])]


_compiled: list[Any] = []


def load() -> None:
    """Let vocabularies made from now on use the compiled kernel, if numba is installed."""
    if _compiled:
        return
    try:
        from search.analysis.chunks import enter, scan
    except ImportError:  # numba cannot be installed everywhere
        return
    _compiled.extend((scan, enter))


def chunks(vocabulary: Vocabulary) -> ByExpression | ByKernel:
    """How a new vocabulary finds chunks."""
    return ByKernel(vocabulary, *_compiled) if _compiled else ByExpression(vocabulary)
