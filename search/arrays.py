"""Named flat arrays in one file: aligned, memory-mapped, checksummed, without pickles.

    magic "WARTAARR" · format u32 · length u32 · directory (JSON) · padding to 64 bytes
    the arrays, each at a multiple of 64 bytes, little-endian
    one CRC-32 for each block of 64 KiB between header and here, u32
    crc of the header u32 · crc of the table u32 · offset of the table u64

Header and table are checked on opening; the blocks of an array when they are first touched.
Head and tail stay as they are in all formats, so that a newer file is told from a damaged one.
"""

import json
import mmap
import os
import struct
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.errors import EngineError

Array = NDArray[Any]

MAGIC = b"WARTAARR"
FORMAT = 2
ALIGNMENT = 64
BLOCK = 1 << 16

_HEAD = struct.Struct("<8sII")
_TAIL = struct.Struct("<IIQ")


class Damaged(EngineError):
    """A file of the index is not as it was written; the message names it and what to do."""

    def __init__(self, path: Path, what: str) -> None:
        self.fault = f"{path} is damaged ({what})"
        super().__init__(f"{self.fault}: run `indexer rebuild`")


def write(path: Path, arrays: Mapping[str, Array]) -> None:
    """Write the arrays, one-dimensional and of fixed-size items, durably, to a new file."""
    directory, at = [], 0
    for name, array in arrays.items():
        directory.append([name, array.dtype.str, array.shape[0], at])
        at = _aligned(at + array.nbytes)
    listed = json.dumps(directory).encode()
    head = _HEAD.pack(MAGIC, FORMAT, len(listed)) + listed
    head += b"\0" * (_aligned(len(head)) - len(head))
    with open(path, "xb") as file:
        file.write(head)
        table = _write_blocks(file, arrays.values())
        offset = file.tell()
        file.write(table)
        file.write(_TAIL.pack(zlib.crc32(head), zlib.crc32(table), offset))
        file.flush()
        os.fsync(file.fileno())


class ArrayFile:
    """The arrays of a file, read-only views on its memory map. Safe to share between threads.

    Raises Damaged where a checksum disagrees or the file is no such file or a newer one.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._map = self._mapped()
        self._start, self._entries = self._directory()
        self._table = self._checksums()
        self._sound = bytearray(len(self._table))

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def __getitem__(self, name: str) -> Array:
        dtype, count, at = self._entry(name)
        return np.frombuffer(self._map, dtype, count, self._start + at)

    @property
    def bytes(self) -> Array:
        """The whole file, u1."""
        return np.frombuffer(self._map, np.uint8)

    def bounds(self, name: str) -> tuple[int, int]:
        """Where an array begins in `bytes`, and where it ends."""
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

    def _entry(self, name: str) -> tuple[np.dtype[Any], int, int]:
        if name not in self._entries:
            raise self._damage(f"it has no {name}")
        return self._entries[name]

    def _check(self, block: int, name: str) -> None:
        begin = self._start + block * BLOCK
        end = min(begin + BLOCK, self._end)
        if zlib.crc32(self._view[begin:end]) != self._table[block]:
            raise self._damage(f"{name} at byte {begin}")
        self._sound[block] = 1

    def _mapped(self) -> mmap.mmap:
        try:
            with open(self._path, "rb") as file:
                mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:
            raise self._damage("it is empty") from None
        self._view = memoryview(mapped)
        return mapped

    def _directory(self) -> tuple[int, dict[str, tuple[np.dtype[Any], int, int]]]:
        size = len(self._map)
        if size < _HEAD.size + _TAIL.size:
            raise self._damage("it is cut short")
        magic, version, length = _HEAD.unpack_from(self._map)
        if magic != MAGIC:
            raise self._damage("it is no file of ours")
        start = _aligned(_HEAD.size + length)
        checksum, _, self._end = _TAIL.unpack_from(self._map, size - _TAIL.size)
        if start > size or zlib.crc32(self._view[:start]) != checksum:
            raise self._damage("its header")
        if version > FORMAT:
            raise EngineError(f"{self._path} has the newer format {version}: update this program")
        if version < FORMAT:
            raise Damaged(self._path, f"it has the older format {version}")
        listed = json.loads(self._map[_HEAD.size:_HEAD.size + length])
        return start, {name: (np.dtype(dtype), count, at) for name, dtype, count, at in listed}

    def _checksums(self) -> Array:
        size = len(self._map)
        _, checksum, offset = _TAIL.unpack_from(self._map, size - _TAIL.size)
        if not self._start <= offset <= size - _TAIL.size:
            raise self._damage("its end")
        table = self._view[offset:size - _TAIL.size]
        blocks = -(-(offset - self._start) // BLOCK)
        if zlib.crc32(table) != checksum or len(table) != 4 * blocks:
            raise self._damage("its checksums")
        return np.frombuffer(table, "<u4")

    def _damage(self, what: str) -> Damaged:
        return Damaged(self._path, what)


def sync(path: Path) -> None:
    """Bring a file, or the names in a folder, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_blocks(file: Any, arrays: Iterable[Array]) -> bytes:
    """Write the arrays, aligned; the checksums of the blocks they fill."""
    checksums: list[int] = []
    running = filled = 0
    for array in arrays:
        data = memoryview(np.ascontiguousarray(array).view(np.uint8).data)
        padding = _aligned(len(data)) - len(data)
        for piece in (data, memoryview(bytes(padding))):
            file.write(piece)
            at = 0
            while at < len(piece):
                taken = piece[at:at + BLOCK - filled]
                running = zlib.crc32(taken, running)
                filled += len(taken)
                at += len(taken)
                if filled == BLOCK:
                    checksums.append(running)
                    running = filled = 0
    if filled:
        checksums.append(running)
    return np.array(checksums, "<u4").tobytes()


def _aligned(size: int) -> int:
    return -(-size // ALIGNMENT) * ALIGNMENT
