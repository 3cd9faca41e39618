"""What a page states about itself, in its head."""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from indexer import dates

_DATES = (
    "article:published_time", "datepublished", "publishdate", "publish_date", "publish-date",
    "pubdate", "date.issued", "dc.date.issued", "dc.date", "dcterms.created",
    "content_publisheddate", "og:published_time", "parsely-pub-date", "sailthru.date",
)
_LINKED = {
    "headline": "title", "author": "byline", "publisher": "outlet", "datePublished": "published",
    "dateModified": "updated", "articleSection": "rubric", "keywords": "tags",
    "description": "description", "articleBody": "body",
}
"""The properties of an article in JSON-LD (schema.org), and our names."""
_COMMA = re.compile(r'("(?:[^"\\]|\\.?)*+"?)|,(?=\s*[}\]])', re.DOTALL)
"""A text, which stays, or a comma that nothing follows."""

_MARKS = re.compile(r"[\W_]+")
_LONGEST, _HEADINGS = 300, 5
"""Characters of a title, and first headings, that are looked at."""

_FEW = 1_000
"""Values up to which they are taken in turn, and authors that are listed."""
MODIFIED = ("article:modified_time", "datemodified", "og:updated_time")


def stated(tree: Any) -> dict[str, str]:
    """The page's own statements about itself, the first of each name.

    Below its head, dates of items may be those of other articles.
    """
    meta: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = (element.get("content") or "").strip()
        of_item = element.get("itemprop") == "datePublished" and not _in_head(element)
        if name and content and not of_item:
            meta.setdefault(name.strip().lower(), content)
    return meta


def _in_head(element: Any) -> bool:
    return next(element.iterancestors("head"), None) is not None


def linked(tree: Any, *titles: str) -> dict[str, str]:
    """What JSON-LD says of the article, under our names, whether or not it states its context.

    Pages describe other articles as well: one of those that have a headline is taken if that is
    one of the page's titles, or if there is no other.
    """
    objects = list(_objects(tree))
    articles = [_ours(value) for value in objects if _typed(value)]
    own = [each for each in articles if _agrees(each.get("title", ""), titles)]
    unnamed = [each for each in articles if "title" not in each]
    found = own or unnamed or (articles if len(articles) == 1 else [])
    moments = (_text(value.get("datePublished")) for value in objects if not _typed(value))
    moment = next(filter(None, moments), "")
    return ({"published": moment} if moment else {}) | (found[0] if found else {})


def _agrees(headline: str, titles: Iterable[str]) -> bool:
    """Whether a headline is one of these, or begins as it, as where a site's name ends either."""
    own = _folded(headline)
    return bool(own) and any(
        title and (title.startswith(own) or own.startswith(title))
        for title in map(_folded, titles))


def _folded(text: str) -> str:
    return _MARKS.sub("", text[:_LONGEST].casefold())


def _objects(tree: Any) -> Iterator[dict[str, Any]]:
    """The objects of all JSON-LD in a page, outer ones first."""
    for script in tree.iter("script"):
        values = _values(script.text) if "ld+json" in (script.get("type") or "") else []
        while values:
            value = values.pop(0) if len(values) < _FEW else values.pop()
            if isinstance(value, dict):
                yield value
                values += value.values()
            elif isinstance(value, list):
                values += value


def _values(written: str | None) -> list[Any]:
    """The value of a script; a comma too many is no fault of its other values."""
    written = written or ""
    for each in (written, _COMMA.sub(r"\1", written)):
        try:
            return [json.loads(each, strict=False)]
        except (ValueError, RecursionError):
            pass
    return []


def _typed(value: dict[str, Any]) -> bool:
    """Whether an object is an article, of whatever kind."""
    types = value.get("@type")
    return any(
        isinstance(each, str) and each.endswith(("Article", "BlogPosting"))
        for each in (types if isinstance(types, list) else [types])
    )


def _ours(value: dict[str, Any]) -> dict[str, str]:
    found = {ours: _text(value.get(theirs)) for theirs, ours in _LINKED.items()}
    return {name: text for name, text in found.items() if text}


def _text(value: Any) -> str:
    """A text, the name of somebody, or several of either."""
    if isinstance(value, dict):
        value = value.get("name")
    if isinstance(value, list):
        return ", ".join(filter(None, map(_text, value[:_FEW])))
    return value.strip() if isinstance(value, str) else ""


def published(
    meta: dict[str, str], linked: dict[str, str], shown: Iterable[str] = ()
) -> str | None:
    """The moment of publication: the first that is one and has come, of what a page states and then
    of what it shows.

    One that says more of it is taken instead: the day's time, where the first is only a day.
    """
    given = [linked.get("published"), *(meta.get(name) for name in _DATES)]
    stated = [each for each in given if each]
    read = [(each, dates.read(each)) for each in (*stated, *shown)]
    sound = [(each, date) for each, date in read if date and dates.has_come(date)]
    if not sound:
        return next(iter(stated), None)
    same = [each for each in sound if each[1].startswith(sound[0][1])]
    return max(same, key=lambda each: len(each[1]))[0]


def first(meta: dict[str, str], names: tuple[str, ...]) -> str | None:
    """The statement under the first of these names that there is."""
    return next((meta[name] for name in names if name in meta), None)


def title(tree: Any) -> str:
    """What the window would be called."""
    return " ".join(next((element.text or "" for element in tree.iter("title")), "").split())


def titles(tree: Any) -> Iterator[str]:
    """What a page states, and shows, as its title."""
    yield stated(tree).get("og:title", "")
    yield title(tree)
    for heading in islice(tree.iter("h1"), _HEADINGS):
        yield " ".join("".join(islice(heading.itertext(), 50)).split())


def canonical(tree: Any) -> str | None:
    """The address that the page gives as its own."""
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical" and link.get("href"):
            return str(link.get("href")).strip()
    return None


def listed(values: list[str] | None) -> list[str]:
    """The single tags in what may be several joined by commas, each once."""
    single = (tag.strip() for value in values or () for tag in value.split(","))
    return list(dict.fromkeys(filter(None, single)))
