"""Reads SQL dumps: one article a row of INSERT or COPY, in each table with a title and a body."""

import csv
import io
import logging
import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import BinaryIO

from indexer.formats import exports
from indexer.formats.io import encoding
from indexer.formats.sql import rows
from indexer.formats.sql.lexer import MAX_ROW_CHARACTERS, Lexer
from indexer.formats.sql.values import SqlError, SqlValue, unquote_name
from indexer.formats.tables import TableSorter
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
_FROM_TABLES = "statements that take rows from other tables"

_MAX_KNOWN_TABLES = 1_000
_known_columns = OrderedDict[tuple[str, str], list[str]]()
"""The columns of tables by the folder of their dump and their name.

Large databases are dumped in parts, of which only the first says what the columns are.
"""


def read(file: BinaryIO, name: str, mapping: Mapping[str, str]) -> Iterator[ReadResult]:
    """Yield a record, or a rejection, for each row of each table of articles."""
    text = io.TextIOWrapper(
        encoding.transcode_wide(file), "utf-8-sig", errors="surrogateescape", newline="")
    yield from _Dump(Lexer(text), name, mapping).read()


class _Dump:
    """The statements of a dump, and what is known of its tables."""

    def __init__(self, lexer: Lexer, name: str, mapping: Mapping[str, str]) -> None:
        self._lexer, self._name = lexer, name
        self._folder = str(PurePath(name).parent)
        self._columns: dict[str, list[str]] = {}
        self._sorter = TableSorter(mapping)

    def read(self) -> Iterator[ReadResult]:
        """Yield the records of the dump; at the end, say which tables were passed over."""
        while self._lexer.peek()[0] != "end":
            yield from self._read_statement()
        yield from self._sorter.finish()
        passed_over = self._sorter.passed_over
        tables = ", ".join(f"{table}: {count:,} rows" for table, count in passed_over.items())
        if self._sorter.has_articles:
            if tables:
                log.warning("%s: tables without articles are passed over (%s)", self._name, tables)
        elif not tables and self._columns:
            log.warning("%s: it has no rows, only the columns of tables", self._name)
        else:
            reason = _NO_ARTICLES.format(tables[:200] or "no rows at all")
            yield Rejection(location=Location(self._name), reason=reason)

    def _read_statement(self) -> Iterator[ReadResult]:
        word = self._lexer.next()[1].lower()
        self._lexer.mark()
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
                self._learn(table, self._read_columns(_CONSTRAINTS))
        if word != ";":
            self._skip_statement()

    def _learn(self, table: str, columns: list[str]) -> None:
        """Remember the columns of a table, for dumps of the same folder as well."""
        self._columns[table] = _known_columns[self._folder, table] = columns
        while len(_known_columns) > _MAX_KNOWN_TABLES:
            _known_columns.popitem(last=False)

    def _get_columns(self, table: str, count: int) -> list[str]:
        """Return the columns of a table that a statement does not name, numbered if unknown."""
        if table in self._columns:
            return self._columns[table]
        known = _known_columns.get((self._folder, table), [])
        return known if len(known) == count else [f"column {n}" for n in range(1, count + 1)]

    def _read_insert(self) -> Iterator[ReadResult]:
        if self._lexer.peek()[1].lower() in ("all", "first"):
            yield from self._read_insert_all()
            return
        table = self._read_name(_BEFORE_TABLE)
        columns = self._read_columns() if self._lexer.peek()[1] == "(" else []
        while (word := self._lexer.peek()[1].lower()) not in ("(", ";", "", "select", "set"):
            self._lexer.next()
            if word == "values" or word == "value" and self._lexer.peek()[1] == "(":
                yield from self._read_rows(table, columns)
                return
        if word == "(":
            self._lexer.next()
            word = self._lexer.peek()[1].lower()
        if word in ("select", "set"):
            yield from self._read_constants(table, columns, word)

    def _read_insert_all(self) -> Iterator[ReadResult]:
        """Yield the records of Oracle's INSERT ALL, which names a table for each row."""
        self._lexer.next()
        while self._lexer.peek()[1].lower() not in (";", "select", ""):
            if self._lexer.peek()[1].lower() != "into":
                self._lexer.next()
                continue
            table = self._read_name(_BEFORE_TABLE)
            columns = self._read_columns() if self._lexer.peek()[1] == "(" else []
            if self._lexer.peek()[1].lower() == "values":
                self._lexer.next()
            yield from self._read_rows(table, columns)

    def _read_rows(self, table: str, columns: list[str]) -> Iterator[ReadResult]:
        """Yield the records of the rows behind VALUES."""
        while self._lexer.peek()[1] == "(":
            location = Location(self._name, self._lexer.mark())
            try:
                values = rows.read_row(self._lexer)
            except SqlError as error:
                yield from self._sorter.sort(table, self._reject(location, error))
            else:
                yield from self._sort(table, columns, values, location)
            if self._lexer.peek()[1] == ",":
                self._lexer.next()

    def _reject(self, location: Location, error: SqlError) -> Rejection:
        """Pass over a row that is no SQL, and return what stands there."""
        raw = self._lexer.resume(_NEXT_ROW).strip().removesuffix(",")
        return Rejection(
            location=location, reason=f"not SQL: {error}: a quote in it may be missing",
            raw=raw[:MAX_ROW_CHARACTERS])

    def _read_constants(
        self, table: str, columns: list[str], word: str
    ) -> Iterator[ReadResult]:
        """Yield the records of INSERT … SELECT and INSERT … SET, if their values are constants."""
        location = Location(self._name, self._lexer.mark())
        try:
            if word == "set":
                self._lexer.next()
                columns, values = rows.read_assignments(self._lexer)
                yield from self._sort(table, columns, values, location)
                return
            for names, values in rows.read_selects(self._lexer):
                yield from self._sort(
                    table, columns or (names if all(names) else []), values, location)
                location = Location(self._name, self._lexer.mark())
        except SqlError:
            self._sorter.passed_over[_FROM_TABLES] += 1

    def _sort(
        self, table: str, columns: list[str], values: list[SqlValue], location: Location
    ) -> Iterator[ReadResult]:
        columns = columns or self._get_columns(table, len(values))
        self._sorter.meet(table, columns)
        hidden = exports.find_hiding_table(table)
        yield from self._sorter.sort(table, _build_record(columns, values, location, hidden))

    def _read_copy(self) -> Iterator[ReadResult]:
        """Yield the records of the lines below COPY … FROM stdin."""
        table = self._read_name()
        columns = self._read_columns() if self._lexer.peek()[1] == "(" else []
        while (token := self._lexer.next()[1].lower()) not in (";", "", "stdin"):
            pass
        if token != "stdin":
            return
        copied = rows.read_copied(self._lexer, rows.read_copy_form(self._lexer))
        self._lexer.read_line()
        while True:
            location = Location(self._name, self._lexer.mark())
            try:
                values = next(copied, None)
            except csv.Error as error:
                yield Rejection(location=location, reason=f"not CSV: {error}")
                return
            if values is None:
                return
            yield from self._sort(table, columns, values, location)

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
