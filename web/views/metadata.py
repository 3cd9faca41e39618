"""What search engines, link previews and browsers learn of a page: the head of its HTML.

A page has a canonical address, without what does not change it, and one in each other language.
It is `listed` unless it only shows what others have, as results do.
"""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

from flask import request
from markupsafe import Markup

from search import Article
from search.facets import FACETS
from web.address import MAX_SHARED, build_address, build_article_path
from web.settings import Settings, make_absolute
from web.views.links import Links

_DESCRIPTION = 200
"""Characters of a text that describe it."""

_PROPERTIES = {"author": "byline", "section": "rubric", "tag": "tag"}
"""The facet that each property of an article has in Open Graph."""

_FOR_SCRIPTS = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
"""What could end a script element, in notations of JSON."""


@dataclass(frozen=True, slots=True)
class ArticleMetadata:
    """What an article says of itself: properties of Open Graph, and a NewsArticle of schema.org."""

    description: str
    properties: list[tuple[str, str]]
    linked_data: Markup


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the head of a page says: its addresses by language, and whether it is to be listed."""

    canonical: str | None
    alternates: list[tuple[str, str]]
    listed: bool
    article: ArticleMetadata | None = None


def build_metadata(
    canonical: str | None, listed: bool, settings: Settings, article: ArticleMetadata | None
) -> Metadata:
    """Return the metadata of a page whose canonical address is given, relative to this service.

    One that is too long for others is left out: that of a page with dozens of filters.
    """
    home = settings.public_url or ""
    if canonical and len(home + canonical) > MAX_SHARED:
        canonical = None
    others = settings.languages if canonical and listed and len(settings.languages) > 1 else ()
    alternates = [(each, home + _translate(canonical, each, settings))
                  for each in others if canonical]
    return Metadata(home + canonical if canonical else None, alternates, listed, article)


def find_canonical(links: Links) -> str:
    """Return the canonical address of a page that has no parameters."""
    return links.to_path(quote(request.path))


def describe_article(article: Article, site: str) -> ArticleMetadata:
    """Return what the page of an article says of it."""
    address = make_absolute(build_article_path(article.id))
    description = _shorten(article.body)
    properties = [
        ("og:type", "article"), ("og:url", address), ("og:description", description),
        ("og:locale", "id_ID"), *(
            (f"article:{name}", value) for name, facet in _PROPERTIES.items()
            for value in _list_values(article, facet))]
    if article.published and article.date_precision == "day":
        properties.append(("article:published_time", article.published))
    linked = json.dumps(_build_news_article(article, address, site), ensure_ascii=False)
    return ArticleMetadata(
        description, [(name, value) for name, value in properties if value],
        Markup(linked.translate(_FOR_SCRIPTS)))


def _build_news_article(article: Article, address: str, site: str) -> dict[str, Any]:
    """Return an article as schema.org/NewsArticle, without what is not known."""
    section, place = (_list_values(article, name)[:1] for name in ("rubric", "place"))
    fields = {
        "@context": "https://schema.org", "@type": "NewsArticle",
        "headline": " ".join(article.title.split()), "description": _shorten(article.body),
        "url": address, "mainEntityOfPage": address, "inLanguage": "id",
        "datePublished": article.published,
        "author": [_name("Person", each) for each in _list_values(article, "byline")],
        "publisher": _name("Organization", article.outlet) if article.outlet else None,
        "contentLocation": [_name("Place", each) for each in place], "isBasedOn": article.url,
        "articleSection": section, "keywords": _list_values(article, "tag"),
        "isPartOf": _name("WebSite", site) | {"url": make_absolute("/")},
    }
    return {name: value for name, value in fields.items() if value}


def _name(kind: str, name: str) -> dict[str, str]:
    return {"@type": kind, "name": name}


def _list_values(article: Article, facet: str) -> list[str]:
    """Return what a facet counts an article under."""
    return [str(value) for value in FACETS[facet].values(article) if value is not None]


def _shorten(text: str) -> str:
    """Return the beginning of a text on one line, cut between words."""
    words = " ".join(text[:5 * _DESCRIPTION].split())
    return words if len(words) <= _DESCRIPTION else words[:_DESCRIPTION].rsplit(" ", 1)[0] + " …"


def _translate(address: str, language: str, settings: Settings) -> str:
    """Return the address of a page in another language.

    >>> _translate("/tren?q=a%26b&lang=en", "id", Settings())
    '/tren?q=a%26b'
    """
    parts = urlsplit(address)
    pairs = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != "lang"]
    return build_address(parts.path, pairs + Links(language, settings).language_parameters)
