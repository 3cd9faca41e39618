"""Files as bytes, decompressed on the way."""

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

import zstandard

_CHUNK = 1 << 18
_PIECE = 1 << 10
"""Compressed bytes taken at once: four of them may stand for 128 KiB."""


@contextmanager
def decompressed(file: BinaryIO, suffix: str) -> Iterator[BinaryIO]:
    """The bytes of the file. Raises OSError or EOFError where they are damaged or cut short."""
    try:
        yield COMPRESSED[suffix](file) if suffix else file
    except (zlib.error, zstandard.ZstdError) as error:
        raise OSError(f"damaged {suffix} file: {error}") from error


class _Zstandard(io.RawIOBase):
    """The frames of a file in turn; zstandard's own reader ends quietly in mid-frame."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._frame = zstandard.ZstdDecompressor().decompressobj()
        self._ready = memoryview(b"")
        self._begun = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        while not self._ready and self._advance():
            pass
        given = self._ready[:len(buffer)]
        buffer[:len(given)] = given
        self._ready = self._ready[len(given):]
        return len(given)

    def _advance(self) -> bool:
        """Decompress some more; False at the end."""
        data = self._frame.unused_data if self._frame.eof else b""
        data = data or self._file.read(_PIECE)
        if not data:
            if self._begun and not self._frame.eof:
                raise EOFError("the compressed file is cut short")
            return False
        if self._frame.eof:
            self._frame = zstandard.ZstdDecompressor().decompressobj()
        self._begun = True
        self._ready = memoryview(self._frame.decompress(data))
        return True


def _gzip(file: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, gzip.open(file, "rb"))


def _zstd(file: BinaryIO) -> BinaryIO:
    return io.BufferedReader(_Zstandard(file), _CHUNK)


COMPRESSED: dict[str, Callable[[BinaryIO], BinaryIO]] = {".gz": _gzip, ".zst": _zstd}
