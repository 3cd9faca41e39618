"""Cuts an SQL dump into tokens. It holds no more than one row of the dump."""

import re
from typing import TextIO

MAX_ROW_CHARACTERS = 32 << 20
"""Limit of one row, and of any other token."""

_CHUNK_CHARACTERS = 1 << 18
_HEAD_CHARACTERS = 1 << 16
_TOKEN = r"""
    (?P<skip>\s+|--[^\n]*(?:\n|\Z)|\#[^\n]*(?:\n|\Z)|/\*(?!!).*?(?:\*/|\Z)|/\*!\d*|\*/)
    |(?P<string>[nNbBxX]?'{text}|[eE]'{escaped})
    |(?P<dollar>\$(?P<tag>[A-Za-z_]?|function|procedure|body|BODY)\$.*?\$(?P=tag)\$)
    |(?P<name>`(?:[^`]|``)*+`|"(?:[^"]|"")*+"|\[[^\]\n]{{1,128}}\])
    |(?P<number>[+-]?(?:0[xX][0-9A-Fa-f]+|\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+))
    |(?P<word>[^\W\d][\w$@]*)
    |(?P<mark>::|\|\||.)
"""
_DOUBLED = r"[^']*+(?:''[^']*+)*+'(?!')"
_ESCAPED = r"[^'\\]*+(?:(?:\\.|'')[^'\\]*+)*+'(?!')"
_MYSQL = re.compile(r"mysql|mariadb|phpmyadmin|adminer|engine\s*=|insert into `|\\'", re.IGNORECASE)
_STANDARD = re.compile(
    r"postgresql database|pragma foreign_keys|standard_conforming", re.IGNORECASE)
_MAX_BRACKETED_CHARACTERS = 128
_UNFINISHED = ("'", '"', "`", "/", "$")
"""The marks that are left over of a token whose end has not been read yet."""


class Lexer:
    """The tokens of a dump, one after another, with a place to go back to.

    In MySQL a backslash escapes the next character of a text; elsewhere only in texts like E'…'.
    The head of the dump tells which it is.
    """

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._text = file.read(_HEAD_CHARACTERS)
        self._position = self._mark = self._counted = 0
        self._line = 1
        self._is_at_end = False
        self.is_mysql = bool(_MYSQL.search(self._text)) and not _STANDARD.search(self._text)
        text = _ESCAPED if self.is_mysql else _DOUBLED
        self._pattern = re.compile(
            _TOKEN.format(text=text, escaped=_ESCAPED), re.VERBOSE | re.DOTALL)

    def next(self) -> tuple[str, str]:
        """Return the kind of the next token and its text; ("end", "") at the end."""
        while True:
            match = self._pattern.match(self._text, self._position)
            if self._may_go_on(match) and self._fill():
                continue
            if match is None:
                return "end", ""
            self._position = match.end()
            kind = match.lastgroup or ""
            if kind != "skip":
                return kind, match[0]

    def peek(self) -> tuple[str, str]:
        """Return the next token without taking it."""
        while True:
            token = self.next()
            if token[0] != "end":
                self._position -= len(token[1])
            return token

    def mark(self) -> int:
        """Remember this place, to return to, and return its line."""
        self._line += self._text.count("\n", self._counted, self._position)
        self._mark = self._counted = self._position
        return self._line

    def resume(self, pattern: re.Pattern[str]) -> str:
        """Go to the next match of a pattern behind the mark; return what was passed over.

        Without one, go to the end and return the beginning of what was passed over.
        """
        self._position = self._mark
        while True:
            match = pattern.search(self._text, self._position + 1)
            if match is None and self._fill():
                continue
            if match:
                self._position = match.start()
                return self._text[self._mark:self._position]
            skipped = self._text[self._mark:]
            self._position = len(self._text)
            while not match and not self._is_at_end:
                self.mark()
                self._fill()
                match = pattern.search(self._text, self._position)
                self._position = match.start() if match else len(self._text)
            return skipped

    def read_line(self) -> str:
        """Return the rest of this line with its line break, "" at the end of the dump."""
        end = self._text.find("\n", self._position)
        while end < 0 and self._fill():
            end = self._text.find("\n", self._position)
        end = end + 1 or len(self._text)
        line, self._position = self._text[self._position:end], end
        return line

    def _may_go_on(self, match: re.Match[str] | None) -> bool:
        """Return whether a token may reach beyond what has been read."""
        if match is None or match.end() == len(self._text):
            return True
        if match[0] == "[" and len(self._text) - match.end() <= _MAX_BRACKETED_CHARACTERS:
            return True
        is_prefix = match.lastgroup == "word" and self._text[match.end()] == "'"
        return is_prefix and len(match[0]) == 1 or match[0] in _UNFINISHED

    def _fill(self) -> bool:
        """Read more; return False at the end of the dump, and where a row becomes too large."""
        if self._is_at_end or len(self._text) - self._mark > MAX_ROW_CHARACTERS:
            return False
        more = self._file.read(max(_CHUNK_CHARACTERS, len(self._text) - self._mark))
        self._is_at_end = not more
        if more:  # else what was matched keeps its place
            self._line += self._text.count("\n", self._counted, self._mark)
            self._text = self._text[self._mark:] + more
            self._position -= self._mark
            self._mark = self._counted = 0
        return bool(more)
