"""Reads the rows of an SQL dump in each of the forms in which statements write them."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from indexer.formats.sql.lexer import MAX_ROW_CHARACTERS, Lexer
from indexer.formats.sql.values import (
    SqlError,
    SqlValue,
    parse_value,
    unescape_copy,
    unquote_name,
)

_MAX_LEVELS = 5
_BEHIND_VALUES = frozenset(("from", "union", "where", "limit", "order", "on", "go", ";", ")", ""))
_BEHIND_SELECT = frozenset(("union", "select", "insert", "go", ";", ")", ""))


@dataclass(frozen=True, slots=True)
class CopyForm:
    """How PostgreSQL's COPY writes rows: as its own text, or as CSV."""

    delimiter: str = "\t"
    null: str = r"\N"
    is_csv: bool = False
    has_header: bool = False


def read_row(lexer: Lexer) -> list[SqlValue]:
    """Return the values of the row in parentheses that is next. Raises SqlError if it is broken."""
    values: list[SqlValue] = []
    lexer.next()
    while True:
        values.append(parse_value(lexer))
        mark = lexer.next()[1]
        if mark == ")":
            break
        if mark != ",":
            raise SqlError(f"{mark[:20]!r} follows a value")
    if lexer.peek()[0] in ("string", "number"):
        raise SqlError("a value follows the row")
    return values


def read_assignments(lexer: Lexer) -> tuple[list[str], list[SqlValue]]:
    """Return the columns and values behind SET. Raises SqlError if they are broken."""
    columns, values = list[str](), list[SqlValue]()
    while True:
        columns.append(unquote_name(lexer.next()[1] or " "))
        if lexer.next()[1] != "=":
            raise SqlError("no value is assigned")
        values.append(parse_value(lexer))
        if lexer.peek()[1] != ",":
            return columns, values
        lexer.next()


def read_selects(lexer: Lexer, level: int = 0) -> Iterator[tuple[list[str], list[SqlValue]]]:
    """Yield the names and values of each SELECT of constants, which UNION joins.

    A name is "" where none is given. SELECT * goes on with the constants in its FROM. Raises
    SqlError where rows come from a table, which a dump cannot tell.
    """
    while lexer.peek()[1].lower() == "select":
        lexer.next()
        if lexer.peek()[1] == "*" and level < _MAX_LEVELS:
            yield from _read_inner(lexer, level)
        else:
            yield _read_constants(lexer)
        _skip_clauses(lexer)
        while lexer.peek()[1].lower() in ("union", "all", "distinct"):
            lexer.next()


def _read_inner(lexer: Lexer, level: int) -> Iterator[tuple[list[str], list[SqlValue]]]:
    """Yield the rows of SELECT * FROM (SELECT …) or FROM (VALUES …)."""
    marks = [lexer.next()[1].lower() for _ in range(3)]
    if marks != ["*", "from", "("]:
        raise SqlError("its rows come from a table")
    if lexer.peek()[1].lower() == "values":
        lexer.next()
        while lexer.peek()[1] == "(":
            yield [], read_row(lexer)
            if lexer.peek()[1] == ",":
                lexer.next()
    else:
        yield from read_selects(lexer, level + 1)
    lexer.next()


def _skip_clauses(lexer: Lexer) -> None:
    """Pass over what stands behind the values of a SELECT: FROM, WHERE and so on."""
    depth = 0
    while depth or lexer.peek()[1].lower() not in _BEHIND_SELECT:
        written = lexer.next()[1]
        depth += (written == "(") - (written == ")")
        if not written:
            return


def _read_constants(lexer: Lexer) -> tuple[list[str], list[SqlValue]]:
    names, values = list[str](), list[SqlValue]()
    while True:
        kind, written = lexer.peek()
        is_column = kind == "word" and written.lower() != "null" or kind == "name"
        values.append(parse_value(lexer))
        if is_column and values[-1] is None:
            raise SqlError("its rows come from a table")
        names.append(_read_alias(lexer))
        if lexer.peek()[1] != ",":
            break
        lexer.next()
    if lexer.peek()[1].lower() not in _BEHIND_VALUES:
        raise SqlError(f"{lexer.peek()[1][:20]!r} follows a value")
    return names, values


def _read_alias(lexer: Lexer) -> str:
    kind, written = lexer.peek()
    if written.lower() == "as":
        lexer.next()
    elif kind not in ("word", "name") or written.lower() in _BEHIND_VALUES:
        return ""
    return unquote_name(lexer.next()[1] or " ")


def read_copy_form(lexer: Lexer) -> CopyForm:
    """Return what the options behind COPY … FROM stdin say, and take them up to the semicolon."""
    tokens: list[tuple[str, str]] = []
    while (token := lexer.next())[1] not in (";", ""):
        tokens.append(token)
    words = [written.lower() for _, written in tokens]
    is_csv = "csv" in words
    quoted = {word: _unquote(written) for word, (kind, written) in _pair(words, tokens)
              if kind == "string"}
    return CopyForm(
        delimiter=quoted.get("delimiter", "," if is_csv else "\t")[:1] or "\t",
        null=quoted.get("null", "" if is_csv else r"\N"), is_csv=is_csv,
        has_header="header" in words)


def _pair(
    words: Sequence[str], tokens: Sequence[tuple[str, str]]
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield each word with the value behind it; DELIMITER AS '|' has a word between."""
    for at, word in enumerate(words):
        following = tokens[at + 1:at + 3]
        if following and following[0][1].lower() in ("as", "="):
            following = following[1:]
        if following:
            yield word, following[0]


def _unquote(written: str) -> str:
    text = written[written.index("'") + 1:-1].replace("''", "'")
    return "\t" if text == r"\t" else text


def read_copied(lexer: Lexer, form: CopyForm) -> Iterator[list[SqlValue]]:
    r"""Yield the values of each line below COPY, up to the line `\.`."""
    lines = _read_lines(lexer)
    if form.has_header:
        next(lines, None)
    if not form.is_csv:
        for line in lines:
            yield [None if cell == form.null else unescape_copy(cell)
                   for cell in line.rstrip("\r\n").split(form.delimiter)]
        return
    csv.field_size_limit(MAX_ROW_CHARACTERS)
    for row in csv.reader(lines, delimiter=form.delimiter):
        yield [None if cell == form.null else cell for cell in row]


def _read_lines(lexer: Lexer) -> Iterator[str]:
    while (line := lexer.read_line()) and line.rstrip("\r\n") != "\\.":
        yield line
