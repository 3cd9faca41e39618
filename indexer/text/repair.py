"""Text made sound: line breaks as \\n, invisible characters gone, mojibake undone."""

import re
from collections.abc import Mapping
from typing import Any

_CONTROLS = "".join(map(chr, [*range(9), *range(11, 32), 127]))
_WINDOWS = "".join(map(chr, range(128, 160)))
_BREAKS = "\r\v\f\x85\u2028\u2029"
_INVISIBLE = "\xad\u200b\u2060\ufeff"
_MISREAD = "ÃÂâðï"
"""What the first bytes of UTF-8 look like when they are read as windows-1252."""

_ODD_ASCII = tuple(_CONTROLS)
_ODD = tuple(_WINDOWS + _BREAKS[3:] + _INVISIBLE + _MISREAD)
_SHORT = 250
"""Characters up to which one search is quicker than many: `in` looks at many at once."""

_ODDITIES = re.compile(f"[{_CONTROLS}{_WINDOWS}{_BREAKS}{_INVISIBLE}{_MISREAD}]")
_BROKEN = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_DROPPED = {ord(char): None for char in _CONTROLS + _INVISIBLE}
_SHOWN = {
    byte: bytes([byte]).decode("cp1252") for byte in range(128, 160)
    if byte not in (0x81, 0x8d, 0x8f, 0x90, 0x9d)
}
_RUNS = re.compile("[\x80-\xff]+")
_MOJIBAKE, _DROPS = "mojibake repaired", "control characters removed"

_EXPORTED = frozenset("id title body outlet published date_precision url extra".split())


def sound(text: str) -> bool:
    """Whether there is surely nothing to repair."""
    if len(text) < _SHORT:
        return _ODDITIES.search(text) is None
    for char in _ODD_ASCII:
        if char in text:
            return False
    if not text.isascii():
        for char in _ODD:
            if char in text:
                return False
    return True


def repaired(text: str) -> tuple[str, tuple[str, ...]]:
    """The text made sound, and notes on what was done that changes a word.

    >>> repaired("satu\\r\\ndua\\u2028ti\\xadga \\u00e2\\u20ac\\u0153empat\\0")
    ('satu\\ndua\\ntiga “empat', ('mojibake repaired', 'control characters removed'))
    """
    if sound(text):
        return text, ()
    notes = []
    mended = _read_again(text)
    if mended != text:
        notes.append(_MOJIBAKE)
    broken = _BROKEN.sub("\n", mended)
    clean = broken.translate(_DROPPED)
    if any(char in broken for char in _CONTROLS.replace("\n", "")):
        notes.append(_DROPS)
    return clean, tuple(notes)


def repaired_fields(fields: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """The fields with all their texts made sound; an exported article is left as it is."""
    if fields.keys() - {"revision"} == _EXPORTED:
        return dict(fields), ()
    notes: dict[str, None] = {}
    return {name: _value(value, notes) for name, value in fields.items()}, tuple(notes)


def _value(value: Any, notes: dict[str, None]) -> Any:
    """A JSON value, its texts repaired. Raises RecursionError."""
    if isinstance(value, str):
        text, added = repaired(value)
        notes.update(dict.fromkeys(added))
        return text
    if isinstance(value, list):
        return [_value(each, notes) for each in value]
    if isinstance(value, dict):
        return {name: _value(each, notes) for name, each in value.items()}
    return value


def _read_again(text: str) -> str:
    """The text with those lines read as UTF-8 that were read as something else before."""
    if text.isascii() or not any(char in text for char in _MISREAD + _WINDOWS):
        return text
    return "\n".join(map(_line_read_again, text.split("\n")))


def _line_read_again(line: str) -> str:
    if line.isascii():
        return line
    if any(char in line for char in _MISREAD):
        line = _mended(line)
    return _RUNS.sub(_run_read_again, line)


def _run_read_again(run: re.Match[str]) -> str:
    """UTF-8 that was read as Latin-1, else windows-1252 that was, as browsers read &#147;."""
    if not any(char in run[0] for char in _WINDOWS if char != "\x85"):
        return run[0]
    try:
        return run[0].encode("latin-1").decode()
    except UnicodeDecodeError:
        return run[0].translate(_SHOWN)


def _mended(line: str) -> str:
    from ftfy import fix_encoding  # only for the few texts that need it

    try:
        return fix_encoding(line, fix_c1_controls=False)  # they are line breaks as well
    except UnicodeError:  # half a surrogate pair
        return line
