"""Arrays that come in turns, each in a file of its own until it can be written whole."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Self

import numpy as np

from search.arrays import Array

_PIECE = 1 << 22
"""Bytes that are read again together; a multiple of any item's."""


class Aside:
    """Pieces of arrays, by name, in nameless files in `folder`, of which nothing is left."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, tuple[np.dtype[np.generic], IO[bytes]]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for _, file in self._files.values():
            file.close()

    def add(self, name: str, piece: Array) -> None:
        """The next piece of an array; all have one dtype."""
        if name not in self._files:
            self._files[name] = piece.dtype, TemporaryFile(dir=self._folder)
        self._files[name][1].write(np.ascontiguousarray(piece).data)

    def arrays(self) -> Iterator[tuple[str, Array]]:
        """The arrays, one after the other, in pieces; an empty one has one piece."""
        for name, (dtype, file) in self._files.items():
            yield name, np.zeros(0, dtype)
            file.seek(0)
            while piece := file.read(_PIECE):
                yield name, np.frombuffer(piece, dtype)
