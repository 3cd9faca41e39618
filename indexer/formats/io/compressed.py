"""Decompresses files while they are read.

How a file begins says whether it is compressed; its name only counts if the beginning says nothing.
"""

import bz2
import codecs
import gzip
import io
import lzma
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

import zstandard

_BUFFER_BYTES = 1 << 18
_INPUT_BYTES = 1 << 10
"""Compressed bytes decompressed at once: four of them may expand to 128 KiB."""

_SEEN_BYTES = 1 << 10
"""Bytes of a file that are looked at to tell whether it is compressed."""

_MAX_XZ_BYTES = 128 << 20
"""Memory for the dictionary of an .xz file. `xz -9` needs 65 MiB."""

_STARTS = {
    ".gz": re.compile(rb"\x1f\x8b\x08"), ".zst": re.compile(rb"\x28\xb5\x2f\xfd"),
    ".bz2": re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)"), ".xz": re.compile(rb"\xfd7zXZ\x00"),
}
"""How compressed files begin, by the ending of their names."""

_CONTROL = re.compile(rb"[\0-\x08\x0e-\x1f]")


def detect_compression(file: BinaryIO, named: str) -> str:
    """Return the ending that a file's first bytes call for, "" if it is not compressed.

    `named` is the ending of its name, which is returned if the beginning proves nothing. Programs
    such as browsers unpack a file and keep its name.
    """
    start = cast(io.BufferedReader, file).peek(1)[:_SEEN_BYTES]
    found = next((ending for ending, form in _STARTS.items() if form.match(start)), None)
    return found or ("" if _is_plain_text(start) else named)


def _is_plain_text(start: bytes) -> bool:
    if not start or _CONTROL.search(start):
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return False
    return True


@contextmanager
def open_decompressed(file: BinaryIO, ending: str) -> Iterator[BinaryIO]:
    """Open the decompressed content of a file; "" as its ending means that it is not compressed.

    Raises OSError or EOFError while reading if the file is damaged or cut short.
    """
    try:
        yield COMPRESSED[ending](file) if ending else file
    except (zlib.error, zstandard.ZstdError, lzma.LZMAError) as error:
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


class _XzReader(io.RawIOBase):
    """The streams of a file one after another.

    lzma's own reader takes as much memory as the file asks for.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._stream = lzma.LZMADecompressor(memlimit=_MAX_XZ_BYTES)
        self._started = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        output = b""
        while not output:
            data = self._read_input()
            if data is None:
                return 0
            output = self._stream.decompress(data, len(buffer))
        buffer[:len(output)] = output
        return len(output)

    def _read_input(self) -> bytes | None:
        """Return what to decompress next, None at the end. Raises EOFError within a stream."""
        if self._stream.eof:
            data = self._stream.unused_data.lstrip(b"\0")
            while not data:  # streams may be padded with zeros
                if not (piece := self._file.read(_INPUT_BYTES)):
                    return None
                data = piece.lstrip(b"\0")
            self._stream = lzma.LZMADecompressor(memlimit=_MAX_XZ_BYTES)
            return data
        data = self._file.read(_INPUT_BYTES) if self._stream.needs_input else b""
        if self._stream.needs_input and not data:
            if self._started:
                raise EOFError("the compressed file is cut short")
            return None
        self._started = True
        return data


def _open_gzip(file: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, gzip.open(file, "rb"))


def _open_bzip2(file: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, bz2.open(file, "rb"))


def _open_xz(file: BinaryIO) -> BinaryIO:
    return io.BufferedReader(_XzReader(file), _BUFFER_BYTES)


def _open_zstandard(file: BinaryIO) -> BinaryIO:
    return io.BufferedReader(_ZstandardReader(file), _BUFFER_BYTES)


COMPRESSED: dict[str, Callable[[BinaryIO], BinaryIO]] = {
    ".gz": _open_gzip, ".zst": _open_zstandard, ".bz2": _open_bzip2, ".xz": _open_xz,
}
"""How to open a compressed file, by the ending of its name."""

ENDINGS_SHOWN = f"{', '.join([*COMPRESSED][:-1])} or {[*COMPRESSED][-1]}"
"""The endings as messages list them."""
