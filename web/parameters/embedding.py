"""The parameters of what other sites embed: those of a search, how it looks there, and oEmbed."""

import re
from collections.abc import Collection
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from marshmallow import fields, validate
from werkzeug.datastructures import MultiDict

from search import Query
from web.address import PAGE_COLLAPSE
from web.parameters.fields import (
    NOT_AN_INTEGER,
    NoParameters,
    WholeNumber,
    describe,
    name_fields,
)
from web.parameters.search import SearchParameters, parse_query
from web.phrases import LANGUAGES

THEMES = ("page", "light", "dark", "auto")
"""Paper and ink of what is embedded: as the page around it, ours, or as the reader's system."""

SIZES = (3, 5, 10, 20)
"""Hits at a time that a site may choose from."""

USUAL_SIZE = 5

PASTS = ("", "7d", "30d", "1y")
"""Times until today that a site may choose from, besides those that addresses can say."""

_KNOWN = name_fields(SearchParameters())
"""What is asked of a search. Addresses that people share have other parameters besides."""

_ACCENT = re.compile("#[0-9a-f]{6}")


class EmbedRequest(NamedTuple):
    """The search that another site shows, and how: its language, theme and accent colour.

    `past` is the time until today, as it was asked for: the dates of `query` are those of today.
    """

    query: Query
    language: str
    theme: str
    accent: str | None
    past: str | None = None


def parse_embed(arguments: MultiDict[str, str], language: str) -> EmbedRequest:
    """Return what URL parameters ask for; `language` is that of the page they were chosen on.

    Unknown parameters, and looks that cannot be chosen, are left out. Raises as `parse_query` does.
    """
    asked = MultiDict((name, value) for name, value in arguments.items(multi=True)
                      if name in _KNOWN)
    asked.setdefault("page_size", str(USUAL_SIZE))
    accent = arguments.get("accent", "").lower()
    own = _choose(arguments, "lang", LANGUAGES, language)
    return EmbedRequest(
        parse_query(asked, PAGE_COLLAPSE), _choose(arguments, "language", LANGUAGES, own),
        _choose(arguments, "theme", THEMES, THEMES[0]),
        accent if _ACCENT.fullmatch(accent) else None, asked.get("past"))


def _choose(
    arguments: MultiDict[str, str], name: str, known: Collection[str], usual: str
) -> str:
    value = arguments.get(name, usual)
    return value if value in known else usual


def _build_bound(text: str) -> WholeNumber:
    return WholeNumber(
        error_messages=NOT_AN_INTEGER,
        validate=validate.Range(min=1, error="write a number from {min} on"), **describe(text))


OEmbedParameters = NoParameters.from_dict({
    "url": fields.String(
        required=True, error_messages={"required": "write the address of a page of results"},
        **describe("The address of a page of results of this service.")),
    "format": fields.String(load_default="json", **describe("json; nothing else is there.")),
    "maxwidth": _build_bound("The most pixels that it may be wide."),
    "maxheight": _build_bound("The most pixels that it may be high."),
}, name="OEmbedParameters")
"""The parameters of a request for what shows an address elsewhere (oEmbed 1.0)."""

_OEMBED = OEmbedParameters()


def parse_oembed(arguments: MultiDict[str, str]) -> dict[str, Any]:
    """Return the values of OEmbedParameters. Raises ValidationError."""
    loaded: dict[str, Any] = _OEMBED.load(arguments.to_dict())
    return loaded


def read_results_address(url: str, home: str) -> MultiDict[str, str] | None:
    """Return the parameters in the address of a page of results; None if it is none of `home`.

    >>> read_results_address("https://a.example/?q=gempa", "https://a.example")
    MultiDict([('q', 'gempa')])
    >>> read_results_address("https://b.example/?q=gempa", "https://a.example")
    """
    try:
        parts, own = urlsplit(url), urlsplit(home)
    except ValueError:
        return None
    if (parts.scheme, parts.netloc.lower(), parts.path or "/") != (own.scheme, own.netloc, "/"):
        return None
    return MultiDict(parse_qsl(parts.query))
