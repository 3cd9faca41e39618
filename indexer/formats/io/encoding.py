"""Decodes bytes: as UTF-8 if they are UTF-8, otherwise as what they most likely are."""

import codecs
import io
import re
from typing import BinaryIO, cast

Decoded = tuple[str, tuple[str, ...]]
"""A text, and notes on how it was decoded if that was not plain UTF-8."""

_BOMS = {
    codecs.BOM_UTF32_LE: "utf-32-le", codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be",
}
"""Byte order marks. That of UTF-32 begins with that of UTF-16, so it comes first."""

_SAMPLE_BYTES = 1 << 16
_IMPOSSIBLE_CHARSETS = ("utf", "unicode", "raw", "idna", "punycode", "undefined")
"""Beginnings of names of encodings that a file may claim but, not being UTF-8, cannot have."""

_MIN_NON_LATIN_SHARE = 0.5
"""The share of bytes above 127 from which on a text is not in a Latin alphabet."""

_CONTROLS = bytes(sorted({*range(32), 127} - set(b"\t\n\v\f\r\x1b")))
_TOLERATED_CONTROLS = 8
"""Control characters that any text may have. In a longer text, one byte in fifty is tolerated."""

NOT_TEXT = "not text in any encoding; if it is compressed or an archive, give it the right ending"

_MIN_GUESSABLE_BYTES = 20
"""Shorter texts are too short to guess their encoding."""

_MIN_UTF_32_BYTES = 16
"""Four characters: fewer zeros may stand side by side by chance."""

_UTF_8_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")

_XML_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding=[\"']([\w.-]{1,40})")


def _decode_as_windows(error: UnicodeError) -> tuple[str, int]:
    """Decode stray bytes as windows-1252, and those that it lacks as Latin-1, as browsers do."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    stray = error.object[error.start:error.end]
    windows = (bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in stray)
    return "".join(windows), error.end


codecs.register_error("windows-1252", _decode_as_windows)


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Return the text of any bytes, without a byte order mark.

    `declared` is the encoding that the file itself claims.

    >>> decode(b"caf\\xe9"), decode("é".encode("utf-16"))
    (('café', ('read as windows-1252',)), ('é', ('read as utf-16-le',)))
    """
    for mark, name in _BOMS.items():
        if data.startswith(mark):
            return _decode_by(name, data[len(mark):])
    if wide := _detect_unmarked_wide(data[:_SAMPLE_BYTES]):
        return _decode_by(wide, data)
    try:
        return data.decode(), ()
    except UnicodeDecodeError:
        known = _normalize_name(declared)
        return _decode_by(known or guess_encoding(data), data)


def is_usable(declared: str | None) -> bool:
    """Return whether bytes that are not UTF-8 may be in the encoding that something declares.

    >>> is_usable("ISO-8859-2"), is_usable("utf-8"), is_usable("x-tidak-ada")
    (True, False, False)
    """
    return _normalize_name(declared) is not None


def is_binary(data: bytes) -> bool:
    """Return whether bytes have too many control characters to be text in any encoding.

    >>> is_binary(bytes(range(256))), is_binary(b"Isi.")
    (True, False)
    """
    sample = data[:_SAMPLE_BYTES]
    if sample.startswith(tuple(_BOMS)) or _detect_unmarked_wide(sample):
        return False
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls > max(_TOLERATED_CONTROLS, len(sample) // 50)


def is_fully_decoded(text: str) -> bool:
    """Return whether a text decoded with `surrogateescape` has no undecoded bytes."""
    try:
        return text.isascii() or bool(text.encode())
    except UnicodeEncodeError:
        return False


def redecode(text: str) -> Decoded:
    """Return a text that was decoded as UTF-8 with `surrogateescape`, decoded properly."""
    if is_fully_decoded(text):
        return text, ()
    return decode(text.encode("utf-8", "surrogateescape"))


def guess_encoding(data: bytes) -> str:
    """Return the likely encoding of bytes that are not UTF-8.

    It is windows-1252 for whatever may be in a Latin alphabet, and utf-8 if most of the bytes
    above 127 are sound UTF-8.
    """
    sample = data[:_SAMPLE_BYTES]
    high, stray = _count_high_bytes(sample), _count_high_bytes(_UTF_8_SEQUENCE.sub(b"", sample))
    if stray * 2 < high:
        return "utf-8"
    if len(sample) < _MIN_GUESSABLE_BYTES or high < _MIN_NON_LATIN_SHARE * len(sample):
        return "windows-1252"
    from charset_normalizer import from_bytes  # only for the few that need it

    best = from_bytes(sample).best()
    return _normalize_name(best.encoding if best else None) or "windows-1252"


def find_xml_encoding(head: bytes) -> str | None:
    """Return the encoding that the beginning of an XML file declares, None if it declares none.

    >>> find_xml_encoding(b'<?xml version="1.0" encoding="iso-8859-1"?><rss>')
    'iso-8859-1'
    """
    declared = _XML_ENCODING.search(head)
    return declared[1].decode("ascii", "ignore") if declared else None


def transcode_wide(file: BinaryIO) -> BinaryIO:
    """Return a file that begins as UTF-16 or UTF-32 does as UTF-8 bytes; another one as it is."""
    start = cast(io.BufferedReader, file).peek(4)[:1024]
    marked = next((name for mark, name in _BOMS.items() if start.startswith(mark)), None)
    name = marked or _detect_unmarked_wide(start)
    if name in (None, "utf-8"):
        return file
    text = io.TextIOWrapper(file, name, "replace", newline="")
    return cast(BinaryIO, io.BufferedReader(_Utf8Reader(text)))


class _Utf8Reader(io.RawIOBase):
    """A text file read as UTF-8 bytes."""

    def __init__(self, text: io.TextIOWrapper) -> None:
        self._text = text
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:  # type: ignore[no-untyped-def]
        data = self._rest or self._text.read(len(buffer) // 4 or 1).encode("utf-8", "replace")
        piece, self._rest = data[:len(buffer)], data[len(buffer):]
        buffer[:len(piece)] = piece
        return len(piece)


def _count_high_bytes(sample: bytes) -> int:
    return len(sample) - len(sample.translate(None, bytes(range(128, 256))))


def _decode_by(name: str, data: bytes) -> Decoded:
    """Return the text in one encoding; bytes that do not fit are replaced.

    In UTF-8 and windows-1252 such bytes become what a browser shows for them.
    """
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


def _detect_unmarked_wide(start: bytes) -> str | None:
    """Return the name of UTF-16 or UTF-32 without a byte order mark, None for anything else.

    Every other byte of Latin text is zero in UTF-16. In UTF-32 the two upper bytes always are.
    """
    if b"\0" not in start or len(start) < 4:
        return None
    zeros = [start[first::4].count(0) * 4 / len(start) for first in range(4)]
    if len(start) >= _MIN_UTF_32_BYTES:
        for name, (high, upper, _, low) in (("utf-32-be", zeros), ("utf-32-le", zeros[::-1])):
            if min(high, upper) > 0.9 and low < 0.05:
                return name
    even, odd = (zeros[0] + zeros[2]) / 2, (zeros[1] + zeros[3]) / 2
    if min(even, odd) < 0.05 and max(even, odd) > 0.6:
        return "utf-16-le" if odd > even else "utf-16-be"
    return None


def _normalize_name(name: str | None) -> str | None:
    """Return Python's name of a text encoding, None if it is unknown or impossible.

    ASCII and Latin-1 are windows-1252, as in browsers.
    """
    try:
        codec = codecs.lookup(name.strip()) if name else None
    except (LookupError, ValueError):
        return None
    if not codec or not codec._is_text_encoding or codec.name.startswith(_IMPOSSIBLE_CHARSETS):
        return None
    latin = ("cp1252", "iso8859-1", "ascii")
    return "windows-1252" if codec.name in latin else codec.name
