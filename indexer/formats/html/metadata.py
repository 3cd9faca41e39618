"""Reads what a page states about itself, in its head and in JSON-LD."""

import json
import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import islice
from typing import Any

from indexer import dates

_DATE_NAMES = (
    "article:published_time", "datepublished", "publishdate", "publish_date", "publish-date",
    "pubdate", "date.issued", "dc.date.issued", "dc.date", "dcterms.created",
    "dcterms.date", "dcterms:date", "dcterms:created", "dc:date", "dc:created", "dc.date.created",
    "dcterms.issued", "dcterms:issued", "schema:datepublished", "schema:datecreated", "datecreated",
    "content_publisheddate", "og:published_time", "parsely-pub-date", "sailthru.date",
)
_DATES_OF_ITEMS = frozenset((
    "datepublished", "datecreated", "dcterms:date", "dcterms:created", "dc:date", "dc:created",
    "dcterms:issued", "dcterms.date", "dcterms.issued", "dc.date.created", "schema:datepublished",
    "schema:datecreated"))
"""Names of dates that items in the body of a page may have."""

MODIFIED_NAMES = ("article:modified_time", "datemodified", "og:updated_time")
_JSON_LD_FIELDS = {
    "headline": "title", "author": "byline", "publisher": "outlet", "datePublished": "published",
    "dateModified": "updated", "articleSection": "rubric", "keywords": "tags",
    "description": "description", "articleBody": "body",
}
"""The properties of an article in JSON-LD (schema.org), and our names."""

_TRAILING_COMMA = re.compile(r'("(?:[^"\\]|\\.?)*+"?)|,(?=\s*[}\]])', re.DOTALL)
"""A string, which is kept, or a comma before a closing bracket."""

_MAX_MARK_CHARACTERS = 40
_MARK_AROUND = re.compile(
    r"\A\s*(?:/\*|//)?\s*<!(?:\[CDATA\[|--)(?:\s*\*/)?"
    r"|(?:/\*|//)?\s*(?:\]\]>|-->)(?:\s*\*/)?\s*\Z")
"""What hides a script from readers of XML or of old HTML, before and behind it."""

_ZONE = re.compile(r"\s?(?:z|utc|gmt|(?:utc|gmt)?[+-]\d\d:?\d\d)\Z", re.IGNORECASE)
_INDONESIAN_ZONE = re.compile(r"\s?\b(?:wib|wita|wit)\b", re.IGNORECASE)
"""The zones of a moment for programs and of one for readers."""

_DAY_CHARACTERS, _MINUTE_CHARACTERS = len("2019-04-26"), len("2019-04-26T14:05")
_PUNCTUATION = re.compile(r"[\W_]+")
_MAX_TITLE_CHARACTERS = 300
_MAX_HEADINGS = 5
"""First headings of a page that may be its title."""

_MAX_VALUES = 1_000
"""Values of JSON-LD that are visited breadth-first, and items of a list that are joined."""


def read_meta(tree: Any) -> dict[str, str]:
    """Return the content of the page's meta elements by lower-case name, the first of each.

    A date outside of the head is left out, because it may belong to another article.
    """
    meta: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = (element.get("content") or "").strip()
        key = (name or "").strip().lower()
        if key and content and (key not in _DATES_OF_ITEMS or _is_in_head(element)):
            meta.setdefault(key, content)
    return meta


def _is_in_head(element: Any) -> bool:
    return next(element.iterancestors("head"), None) is not None


def read_json_ld(tree: Any, *titles: str) -> dict[str, str]:
    """Return what JSON-LD says about the article, under our names, even without a context.

    Pages describe other articles as well. An article with a headline is used if the headline is
    one of `titles`, or if there is no other article.
    """
    objects = list(_read_objects(tree))
    articles = [_rename_fields(value) for value in objects if _is_article(value)]
    own = [each for each in articles if _matches(each.get("title", ""), titles)]
    untitled = [each for each in articles if "title" not in each]
    chosen = own or untitled or (articles if len(articles) == 1 else [])
    moments = (_to_text(value.get("datePublished")) for value in objects if not _is_article(value))
    moment = next(filter(None, moments), "")
    return ({"published": moment} if moment else {}) | (chosen[0] if chosen else {})


def read_whole_articles(tree: Any) -> list[dict[str, Any]]:
    """Return the objects of articles in JSON-LD that have a headline of their own and a text."""
    articles = {str(value["headline"]): value for value in _read_objects(tree)
                if _is_article(value) and value.get("headline") and value.get("articleBody")}
    return list(articles.values())


def _matches(headline: str, titles: Iterable[str]) -> bool:
    """Return whether a headline is one of the titles; either may end in the name of the site."""
    folded = _fold(headline)
    return bool(folded) and any(
        title and (title.startswith(folded) or folded.startswith(title))
        for title in map(_fold, titles))


def _fold(text: str) -> str:
    return _PUNCTUATION.sub("", text[:_MAX_TITLE_CHARACTERS].casefold())


def _read_objects(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects in all JSON-LD of a page, outer ones first."""
    for script in tree.iter("script"):
        values = _parse(script.text) if "ld+json" in (script.get("type") or "") else []
        while values:
            value = values.pop(0) if len(values) < _MAX_VALUES else values.pop()
            if isinstance(value, dict):
                yield value
                values += value.values()
            elif isinstance(value, list):
                values += value


def _parse(written: str | None) -> list[Any]:
    """Return the value of a script in a list; [] if it is no JSON.

    Trailing commas, a comment or CDATA around it and escapes of HTML do not count.
    """
    written = written or ""
    if "<!" in written[:_MAX_MARK_CHARACTERS]:
        written = _MARK_AROUND.sub("", written)
    if written.lstrip()[1:].lstrip().startswith("&quot;"):
        written = unescape(written)
    for candidate in (written, _TRAILING_COMMA.sub(r"\1", written)):
        try:
            return [json.loads(candidate, strict=False)]
        except (ValueError, RecursionError):
            pass
    return []


def _is_article(value: dict[str, Any]) -> bool:
    """Return whether an object is an article of any kind."""
    types = value.get("@type")
    return any(
        isinstance(each, str) and each.endswith(("Article", "BlogPosting"))
        for each in (types if isinstance(types, list) else [types])
    )


def _rename_fields(value: dict[str, Any]) -> dict[str, str]:
    fields = {ours: _to_text(value.get(theirs)) for theirs, ours in _JSON_LD_FIELDS.items()}
    return {name: text for name, text in fields.items() if text}


def _to_text(value: Any) -> str:
    """Return a text, or the name of a person or organisation; several of either joined."""
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        return ", ".join(filter(None, map(_to_text, value[:_MAX_VALUES])))
    return value.strip() if isinstance(value, str) else ""


def choose_published(
    meta: dict[str, str], json_ld: dict[str, str], shown: Iterable[str] = (),
    line: str | None = None,
) -> str | None:
    """Return the first past date among those that a page states, then those that it shows.

    A later one of the same day is preferred if it also has the time. If none is a past date, the
    first that is stated is returned. What the page shows, also in the `line` with its date,
    corrects a date with a false zone, or with the month first.
    """
    given = [json_ld.get("published"), *(meta.get(name) for name in _DATE_NAMES)]
    stated, visible = [each for each in given if each], list(shown)
    read = [(each, _read_published(each)) for each in (*stated, *visible)]
    past = [(each, date) for each, date in read if date and dates.has_passed(date)]
    if not past:
        return next(iter(stated), None)
    same_day = [each for each in past if each[1].startswith(past[0][1])]
    chosen, _ = max(same_day, key=lambda each: len(each[1]))
    seen = [*visible, *([line] if line else [])]
    return _correct_order(_correct_zone(chosen, seen), seen)


def _read_published(written: str) -> str | None:
    found = dates.read_field(written)
    return None if found.is_change else found.published


def _correct_order(written: str, visible: Iterable[str]) -> str:
    """Return what a page shows in place of a date in figures that may have the month first.

    That one has the same day if the month comes first, and can be read in one way only.
    """
    if dates.detect_day_order(written) != "either":
        return written
    swapped = (dates.read_field(written, month_first=True).published or "")[:_DAY_CHARACTERS]
    shown = [(each, dates.read_field(each).published or "") for each in visible
             if dates.detect_day_order(each) != "either"]
    return next((each for each, date in shown if date and date[:_DAY_CHARACTERS] == swapped),
                written)


def _correct_zone(written: str, visible: Iterable[str]) -> str:
    """Return what a page shows in place of a moment whose zone is false.

    Many sites write the clock of Jakarta and a Z. They then show the same digits with a zone of
    Indonesia, or at least the same day, which would be another one if the Z were true.
    """
    zone = _ZONE.search(written)
    digits = _read_published(written[:zone.start()]) if zone else None
    if not digits or len(digits) <= _MINUTE_CHARACTERS:
        return written
    moved = digits[:_DAY_CHARACTERS] != (_read_published(written) or "")[:_DAY_CHARACTERS]
    for each in visible:
        own = _INDONESIAN_ZONE.search(each)
        clock = _read_published(each[:own.start()]) if own else None
        is_same_clock = clock and clock[:_MINUTE_CHARACTERS] == digits[:_MINUTE_CHARACTERS]
        day = (_read_published(each) or "")[:_DAY_CHARACTERS] if moved else ""
        if is_same_clock or day == digits[:_DAY_CHARACTERS]:
            return each
    return written


def get_first(meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    """Return the content under the first of these names that there is."""
    return next((meta[name] for name in names if name in meta), None)


def read_window_title(tree: Any) -> str:
    """Return the title of a browser's window."""
    return " ".join(next((element.text or "" for element in tree.iter("title")), "").split())


def read_titles(tree: Any) -> Iterator[str]:
    """Yield what a page states and shows as its title."""
    yield read_meta(tree).get("og:title", "")
    yield read_window_title(tree)
    for heading in islice(tree.iter("h1"), _MAX_HEADINGS):
        yield " ".join("".join(islice(heading.itertext(), 50)).split())


def read_canonical_url(tree: Any) -> str | None:
    """Return the URL that the page gives as its own."""
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and link.get("href"):
            return str(link.get("href")).strip()
    return None


def split_tags(values: list[str] | None) -> list[str]:
    """Return each tag once; a value may be several tags joined by commas."""
    tags = (tag.strip() for value in values or () for tag in value.split(","))
    return list(dict.fromkeys(filter(None, tags)))
