"""Reads XML in which some element holds an article, such as the exports of databases and wikis.

An article is an element with a title and a text somewhere in it, called so or by an attribute:
`<row><field name="judul">` of MySQL, `<column name="judul">` of phpMyAdmin, `<page>` of MediaWiki.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, NamedTuple

from indexer.formats import exports, wikitext
from indexer.formats.io import encoding
from indexer.formats.io.lines import MAX_RECORD_BYTES, TOO_LARGE
from indexer.formats.io.skipped_files import warn_passed_over
from indexer.formats.tables import is_named_as_articles
from indexer.record import Location, ReadResult, Record, Rejection
from indexer.text import markup
from indexer.text.repair import repair_fields

_READ_BYTES = 1 << 16
_MAX_DEPTH, _MAX_FIELDS, _MAX_ATTRIBUTES = 40, 1_000, 500
_NAME_ATTRIBUTES = ("name", "key")
_NAMED = frozenset(
    "column field str date int long float double bool arr cell property value string".split())
"""Elements whose attribute says what they hold."""

_MARKUP = re.compile(r"p|br|div|span|a|b|i|u|em|strong|h[1-6]|ul|ol|li|table|img|blockquote|lb|hi")
_PROLOG = re.compile(r"\A(?:\s{0,99}<(?:\?xml|!DOCTYPE|en-note)[^<>]{0,300}>){1,3}|</en-note>\s*\Z")
"""What stands around a page inside an element, as notes of Evernote have it."""

_NO_ARTICLE = ("no element with a title and a text in it: call them so, such as <title> and "
               "<body>, or use --map")
_DAMAGED = "damaged XML, or cut short: what stands from this line on may be missing"
_WIKI_ARTICLES = "0"
"""The namespace of the pages of a wiki that are articles."""


class _Open(NamedTuple):
    """What is above the element that is read: the file, and what was found in it."""

    name: str
    mapping: Mapping[str, str]
    passed_over: Counter[str]


def read(file: BinaryIO, name: str, mapping: Mapping[str, str]) -> Iterator[ReadResult]:
    """Yield a record for each innermost element with a title and a text."""
    opened, found = _Open(name, mapping, Counter()), False
    for result in _read_elements(encoding.transcode_wide(file), opened):
        found = True
        yield result
    if not found:
        yield Rejection(location=Location(name), reason=_NO_ARTICLE)
    warn_passed_over(name, opened.passed_over)


def _read_elements(file: BinaryIO, opened: _Open) -> Iterator[ReadResult]:
    """Yield the records of all elements, each forgotten once it is read."""
    from lxml import etree  # only for those who have XML

    parser = etree.XMLPullParser(
        events=("start", "end"), remove_pis=True, **markup.XML_OPTIONS)
    held, depth, line = 0, 0, 1
    while block := file.read(_READ_BYTES):
        held += len(block)
        parser.feed(block)
        for event, element in parser.read_events():
            depth, line = depth + (1 if event == "start" else -1), element.sourceline or line
            if event == "end" and (values := _find_values(element, opened)):
                yield from _build_record(element, values, opened)
                _forget(element)
                held = 0
        if held > MAX_RECORD_BYTES or depth > _MAX_DEPTH:
            yield Rejection(location=Location(opened.name, line), reason=TOO_LARGE)
            return
    if damaged := _find_damage(parser) or (line if depth else 0):
        yield Rejection(location=Location(opened.name, damaged), reason=_DAMAGED)


def _find_damage(parser: Any) -> int:
    """Return the line of the first thing that is wrong with a file, 0 if nothing is."""
    return next((error.line for error in parser.feed_error_log
                 if error.domain_name != "NAMESPACE"), 0)


def _find_values(element: Any, opened: _Open) -> dict[str, str] | None:
    """Return what an element holds if it is an article or a row; None for a part of one."""
    if not len(element) or _is_text(element):
        return None
    values = _list_values(element)
    is_row = all(_get_tag(child) in _NAMED and _get_name(child) != _get_tag(child)
                 for child in element)
    return values if is_row or is_named_as_articles([*values], opened.mapping) else None


def _build_record(
    element: Any, values: Mapping[str, str], opened: _Open
) -> Iterator[ReadResult]:
    """Yield the record of an element, or count it if it is no article."""
    if kind := _find_other_kind(element, values, opened.mapping):
        opened.passed_over[kind] += 1
        return
    fields, notes = repair_fields(_convert(element, values))
    location = Location(opened.name, element.sourceline or 1)
    yield Record(location=location, fields=fields, notes=notes)


def _list_values(element: Any) -> dict[str, str]:
    """Return the texts inside an element by their names, those of one name on lines of their own.

    Its first attributes count too, and what is not plain text is one value with its marks.
    """
    # lxml looks for each of them from the first on, so all of 400,000 would take ten minutes.
    values = {name: [element.get(name)] for name in element.keys()[:_MAX_ATTRIBUTES]}
    waiting = [*reversed(element)]
    while waiting and len(values) < _MAX_FIELDS:
        child = waiting.pop()
        if len(child) and not _is_text(child):
            waiting += reversed(child)
        elif text := _write(child).strip():
            values.setdefault(_get_name(child), []).append(text)
    return {name: "\n".join(texts) for name, texts in values.items()}


def _is_text(element: Any) -> bool:
    """Return whether an element holds text with marks, and not fields."""
    return any(_MARKUP.fullmatch(_get_tag(child)) for child in element)


def _write(element: Any) -> str:
    from lxml import etree

    if not len(element):
        return _PROLOG.sub("", element.text or "")
    inner = [etree.tostring(child, encoding="unicode") for child in element]
    return html.escape(element.text or "") + "".join(inner)


def _get_name(element: Any) -> str:
    """Return what an element says it holds: by an attribute if it is called field and the like."""
    tag = _get_tag(element)
    named = next(filter(None, map(element.get, _NAME_ATTRIBUTES)), "")
    return named if named and tag in _NAMED else tag


def _get_tag(element: Any) -> str:
    """Return the name of an element without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _find_other_kind(
    element: Any, values: Mapping[str, str], mapping: Mapping[str, str]
) -> str:
    """Return what an element is instead of an article, "" if it is one."""
    tables = [each.get("name", "") for each in (element, *element.iterancestors())]
    table = next(filter(None, tables), "a table")
    if exports.is_of_other_table(table) or not is_named_as_articles([*values], mapping):
        return f"rows of {table}"
    if _get_tag(element) == "page" and "redirect" in {_get_tag(child) for child in element}:
        return "redirects"
    is_wiki = _get_tag(element) == "page" and "ns" in values
    return "pages beside articles" if is_wiki and values["ns"] != _WIKI_ARTICLES else ""


def _convert(element: Any, values: Mapping[str, str]) -> dict[str, Any]:
    """Return the fields, with the text of a wiki as plain text."""
    if _get_tag(element) != "page" or "text" not in values:
        return dict(values)
    return {**values, "text": wikitext.to_text(values["text"])}


def _forget(element: Any) -> None:
    """Remove an element that was read, and those before it, from memory."""
    parent = element.getparent()
    element.clear()
    while parent is not None and parent[0] is not element:
        del parent[0]
