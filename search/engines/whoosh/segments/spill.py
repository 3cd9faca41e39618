"""Parks arrays that arrive in turns in temporary files, until each can be written whole."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Self

import numpy as np

from search.arrays import Array

_PIECE = 1 << 22
"""Bytes read back at once; a multiple of the size of any item."""


class Spill:
    """Pieces of arrays by name, in unnamed temporary files in `folder`."""

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
        """Add the next piece of an array; all pieces have the same dtype."""
        if name not in self._files:
            self._files[name] = piece.dtype, TemporaryFile(dir=self._folder)
        self._files[name][1].write(np.ascontiguousarray(piece).data)

    def arrays(self) -> Iterator[tuple[str, Array]]:
        """Yield the arrays one after the other, in pieces; an empty array has one piece."""
        for name, (dtype, file) in self._files.items():
            yield name, np.zeros(0, dtype)
            file.seek(0)
            while piece := file.read(_PIECE):
                yield name, np.frombuffer(piece, dtype)
