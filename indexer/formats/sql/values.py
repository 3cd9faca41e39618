"""Evaluates what stands for a value in a row of an SQL dump: texts, numbers, a few functions."""

import re
from collections.abc import Callable
from contextlib import suppress

from indexer.formats.io import encoding
from indexer.formats.sql.lexer import Lexer

_MAX_LEVELS = 20
_BACKSLASH = re.compile(r"\\(u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{1,2}|[0-7]{1,3}|.)", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "Z": "\x1a"}
_BITS = {r"\0": "0", "\0": "0", "\1": "1", r"\x00": "0", r"\x01": "1"}
"""How programs dump a column of one bit, and what its value is."""

_CONSTANTS = {"true": "1", "false": "0"}
_NO_INTRODUCERS = frozenset("null true false and or not".split())

SqlValue = str | None
"""A value of a row: a text, or None for NULL and for pictures and the like."""


class SqlError(ValueError):
    """A row that is not SQL; the message says what is wrong with it."""


def parse_value(lexer: Lexer, level: int = 0) -> SqlValue:
    """Return the next value and take its tokens. Raises SqlError if there is none."""
    value = _parse_operand(lexer, level)
    while (mark := lexer.peek()[1].lower()) in ("::", "||", "collate"):
        lexer.next()
        if mark == "||":
            value = (value or "") + (_parse_operand(lexer, level) or "")
        else:
            _skip_type(lexer)  # or the name of an order
    return value


def unescape_copy(value: str) -> SqlValue:
    r"""Return a value of PostgreSQL's COPY.

    >>> unescape_copy(r"satu\ndua\\tiga"), unescape_copy(r"\N")
    ('satu\ndua\\tiga', None)
    """
    return None if value == r"\N" else _unescape(value) if "\\" in value else value


def unquote_name(name: str) -> str:
    """Return a name without its quotes.

    >>> [unquote_name(name) for name in ("berita", "`isi``teks`", '"Judul"', "[Isi]")]
    ['berita', 'isi`teks', 'Judul', 'Isi']
    """
    if name[0] in '`"':
        return name[1:-1].replace(name[0] * 2, name[0])
    return name[1:-1] if name[0] == "[" else name


def _parse_operand(lexer: Lexer, level: int) -> SqlValue:
    kind, written = lexer.next()
    if kind == "string":
        return _read_string(written, lexer.is_mysql)
    if kind == "name" and lexer.is_mysql and written[0] == '"':
        return _unescape(unquote_name(written))
    if kind == "dollar":
        tag = written[:written.index("$", 1) + 1]
        return written[len(tag):-len(tag)]
    if kind == "number":
        return _read_hex(written[2:]) if written[:2] in ("0x", "0X") else written
    if kind == "word" and level < _MAX_LEVELS:
        return _parse_word(lexer, written.lower(), level)
    raise SqlError(f"no value but {written[:20]!r}" if written else "it is cut short")


def _parse_word(lexer: Lexer, word: str, level: int) -> SqlValue:
    """Return the value of a constant, of a text behind the name of its encoding, or a call."""
    kind, following = lexer.peek()
    if following == "(":
        return _parse_call(lexer, word, level)
    if kind == "string" and word not in _NO_INTRODUCERS:
        return _parse_operand(lexer, level + 1)
    return _CONSTANTS.get(word)


def _parse_call(lexer: Lexer, function: str, level: int) -> SqlValue:
    lexer.next()
    arguments: list[SqlValue] = []
    while lexer.peek()[1] != ")":
        arguments.append(parse_value(lexer, level + 1))
        while lexer.peek()[1] not in (",", ")", ""):
            _skip_type(lexer)  # CAST('…' AS …)
        if lexer.peek()[1] == ",":
            lexer.next()
    lexer.next()
    evaluate = _FUNCTIONS.get(function)
    texts = [argument or "" for argument in arguments]
    with suppress(TypeError, ValueError, OverflowError):
        return evaluate(*texts) if evaluate else arguments[0] if arguments else None
    return None


def _skip_type(lexer: Lexer) -> None:
    """Take a token of the name of a type, and what stands in parentheses behind it."""
    if lexer.next()[0] == "end":
        raise SqlError("it is cut short")
    if lexer.peek()[1] == "(":
        while lexer.next()[1] not in (")", ""):
            pass


def _read_string(written: str, is_mysql: bool) -> SqlValue:
    quote = written.index("'")
    prefix, text = written[:quote].lower(), written[quote + 1:-1].replace("''", "'")
    if text in _BITS:
        return _BITS[text]
    if prefix == "x":
        return _read_hex(text)
    return _unescape(text) if is_mysql or prefix == "e" else text


def _read_hex(digits: str) -> SqlValue:
    """Return the text that hexadecimal digits stand for, None if they are no text."""
    with suppress(ValueError):
        data = bytes.fromhex(digits)
        if data in (b"\0", b"\1"):
            return str(data[0])
        return None if encoding.is_binary(data) else encoding.decode(data)[0]
    return None


def _unescape(text: str) -> str:
    return _BACKSLASH.sub(_replace_escape, text) if "\\" in text else text


def _replace_escape(match: re.Match[str]) -> str:
    escaped = match[1]
    if escaped[0] in "ux" and len(escaped) > 1:
        return chr(int(escaped[1:], 16))
    if escaped == "0":
        return ""
    if escaped[0] in "01234567" and len(escaped) > 1:
        return chr(int(escaped, 8) & 255)
    return _ESCAPES.get(escaped, escaped)


def _char(*codes: str) -> str:
    return "".join(chr(int(code)) for code in codes)


_FUNCTIONS: dict[str, Callable[..., str]] = {
    "replace": lambda text, old, new: text.replace(old, new) if old else text,
    "char": _char, "chr": _char, "concat": lambda *texts: "".join(texts),
    "unistr": _unescape,
}
"""What dumps call to write a text. Any other call stands for its first argument."""
