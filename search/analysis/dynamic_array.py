"""An array that values are appended to."""

from collections.abc import Sequence

import numpy as np

from search.arrays import Array

_MIN_SIZE = 1024


class DynamicArray:
    """The first `count` values of a buffer, which is enlarged as needed."""

    def __init__(self, buffer: Array, count: int) -> None:
        self._buffer = buffer
        self._count = count

    def __len__(self) -> int:
        return self._count

    @property
    def values(self) -> Array:
        """The values appended so far, as a view."""
        return self._buffer[:self._count]

    def truncate(self, count: int) -> None:
        """Keep only the first `count` values."""
        self._count = count

    def extend(self, values: Sequence[int] | Array) -> None:
        """Append values."""
        needed = self._count + len(values)
        if needed > len(self._buffer):
            self._buffer = enlarge(self.values, max(needed, 2 * len(self._buffer), _MIN_SIZE))
        self._buffer[self._count:needed] = values
        self._count = needed


def enlarge(values: Array, size: int) -> Array:
    """Return a copy of the values in a larger array, with zeros behind them."""
    enlarged = np.zeros(size, values.dtype)
    enlarged[:len(values)] = values
    return enlarged


def add_spare_room(values: Array) -> Array:
    """Return a copy with room for an eighth more, so that whoever maps it can append in place."""
    return enlarge(values, len(values) + len(values) // 8 + _MIN_SIZE)
