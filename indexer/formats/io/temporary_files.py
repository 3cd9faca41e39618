"""Gives files a place on disk, for libraries that have to jump about in them."""

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

_MAX_COPIED_BYTES = 4 << 30
_CHUNK_BYTES = 1 << 20
_TOO_LARGE = (f"more than {_MAX_COPIED_BYTES >> 30} GiB in an archive, a compressed file or a "
              "pipe: unpack it first")


@contextmanager
def open_on_disk(file: BinaryIO) -> Iterator[BinaryIO]:
    """Open a file that can be sought in, and whose `name` is a path on disk.

    It is the file itself if it is a whole file on disk, else a copy that is deleted afterwards.
    Raises ValueError if the copy would be too large.
    """
    if isinstance(file, io.BufferedReader) and isinstance(file.raw, io.FileIO) and (
            file.seekable() and isinstance(file.name, str)):
        yield cast(BinaryIO, file)
        return
    with tempfile.NamedTemporaryFile() as copy:
        while chunk := file.read(_CHUNK_BYTES):
            if copy.tell() + len(chunk) > _MAX_COPIED_BYTES:
                raise ValueError(_TOO_LARGE)
            copy.write(chunk)
        copy.flush()
        copy.seek(0)
        yield cast(BinaryIO, copy)
