"""An array that things are added to at its end."""

from collections.abc import Sequence

import numpy as np

from search.arrays import Array


class Growing:
    """The first `count` values of an array with room behind them; it is enlarged as needed."""

    def __init__(self, held: Array, count: int) -> None:
        self._held = held
        self._count = count

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
            self._held = enlarged(self.values, max(needed, 2 * len(self._held), 1024))
        self._held[self._count:needed] = values
        self._count = needed


def enlarged(values: Array, size: int) -> Array:
    """A copy of the values with room behind them, `size` in all."""
    made = np.zeros(size, values.dtype)
    made[:len(values)] = values
    return made


def spared(values: Array) -> Array:
    """A copy with room for an eighth more, so that what maps it can add to it in place."""
    return enlarged(values, len(values) + len(values) // 8 + 1024)
