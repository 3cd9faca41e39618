"""Recognises what a site has not published: drafts, private posts, trash, scheduled articles.

    rules.py   says by which fields programs do so, a row each
    status.py  reads the values of these fields

Content management systems export all of it together with the public articles. A row of
the table says by which fields. `beside` names fields of which the record must have one, where a
name or value could mean something else in another program's records.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from indexer.fields.field_mapping import are_few
from indexer.fields.placeholders import is_blank
from indexer.fields.synonyms import find_field, fold_name
from indexer.publication.rules import (
    BESIDE,
    INDONESIAN,
    MOMENTS,
    RULES_BY_FIELD,
    STATUSES,
    SYSTEM_NAMES,
    HidingRule,
)
from indexer.publication.status import (
    has_passed,
    is_false,
    is_set,
    is_shown,
    is_to_come,
    is_true,
    show,
    unwrap,
)
from indexer.record import ReadResult, Record
from search.urls import parsing

_UNPUBLISHED_PATH = re.compile(
    r"(?:^|/)_drafts/|(?:^|/)draft_[^/]*-[0-9a-f]{8,12}\.html?$", re.IGNORECASE)
"""Where Jekyll keeps drafts, and what Medium calls them."""

_BUILT_FROM = re.compile(r"\.(?:md|markdown|mdx|txt|html?)(?:\.\w{2,3})?$", re.IGNORECASE)
"""The names of the files from which site generators build sites, without what is scheduled."""

_DRAFT_ID = "drafts."
"""How the id of a draft of Sanity begins. A row of the table has the less certain signs."""

_MONGOOSE = frozenset(("_id", "__v"))
"""Fields of a library that scrapers use, whose `publishedAt` is null where nobody knows the day."""

_GENERATOR_RULES: tuple[tuple[frozenset[str], Callable[[Any], bool], str], ...] = (
    (frozenset("date publishdate pubdate published publishedat".split()), is_to_come, "is to come"),
    (frozenset(("expirydate", "unpublishdate")), has_passed, "is past"),
    (frozenset(("password",)), is_set, "is set"),
    (frozenset(("headless",)), is_true, "is true"),
    (frozenset(("permalink",)), is_false, "is false"),
)
"""Folded names of front matter, and what of it stops Hugo, Jekyll, Hexo, Astro or Eleventy from
building a page."""

_Fields = Mapping[str, Any]


class Letters:
    """What stands in the columns of a file that hold a single letter for yes or no.

    A `t` is `tidak` beside a `y`, and true beside an `f`.
    """

    def __init__(self) -> None:
        self._known: dict[str, set[str]] = {}
        self._names: tuple[str, ...] = ()
        self._columns: tuple[str, ...] = ()

    def learn(self, records: Iterable[ReadResult]) -> None:
        """Take notice of the letters in these records."""
        for record in records:
            names = tuple(record.fields or ())
            if names != self._names:  # mostly they are those of the record before
                self._names, self._columns = names, _find_letters(names)
            for name in self._columns:
                value = unwrap((record.fields or {})[name])
                if isinstance(value, str) and len(value) == 1:
                    self._known.setdefault(name, set()).add(value.casefold())

    def is_no(self, name: str, written: str) -> bool:
        """Return whether the t or T in a column means `tidak`.

        If it stands alone, PostgreSQL has written a t for true, and people a T in a column with
        an Indonesian name.
        """
        known = self._known.get(name, set())
        if "y" in known or "f" in known:
            return "y" in known
        return written == "T" and fold_name(name) in INDONESIAN


def _find_letters(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in names if any(
        rule.asks_file for rule in RULES_BY_FIELD.get(fold_name(name), ())))


_NO_LETTERS = Letters()


def find_reason(
    record: Record, mapped: Iterable[str] = (), letters: Letters = _NO_LETTERS
) -> str | None:
    """Return what says that a record is not published; None if it is, or nothing says otherwise.

    Fields whose names are `mapped` say something else. `letters` are those of its file. The reason
    has no text of the article.

    >>> from indexer.record import Location
    >>> find_reason(Record(location=Location("a.json"), fields={"draft": True, "title": "Rahasia"}))
    'draft is true'
    """
    if record.hidden:
        return record.hidden
    is_draft, is_built = _classify_file(record.location.file)
    if is_draft:
        return "its file is a draft's"
    fields = record.fields
    if str(fields.get("_id", "")).startswith(_DRAFT_ID):
        return f"_id begins with {_DRAFT_ID}"
    if is_built and record.source == "field" and (reason := _find_reason_of_generator(fields)):
        return reason
    return _find_reason(fields, fields, tuple(mapped), letters)


@lru_cache(256)
def _classify_file(file: str) -> tuple[bool, bool]:
    """Return whether a file is a draft, and whether site generators build pages from such files."""
    return _UNPUBLISHED_PATH.search(file) is not None, _BUILT_FROM.search(file) is not None


def _find_reason(
    fields: _Fields, whole: _Fields, mapped: tuple[str, ...], letters: Letters
) -> str | None:
    """Return what says so in the fields of a `whole` record, or of an object in it."""
    names = tuple(fields)
    for name, rule in (_plan if are_few(names) else _plan.__wrapped__)(names, mapped):
        if rule is None:
            if reason := fields is whole and _find_reason_of_system(name, whole):
                return reason
            continue
        value = unwrap(fields[name])
        if not rule.matches(value) or rule.asks_file and not letters.is_no(name, value):
            continue
        if not _is_refuted(rule, fields[name], fields, whole):
            return f"{name} is {_describe(rule, value)}"
    return None


@lru_cache(256)
def _plan(
    names: tuple[str, ...], mapped: tuple[str, ...]
) -> tuple[tuple[str, HidingRule | None], ...]:
    """Return the fields to check, each with a rule, as far as the names alone can tell.

    An object in which programs keep such fields has None instead of a rule.
    """
    folded = {name: fold_name(name) for name in names if name not in mapped}
    there = set(folded.values())
    planned: list[tuple[str, HidingRule | None]] = [
        (name, rule) for name, key in folded.items() for rule in RULES_BY_FIELD.get(key, ())
        if not rule.beside or not there.isdisjoint(BESIDE[rule.name])]
    return (*planned, *((name, None) for name, key in folded.items() if key in SYSTEM_NAMES))


def _is_refuted(rule: HidingRule, written: Any, fields: _Fields, whole: _Fields) -> bool:
    """Return whether the rest of a record says that a matching rule means something else."""
    if rule.needs_wrapping and not isinstance(written, (dict, list)):
        return True
    if rule.yields_to_address and any(
            find_field(name) == "url" and parsing.is_page_url(value)
            for name, value in whole.items()):
        return True
    return rule.yields_to_status and (not _MONGOOSE.isdisjoint(whole) or any(
        fold_name(name) in STATUSES and is_shown(unwrap(value)) for name, value in fields.items()))


def _describe(rule: HidingRule, value: Any) -> str:
    return "set" if rule.is_bare else "empty" if is_blank(value) else show(value)


def _find_reason_of_system(name: str, whole: _Fields) -> str | None:
    """Return what says so in an object such as Contentful's `sys`."""
    inner = whole[name]
    if not isinstance(inner, dict):
        return None
    reason = _find_reason_of_contentful(inner) or _find_reason(inner, whole, (), _NO_LETTERS)
    return f"{name}.{reason}" if reason else None


def _find_reason_of_contentful(sys: _Fields) -> str | None:
    """Return what says so in an object of Contentful's.

    Only what was published has `publishedAt`; its interface for visitors, which has nothing else,
    counts `revision` from 1 instead.
    """
    if "id" not in sys or sys.get("type", "Entry") != "Entry":
        return None
    if is_set(sys.get("archivedAt")) or is_set(sys.get("archivedVersion")):
        return "archivedAt is set"
    states = sys.get("fieldStatus", {})
    inner = states.get("*", states) if isinstance(states, dict) else {}
    if isinstance(inner, dict) and inner and all(state == "draft" for state in inner.values()):
        return "fieldStatus is draft"
    is_dated = "createdAt" in sys or "version" in sys or "publishedAt" in sys
    if is_dated and not any(
            is_set(sys.get(key)) for key in ("publishedAt", "publishedVersion", "revision")):
        return "publishedAt is empty"
    return None


def _find_reason_of_generator(fields: _Fields) -> str | None:
    """Return why a site generator would not build a page from a file with this front matter."""
    build = fields.get("build", fields.get("_build"))
    if isinstance(build, dict) and str(build.get("render", "")).casefold() in ("never", "false"):
        return "build.render is never"
    for name, written in fields.items():
        for names, matches, words in _GENERATOR_RULES:
            if fold_name(name) in names and matches(unwrap(written)):
                return f"{name} {words}"
    return None


def add_missing_moments(fields: dict[str, Any], columns: Sequence[str]) -> None:
    """Add a null for each moment of publication that a row of a table leaves empty.

    `columns` are the names of the table. Its other empty cells say nothing.

    >>> row = {"judul": "Beras"}
    >>> add_missing_moments(row, ("judul", "isi", "published_at"))
    >>> row
    {'judul': 'Beras', 'published_at': None}
    """
    for name in find_moments(columns):
        fields.setdefault(name, None)


def find_moments(columns: Sequence[str]) -> tuple[str, ...]:
    """Return which of these columns hold a moment of publication."""
    names = tuple(columns)
    return (_find_moments if are_few(names) else _find_moments.__wrapped__)(names)


@lru_cache(64)
def _find_moments(columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in columns if fold_name(name) in MOMENTS)
