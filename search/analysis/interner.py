"""Interners number different strings in the order in which they come, from 0."""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from types import ModuleType
from typing import Protocol

import numpy as np

from search.analysis.dynamic_array import add_spare_room, enlarge
from search.analysis.kernel_types import StringTable, Texts
from search.arrays import Array, bounds, pick, runs
from search.kernel_loader import compiled_modules

ALL_BITS = (1 << 64) - 1


class Interner(Protocol):
    """Different strings and their numbers."""

    def __len__(self) -> int: ...

    def find(self, text: str) -> int | None:
        """Return the number of a string, or None if it has none."""

    def intern(self, texts: Sequence[str]) -> list[int]:
        """Return the number of each string; new ones get the next numbers."""

    def texts(self, numbers: Iterable[int]) -> list[str]:
        """Return the strings with these numbers."""

    def encoded(self, numbers: Array) -> Texts:
        """Return the strings with these numbers, i8, in UTF-8."""


def create_interner() -> Interner:
    """Return an empty interner, compiled if the kernels are loaded."""
    kernels = compiled_modules("analysis")
    return CompiledInterner(kernels[0], HashKey()) if kernels else DictInterner()


class DictInterner:
    """Strings in a dictionary and a list: the reference implementation."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._texts: list[str] = []

    def __len__(self) -> int:
        return len(self._texts)

    def find(self, text: str) -> int | None:
        return self._numbers.get(text)

    def intern(self, texts: Sequence[str]) -> list[int]:
        for text in dict.fromkeys(texts):
            if text not in self._numbers:
                # the list first: at worst an interruption leaves a string without a number
                self._texts.append(text)
                self._numbers[text] = len(self._texts) - 1
        return [self._numbers[text] for text in texts]

    def texts(self, numbers: Iterable[int]) -> list[str]:
        return [self._texts[number] for number in numbers]

    def encoded(self, numbers: Array) -> Texts:
        return concatenate(self.texts(numbers.tolist()))


class HashKey:
    """A secret key of 128 bits, so that nobody outside can choose strings whose hashes collide.

    `words` are its halves, u8 (2). `mask` selects the bits of a hash that count: all of them,
    except in tests of collisions.
    """

    def __init__(self, words: Sequence[int] | None = None, mask: int = ALL_BITS) -> None:
        if words is None:
            words = secrets.randbits(64), secrets.randbits(64)
        self.words: Array = np.array(words, np.uint64)
        self.mask = np.uint64(mask)


class CompiledInterner:
    """Strings in arrays that kernels read and append to, with a hash table.

    `text` u1 is the strings in UTF-8, one after the other: string `n` is
    text[bounds[n]:bounds[n + 1]]. `bounds` i8 and `text` have spare room at their end. `table` u8
    is at most half full; see `tokenizer_kernel.py` for its slots.
    """

    def __init__(self, kernels: ModuleType, key: HashKey) -> None:
        self._kernels = kernels
        self.key = key
        self.count = 0
        self.text: Array = np.zeros(1 << 14, np.uint8)
        self.bounds: Array = np.zeros(1 << 11, np.int64)
        self.table: Array = np.zeros(1 << 12, np.uint64)

    def __len__(self) -> int:
        return self.count

    def find(self, text: str) -> int | None:
        encoded = np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8)
        number = self._kernels.find(encoded, self.arrays())
        return None if number < 0 else int(number)

    def intern(self, texts: Sequence[str]) -> list[int]:
        encoded, numbers, done = concatenate(texts), np.empty(len(texts), np.uint32), 0
        while True:
            done, self.count, needed = self._kernels.intern(
                encoded, done, self.arrays(), self.count, numbers)
            if done == len(texts):
                interned: list[int] = numbers.tolist()
                return interned
            self.reserve(needed)

    def texts(self, numbers: Iterable[int]) -> list[str]:
        places = np.fromiter(numbers, np.int64)
        begins, ends = self.bounds[places].tolist(), self.bounds[places + 1].tolist()
        text = self.text.data
        return [str(text[begin:end], "utf-8", "surrogatepass")
                for begin, end in zip(begins, ends)]

    def encoded(self, numbers: Array) -> Texts:
        return Texts(*pick(self.text, self.bounds, numbers))

    def arrays(self) -> StringTable:
        """Return what kernels read and append to."""
        return self._arrays(self.table)

    def skip(self, count: int) -> None:
        """Leave the next `count` numbers to strings that are not found here."""
        self.bounds = enlarge(self.bounds, max(len(self.bounds), self.count + count + 2))
        self.bounds[self.count + 1:self.count + count + 1] = self.bounds[self.count]
        self.count += count

    def reserve(self, size: int) -> None:
        """Make room for at least one more string, which has `size` bytes."""
        used = int(self.bounds[self.count])
        if used + size > len(self.text):
            self.text = enlarge(self.text[:used], max(2 * len(self.text), used + size))
        if self.count + 1 >= len(self.bounds):
            self.bounds = enlarge(self.bounds[:self.count + 1], 2 * len(self.bounds))
        if 2 * (self.count + 1) > len(self.table):
            self.table = self._build_table(2 * len(self.table))

    def truncate(self, count: int) -> None:
        """Keep only the first `count` strings, whatever an interruption left of others."""
        self.count = count
        self.table = self._build_table(len(self.table))

    def to_arrays(self, name: str) -> Iterator[tuple[str, Array]]:
        """Yield the arrays, with spare room, under names that begin with `name`."""
        yield f"{name}.text", add_spare_room(self.text[:int(self.bounds[self.count])])
        bounds, table = add_spare_room(self.bounds[:self.count + 1]), self.table
        yield f"{name}.bounds", bounds
        is_crowded = 2 * len(bounds) > len(table)
        yield f"{name}.table", self._build_table(2 * len(table)) if is_crowded else table

    def restore(self, arrays: Mapping[str, Array], name: str, count: int) -> None:
        """Use the arrays that `to_arrays` yielded, and append to them in place.

        The key must be the same as then.
        """
        self.text, self.bounds, self.table = (
            arrays[f"{name}.{part}"] for part in ("text", "bounds", "table"))
        self.count = count

    def select(self, numbers: Array) -> "CompiledInterner":
        """Return an interner of the strings with these numbers alone, in this order.

        It has a key of its own, so that it does not depend on the other strings.
        """
        chosen, sizes = CompiledInterner(self._kernels, HashKey()), np.diff(self.bounds)[numbers]
        chosen.text = enlarge(self.text[runs(self.bounds[numbers], sizes)], int(sizes.sum()) + 1)
        chosen.bounds = enlarge(bounds(sizes), len(numbers) + 2)
        chosen.count = len(numbers)
        chosen.table = chosen._build_table(1 << (2 * chosen.count + 2).bit_length())
        return chosen

    def _build_table(self, size: int) -> Array:
        table = np.zeros(size, np.uint64)
        self._kernels.fill_table(self._arrays(table), self.count)
        return table

    def _arrays(self, table: Array) -> StringTable:
        key, key2 = self.key.words
        return StringTable(table, self.bounds, self.text, key, key2, self.key.mask)


def concatenate(texts: Sequence[str]) -> Texts:
    """Return the texts in UTF-8. Half a surrogate pair is encoded too."""
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    bounds = np.array([0, *accumulate(map(len, encoded))], np.int64)
    return Texts(np.frombuffer(b"".join(encoded) or b" ", np.uint8), bounds)
