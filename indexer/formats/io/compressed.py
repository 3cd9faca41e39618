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

_MEMBER_INPUT_BYTES = 1 << 16
_MEMBER_START, _MEMBER_START_BYTES = re.compile(rb"\x1f\x8b\x08[\0-\x1f]"), 4
"""How a member of a gzip file begins."""

_KEPT_BYTES, _REREAD_BYTES = 1 << 20, 16 << 20
"""Bytes kept of a member, to look for the next one in them, and the limit of what is read again."""

_MAX_EXPANSION, _FREE_BYTES = 100, 16 << 20
_EXPANDS_TOO_MUCH = (
    f"it expands to more than {_MAX_EXPANSION} times its size, as no text does: unpack it yourself "
    "if you trust it")

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
def open_decompressed(
    file: BinaryIO, ending: str, by_record: bool = False
) -> Iterator[BinaryIO]:
    """Open the decompressed content of a file; "" as its ending means that it is not compressed.

    With `by_record` each member of a gzip file is a record, and `skip_damage` leads to the next.

    Raises OSError or EOFError while reading if the file is damaged or cut short, and ValueError if
    it expands too much.
    """
    try:
        meter = _Meter(file)
        if by_record and ending == ".gz":
            yield limit_expansion(_GzipMembers(cast(BinaryIO, meter)), meter.tell)
        elif ending:
            yield limit_expansion(COMPRESSED[ending](cast(BinaryIO, meter)), meter.tell)
        else:
            yield file
    except (zlib.error, zstandard.ZstdError, lzma.LZMAError) as error:
        raise OSError(f"damaged {ending} file: {error}") from error


def skip_damage(file: BinaryIO) -> bool:
    """Go on behind the damage at which reading has failed, with the next member of a gzip file.

    Return False if there is none, or if the file was not opened `by_record`.
    """
    raw = getattr(file, "raw", None)
    members = raw.content if isinstance(raw, _Limited) else None
    return isinstance(members, _GzipMembers) and members.skip_damage()


class Allowance:
    """The bytes by which content may exceed the multiple of its compressed size.

    The members of an archive share one: thousands of small ones would cost as much as a large one.
    """

    def __init__(self) -> None:
        self._left = _FREE_BYTES

    def spend(self, size: int) -> None:
        """Take bytes away; a negative number gives some back. Raises ValueError if none are left.
        """
        self._left -= size
        if size > 0 > self._left:
            raise ValueError(_EXPANDS_TOO_MUCH)


def find_excess(size: int, compressed_size: int) -> int:
    """Return by how many bytes a size exceeds the multiple of the compressed one."""
    return max(0, size - _MAX_EXPANSION * compressed_size)


def limit_expansion(
    content: BinaryIO | io.RawIOBase, count_input: Callable[[], int],
    allowance: Allowance | None = None,
) -> io.BufferedReader:
    """Return the content of a compressed file, which may not be far larger than its input.

    `count_input` returns how many compressed bytes have been read so far, or are to be read. Text
    is some five to fifty times as large as when compressed. Few bytes that stand for very many
    would cost hours. Raises ValueError while reading.
    """
    limited = _Limited(content, count_input, allowance or Allowance())
    return io.BufferedReader(limited, _BUFFER_BYTES)


class _Meter:
    """A compressed file that counts the bytes that are read of it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._count = file, 0

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._count += len(data)
        return data

    def tell(self) -> int:
        return self._count


class _Limited(io.RawIOBase):
    """What a compressed file expands to, up to a multiple of its size."""

    def __init__(
        self, content: BinaryIO | io.RawIOBase, count_input: Callable[[], int],
        allowance: Allowance,
    ) -> None:
        self.content, self._count_input, self._allowance = content, count_input, allowance
        self._size = self._excess = 0
        self._fill = getattr(content, "readinto1", content.readinto)  # type: ignore[union-attr]

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        size = self._fill(buffer) or 0  # one piece: what precedes damage is not lost with it
        self._size += size
        before, self._excess = self._excess, find_excess(self._size, self._count_input())
        self._allowance.spend(self._excess - before)
        return size


class _GzipMembers(io.RawIOBase):
    """The members of a gzip file one after another.

    gzip's own reader cannot go on behind a damaged one.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._input = b""
        self._reread = 0
        self._start_member()

    def _start_member(self) -> None:
        self._member = zlib.decompressobj(zlib.MAX_WBITS | 16)
        self._started = False
        self._kept = bytearray()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        output = b""
        while not output:
            self._input = self._input or self._file.read(_MEMBER_INPUT_BYTES)
            if not self._started:  # members may be padded with zeros
                self._input = self._input.lstrip(b"\0") or self._file.read(_MEMBER_INPUT_BYTES)
            if not self._input:
                return self._end()
            self._started = True
            output = self._decompress(len(buffer))
        buffer[:len(output)] = output
        return len(output)

    def _end(self) -> int:
        if self._started:
            raise EOFError("the compressed file is cut short")
        return 0

    def _decompress(self, most: int) -> bytes:
        """Return a piece of at most so many bytes, which may be empty. Raises OSError."""
        try:
            output = self._member.decompress(self._input, most)
        except zlib.error as error:
            raise OSError(f"damaged .gz file: {error}") from error
        rest = self._member.unused_data or self._member.unconsumed_tail
        self._keep(self._input[:len(self._input) - len(rest)])
        self._input = rest
        if self._member.eof:
            self._start_member()
        return output

    def _keep(self, data: bytes) -> None:
        self._kept += data
        if len(self._kept) > 2 * _KEPT_BYTES:
            del self._kept[:-_KEPT_BYTES]

    def skip_damage(self) -> bool:
        """Go to where the next member seems to begin; return False if none does.

        A damaged member may take the beginning of the next one for its own data. So this looks at
        what was read of it too, as long as that is not too much in total.
        """
        if self._reread < _REREAD_BYTES:
            self._reread += len(self._kept)
            self._input = bytes(self._kept) + self._input
        self._start_member()
        self._input = self._input[1:]
        while not (match := _MEMBER_START.search(self._input)):
            piece = self._file.read(_MEMBER_INPUT_BYTES)
            if not piece:
                self._input = b""
                return False
            self._input = self._input[1 - _MEMBER_START_BYTES:] + piece
        self._input = self._input[match.start():]
        return True


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
