"""Splits the exports of blogs in the format of Movable Type, which TypePad and others write too."""

import re
from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple

_ENTRY_END = re.compile(r"^-{8}[ \t]*(?:\n|$)", re.MULTILINE)
_SECTION_END = re.compile(r"^-{5}[ \t]*(?:\n|$)", re.MULTILINE)
_SECTION = re.compile(r"(?P<name>BODY|EXTENDED BODY|EXCERPT|KEYWORDS):[ \t]*(?:\n|$)")
_LABEL = re.compile(r"(?P<name>[A-Z][A-Z ]{2,19}):[ \t]*(?P<value>.*)")
_EVIDENCE = re.compile(r"\s*(?:[A-Z][A-Z ]{2,19}:.*\n){1,40}-{5}[ \t]*\nBODY:[ \t]*\n")
"""How the first entry of an export begins."""

_FIELDS = {
    "TITLE": "title", "AUTHOR": "byline", "DATE": "published", "STATUS": "status",
    "PRIMARY CATEGORY": "rubric", "CATEGORY": "category", "TAGS": "tags", "BASENAME": "slug",
    "KEYWORDS": "keywords", "EXCERPT": "description"}
_DATES = ("%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %H:%M:%S")


class BlogEntry(NamedTuple):
    """An entry of an export: its line (from 1), and its fields."""

    line: int
    fields: dict[str, Any]


def read_entries(text: str) -> list[BlogEntry]:
    r"""Return the entries of an export; none if a text is something else.

    >>> read_entries("TITLE: Beras\nSTATUS: Draft\n-----\nBODY:\nNaik.\n-----\n--------\n")
    [BlogEntry(line=1, fields={'title': 'Beras', 'status': 'Draft', 'body': 'Naik.'})]
    >>> read_entries("TITLE: Beras\n\nNaik.")
    []
    """
    if not _EVIDENCE.match(text):
        return []
    entries, line = list[BlogEntry](), 1
    for written in _ENTRY_END.split(text):
        if written.strip():
            entries.append(BlogEntry(line, _read_entry(written)))
        line += written.count("\n") + 1
    return entries


def _read_entry(written: str) -> dict[str, Any]:
    head, *sections = _SECTION_END.split(written)
    fields = {
        _FIELDS[label["name"]]: label["value"].strip() for label in _LABEL.finditer(head)
        if label["name"] in _FIELDS}
    texts = {
        section["name"]: part[section.end():].strip() for part in sections
        if (section := _SECTION.match(part))}
    body = [texts.pop(name, "") for name in ("BODY", "EXTENDED BODY")]
    fields |= {_FIELDS[name]: text for name, text in texts.items()}
    if "published" in fields:
        fields["published"] = _to_iso(fields["published"])
    fields["body"] = "\n\n".join(filter(None, body))
    return {name: value for name, value in fields.items() if value}


def _to_iso(written: str) -> str:
    """Return a moment, whose month comes first, as ISO 8601 without a zone.

    >>> _to_iso("04/26/2019 02:05:00 PM"), _to_iso("kemarin")
    ('2019-04-26T14:05:00', 'kemarin')
    """
    for form in _DATES:
        with suppress(ValueError):
            return datetime.strptime(written, form).isoformat()
    return written
