"""Tells tables of articles from the others of a dump or database, by names or else by rows.

A table is one of articles if columns of it are called title and body. Where the names say less, its
first rows do: articles have a column of headlines and one of prose.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from indexer import dates
from indexer.fields import synonyms
from indexer.formats import exports
from indexer.record import ReadResult, Record, Rejection

SAMPLED_ROWS = 20
_MAX_SAMPLED_CHARACTERS = 4 << 20

_MIN_SHARE = 0.75
"""The share of the rows in which a column must look like what it is taken for."""

_MIN_PROSE_CHARACTERS, _MIN_PROSE_WORDS = 80, 12
_MIN_UNTITLED_CHARACTERS = 400
"""Prose of rows without headlines, from which on they are taken for articles."""

_MIN_HEADLINE_CHARACTERS, _MAX_HEADLINE_CHARACTERS, _MIN_HEADLINE_WORDS = 12, 200, 3
_FULL_DATE = len("2019-04-26")
_SENTENCE_END = re.compile(r"\w[.!?][\"”’']?(?:\s|<|$)")
_URL = re.compile(r"https?://\S+")

_NOT_OF_ARTICLES = re.compile(
    r"(?:^|_)(?:pesan|messages?|kontak|contacts?|inbox|outbox|e?mails?|chats?|testimoni(?:als?)?"
    r"|saran|pengaduan|keluhan|faqs?|templates?|settings?|options?|pengaturan|logs?|sessions?"
    r"|users?|pengguna|anggota|members?|produk|products?|polling|orders?|jobs?)(?:_|$)",
    re.IGNORECASE)
"""Tables whose texts were not written to be published."""

_PRIVATE_COLUMN = re.compile(
    r"(?:^|_)(?:e?mail|email_?address|ip|ip_?addr(?:ess)?|user_?agent|phone|telp|telepon|no_?hp|hp"
    r"|whatsapp|password|passwd|token)(?:_|$)", re.IGNORECASE)
"""Columns of people who wrote to a site."""

_OTHER_TEXT = re.compile(r"komentar|comment|bio|alamat|address|caption|keterangan_?foto|meta")


def is_named_as_articles(columns: Sequence[str], mapping: Mapping[str, str]) -> bool:
    """Return whether the names of a table's columns include those of a title and a body."""
    return {"title", "body"} <= set(_find_fields(columns, mapping).values())


def find_names(
    table: str, rows: Sequence[Mapping[str, Any]], mapping: Mapping[str, str]
) -> dict[str, str] | None:
    """Return which columns of a table to rename to our fields, as its first rows show.

    Return None if they are no articles.

    >>> text = "Harga beras naik lagi di pasar kota karena hujan merusak padi. " * 4
    >>> find_names("warta", [{"j": "Harga Beras Naik Lagi", "i": text}], {})
    {'j': 'title', 'i': 'body'}
    """
    columns = list(dict.fromkeys(chain.from_iterable(rows)))
    fields = _find_fields(columns, mapping)
    if _NOT_OF_ARTICLES.search(table) or any(map(_PRIVATE_COLUMN.search, columns)):
        return None
    unknown = [name for name in columns if fields[name] is None]
    texts = {name: [str(row.get(name) or "") for row in rows] for name in columns}
    names: dict[str, str] = {}
    known = set(fields.values())
    if "title" not in known and (title := _find_headlines(unknown, texts)):
        names[title] = "title"
    left = [name for name in unknown if name not in names]
    if "body" not in known and not _find_prose(left, texts, names):
        return None
    if "title" not in {*known, *names.values()} and not _are_untitled_articles(fields, texts):
        return None
    _find_address_and_date(left, texts, known, names)
    return names


def _find_fields(columns: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str | None]:
    mapped = synonyms.apply_mapping(columns, mapping)
    return {name: mapped.get(name) or synonyms.find_field(name) for name in columns}


def _find_headlines(columns: Sequence[str], texts: Mapping[str, list[str]]) -> str:
    """Return the first column with a headline of its own in nearly every row, "" if none has."""
    for name in columns:
        headlines = [text for text in texts[name] if _is_headline(text)]
        if headlines and len(headlines) >= _MIN_SHARE * len(texts[name]) and (
                len(set(headlines)) >= _MIN_SHARE * len(headlines)):
            return name
    return ""


def _is_headline(text: str) -> bool:
    return (
        _MIN_HEADLINE_CHARACTERS <= len(text) <= _MAX_HEADLINE_CHARACTERS and "\n" not in text
        and len(text.split()) >= _MIN_HEADLINE_WORDS and text.rstrip()[-1:] != "."
        and not dates.read_field(text).published)


def _find_prose(
    columns: Sequence[str], texts: Mapping[str, list[str]], names: dict[str, str]
) -> bool:
    """Return whether columns have prose, and note the one with most of it as the body.

    Numbered columns of paragraphs are left to be joined.
    """
    numbered = [name for name in columns if synonyms.split_number(name)]
    if len(numbered) > 1 and _is_mostly_prose(
            [" ".join(parts) for parts in zip(*(texts[name] for name in numbered))]):
        return True
    prose = [name for name in columns
             if _is_mostly_prose(texts[name]) and not _OTHER_TEXT.search(name.lower())]
    if prose:
        names[max(prose, key=lambda name: sum(map(len, texts[name])))] = "body"
    return bool(prose)


def _is_mostly_prose(texts: Sequence[str]) -> bool:
    return sum(map(_is_prose, texts)) >= _MIN_SHARE * len(texts)


def _is_prose(text: str) -> bool:
    return (len(text) >= _MIN_PROSE_CHARACTERS and len(text.split()) >= _MIN_PROSE_WORDS
            and _SENTENCE_END.search(text) is not None)


def _are_untitled_articles(
    fields: Mapping[str, str | None], texts: Mapping[str, list[str]]
) -> bool:
    """Return whether rows without headlines have a date or address, and long texts as a rule."""
    bodies = [text for name, field in fields.items() if field == "body" for text in texts[name]]
    long = sum(len(text) >= _MIN_UNTITLED_CHARACTERS for text in bodies)
    return bool(bodies) and long >= _MIN_SHARE * len(bodies) and not (
        {"published", "url"}.isdisjoint(fields.values()))


def _find_address_and_date(
    columns: Sequence[str], texts: Mapping[str, list[str]], known: set[str | None],
    names: dict[str, str],
) -> None:
    """Note a column of addresses, and one of days that no other column contradicts."""
    addresses = [name for name in columns if _are_all(_URL.fullmatch, texts[name])]
    if "url" not in known and len(addresses) == 1:
        names[addresses[0]] = "url"
    days = {name: [_read_day(text) for text in texts[name]] for name in columns
            if _are_all(_read_day, texts[name])}
    if "published" not in known and days and len(set(map(tuple, days.values()))) == 1:
        names[next(iter(days))] = "published"


def _are_all(test: Any, texts: Sequence[str]) -> bool:
    return any(texts) and all(test(text) for text in texts if text)


def _read_day(text: str) -> str:
    """Return the day that a value states, "" if it is no date, or just a number."""
    if text.isdecimal() or len(text) > 4 * _FULL_DATE:
        return ""
    day = (dates.read_field(text).published or "")[:_FULL_DATE]
    return day if len(day) == _FULL_DATE else ""


class TableSorter:
    """Passes on the rows of tables of articles, and counts those of the others.

    Rows of a table whose names do not tell are held back until there are enough of them.
    """

    def __init__(self, mapping: Mapping[str, str]) -> None:
        self._mapping = mapping
        self.passed_over = Counter[str]()
        self.has_articles = False
        self._names: dict[str, dict[str, str] | None] = {}
        self._held: dict[str, list[ReadResult]] = {}
        self._sizes = Counter[str]()

    def meet(self, table: str, columns: Sequence[str]) -> None:
        """Decide about a table by the names of its columns, if they tell."""
        if exports.is_of_other_table(table):
            self._names[table] = None
        elif self._names.get(table) is None and is_named_as_articles(columns, self._mapping):
            self._names[table] = {}

    def sort(self, table: str, result: ReadResult) -> Iterator[ReadResult]:
        """Yield the rows of a table up to this one that are known to be articles."""
        if table in self._names:
            yield from self._pass(table, [result])
            return
        self._held.setdefault(table, []).append(result)
        self._sizes[table] += _measure(result)
        if len(self._held[table]) == SAMPLED_ROWS or self._sizes[table] > _MAX_SAMPLED_CHARACTERS:
            yield from self._decide(table)

    def finish(self) -> Iterator[ReadResult]:
        """Yield the articles among the rows that are still held back."""
        for table in [*self._held]:
            yield from self._decide(table)

    def _decide(self, table: str) -> Iterator[ReadResult]:
        held = self._held.pop(table)
        rows = [each.fields for each in held if isinstance(each, Record)]
        self._names[table] = find_names(table, rows, self._mapping) if rows else None
        yield from self._pass(table, held)

    def _pass(self, table: str, results: Sequence[ReadResult]) -> Iterator[ReadResult]:
        names = self._names[table]
        if names is None:
            self.passed_over[table] += len(results)
            return
        self.has_articles = True
        for each in results:
            yield rename(each, names)


def rename(result: ReadResult, names: Mapping[str, str]) -> ReadResult:
    """Return a row with columns renamed to our fields, and what a title or body was called."""
    if not names or isinstance(result, Rejection):
        return result
    fields = {names.get(name, name): value for name, value in result.fields.items()}
    sources = {f"{ours}_source": name for name, ours in names.items()
               if ours in ("title", "body") and name in result.fields}
    return replace(result, fields=fields | sources)


def _measure(result: ReadResult) -> int:
    return sum(len(value) for value in (result.fields or {}).values() if isinstance(value, str))
