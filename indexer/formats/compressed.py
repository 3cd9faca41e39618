"""Files as bytes, decompressed on the way by the end of their name."""

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import zstandard

_CHUNK = 1 << 18


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The bytes of the file. Raises OSError or EOFError where they are damaged or cut short."""
    try:
        with COMPRESSED.get(path.suffix.lower(), _plain)(path) as file:
            yield file
    except (zlib.error, zstandard.ZstdError) as error:
        raise OSError(f"damaged {path.suffix} file: {error}") from error


class _Zstandard(io.RawIOBase):
    """The frames of a file in turn; zstandard's own reader ends quietly in mid-frame."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._frame = zstandard.ZstdDecompressor().decompressobj()
        self._ready = b""
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

    def close(self) -> None:
        self._file.close()
        super().close()

    def _advance(self) -> bool:
        """Decompress some more; False at the end."""
        data = self._frame.unused_data if self._frame.eof else b""
        data = data or self._file.read(_CHUNK)
        if not data:
            if self._begun and not self._frame.eof:
                raise EOFError("the compressed file is cut short")
            return False
        if self._frame.eof:
            self._frame = zstandard.ZstdDecompressor().decompressobj()
        self._begun = True
        self._ready = self._frame.decompress(data)
        return True


def _plain(path: Path) -> BinaryIO:
    return path.open("rb")


def _gzip(path: Path) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path, "rb"))


def _zstd(path: Path) -> BinaryIO:
    return io.BufferedReader(_Zstandard(path), _CHUNK)


COMPRESSED: dict[str, Callable[[Path], BinaryIO]] = {".gz": _gzip, ".zst": _zstd}
