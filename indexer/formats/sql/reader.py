"""Reads SQL dumps: one article a row of INSERT or COPY, in each table with a title and a body."""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from indexer.fields import synonyms
from indexer.formats import exports
from indexer.formats.io import encoding
from indexer.formats.sql.lexer import MAX_ROW_CHARACTERS, Lexer
from indexer.formats.sql.values import (
    SqlError,
    SqlValue,
    parse_value,
    unescape_copy,
    unquote_name,
)
from indexer.publication import add_missing_moments
from indexer.record import Location, ReadResult, Record, Rejection
from indexer.text.repair import repair_fields

log = logging.getLogger(__name__)

_MAX_COLUMNS = 1_000
_CONSTRAINTS = frozenset("""
    primary key unique constraint index foreign check fulltext spatial exclude period like
""".split())
"""The words that begin a line of CREATE TABLE which is no column."""

_BEFORE_TABLE = frozenset("into or ignore replace abort rollback fail delayed low_priority".split())
_PROGRAMS = frozenset("trigger function procedure event package".split())
_WITHOUT_SEMICOLON = frozenset("set use go delimiter".split())
"""The words that begin statements which may end with their line."""

_NEXT_ROW = re.compile(
    r"(?<=[),])\s*\((?=\s*(?:[+-]?\d|[NE_bx]?'|null\b|[a-z]+\())|^(?:insert|replace|copy|create)\b"
    r"|(?<=;)\s*$", re.IGNORECASE | re.MULTILINE)
"""Where reading may go on behind a row that is not SQL."""

_NO_ARTICLES = "no table with columns for title and body ({}): rename them, or use --map"


def read(file: BinaryIO, name: str, mapping: Mapping[str, str]) -> Iterator[ReadResult]:
    """Yield a record, or a rejection, for each row of each table of articles."""
    text = io.TextIOWrapper(
        encoding.transcode_wide(file), "utf-8-sig", errors="surrogateescape", newline="")
    yield from _Dump(Lexer(text), name, mapping).read()


class _Dump:
    """The statements of a dump, and what is known of its tables."""

    def __init__(self, lexer: Lexer, name: str, mapping: Mapping[str, str]) -> None:
        self._lexer, self._name, self._mapping = lexer, name, mapping
        self._columns: dict[str, list[str]] = {}
        self._passed_over = Counter[str]()
        self._has_articles = False

    def read(self) -> Iterator[ReadResult]:
        """Yield the records of the dump; at the end, say which tables were passed over."""
        lexer = self._lexer
        while (token := lexer.next())[0] != "end":
            lexer.mark()
            word = token[1].lower()
            if word in ("insert", "replace"):
                yield from self._read_insert()
            elif word == "copy":
                yield from self._read_copy()
            elif word == "create":
                self._read_create()
            elif word in _WITHOUT_SEMICOLON:
                self._skip_line(word)
            elif word != ";":
                self._skip_statement()
        tables = ", ".join(f"{table}: {rows:,} rows" for table, rows in self._passed_over.items())
        if not self._has_articles:
            reason = _NO_ARTICLES.format(tables[:200] or "no rows at all")
            yield Rejection(location=Location(self._name), reason=reason)
        elif tables:
            log.warning("%s: tables without articles are passed over (%s)", self._name, tables)

    def _read_create(self) -> None:
        """Remember the columns of a table."""
        word = ""
        while word not in _PROGRAMS and word not in ("table", "view", "index", "(", ";", "as"):
            kind, written = self._lexer.next()
            if kind == "end":
                return
            word = written.lower()
        if word in _PROGRAMS:
            self._skip_program()
            return
        if word == "table":
            table = self._read_name(frozenset(("if", "not", "exists")))
            if self._lexer.peek()[1] == "(":
                self._columns[table] = self._read_columns(_CONSTRAINTS)
        if word != ";":
            self._skip_statement()

    def _read_insert(self) -> Iterator[ReadResult]:
        table = self._read_name(_BEFORE_TABLE)
        columns = self._read_columns() if self._lexer.peek()[1] == "(" else None
        while (word := self._lexer.peek()[1].lower()) not in ("(", ";", "", "select"):
            self._lexer.next()
            if word == "values" or word == "value" and self._lexer.peek()[1] == "(":
                yield from self._read_rows(table, columns or self._columns.get(table, []))
                return

    def _read_rows(self, table: str, columns: list[str]) -> Iterator[ReadResult]:
        """Yield the records of the rows behind VALUES."""
        is_wanted, hidden = self._is_of_articles(table, columns), exports.find_hiding_table(table)
        while self._lexer.peek()[1] == "(":
            location = Location(self._name, self._lexer.mark())
            result = self._read_row(columns, location, hidden)
            if not is_wanted:
                self._passed_over[table] += 1
            else:
                self._has_articles = True
                yield result
            if self._lexer.peek()[1] == ",":
                self._lexer.next()

    def _read_row(self, columns: list[str], location: Location, hidden: str) -> ReadResult:
        values: list[SqlValue] = []
        try:
            self._lexer.next()
            while True:
                values.append(parse_value(self._lexer))
                mark = self._lexer.next()[1]
                if mark == ")":
                    break
                if mark != ",":
                    raise SqlError(f"{mark[:20]!r} follows a value")
            if self._lexer.peek()[0] in ("string", "number"):
                raise SqlError("a value follows the row")
        except SqlError as error:
            raw = self._lexer.resume(_NEXT_ROW).strip().removesuffix(",")
            return Rejection(
                location=location, reason=f"not SQL: {error}: a quote in it may be missing",
                raw=raw[:MAX_ROW_CHARACTERS])
        return _build_record(columns, values, location, hidden)

    def _read_copy(self) -> Iterator[ReadResult]:
        """Yield the records of the lines below COPY … FROM stdin."""
        table = self._read_name()
        columns = (self._read_columns() if self._lexer.peek()[1] == "("
                   else self._columns.get(table, []))
        while (token := self._lexer.next()[1].lower()) not in (";", "", "stdin"):
            pass
        if token != "stdin":
            return
        self._skip_statement()
        self._lexer.read_line()
        is_wanted, hidden = self._is_of_articles(table, columns), exports.find_hiding_table(table)
        self._has_articles |= is_wanted
        while True:
            location = Location(self._name, self._lexer.mark())
            line = self._lexer.read_line()
            if not line or line.rstrip("\r\n") == "\\.":
                return
            if not is_wanted:
                self._passed_over[table] += 1
            else:
                cells = line.rstrip("\r\n").split("\t")
                yield _build_record(columns, list(map(unescape_copy, cells)), location, hidden)

    def _read_columns(self, others: frozenset[str] = frozenset()) -> list[str]:
        """Return the first name in each part of a list in parentheses, without `others`."""
        columns, depth, is_first = list[str](), 0, True
        while True:
            kind, written = self._lexer.next()
            if is_first and depth == 1 and kind in ("name", "word") and len(columns) < _MAX_COLUMNS:
                if kind == "name" or written.lower() not in others:
                    columns.append(unquote_name(written))
            depth += (written == "(") - (written == ")")
            is_first = written == "," or written == "(" and depth == 1
            if depth <= 0 or kind == "end":
                return columns

    def _read_name(self, before: frozenset[str] = frozenset()) -> str:
        """Return the name of a table, without that of its schema and the words before it."""
        while (token := self._lexer.peek())[0] == "word" and token[1].lower() in before:
            self._lexer.next()
        name = ""
        while token[0] in ("word", "name"):
            name = unquote_name(self._lexer.next()[1])
            if self._lexer.peek()[1] != ".":
                break
            self._lexer.next()
            token = self._lexer.peek()
        return name

    def _skip_statement(self) -> None:
        while self._lexer.next()[1] not in (";", ""):
            self._lexer.mark()

    def _skip_line(self, word: str) -> None:
        """Skip a setting; behind DELIMITER, the programs up to the next DELIMITER."""
        if word == "delimiter":
            while self._lexer.next()[1].lower() not in ("delimiter", ""):
                self._lexer.mark()
        if word != "set" and word != "use":
            self._lexer.read_line()
            return
        while self._lexer.peek()[1].lower() not in ("go", "insert", ""):
            self._lexer.mark()
            if self._lexer.next()[1] == ";":
                return

    def _skip_program(self) -> None:
        """Skip a trigger or the like, whose statements end in semicolons too."""
        is_inside = False
        while True:
            self._lexer.mark()
            word = self._lexer.next()[1].lower()
            is_inside |= word == "begin"
            if not word or not is_inside and word == ";" or (
                    word == "end" and self._lexer.peek()[1] == ";"):
                return

    def _is_of_articles(self, table: str, columns: list[str]) -> bool:
        mapped = synonyms.apply_mapping(columns, self._mapping)
        return not exports.is_of_other_table(table) and {"title", "body"} <= {
            mapped.get(column) or synonyms.find_field(column) for column in columns}


def _build_record(
    columns: list[str], values: list[SqlValue], location: Location, hidden: str
) -> ReadResult:
    fields = {name: value for name, value in zip(columns, values) if value}
    notes: dict[str, None] = {}
    for name, value in fields.items():
        fields[name], decoding = encoding.redecode(value)
        notes |= dict.fromkeys(decoding)
    repaired, repairs = repair_fields(fields)
    add_missing_moments(repaired, columns)
    if len(values) != len(columns):
        reason = f"{len(values)} values for {len(columns)} columns"
        return Rejection(location=location, reason=reason, fields=repaired)
    return Record(
        location=location, fields=repaired, notes=(*notes, *repairs), hidden=hidden)
