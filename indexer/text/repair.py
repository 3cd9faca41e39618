"""Repairs text: line breaks become \\n, invisible characters go, mojibake is decoded, letters that
only look different become the usual ones."""

import re
from collections.abc import Mapping
from typing import Any
from unicodedata import normalize

_CONTROLS = "".join(map(chr, [*range(9), *range(11, 32), 127]))
_C1_CONTROLS = "".join(map(chr, range(128, 160)))
_LINE_BREAKS = "\r\v\f\x85\u2028\u2029"
_INVISIBLE = "\xad\u200b\u2060\ufeff"
_MOJIBAKE_STARTS = "ÃÂâðï"
"""The lead bytes of UTF-8 as windows-1252 shows them."""

_SUSPECT_ASCII = tuple(_CONTROLS)
_SUSPECT_OTHERS = tuple(_C1_CONTROLS + _LINE_BREAKS[3:] + _INVISIBLE + _MOJIBAKE_STARTS)
_MAX_REGEX_CHARACTERS = 250
"""Up to here one search by pattern is faster than many by `in`, which scan many bytes at once."""

_STYLED_LETTERS = "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\ufb00-\ufb06\U0001d400-\U0001d7ff"
"""Letters and digits of full width, ligatures, and letters of mathematics, which only look
different. Others, such as ² and ½, mean something."""

_EAST_ASIAN, _WIDE = "[\u3000-\u9fff\uac00-\ud7a3]", "[\uff01-\uff5e]"
_STYLED = re.compile(
    f"[{_STYLED_LETTERS}]+|(?<!{_EAST_ASIAN})(?<!{_EAST_ASIAN}{_WIDE}){_WIDE}"
    f"(?!{_WIDE}{{0,2}}{_EAST_ASIAN})")
"""The same, and marks of full width, which only Chinese, Japanese and Korean have."""

_LEADS_OF_STYLED = b"\xef", b"\xf0"
"""The bytes of UTF-8 with which they begin. To look for these takes a tenth of the time."""

_SUSPECT = re.compile(
    f"[{_CONTROLS}{_C1_CONTROLS}{_LINE_BREAKS}{_INVISIBLE}{_MOJIBAKE_STARTS}\uff01-\uff5e"
    f"{_STYLED_LETTERS}]")
_LINE_BREAK = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_DROPPED = re.compile(f"[{_CONTROLS}{_INVISIBLE}]+")
_WINDOWS_1252 = {
    byte: bytes([byte]).decode("cp1252") for byte in range(128, 160)
    if byte not in (0x81, 0x8d, 0x8f, 0x90, 0x9d)
}
_TORN_QUOTE = re.compile(r"â€(?=[\s.,;:!?)\]\"<]|$)")
"""A closing quote in UTF-8 as windows-1252 shows it, without its last byte, which stands for no
character there."""

_LATIN_1_RUN = re.compile("[\x80-\xff]+")
_MOJIBAKE_NOTE, _CONTROLS_NOTE = "mojibake repaired", "control characters removed"
_STYLED_NOTE = "styled letters replaced"

_EXPORTED_FIELDS = frozenset(
    "id title body outlet published date_precision url extra".split())


def is_sound(text: str) -> bool:
    """Return True only if there is nothing to repair; False means that there may be."""
    if len(text) < _MAX_REGEX_CHARACTERS:
        return _SUSPECT.search(text) is None
    for char in _SUSPECT_ASCII:
        if char in text:
            return False
    if not text.isascii():
        for char in _SUSPECT_OTHERS:
            if char in text:
                return False
        return not _may_be_styled(text) or _STYLED.search(text) is None
    return True


def _may_be_styled(text: str) -> bool:
    encoded = text.encode("utf-8", "surrogatepass")
    return any(map(encoded.__contains__, _LEADS_OF_STYLED))


def repair(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the repaired text, and a note on each kind of repair that may change a word.

    >>> repair("satu\\r\\ndua\\u2028ti\\xadga \\u00e2\\u20ac\\u0153empat\\0")
    ('satu\\ndua\\ntiga “empat', ('mojibake repaired', 'control characters removed'))
    """
    if is_sound(text):
        return text, ()
    notes = []
    decoded = _decode_mojibake(text)
    if decoded != text:
        notes.append(_MOJIBAKE_NOTE)
    lines = _LINE_BREAK.sub("\n", decoded)
    clean = _DROPPED.sub("", lines)  # str.translate would look up every character
    if any(char in lines for char in _CONTROLS):
        notes.append(_CONTROLS_NOTE)
    plain = _STYLED.sub(_replace_styled, clean) if _may_be_styled(clean) else clean
    if plain != clean:
        notes.append(_STYLED_NOTE)
    return plain, tuple(notes)


def _replace_styled(letters: re.Match[str]) -> str:
    return normalize("NFKC", letters[0])


def repair_fields(fields: Mapping[str, Any]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the fields with every text repaired, and notes as `repair` gives them.

    An article that `indexer export` wrote is returned as it is. Raises RecursionError if the
    values are nested too deep.
    """
    if fields.keys() - {"revision"} == _EXPORTED_FIELDS:
        return dict(fields), ()
    notes: dict[str, None] = {}
    return {name: _repair_value(value, notes) for name, value in fields.items()}, tuple(notes)


def _repair_value(value: Any, notes: dict[str, None]) -> Any:
    """Return a JSON value with its texts repaired, and add what was done to the notes."""
    if isinstance(value, str):
        text, added = repair(value)
        notes.update(dict.fromkeys(added))
        return text
    if isinstance(value, list):
        return [_repair_value(item, notes) for item in value]
    if isinstance(value, dict):
        return {name: _repair_value(item, notes) for name, item in value.items()}
    return value


def _decode_mojibake(text: str) -> str:
    """Return the text with those lines decoded as UTF-8 that were once decoded wrongly."""
    if text.isascii() or not any(char in text for char in _MOJIBAKE_STARTS + _C1_CONTROLS):
        return text
    return "\n".join(map(_decode_line, text.split("\n")))


def _decode_line(line: str) -> str:
    if line.isascii():
        return line
    if any(char in line for char in _MOJIBAKE_STARTS):
        line = _fix_encoding(_TORN_QUOTE.sub("â€\x9d", line))
    return _LATIN_1_RUN.sub(_decode_run, line)


def _decode_run(run: re.Match[str]) -> str:
    """Decode a run of Latin-1 as the UTF-8 that it was, or else as windows-1252.

    Browsers read &#147; as windows-1252, too.
    """
    if not any(char in run[0] for char in _C1_CONTROLS if char != "\x85"):
        return run[0]
    try:
        return run[0].encode("latin-1").decode()
    except UnicodeDecodeError:
        return run[0].translate(_WINDOWS_1252)


def _fix_encoding(line: str) -> str:
    from ftfy import fix_encoding  # only for the few texts that need it

    try:
        return fix_encoding(line, fix_c1_controls=False)  # some of these are line breaks
    except UnicodeError:  # half a surrogate pair
        return line
