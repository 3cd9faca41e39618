"""A file's lines, and its whole, held only up to a limit."""

from collections.abc import Iterator
from typing import BinaryIO

LARGEST = 64 << 20
"""Bytes of one record: what is larger is passed over without being held."""

TOO_LARGE = f"larger than {LARGEST >> 20} MiB: no article is, so split it or take it out"


def lines(file: BinaryIO) -> Iterator[bytes | None]:
    """Each line; None for one that is too large."""
    while line := file.readline(LARGEST + 1):
        if len(line) <= LARGEST:
            yield line
            continue
        del line
        _pass_over(file)
        yield None


def whole(file: BinaryIO) -> bytes | None:
    """All bytes of the file; None if they are too many."""
    data = file.read(LARGEST + 1)
    return data if len(data) <= LARGEST else None


def _pass_over(file: BinaryIO) -> None:
    """Go to the end of the line."""
    while (piece := file.readline(1 << 20)) and not piece.endswith(b"\n"):
        pass
