"""Reads lines and whole files without holding more than a limit."""

from collections.abc import Iterator
from typing import BinaryIO

MAX_RECORD_BYTES = 64 << 20
"""Larger records are skipped without being held."""

TOO_LARGE = f"larger than {MAX_RECORD_BYTES >> 20} MiB: no article is; split it or take it out"


def read_lines(file: BinaryIO) -> Iterator[bytes | None]:
    """Yield each line with its line break; None for one that is too large."""
    while line := file.readline(MAX_RECORD_BYTES + 1):
        if len(line) <= MAX_RECORD_BYTES:
            yield line
            continue
        del line
        _skip_line(file)
        yield None


def read_whole(file: BinaryIO) -> bytes | None:
    """Return the content of the file, None if it is too large."""
    data = file.read(MAX_RECORD_BYTES + 1)
    return data if len(data) <= MAX_RECORD_BYTES else None


def _skip_line(file: BinaryIO) -> None:
    while (piece := file.readline(1 << 20)) and not piece.endswith(b"\n"):
        pass
