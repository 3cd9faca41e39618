"""What a page shows around its article: when it was published, and whom it is by."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from indexer.dates import parser as reading
from indexer.formats.html.layout import Layout

_MARKED = frozenset("""
    date-header date-published dt-published entry-date post-published published published-date
""".split())
"""Classes of what is the moment of publication and nothing else: of WordPress, blogspot and
microformats."""

_CHANGED = re.compile(
    r"updat|modif|chang|edited|diperbar|diubah|disunting|perubahan", re.IGNORECASE)
_LONGEST = 200
"""Characters of a text that may be a date."""

_BY = re.compile(
    r"(?:(?:diposting(?:kan)?|ditulis|diterbitkan|dikirim|posted|written|published)\s)?"
    r"(?:oleh|by)\b[\s:]{1,3}(?=\S)", re.IGNORECASE)
_SAID = re.compile(
    rf"(?i:{_BY.pattern}|(?:penulis|reporter|pewarta) ?: ?)"
    r"(?P<name>[A-Z][\w.'’-]{0,20}(?: [A-Z][\w.'’-]{0,20}){0,4})")
"""What stands before a name, and a line of both."""

_LINES, _ABOVE, _LONGEST_LINE, _PARTS, _WHOLE = 10, 2, 100, 4, 10
"""Lines below and above a title that may be a day, the characters of one, and the names before it;
characters of a whole day."""

_PARTED = re.compile(r"\s?[|•·–—]\s?|\s-\s")
_TIMED = re.compile(r"\s?[|•·–—-]\s?(?=\d\d?[:.]\d\d\b)")
"""What stands between a name and a day, and between a day and its time."""


def dates(page: Layout) -> Iterator[str]:
    """What may say when the article of a page was published, the surest first.

    None of it stands in a block beside the article, or in its text, or says when it was changed.
    """
    telling = [(at, each) for at, each in page.telling if not page.of_another(each)]
    for _, element in telling:
        if "datePublished" in (element.get("itemprop") or "").split():
            yield from _values(element)
    for _, element in telling:
        if element.get("pubdate") is not None or _classes(element) & _MARKED:
            yield from _values(element)
    for _, element in _between(page, telling):
        if not _changed(element):
            yield from _values(element)


def line(page: Layout) -> str | None:
    """The day, as it is written, that a line between title and text gives, or else one right above
    the title: alone, or behind a bar or a dash."""
    if page.title is None or page.lead is None:
        return None
    below = page.lines[page.title + 1:page.lead][:_LINES]
    above = page.lines[max(0, page.title - _ABOVE):page.title][::-1]
    near = [each for each in below if not page.of_another(each.owner)] + [
        each for each in above if page.beside_title(each.owner)]
    return next(filter(None, (_day(each.text) for each in near)), None)


def byline(page: Layout, given: str | None) -> str | None:
    """Whom an article is by: as given, else as a line between title and text says."""
    if given:
        return _BY.sub("", given, count=1)
    if page.title is None or page.lead is None:
        return None
    near = page.lines[page.title + 1:page.lead][:_LINES]
    said = (_SAID.fullmatch(each.text[:_LONGEST_LINE]) for each in near
            if not page.of_another(each.owner))
    return next((match["name"] for match in said if match), None)


def _day(text: str) -> str | None:
    """The day that ends a short line and is all of it but for names before a bar or a dash."""
    if len(text) > _LONGEST_LINE or _CHANGED.search(text):
        return None
    starts = [0, *(match.end() for match in islice(_PARTED.finditer(text), _PARTS))]
    for written in (text[start:] for start in starts):
        for each in (written, _TIMED.sub(" ", written)):
            published = reading.day(each)
            if published and len(published) >= _WHOLE and reading.has_come(published):
                return each
    return None


def _between(page: Layout, telling: list[tuple[int, Any]]) -> list[tuple[int, Any]]:
    """The moments above the text: those below the title, then those beside it, nearest first."""
    title = None if page.title is None else page.lines[page.title].at
    lead = None if page.lead is None else page.lines[page.lead].at
    times = [(at, each) for at, each in telling if each.tag == "time" and each.get("datetime")
             and (lead is None or at < lead)]
    beside = [(at, each) for at, each in times if page.beside_title(each)]
    if title is None or lead is None:
        return beside
    return [each for each in times if each[0] > title] + [
        each for each in reversed(beside) if each[0] < title]


def _values(element: Any) -> Iterator[str]:
    """What an element says for programs, else for readers."""
    text = "".join(islice(element.itertext(), 20))[:_LONGEST]
    given = (element.get("datetime"), element.get("content"), element.get("title"), text)
    yield from (value.strip() for value in given if value and value.strip())


def _classes(element: Any) -> set[str]:
    return set((element.get("class") or "").lower().split())


def _changed(element: Any) -> bool:
    """Whether a moment is said to be that of a change, by its names or by what stands before it."""
    parent, before = element.getparent(), element.getprevious()
    names = [each.get(name) or "" for each in (element, parent) for name in ("class", "itemprop")]
    said = parent.text if before is None else f"{(before.text or '')[-_LONGEST:]} {before.tail}"
    return bool(_CHANGED.search(" ".join([*names, (said or "")[-_LONGEST:]])))
