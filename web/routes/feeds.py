"""Feeds of searches, and the description of the search for browsers: /feed.*, /opensearch.xml."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from urllib.parse import quote, urlencode, urlsplit
from xml.etree import ElementTree

from flask import Blueprint, Response, request
from werkzeug.urls import iri_to_uri

from search import Archive, Query, Sort
from search.facets import ALL_FILTERS, Filter
from search.page import Hit, Page
from web.address import (
    FEED_PATHS,
    OPENSEARCH_PATH,
    PAGE_COLLAPSE,
    SUGGEST_PATH,
    Parameters,
    build_address,
    build_parameters,
    is_tracking,
)
from web.parameters.pages import check_language, get_search_arguments
from web.parameters.search import parse_query
from web.responses import feeds as formats
from web.responses.api import OPENSEARCH
from web.responses.feeds import MEDIA_TYPES, Feed, FeedEntry
from web.settings import get_settings, make_absolute
from web.views.links import Links
from web.views.render import check_url, get_links, get_translator
from web.views.translator import Translator

FEED_SIZE = 50
"""Entries of a feed whose address gives no page_size."""

_TAG_DATE = "2026"
"""The date in tag URIs (RFC 4151): part of every id, so it never changes."""

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?")

Writer = Callable[[Feed], bytes]

WRITERS: dict[str, Writer] = {
    "atom": formats.write_atom,
    "rss": formats.write_rss,
    "json": formats.write_json,
}
"""The writer of each format."""


def build_blueprint(archive: Archive) -> Blueprint:
    """Return the routes of feeds."""
    feeds = Blueprint("feeds", __name__)
    for name, write in WRITERS.items():
        view = _build_view(archive, MEDIA_TYPES[name], write)
        feeds.get(FEED_PATHS[name], endpoint=name)(view)
    feeds.get(OPENSEARCH_PATH, endpoint="opensearch")(_describe_search)
    return feeds


def _build_view(archive: Archive, media_type: str, write: Writer) -> Callable[[], Response]:
    """Return the view that answers with the feed of a search, or that it has not changed."""
    def show_feed() -> Response:
        query = _parse_feed_query()
        feed = _build_feed(archive.search(query), get_translator())
        response = Response(write(feed), mimetype=media_type)
        response.content_type = f"{media_type}; charset=utf-8"
        response.add_etag()
        response.make_conditional(request)
        return response

    return show_feed


def _parse_feed_query() -> Query:
    """Return the query of a feed: that of the page with the same parameters, but newest first.

    Raises as `parse_query` does.
    """
    check_language()
    given = get_search_arguments()
    given.setdefault("sort", str(Sort.NEWEST))
    given.setdefault("page_size", str(FEED_SIZE))
    query = parse_query(given, PAGE_COLLAPSE)
    return replace(query, facets=(), interval=None, share=False, explain=False)


def _build_feed(page: Page, say: Translator) -> Feed:
    links, name = get_links(), get_settings().name
    home = replace(page.query, facets=Query().facets, page=1, page_size=Query().page_size)
    address = build_address("/", _build_lasting_parameters(page.query))
    given = request.args.items(multi=True)
    asked = urlencode([pair for pair in given if not is_tracking(pair[0])], errors="replace")
    return Feed(
        id=_build_tag(quote(address, safe="/")), author=name,
        title=f"{name}: {_name_query(page.query, say)}",
        url=make_absolute(request.path + (f"?{asked}" if asked else "")),
        home=make_absolute(links.to_search(home)), language=say.language,
        entries=[_build_entry(hit, links, say) for hit in page.hits])


def _build_lasting_parameters(query: Query) -> Parameters:
    """Return the parameters of a query as they are every day, though what `past` means moves."""
    pairs = build_parameters(query, PAGE_COLLAPSE, page=1)
    if "past" not in request.args:
        return pairs
    return [*(pair for pair in pairs if pair[0] not in ("from", "to")),
            ("past", request.args["past"])]


def _name_query(query: Query, say: Translator) -> str:
    """Return the words of a query, and what it is filtered by, as the page of results says it."""
    values = [_name_value(ALL_FILTERS[name], text, say)
              for name, texts in query.selected.items() for text in texts]
    dates = [say.format_range(query.since, query.until)] if query.filters.within else []
    return ", ".join([query.text or say("all_articles"), *values, *dates])


def _name_value(by: Filter, text: str, say: Translator) -> str:
    """Return a value that is selected or, behind a word that says so, left out."""
    value = say.name_value(by.facet.name, by.parse(text))
    return f"{say('except')} {value}" if by.excludes else value


def _build_entry(hit: Hit, links: Links, say: Translator) -> FeedEntry:
    article = hit.article
    return FeedEntry(
        id=_build_tag(quote(article.id, safe="")),
        url=make_absolute(links.to_article(article.id, Query(collapse=PAGE_COLLAPSE))),
        title=" ".join(article.title.split()) or say("untitled"),
        summary=" … ".join(snippet.text for snippet in hit.snippets),
        published=article.published, author=article.byline or article.outlet,
        outlet=article.outlet, original=_encode_url(article.url))


def _build_tag(specific: str) -> str:
    """Return a tag URI: an id that stays the same, whatever becomes of the address."""
    host = urlsplit(get_settings().public_url or request.host_url).hostname or ""
    return f"tag:{host if _HOST.fullmatch(host) else 'localhost'},{_TAG_DATE}:{specific}"


def _encode_url(url: str | None) -> str | None:
    """Return the URL of an original article in the characters of URIs; None unless it is one."""
    known = check_url(url)
    with suppress(ValueError):  # of a port that is no number
        return iri_to_uri("".join(known.split())) if known else None
    return None


def _describe_search() -> Response:
    """Return the OpenSearch description: browsers take the site for a search engine by it."""
    settings = get_settings()
    language = settings.languages[0]
    root = ElementTree.Element(
        "OpenSearchDescription", {"xmlns": "http://a9.com/-/spec/opensearch/1.1/"})
    for name, text in (
        ("ShortName", settings.name), ("Description", settings.get_tagline(language)),
        ("InputEncoding", "UTF-8"), ("Language", language),
    ):
        ElementTree.SubElement(root, name).text = text
    icon = {"width": "16", "height": "16", "type": "image/svg+xml"}
    ElementTree.SubElement(root, "Image", icon).text = make_absolute("/static/icon.svg")
    for media_type, rel, address in (
        ("text/html", "results", "/?q={searchTerms}"),
        (formats.ATOM, "results", f"{FEED_PATHS['atom']}?q={{searchTerms}}"),
        (OPENSEARCH, "suggestions", f"{SUGGEST_PATH}?format=opensearch&q={{searchTerms}}"),
        ("application/opensearchdescription+xml", "self", OPENSEARCH_PATH),
    ):
        ElementTree.SubElement(root, "Url", {
            "type": media_type, "rel": rel, "template": make_absolute(address)})
    written = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return Response(written, content_type="application/opensearchdescription+xml; charset=utf-8")
