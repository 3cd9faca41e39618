"""Reads reStructuredText as Pelican and Nikola keep it: a title, fields and a text with marks."""

import re
from typing import Any

_RULE = r"(?P<mark>[=#*~^\"+-])(?P=mark){3,199}[ \t]*\n"
_DOCUMENT = re.compile(
    r"\s*(?:[=#*~^\"+-]{4,200}[ \t]*\n)?(?P<title>[^\n]{2,300})\n" + _RULE
    + r"\s*(?P<fields>(?::[A-Za-z][\w -]{0,39}:[^\n]*\n){1,40})(?:[ \t]*\n|\Z)")
_COMMENTED = re.compile(r"(?:\s*\.\. [A-Za-z][\w-]{0,39}:[^\n]*\n){2,40}")
"""How Nikola writes the fields, title included."""

_FIELD = re.compile(r"^(?:\.\. )?:?(?P<name>[A-Za-z][\w -]{0,39}):[ \t]*(?P<value>[^\n]*)$", re.M)
_MARKS = (
    (re.compile(r"^\.\.(?: [^\n]*)?(?:\n[ \t]+\S[^\n]*)*", re.MULTILINE), ""),
    (re.compile(r"^" + _RULE.replace(r"\n", "$"), re.MULTILINE), ""),
    (re.compile(r"`([^`<>\n]{1,300}?)\s?<[^<>\n]{1,2000}>`__?"), r"\1"),
    (re.compile(r"(?::[a-z]{1,20}:)?`{1,2}([^`\n]{1,300})`{1,2}_?"), r"\1"),
    (re.compile(r"\*\*([^*\n]{1,500})\*\*"), r"\1"),
    (re.compile(r"(?<!\w)\*([^*\s][^*\n]{0,500})\*(?!\w)"), r"\1"),
)
"""Directives, lines below headings, links, roles and emphasis, and what is left of them."""


def read_article(text: str) -> dict[str, Any] | None:
    r"""Return the fields and the plain text of an article; None if a text has no such fields.

    >>> read_article("Beras\n=====\n\n:date: 2019-04-26\n\nNaik **lagi**.\n")
    {'title': 'Beras', 'date': '2019-04-26', 'body': 'Naik lagi.'}
    >>> read_article("Beras\n=====\n\nNaik.")
    """
    if match := _DOCUMENT.match(text):
        return {"title": match["title"].strip(), **_read_fields(match["fields"]),
                "body": _strip_marks(text[match.end():])}
    head = _COMMENTED.match(text)
    fields = _read_fields(head[0]) if head else {}
    return {**fields, "body": _strip_marks(text[head.end():])} if head and (
        "title" in fields) else None


def _read_fields(written: str) -> dict[str, str]:
    return {field["name"].lower(): field["value"].strip() for field in _FIELD.finditer(written)
            if field["value"].strip()}


def _strip_marks(text: str) -> str:
    for mark, left in _MARKS:
        text = mark.sub(left, text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()
