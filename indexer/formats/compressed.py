"""Files as bytes, decompressed on the way by the end of their name."""

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import zstandard


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The bytes of the file. Raises OSError or EOFError where they are damaged."""
    try:
        with COMPRESSED.get(path.suffix.lower(), _plain)(path) as file:
            yield file
    except (zlib.error, zstandard.ZstdError) as error:
        raise OSError(f"damaged {path.suffix} file: {error}") from error


def _plain(path: Path) -> BinaryIO:
    return path.open("rb")


def _gzip(path: Path) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path, "rb"))


def _zstd(path: Path) -> BinaryIO:
    return io.BufferedReader(zstandard.open(path, "rb"))


COMPRESSED: dict[str, Callable[[Path], BinaryIO]] = {".gz": _gzip, ".zst": _zstd}
