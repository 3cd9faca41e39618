"""Decompresses files while they are read."""

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

import zstandard

_BUFFER_BYTES = 1 << 18
_INPUT_BYTES = 1 << 10
"""Compressed bytes decompressed at once: four of them may expand to 128 KiB."""


@contextmanager
def open_decompressed(file: BinaryIO, ending: str) -> Iterator[BinaryIO]:
    """Open the decompressed content of a file; "" as its ending means that it is not compressed.

    Raises OSError or EOFError while reading if the file is damaged or cut short.
    """
    try:
        yield COMPRESSED[ending](file) if ending else file
    except (zlib.error, zstandard.ZstdError) as error:
        raise OSError(f"damaged {ending} file: {error}") from error


class _ZstandardReader(io.RawIOBase):
    """The frames of a file one after another.

    zstandard's own reader reports a file that ends within a frame as complete.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._frame = zstandard.ZstdDecompressor().decompressobj()
        self._output = memoryview(b"")
        self._started = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        while not self._output and self._decompress_more():
            pass
        data = self._output[:len(buffer)]
        buffer[:len(data)] = data
        self._output = self._output[len(data):]
        return len(data)

    def _decompress_more(self) -> bool:
        """Decompress the next piece; return False at the end. Raises EOFError within a frame."""
        data = self._frame.unused_data if self._frame.eof else b""
        data = data or self._file.read(_INPUT_BYTES)
        if not data:
            if self._started and not self._frame.eof:
                raise EOFError("the compressed file is cut short")
            return False
        if self._frame.eof:
            self._frame = zstandard.ZstdDecompressor().decompressobj()
        self._started = True
        self._output = memoryview(self._frame.decompress(data))
        return True


def _open_gzip(file: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, gzip.open(file, "rb"))


def _open_zstandard(file: BinaryIO) -> BinaryIO:
    return io.BufferedReader(_ZstandardReader(file), _BUFFER_BYTES)


COMPRESSED: dict[str, Callable[[BinaryIO], BinaryIO]] = {
    ".gz": _open_gzip, ".zst": _open_zstandard,
}
"""How to open a compressed file, by the ending of its name."""
