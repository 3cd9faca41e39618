"""Bytes as text: UTF-8 where they are, else what they are likely to be."""

import codecs
import io
import re
from typing import BinaryIO, cast

Decoded = tuple[str, tuple[str, ...]]
"""A text, and notes on how it was read."""

_BOMS = {
    codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be",
}
_SAMPLE = 1 << 16
_NO_CHARSETS = ("utf", "unicode", "raw", "idna", "punycode", "undefined")
"""What a file that is not UTF-8 may say, and cannot be."""

_FOREIGN = 0.5
"""The share of bytes above 127 from which on a text is not Latin."""

_CONTROLS = bytes(sorted({*range(32), 127} - set(b"\t\n\v\f\r\x1b")))
_FEW = 8
"""Control characters that any text may have; beyond them, one byte in fifty."""

BINARY = "not text: no encoding explains its bytes; if it is packed, name it so"

_SHORT = 20
"""Bytes up to which there is nothing to guess from."""

_UTF_8 = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def _as_windows(error: UnicodeError) -> tuple[str, int]:
    """Single bytes by windows-1252, and those that it lacks by Latin-1, as browsers do."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start:error.end]
    windows = (bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in stray)
    return "".join(windows), error.end


codecs.register_error("windows-1252", _as_windows)


def decoded(data: bytes, declared: str | None = None) -> Decoded:
    """The text of these bytes, whatever they are, without a byte order mark.

    >>> decoded(b"caf\\xe9"), decoded("é".encode("utf-16"))
    (('café', ('read as windows-1252',)), ('é', ('read as utf-16-le',)))
    """
    for mark, name in _BOMS.items():
        if data.startswith(mark):
            return _by(name, data[len(mark):])
    if wide := _without_mark(data[:_SAMPLE]):
        return _by(wide, data)
    try:
        return data.decode(), ()
    except UnicodeDecodeError:
        known = _known(declared)
        return _by(known or guessed(data), data)


def binary(data: bytes) -> bool:
    """Whether these bytes are no text in any encoding: too many of them are control characters.

    >>> binary(bytes(range(256))), binary(b"Isi.")
    (True, False)
    """
    sample = data[:_SAMPLE]
    if sample.startswith(tuple(_BOMS)) or _without_mark(sample):
        return False
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > max(_FEW, len(sample) // 50)


def whole(text: str) -> bool:
    """Whether no byte was left in a text that was read by `surrogateescape`."""
    try:
        return text.isascii() or bool(text.encode())
    except UnicodeEncodeError:
        return False


def restored(text: str) -> Decoded:
    """A text that was read as UTF-8 by `surrogateescape`, read anew where it is something else."""
    if whole(text):
        return text, ()
    return decoded(text.encode("utf-8", "surrogateescape"))


def guessed(data: bytes) -> str:
    """The encoding of bytes that are not UTF-8: windows-1252 for whatever may be Latin."""
    sample = data[:_SAMPLE]
    high, stray = _high(sample), _high(_UTF_8.sub(b"", sample))
    if stray * 2 < high:
        return "utf-8"
    if len(sample) < _SHORT or high < _FOREIGN * len(sample):
        return "windows-1252"
    from charset_normalizer import from_bytes  # only for the few that need it

    best = from_bytes(sample).best()
    return _known(best.encoding if best else None) or "windows-1252"


def wide(file: BinaryIO) -> BinaryIO | None:
    """The file as UTF-8 bytes if it begins as UTF-16 does, else None."""
    start = cast(io.BufferedReader, file).peek(4)[:1024]
    marked = next((name for mark, name in _BOMS.items() if start.startswith(mark)), None)
    name = marked or _without_mark(start)
    if name in (None, "utf-8"):
        return None
    text = io.TextIOWrapper(file, name, "replace", newline="")
    return cast(BinaryIO, io.BufferedReader(_Encoded(text)))


class _Encoded(io.RawIOBase):
    """The text of a file as UTF-8."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        data = self._rest or self._text.read(len(buffer) // 4 or 1).encode("utf-8", "replace")
        given, self._rest = data[:len(buffer)], data[len(buffer):]
        buffer[:len(given)] = given
        return len(given)


def _high(sample: bytes) -> int:
    return len(sample) - len(sample.translate(None, bytes(range(128, 256))))


def _by(name: str, data: bytes) -> Decoded:
    """The text by one encoding; what it does not explain is replaced, or read as windows-1252."""
    if name == "windows-1252":
        return data.decode("cp1252", "windows-1252"), ("read as windows-1252",)
    if name == "utf-8":
        text = data.decode("utf-8", "windows-1252")
        return text, () if _is_utf_8(data) else ("stray bytes read as windows-1252",)
    return data.decode(name, "replace"), (f"read as {name}",)


def _is_utf_8(data: bytes) -> bool:
    try:
        return bool(data.decode()) or not data
    except UnicodeDecodeError:
        return False


def _without_mark(start: bytes) -> str | None:
    """UTF-16 that does not say so: every other byte of Latin text is zero."""
    if b"\0" not in start or len(start) < 4:
        return None
    zeros = [start[first::2].count(0) * 2 / len(start) for first in (0, 1)]
    if min(zeros) < 0.05 and max(zeros) > 0.6:
        return "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"
    return None


def _known(name: str | None) -> str | None:
    """An encoding's name as Python has it, None for those that are none of text."""
    try:
        found = codecs.lookup(name.strip()) if name else None
    except (LookupError, ValueError):
        return None
    if not found or not found._is_text_encoding or found.name.startswith(_NO_CHARSETS):
        return None
    latin = ("cp1252", "iso8859-1", "ascii")
    return "windows-1252" if found.name in latin else found.name
