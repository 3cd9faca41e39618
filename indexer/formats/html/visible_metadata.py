"""Reads the date and the byline that a page shows around its article."""

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import Any

from indexer.dates import (
    SEVERAL_DAYS,
    has_passed,
    is_of_picture,
    parse_date_line,
    read_field,
)
from indexer.formats.html.layout import Layout, Line

_DATE_CLASSES = frozenset("""
    date-header date-published dt-published entry-date post-published published published-date
""".split())
"""Classes that WordPress, blogspot and microformats use only for the date of publication."""

_PUBLISHED_PROPERTIES = frozenset("""
    datepublished dc:created dc:date dc:issued dcterms:created dcterms:date dcterms:issued
    schema:datecreated schema:datepublished
""".split())
"""Properties of RDFa, microdata and Drupal that date the publication."""

_MODIFIED = re.compile(
    r"updat|modif|chang|edited|diperbar|diubah|disunting|perubahan", re.IGNORECASE)
_MAX_DATE_CHARACTERS = 200
"""Characters of a text that are searched for a date, or for a word that says that it changed."""

_BY = re.compile(
    r"(?:(?:diposting(?:kan)?|ditulis|diterbitkan|dikirim|posted|written|published)\s)?"
    r"(?:oleh|by)\b[\s:]{1,3}(?=\S)", re.IGNORECASE)
_BEHIND_NAME = re.compile(r"\s(?:pada|on|di|at)\W*\Z", re.IGNORECASE)
"""The word between a name and a date, where only the date was taken off."""

_BYLINE = re.compile(
    rf"(?i:{_BY.pattern}|(?:penulis|reporter|pewarta) ?: ?)"
    r"(?P<name>[A-Z][\w.'’-]{0,20}(?: [A-Z][\w.'’-]{0,20}){0,4})")
"""A line that introduces a name, and what introduces it."""

_MAX_LINES_BELOW_TITLE = 10
_MAX_LINES_ABOVE_TITLE = 2
_MAX_LINE_CHARACTERS = 100
_MAX_NAMES_BEFORE_DATE = 4
_FULL_DATE_CHARACTERS = 10
"""The length of a date that is exact to the day: 2019-04-26."""

_SEPARATOR = re.compile(r"\s?[|•·–—]\s?|\s-\s")
"""What stands between a name and a date."""

_TIME_SEPARATOR = re.compile(r"\s?[|•·–—-]\s?(?=\d\d?[:.]\d\d\b)")
"""What stands between a date and its time."""


def find_dates(page: Layout) -> Iterator[str]:
    """Yield what may be the date of publication, as it is written, the most certain first.

    Nothing is taken from blocks beside the article, from its text, or from dates of changes.
    """
    informative = [
        (number, each) for number, each in page.informative if not page.is_foreign(each)]
    for _, element in informative:
        if not _PUBLISHED_PROPERTIES.isdisjoint(_get_properties(element)):
            yield from _read_values(element)
    for _, element in informative:
        if element.get("pubdate") is not None or _get_classes(element) & _DATE_CLASSES:
            yield from _read_values(element)
    for _, element in _select_near_title(page, informative):
        if not _is_modification(element):
            yield from _read_values(element)


def find_date_line(page: Layout) -> str | None:
    """Return the date, as it is written, in a line between title and text or right above the title.

    The date is alone on its line, behind a bar or a dash, or beside what may stand around a date.
    Lines below the title go first. A date right below the credit of a picture dates the picture.
    """
    if page.title is None or page.lead is None:
        return None
    below = _drop_captions(page.lines[page.title + 1:page.lead][:_MAX_LINES_BELOW_TITLE])
    above = page.lines[max(0, page.title - _MAX_LINES_ABOVE_TITLE):page.title][::-1]
    near = [line for line in below if not page.is_foreign(line.owner)] + [
        line for line in above
        if page.is_beside_title(line.owner) and not page.is_foreign(line.owner)]
    texts = [line.text for line in near if len(line.text) <= _MAX_LINE_CHARACTERS]
    written = (_find_final_date(text) or _find_sure_date(text) for text in texts)
    return next(filter(None, written), None)


def _drop_captions(lines: list[Line]) -> list[Line]:
    """Return lines without the dates right below the credit of a picture."""
    return lines[:1] + [line for before, line in pairwise(lines)
                        if not is_of_picture(before.text, line.text)]


def find_byline(page: Layout, stated: str | None) -> str | None:
    """Return the byline that the page states, or else the one in a line between title and text."""
    if stated:
        return _BEHIND_NAME.sub("", _BY.sub("", stated, count=1))
    if page.title is None or page.lead is None:
        return None
    near = page.lines[page.title + 1:page.lead][:_MAX_LINES_BELOW_TITLE]
    matches = (_BYLINE.fullmatch(line.text[:_MAX_LINE_CHARACTERS]) for line in near
               if not page.is_foreign(line.owner))
    return next((match["name"] for match in matches if match), None)


def _find_final_date(text: str) -> str | None:
    """Return the date that is all of a line except for names before a bar or a dash."""
    if _MODIFIED.search(text) or read_field(text).fault == SEVERAL_DAYS:
        return None
    separators = islice(_SEPARATOR.finditer(text), _MAX_NAMES_BEFORE_DATE)
    starts = [0, *(match.end() for match in separators)]
    for written in (text[start:] for start in starts):
        for candidate in (written, _TIME_SEPARATOR.sub(" ", written)):
            date = parse_date_line(candidate, check_weekday=True)
            if date and len(date) >= _FULL_DATE_CHARACTERS and has_passed(date):
                return candidate
    return None


def _find_sure_date(text: str) -> str | None:
    """Return the words of the one sure day of publication in a line that says more."""
    found = read_field(text)
    date = "" if found.is_change or found.doubt else found.published or ""
    return found.words if len(date) >= _FULL_DATE_CHARACTERS and has_passed(date) else None


def _select_near_title(
    page: Layout, informative: list[tuple[int, Any]]
) -> list[tuple[int, Any]]:
    """Return the time elements above the text: below the title, then beside it, nearest first."""
    title = None if page.title is None else page.lines[page.title].number
    lead = None if page.lead is None else page.lines[page.lead].number
    times = [
        (number, each) for number, each in informative
        if (each.get("datetime") or each.get("data-timestamp")) and (lead is None or number < lead)]
    beside = [(number, each) for number, each in times if page.is_beside_title(each)]
    if title is None or lead is None:
        return beside
    return [each for each in times if each[0] > title] + [
        each for each in reversed(beside) if each[0] < title]


def _read_values(element: Any) -> Iterator[str]:
    """Yield the values of an element, those for programs before the text for readers."""
    text = "".join(islice(element.itertext(), 20))[:_MAX_DATE_CHARACTERS]
    values = (element.get("datetime"), element.get("content"),
              element.get("data-timestamp"), element.get("title"), text)
    yield from (value.strip() for value in values if value and value.strip())


def _get_properties(element: Any) -> set[str]:
    return set(f"{element.get('itemprop') or ''} {element.get('property') or ''}".lower().split())


def _get_classes(element: Any) -> set[str]:
    return set((element.get("class") or "").lower().split())


def _is_modification(element: Any) -> bool:
    """Return whether names of an element, or the text before it, say that it dates a change."""
    parent, previous = element.getparent(), element.getprevious()
    names = [each.get(name) or "" for each in (element, parent) for name in ("class", "itemprop")]
    before = parent.text if previous is None else (
        f"{(previous.text or '')[-_MAX_DATE_CHARACTERS:]} {previous.tail}")
    return bool(_MODIFIED.search(" ".join([*names, (before or "")[-_MAX_DATE_CHARACTERS:]])))
