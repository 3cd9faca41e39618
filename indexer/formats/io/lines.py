"""Reads lines and whole files without holding more than a limit."""

from collections.abc import Iterator
from typing import BinaryIO

from indexer.formats.io import encoding
from indexer.text.repair import repair

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


def read_text(file: BinaryIO) -> encoding.Decoded:
    """Return the text of a file, repaired, with notes. Raises ValueError if it has none."""
    data = read_whole(file)
    if data is None:
        raise ValueError(TOO_LARGE)
    if encoding.is_binary(data):
        raise ValueError(encoding.NOT_TEXT)
    decoded, notes = encoding.decode(data)
    text, repairs = repair(decoded)
    return text, notes + repairs


def _skip_line(file: BinaryIO) -> None:
    while (piece := file.readline(1 << 20)) and not piece.endswith(b"\n"):
        pass
