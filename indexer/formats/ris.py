"""Reads RIS, as news databases and reference managers write it: one article a reference."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from indexer.formats.io import encoding
from indexer.formats.io.lines import MAX_RECORD_BYTES, TOO_LARGE
from indexer.record import Location, ReadResult, Record, Rejection
from indexer.text.repair import repair_fields

_TAG = re.compile(r"(?P<tag>[A-Z][A-Z0-9])  ?-(?: (?P<value>.*)|)")
_FIRST_TAG, _LAST_TAG = "TY", "ER"
_MAX_LINE_BYTES = 8 << 20
_MAX_VALUES = 10_000
"""Limit of the lines with a tag in one reference."""

_FIELDS: Mapping[str, tuple[str, ...]] = {
    "title": ("TI", "T1", "CT"),
    "body": ("AB", "N2"),
    "outlet": ("T2", "JF", "JO", "JA", "J2", "BT", "PB"),
    "published": ("DA", "Y1", "PY"),
    "url": ("UR", "LK"),
    "byline": ("AU", "A1"),
    "tags": ("KW",),
}
"""The tags that may hold a field of ours, the first ones first."""

_OTHERS = {"TY": "reference_type", "AN": "accession_number", "DO": "doi", "LA": "language",
           "N1": "notes", "SP": "first_page", "ET": "edition", "CY": "place", "DP": "database",
           "DB": "database", "SN": "issn", "M3": "work_type"}
"""What other tags are called. The rest keep theirs; `ID` is a number within one file."""

_KNOWN = frozenset(tag for tags in _FIELDS.values() for tag in tags) | {"ER", "ID"}
_LISTED = ("byline", "tags")
_DATE = re.compile(r"(?P<year>\d{4})(?:/(?P<month>\d\d?)?(?:/(?P<day>\d\d?)?(?:/.*)?)?)?")

_NOT_RIS = "not RIS: a reference must begin with a line such as TY  - NEWS"
_NOT_OPENED = "this reference is not opened: it must begin with a line such as TY  - NEWS"
_NOT_CLOSED = "the reference is not closed: parts of it may be missing"

_Values = list[tuple[str, str]]
"""The tags of a reference with their values, in the order of the file."""


def read(file: BinaryIO, name: str, mapping: Mapping[str, str]) -> Iterator[ReadResult]:
    """Yield a record or a rejection for each reference."""
    any_result = False
    for line, data in _split_references(encoding.transcode_wide(file)):
        any_result, location = True, Location(name, line)
        if data is None:
            yield Rejection(location=location, reason=TOO_LARGE)
        else:
            yield _read_reference(data, location)
    if not any_result:
        yield Rejection(location=Location(name), reason=_NOT_RIS)


def _split_references(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Yield the first line (from 1) and the content of each reference; None if it is too large.

    A reference that is not closed ends where the next one begins.
    """
    start, number, size, lines = 1, 0, 0, list[bytes]()
    ended = True
    while line := file.readline(_MAX_LINE_BYTES):
        number += ended
        tag, ended = line.lstrip(b"\xef\xbb\xbf")[:5] if ended else b"", line.endswith(b"\n")
        if re.match(rb"TY  ?-", tag) and lines:
            yield from _join(start, size, lines)
            start, size, lines = number, 0, []
        if not lines and not size:
            start = number
        size += len(line)
        if size <= MAX_RECORD_BYTES:
            lines.append(line)
        else:
            lines.clear()
        if re.match(rb"ER  ?-", tag):
            yield from _join(start, size, lines)
            size, lines = 0, []
    yield from _join(start, size, lines)


_NUMBER = re.compile(rb"\d{1,9}\.\s*")


def _join(line: int, size: int, lines: list[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Yield a reference with its first line that is not blank, unless all of them are.

    Some programs write a number of its own above each reference: `1.`
    """
    if size > MAX_RECORD_BYTES:
        yield line, None
        return
    data = b"".join(lines)
    text = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    if text and not _NUMBER.fullmatch(text):
        yield line + data[:len(data) - len(text)].count(b"\n"), text


def _read_reference(data: bytes, location: Location) -> ReadResult:
    if encoding.is_binary(data):
        return Rejection(location=location, reason=encoding.NOT_TEXT)
    text, notes = encoding.decode(data)
    values = _parse(text)
    if not values or values[0][0] != _FIRST_TAG:
        return Rejection(location=location, reason=_NOT_OPENED, raw=text)
    fields, repairs = repair_fields(_build_fields(values))
    cut = () if values[-1][0] == _LAST_TAG else (_NOT_CLOSED,)
    return Record(location=location, fields=fields, notes=notes + repairs + cut)


def _parse(text: str) -> _Values:
    """Return the tags of a reference with their values; empty if it begins with none.

    A line without a tag goes on with the value above it. A blank one ends a paragraph of it.
    """
    values: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        tag = _TAG.fullmatch(line.rstrip())
        if tag and len(values) < _MAX_VALUES:
            values.append((tag["tag"], [tag["value"] or ""]))
        elif values:
            values[-1][1].append(line)
        elif line.strip():
            return []
    return [(tag, "\n".join(lines).strip()) for tag, lines in values]


def _build_fields(values: _Values) -> dict[str, Any]:
    """Return the fields of a reference, ours first; what it says twice is said once."""
    distinct: dict[str, dict[str, None]] = {}
    for tag, value in values:
        if value:
            distinct.setdefault(tag, {})[value] = None
    by_tag = {tag: list(found) for tag, found in distinct.items()}
    ours = {field: _choose(field, [by_tag[tag] for tag in tags if tag in by_tag])
            for field, tags in _FIELDS.items()}
    others = {_OTHERS.get(tag, tag): found[0] if len(found) == 1 else found
              for tag, found in by_tag.items() if tag not in _KNOWN}
    if by_tag.keys() >= {"T2", "PB"}:
        others["publisher_name"] = by_tag["PB"][0]
    return {name: value for name, value in (ours | others).items() if value}


def _choose(field: str, found: list[list[str]]) -> Any:
    """Return the value of a field of ours, given those of each tag that has any."""
    values = [value for each in found for value in each]
    if not values:
        return None
    if field in _LISTED:
        return [_turn_name(value) if field == "byline" else value for value in found[0]]
    if field == "body":
        return max(("\n\n".join(each) for each in found), key=len)
    if field == "published":
        return max(map(_write_date, values), key=_count_parts)
    return values[0]


def _turn_name(name: str) -> str:
    """Return a name as people say it.

    >>> _turn_name("Putri, Rina"), _turn_name("Kabar Nusa")
    ('Rina Putri', 'Kabar Nusa')
    """
    last, _, first = name.partition(", ")
    return f"{first.replace(',', '').strip()} {last}".strip()


def _write_date(written: str) -> str:
    """Return a date of RIS as ISO 8601 writes it, as far as it is known; another one as it is.

    >>> [_write_date(each) for each in ("2019/04/26/", "2019///", "2019/4//Jumat", "4 Mar 2019")]
    ['2019-04-26', '2019', '2019-04', '4 Mar 2019']
    """
    date = _DATE.fullmatch(written)
    if not date:
        return written
    parts = [f"{int(part):02}" for part in (date["month"], date["day"]) if part and int(part)]
    return "-".join([date["year"], *parts])


def _count_parts(date: str) -> int:
    """Return how much of a date is known: 1 for a year, 3 for a day."""
    return min(len(re.findall(r"\w+", date)), 3)
