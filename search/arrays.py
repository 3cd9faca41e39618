"""Files of named flat arrays: aligned, memory-mapped, checksummed, without pickles.

    magic "WARTAARR" · format u32 · 0 u32 · padding to 64 bytes
    the arrays, each at a multiple of 64 bytes, little-endian
    a CRC-32 for each block of 64 KiB between the header and here, u32
    directory (JSON): the name, dtype and length of each array, and its offset after the header
    CRC-32 of the header u32 · CRC-32 of the table u32 · offset of the table u64

The table is the checksums and the directory. It comes last, so that arrays can be written one by
one and need not be in memory together. It and the header are checked when the file is opened; the
blocks of an array are checked when they are first touched. The head and the tail stay the same in
all formats, so that a newer file is not mistaken for a damaged one. The second number of the head
is the length of what follows it in the header.
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
CHECKSUM_BLOCK = 1 << 16
"""Bytes for which there is one checksum."""

_DTYPES = ("|u1", "<u2", "<u4", "<u8", "|i1", "<i2", "<i4", "<i8", "<f4", "<f8")

_TOGETHER = 1 << 16
"""Numbers compared at once: they stay in the processor's caches."""

_STRINGS = 1 << 14
"""Strings that are copied at once: each byte takes an index of eight."""

_HEAD = struct.Struct("<8sII")
_TAIL = struct.Struct("<IIQ")


class Damaged(EngineError):
    """A file of the index is not as it was written.

    The message names the file and what to do; `fault` only names the file and its damage.
    """

    def __init__(self, path: Path, damage: str) -> None:
        self.fault = f"{path} is damaged ({damage})"
        super().__init__(f"{self.fault}: run `indexer rebuild`")


def write(path: Path, arrays: Iterable[tuple[str, Array]]) -> None:
    """Write one-dimensional arrays of fixed-size items to a new file, durably.

    A long array may come in pieces, one after the other under the same name. If anything raises,
    no file is left.
    """
    with open(path, "xb") as file:
        try:
            _ArrayWriter(file).write(arrays)
            os.fsync(file.fileno())
        except BaseException:
            path.unlink(missing_ok=True)
            raise


class ArrayFile:
    """The arrays of a file, as read-only views of its memory map. Safe to share between threads.

    The arrays of a `private` one can be written to; what is written stays in this process. Raises
    Damaged if a checksum disagrees or this is no such file, StaleIndex for an older format, and
    EngineError for a newer one.
    """

    def __init__(self, path: Path, private: bool = False) -> None:
        self.path = path
        self._stamp: tuple[int, int] | None = None
        self._map = self._open_map(mmap.ACCESS_COPY if private else mmap.ACCESS_READ)
        self._start, self._end = self._read_bounds()
        self._checksums, directory = self._read_table()
        self._entries = self._read_directory(directory)
        self._is_checked = bytearray(len(self._checksums))

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def __getitem__(self, name: str) -> Array:
        dtype, count, at = self._entry(name)
        return np.frombuffer(self._map, dtype, count, self._start + at)

    @property
    def whole(self) -> Array:
        """All bytes of the file, u1."""
        return np.frombuffer(self._map, np.uint8)

    def bounds(self, name: str) -> tuple[int, int]:
        """Return where an array begins and ends in `whole`."""
        dtype, count, at = self._entry(name)
        return self._start + at, self._start + at + count * dtype.itemsize

    def damage(self, damage: str) -> Damaged:
        """Return the error that names this file and its damage."""
        return Damaged(self.path, damage)

    def is_changed(self) -> bool:
        """Return whether somebody has written to the file, or cut it short, since it was opened.

        Reading a part that was cut off ends the process. A file that was removed or replaced by
        another stays as it was.
        """
        return self._read_stamp() != self._stamp

    def is_in_place(self) -> bool:
        """Return whether its path still leads to this very file, and nobody has written to it."""
        try:
            there = os.stat(self.path)
        except OSError:
            return False
        return os.path.samestat(there, os.fstat(self._file)) and not self.is_changed()

    def names(self) -> list[str]:
        """Return the names of all arrays."""
        return list(self._entries)

    def touch(self, name: str, first: int = 0, last: int | None = None) -> None:
        """Check the blocks of array[first:last] that were not checked before. Raises Damaged."""
        dtype, count, at = self._entry(name)
        size = dtype.itemsize
        begin, end = at + first * size, at + (count if last is None else last) * size
        last_block = -(-end // CHECKSUM_BLOCK) if end > begin else 0
        block = self._is_checked.find(0, begin // CHECKSUM_BLOCK, last_block)
        while block >= 0:
            self._check(block, name)
            block = self._is_checked.find(0, block + 1, last_block)

    def release(
        self, name: str | None = None, first: int = 0, last: int | None = None
    ) -> None:
        """Free the memory of array[first:last], or of the whole file, until it is read again."""
        begin, end = 0, len(self._map)
        if name is not None:
            dtype, count, at = self._entry(name)
            begin = _round_up(self._start + at + first * dtype.itemsize, mmap.PAGESIZE)
            end = self._start + at + (count if last is None else last) * dtype.itemsize
            end -= end % mmap.PAGESIZE
        if hasattr(mmap, "MADV_DONTNEED") and begin < end:  # not on all platforms
            self._map.madvise(mmap.MADV_DONTNEED, begin, end - begin)

    def _entry(self, name: str) -> tuple[np.dtype[Any], int, int]:
        if name not in self._entries:
            raise self.damage(f"no array {name}")
        return self._entries[name]

    def _check(self, block: int, name: str) -> None:
        begin = self._start + block * CHECKSUM_BLOCK
        if zlib.crc32(self._read_block(begin)) != self._checksums[block]:
            raise self.damage(f"{name} at byte {begin}")
        self._is_checked[block] = 1

    def _read_block(self, begin: int) -> bytes | memoryview:
        """Read a block, if possible not through the map, so that it takes no memory of the map."""
        size = min(CHECKSUM_BLOCK, self._end - begin)
        if hasattr(os, "pread"):
            return os.pread(self._file, size, begin)
        return self._view[begin:begin + size]

    def _open_map(self, access: int) -> mmap.mmap:
        try:
            self._file = os.open(self.path, os.O_RDONLY)
            weakref.finalize(self, os.close, self._file)
            self._stamp = self._read_stamp()
            mapped = mmap.mmap(self._file, 0, access=access)
        except ValueError:
            raise self.damage("empty") from None
        self._view = memoryview(mapped)
        return mapped

    def _read_stamp(self) -> tuple[int, int]:
        status = os.fstat(self._file)
        return status.st_size, status.st_mtime_ns

    def _read_bounds(self) -> tuple[int, int]:
        """Return where the arrays begin, and the table behind them."""
        size = len(self._map)
        if size < _HEAD.size + _TAIL.size:
            raise self.damage("truncated")
        magic, version, length = _HEAD.unpack_from(self._map)
        if magic != MAGIC:
            raise self.damage("not a file of Warta")
        start = _round_up(_HEAD.size + length)
        checksum, _, end = _TAIL.unpack_from(self._map, size - _TAIL.size)
        if start > size or zlib.crc32(self._view[:start]) != checksum:
            raise self.damage("header")
        if version > FORMAT:
            raise EngineError(f"{self.path} has the newer format {version}: update this program")
        if version < FORMAT:
            raise StaleIndex()
        return start, end

    def _read_table(self) -> tuple[Array, bytes]:
        """Return the checksums and the directory."""
        size = len(self._map)
        _, checksum, _ = _TAIL.unpack_from(self._map, size - _TAIL.size)
        if not self._start <= self._end <= size - _TAIL.size:
            raise self.damage("end")
        table = self._view[self._end:size - _TAIL.size]
        blocks = -(-(self._end - self._start) // CHECKSUM_BLOCK)
        if zlib.crc32(table) != checksum or len(table) < 4 * blocks:
            raise self.damage("checksums")
        return np.frombuffer(table, "<u4", blocks), bytes(table[4 * blocks:])

    def _read_directory(self, directory: bytes) -> dict[str, tuple[np.dtype[Any], int, int]]:
        """Return the arrays by name: dtype, length and place. All of them lie within the file."""
        try:
            listed = [(str(name), str(dtype), int(count), int(at))
                      for name, dtype, count, at in json.loads(directory)]
        except (ValueError, TypeError, OverflowError, RecursionError):
            raise self.damage("directory") from None
        entries = {}
        for name, dtype, count, at in listed:
            if dtype not in _DTYPES or min(count, at) < 0 or at % ALIGNMENT:
                raise self.damage(f"directory of {name}")
            entries[name] = np.dtype(dtype), count, at
            if self._start + at + count * entries[name][0].itemsize > self._end:
                raise self.damage(f"end of {name}")
        return entries


def ascends(array: Array) -> bool:
    """Return whether no number is less than the one before it."""
    before, after = array[:-1], array[1:]
    return all(
        bool((before[first:first + _TOGETHER] <= after[first:first + _TOGETHER]).all())
        for first in range(0, len(after), _TOGETHER))


def runs(begins: Array, lengths: Array) -> Array:
    """Return the numbers begin, begin + 1, … of each run of these lengths, run after run."""
    shift = begins - (np.cumsum(lengths) - lengths)
    return np.repeat(shift, lengths) + np.arange(lengths.sum())


def pick(text: Array, at: Array, numbers: Array) -> tuple[Array, Array]:
    """Return those strings of a text, u1, that have these numbers, and where each begins, i8.

    String n is text[at[n]:at[n + 1]].
    """
    lengths = at[numbers + 1] - at[numbers]
    picked_at = bounds(lengths)
    picked = np.empty(picked_at[-1], np.uint8)
    for first in range(0, len(numbers), _STRINGS):
        last = min(first + _STRINGS, len(numbers))
        begins = at[numbers[first:last]]
        picked[picked_at[first]:picked_at[last]] = text[runs(begins, lengths[first:last])]
    return picked, picked_at


def bounds(counts: Array) -> Array:
    """Return where runs of these lengths begin, and the last ends, i8."""
    found = np.zeros(len(counts) + 1, "<i8")
    np.cumsum(counts, out=found[1:])
    return found


def sync(path: Path) -> None:
    """Flush a file, or the names in a folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class _ArrayWriter:
    """Writes a file of arrays, and keeps the directory and the checksums so far."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._directory: list[list[Any]] = []
        self._checksums: list[int] = []
        self._place = self._checksum = 0

    def write(self, arrays: Iterable[tuple[str, Array]]) -> None:
        """Write the header, arrays, checksums, directory and tail."""
        head = _HEAD.pack(MAGIC, FORMAT, 0)
        head += bytes(_round_up(len(head)) - len(head))
        self._file.write(head)
        for name, array in arrays:
            self._write_array(name, array)
        self._align()
        table = np.array([*self._checksums, *self._last_checksum()], "<u4").tobytes()
        table += json.dumps(self._directory).encode()
        tail = _TAIL.pack(zlib.crc32(head), zlib.crc32(table), len(head) + self._place)
        self._file.write(table + tail)
        self._file.flush()

    def _write_array(self, name: str, array: Array) -> None:
        """Write the next array, or the next piece of the previous one."""
        if not self._directory or self._directory[-1][0] != name:
            self._align()
            self._directory.append([name, array.dtype.str, 0, self._place])
        self._directory[-1][2] += array.shape[0]
        self._write_bytes(memoryview(np.ascontiguousarray(array).view(np.uint8).data))

    def _align(self) -> None:
        self._write_bytes(memoryview(bytes(_round_up(self._place) - self._place)))

    def _write_bytes(self, data: memoryview) -> None:
        """Write block by block.

        Linux caches a large write as one large piece. Whoever then maps the file and reads one byte
        of it would have the whole piece in memory.
        """
        begin = 0
        while begin < len(data):
            piece = data[begin:begin + CHECKSUM_BLOCK - self._place % CHECKSUM_BLOCK]
            self._file.write(piece)
            self._checksum = zlib.crc32(piece, self._checksum)
            self._place += len(piece)
            begin += len(piece)
            if self._place % CHECKSUM_BLOCK == 0:
                self._checksums.append(self._checksum)
                self._checksum = 0

    def _last_checksum(self) -> list[int]:
        """Return the checksum of the last block if it is not full."""
        return [self._checksum] if self._place % CHECKSUM_BLOCK else []


def _round_up(size: int, unit: int = ALIGNMENT) -> int:
    """Round up to whole units."""
    return -(-size // unit) * unit
