"""Named flat arrays in one file: aligned, memory-mapped, checksummed, without pickles.

    magic "WARTAARR" · format u32 · 0 u32 · padding to 64 bytes
    the arrays, each at a multiple of 64 bytes, little-endian
    one CRC-32 for each block of 64 KiB between header and here, u32
    directory (JSON): for each array its name, dtype, length, and place behind the header
    crc of the header u32 · crc of the table u32 · offset of the table u64

The directory comes last, since arrays are written as they come and need not be in memory
together. The table is checksums and directory; it and the header are checked on opening, the
blocks of an array when they are first touched. Head and tail stay as they are in all formats,
so that a newer file is told from a damaged one; the second number of the head is the length of
what follows it in the header.
"""

import json
import mmap
import os
import struct
import weakref
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from search.errors import EngineError, StaleIndex

Array = NDArray[Any]

MAGIC = b"WARTAARR"
FORMAT = 4
ALIGNMENT = 64
BLOCK = 1 << 16

_HEAD = struct.Struct("<8sII")
_TAIL = struct.Struct("<IIQ")


class Damaged(EngineError):
    """A file of the index is not as it was written; the message names it and what to do."""

    def __init__(self, path: Path, what: str) -> None:
        self.fault = f"{path} is damaged ({what})"
        super().__init__(f"{self.fault}: run `indexer rebuild`")


def write(path: Path, arrays: Iterable[tuple[str, Array]]) -> None:
    """Write the arrays, one-dimensional and of fixed-size items, durably, to a new file.

    A long one may come in pieces, one after the other under the same name. Where something
    raises, no file is left.
    """
    with open(path, "xb") as file:
        try:
            _Written(file).all(arrays)
            os.fsync(file.fileno())
        except BaseException:
            path.unlink(missing_ok=True)
            raise


class ArrayFile:
    """The arrays of a file, read-only views on its memory map. Safe to share between threads.

    Of a `private` one the arrays may be written to; what is written stays in this process.
    Raises Damaged where a checksum disagrees or the file is no such file or a newer one.
    """

    def __init__(self, path: Path, private: bool = False) -> None:
        self._path = path
        self._map = self._mapped(mmap.ACCESS_COPY if private else mmap.ACCESS_READ)
        self._start, self._end = self._bounds()
        self._table, listed = self._tables()
        self._entries = {name: (np.dtype(dtype), *place) for name, dtype, *place in listed}
        self._sound = bytearray(len(self._table))

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def __getitem__(self, name: str) -> Array:
        dtype, count, at = self._entry(name)
        return np.frombuffer(self._map, dtype, count, self._start + at)

    @property
    def whole(self) -> Array:
        """The whole file, u1."""
        return np.frombuffer(self._map, np.uint8)

    def bounds(self, name: str) -> tuple[int, int]:
        """Where an array begins in `whole`, and where it ends."""
        dtype, count, at = self._entry(name)
        return self._start + at, self._start + at + count * dtype.itemsize

    def names(self) -> list[str]:
        """The names of all arrays."""
        return list(self._entries)

    def touch(self, name: str, first: int = 0, last: int | None = None) -> None:
        """Check the blocks that hold array[first:last], those not checked before."""
        dtype, count, at = self._entry(name)
        size = dtype.itemsize
        begin, end = at + first * size, at + (count if last is None else last) * size
        after = -(-end // BLOCK) if end > begin else 0
        block = self._sound.find(0, begin // BLOCK, after)
        while block >= 0:
            self._check(block, name)
            block = self._sound.find(0, block + 1, after)

    def release(
        self, name: str | None = None, first: int = 0, last: int | None = None
    ) -> None:
        """Give back the memory that array[first:last] takes, or without a name the whole file,
        till it is looked at again."""
        begin, end = 0, len(self._map)
        if name is not None:
            dtype, count, at = self._entry(name)
            begin = _whole(self._start + at + first * dtype.itemsize, mmap.PAGESIZE)
            end = self._start + at + (count if last is None else last) * dtype.itemsize
            end -= end % mmap.PAGESIZE
        if hasattr(mmap, "MADV_DONTNEED") and begin < end:  # not everywhere
            self._map.madvise(mmap.MADV_DONTNEED, begin, end - begin)

    def _entry(self, name: str) -> tuple[np.dtype[Any], int, int]:
        if name not in self._entries:
            raise self._damage(f"it has no {name}")
        return self._entries[name]

    def _check(self, block: int, name: str) -> None:
        begin = self._start + block * BLOCK
        if zlib.crc32(self._block(begin)) != self._table[block]:
            raise self._damage(f"{name} at byte {begin}")
        self._sound[block] = 1

    def _block(self, begin: int) -> bytes | memoryview:
        """A block; read where that is possible, not mapped: so only what is used stays in this
        process's memory."""
        size = min(BLOCK, self._end - begin)
        if hasattr(os, "pread"):
            return os.pread(self._file, size, begin)
        return self._view[begin:begin + size]

    def _mapped(self, access: int) -> mmap.mmap:
        try:
            self._file = os.open(self._path, os.O_RDONLY)
            weakref.finalize(self, os.close, self._file)
            mapped = mmap.mmap(self._file, 0, access=access)
        except ValueError:
            raise self._damage("it is empty") from None
        self._view = memoryview(mapped)
        return mapped

    def _bounds(self) -> tuple[int, int]:
        """Where the arrays begin, and their checksums."""
        size = len(self._map)
        if size < _HEAD.size + _TAIL.size:
            raise self._damage("it is cut short")
        magic, version, length = _HEAD.unpack_from(self._map)
        if magic != MAGIC:
            raise self._damage("it is no file of ours")
        start = _whole(_HEAD.size + length)
        checksum, _, end = _TAIL.unpack_from(self._map, size - _TAIL.size)
        if start > size or zlib.crc32(self._view[:start]) != checksum:
            raise self._damage("its header")
        if version > FORMAT:
            raise EngineError(f"{self._path} has the newer format {version}: update this program")
        if version < FORMAT:
            raise StaleIndex()
        return start, end

    def _tables(self) -> tuple[Array, list[list[Any]]]:
        """The checksums and the directory."""
        size = len(self._map)
        _, checksum, _ = _TAIL.unpack_from(self._map, size - _TAIL.size)
        if not self._start <= self._end <= size - _TAIL.size:
            raise self._damage("its end")
        table = self._view[self._end:size - _TAIL.size]
        blocks = -(-(self._end - self._start) // BLOCK)
        if zlib.crc32(table) != checksum or len(table) < 4 * blocks:
            raise self._damage("its checksums")
        return np.frombuffer(table, "<u4", blocks), json.loads(bytes(table[4 * blocks:]))

    def _damage(self, what: str) -> Damaged:
        return Damaged(self._path, what)


def sync(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class _Written:
    """A file of arrays being written: where each lies, and the checksums so far."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._directory: list[list[Any]] = []
        self._checksums: list[int] = []
        self._at = self._running = 0

    def all(self, arrays: Iterable[tuple[str, Array]]) -> None:
        """Write header, arrays, checksums, directory and tail."""
        head = _HEAD.pack(MAGIC, FORMAT, 0)
        head += bytes(_whole(len(head)) - len(head))
        self._file.write(head)
        for name, array in arrays:
            self._array(name, array)
        self._align()
        table = np.array([*self._checksums, *self._open()], "<u4").tobytes()
        table += json.dumps(self._directory).encode()
        tail = _TAIL.pack(zlib.crc32(head), zlib.crc32(table), len(head) + self._at)
        self._file.write(table + tail)
        self._file.flush()

    def _array(self, name: str, array: Array) -> None:
        """The next array, or the next piece of the one before."""
        if not self._directory or self._directory[-1][0] != name:
            self._align()
            self._directory.append([name, array.dtype.str, 0, self._at])
        self._directory[-1][2] += array.shape[0]
        self._bytes(memoryview(np.ascontiguousarray(array).view(np.uint8).data))

    def _align(self) -> None:
        self._bytes(memoryview(bytes(_whole(self._at) - self._at)))

    def _bytes(self, data: memoryview) -> None:
        """Write block by block: where much is written at once, Linux keeps it in large pieces,
        and whoever maps the file and looks at a byte has all of the piece in its memory."""
        begin = 0
        while begin < len(data):
            piece = data[begin:begin + BLOCK - self._at % BLOCK]
            self._file.write(piece)
            self._running = zlib.crc32(piece, self._running)
            self._at += len(piece)
            begin += len(piece)
            if self._at % BLOCK == 0:
                self._checksums.append(self._running)
                self._running = 0

    def _open(self) -> list[int]:
        """The checksum of the last block, if it is not full."""
        return [self._running] if self._at % BLOCK else []


def _whole(size: int, unit: int = ALIGNMENT) -> int:
    """Rounded up to whole units."""
    return -(-size // unit) * unit
