"""Different strings, numbered in the order in which they come."""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from types import ModuleType
from typing import Protocol

import numpy as np

from search.analysis.dynamic_array import enlarged, spared
from search.arrays import Array
from search.kernel_loader import compiled

ALL = (1 << 64) - 1


class Terms(Protocol):
    """Strings and their numbers."""

    def __len__(self) -> int: ...

    def number(self, term: str) -> int | None:
        """The number of a term; None if it has none."""

    def numbers(self, terms: Sequence[str]) -> list[int]:
        """The number of each term; new ones get the next."""

    def texts(self, numbers: Iterable[int]) -> list[str]:
        """The terms with these numbers."""


def terms() -> Terms:
    """An empty one, such as is used now."""
    kernels = compiled("analysis")
    return Hashed(kernels[0], Hash()) if kernels else Listed()


class Listed:
    """Terms in a dictionary and a list."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._listed: list[str] = []

    def __len__(self) -> int:
        return len(self._listed)

    def number(self, term: str) -> int | None:
        return self._numbers.get(term)

    def numbers(self, terms: Sequence[str]) -> list[int]:
        for term in dict.fromkeys(terms):
            if term not in self._numbers:
                # the list first: an interruption leaves a term without a number at worst
                self._listed.append(term)
                self._numbers[term] = len(self._listed) - 1
        return [self._numbers[term] for term in terms]

    def texts(self, numbers: Iterable[int]) -> list[str]:
        return [self._listed[number] for number in numbers]


class Hash:
    """What chooses a hash: nobody outside can foresee which strings collide.

    `kept` are the bits that count: all, but where a test wants collisions.
    """

    def __init__(self, seed: int | None = None, kept: int = ALL) -> None:
        self.seed = np.uint64(secrets.randbits(64) if seed is None else seed)
        self.kept = np.uint64(kept)


class Hashed:
    """Strings in arrays that kernels read and add to, with a table of their hashes.

    `text` u1 are the strings, UTF-8, one after the other: the string `n` is text[at[n]:at[n + 1]].
    `at` i8 and `text` have room behind what is used; `table` u8 is half full at the most.
    """

    def __init__(self, kernels: ModuleType, hash: Hash) -> None:
        self._kernels = kernels
        self.hash = hash
        self.count = 0
        self.text: Array = np.zeros(1 << 14, np.uint8)
        self.at: Array = np.zeros(1 << 11, np.int64)
        self.table: Array = np.zeros(1 << 12, np.uint64)

    def __len__(self) -> int:
        return self.count

    def number(self, term: str) -> int | None:
        found = self._kernels.find(_bytes(term), self.table, self.at, self.text,
                                   self.hash.seed, self.hash.kept)
        return None if found < 0 else int(found)

    def numbers(self, terms: Sequence[str]) -> list[int]:
        encoded = [_encoded(term) for term in terms]
        text, bounds = joined(encoded)
        numbers, done = np.empty(len(terms), np.uint32), 0
        while True:
            done, self.count, size = self._kernels.number(
                text, bounds, done, self.table, self.at, self.text, self.count,
                self.hash.seed, self.hash.kept, numbers)
            if done == len(terms):
                listed: list[int] = numbers.tolist()
                return listed
            self.make_room(size)

    def texts(self, numbers: Iterable[int]) -> list[str]:
        places = np.fromiter(numbers, np.int64)
        begins, ends = self.at[places].tolist(), self.at[places + 1].tolist()
        text = self.text.data
        return [str(text[begin:end], "utf-8", "surrogatepass")
                for begin, end in zip(begins, ends)]

    def skip(self, count: int) -> None:
        """Give so many numbers to nothing."""
        self.at = enlarged(self.at, max(len(self.at), self.count + count + 2))
        self.at[self.count + 1:self.count + count + 1] = self.at[self.count]
        self.count += count

    def make_room(self, size: int) -> None:
        """Room for one more string of so many bytes, and for many."""
        used = int(self.at[self.count])
        if used + size > len(self.text):
            self.text = enlarged(self.text[:used], max(2 * len(self.text), used + size))
        if self.count + 1 >= len(self.at):
            self.at = enlarged(self.at[:self.count + 1], 2 * len(self.at))
        if 2 * (self.count + 1) > len(self.table):
            self._tabulate(2 * len(self.table))

    def cut(self, count: int) -> None:
        """Leave so many, whatever an interruption left."""
        self.count = count
        self._tabulate(len(self.table))

    def arrays(self, name: str) -> Iterator[tuple[str, Array]]:
        """All of it, with room to go on; see `restore`."""
        yield f"{name}.text", spared(self.text[:int(self.at[self.count])])
        at, table = spared(self.at[:self.count + 1]), self.table
        yield f"{name}.at", at
        more = 2 * len(at) > len(table)
        yield f"{name}.table", self._tabulated(2 * len(table)) if more else table

    def restore(self, arrays: Mapping[str, Array], name: str, count: int) -> None:
        """Take over what `arrays` gave; it is added to in place. The hash must be the same."""
        self.text, self.at, self.table = (
            arrays[f"{name}.{part}"] for part in ("text", "at", "table"))
        self.count = count

    def _tabulate(self, size: int) -> None:
        self.table = self._tabulated(size)

    def _tabulated(self, size: int) -> Array:
        table = np.zeros(size, np.uint64)
        self._kernels.enter(table, self.at, self.text, self.count, self.hash.seed, self.hash.kept)
        return table


def joined(texts: Sequence[bytes]) -> tuple[Array, Array]:
    """The texts one after the other, u1, and where each begins and the last ends, i8."""
    bounds = np.array([0, *accumulate(map(len, texts))], np.int64)
    return np.frombuffer(b"".join(texts) or b" ", np.uint8), bounds


def _encoded(term: str) -> bytes:
    return term.encode("utf-8", "surrogatepass")


def _bytes(term: str) -> Array:
    return np.frombuffer(_encoded(term), np.uint8) if term else np.zeros(0, np.uint8)
