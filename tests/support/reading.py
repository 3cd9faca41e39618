"""Reads files that exist only in a test."""

import bz2
import gzip
import io
import lzma
from pathlib import Path
from tempfile import TemporaryDirectory

import zstandard

from indexer import formats
from indexer.record import Record, Rejection

COMPRESSORS = {
    "": bytes, ".gz": gzip.compress, ".zst": lambda data: zstandard.ZstdCompressor().compress(data),
    ".bz2": bz2.compress, ".xz": lzma.compress,
}


def read(content, format, name="berkas"):
    """Return the records and rejections of a stream of this format."""
    content = content.encode() if isinstance(content, str) else content
    return list(formats.read_stream(io.BytesIO(content), name, format))


def read_named(name, content):
    """Return the records and rejections of a file of this name."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return list(formats.read(path))


def fields(results):
    """Return the fields of each record."""
    return [each.fields for each in results if isinstance(each, Record)]


def rejected(results):
    """Return the line and the reason of each rejection."""
    return [(each.location.line, each.reason) for each in results if isinstance(each, Rejection)]


class Pipe(io.RawIOBase):
    """Bytes that can be read once, from the beginning to the end."""

    def __init__(self, content):
        self._content = io.BytesIO(content)

    def readable(self):
        return True

    def readinto(self, buffer):
        return self._content.readinto(buffer)
