"""Routes what crawlers read first: /robots.txt, and the sitemaps that list every article by month.

A sitemap has at most MAX_ADDRESSES, from one state of the archive. It is written whole, some
megabytes, so that it holds its place among the requests that web/serving/admission.py lets in.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from html import escape
from itertools import chain, islice

from flask import Blueprint, Response, abort

from search import Archive, Query
from search.errors import InvalidValue
from search.facets import FACETS
from search.query import Filters
from web.address import (
    CONCORDANCE_PAGE,
    FRAME_PAGE,
    ROBOTS_PATH,
    SITEMAP_PATH,
    SITEMAPS_PATH,
    TERMS_PAGE,
    TRENDS_PAGE,
    build_article_path,
)
from web.hops import HOPS_PATH
from web.settings import make_absolute
from web.views.render import get_links

MAX_ADDRESSES = 50_000
"""Addresses of one sitemap, as many as the protocol allows."""

MAX_OUTLETS = 1_000
"""Outlets whose pages are listed."""

PAGES = "halaman"
"""The name of the sitemap of all pages but articles."""

_MONTH = FACETS["month"]
_CLOSED = ("/api/", "/feed.", HOPS_PATH, *(
    f"{page}?" for page in (CONCORDANCE_PAGE, TERMS_PAGE, TRENDS_PAGE, FRAME_PAGE)))
"""What crawlers need not read: for programs, or slow to make and about articles listed anyway."""

_NAMES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def build_blueprint(archive: Archive) -> Blueprint:
    """Return the routes of sitemaps."""
    sitemaps = Blueprint("sitemaps", __name__)

    @sitemaps.get(ROBOTS_PATH)
    def show_robots() -> Response:
        return Response(_write_robots(), content_type="text/plain; charset=utf-8")

    @sitemaps.get(SITEMAP_PATH)
    def list_sitemaps() -> Response:
        names = [PAGES, *_name_parts(archive)]
        return _respond("sitemapindex", "sitemap", (f"{SITEMAPS_PATH}{name}.xml" for name in names))

    @sitemaps.get(f"{SITEMAPS_PATH}{PAGES}.xml")
    def list_pages() -> Response:
        return _respond("urlset", "url", _list_pages(archive))

    @sitemaps.get(f"{SITEMAPS_PATH}<month>.xml", defaults={"part": 1})
    @sitemaps.get(f"{SITEMAPS_PATH}<month>/<int:part>.xml")
    def list_articles(month: str, part: int) -> Response:
        return _respond("urlset", "url", _list_addresses(archive, _parse_month(month), part))

    return sitemaps


def _write_robots() -> str:
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _CLOSED), "",
             f"Sitemap: {make_absolute(SITEMAP_PATH)}", ""]
    return "\n".join(lines)


def _parse_month(text: str) -> str | int | None:
    try:
        return _MONTH.parse(text)
    except InvalidValue:
        abort(404)


def _name_parts(archive: Archive) -> Iterator[str]:
    """Yield the names of the sitemaps of articles: a month, then its number if there are more."""
    page = archive.search(Query(page_size=0, facets=("month",)))
    for bucket in page.facets["month"]:
        name = _MONTH.write(bucket.value)
        for part in range(-(-bucket.count // MAX_ADDRESSES)):
            yield f"{name}/{part + 1}" if part else name


def _list_pages(archive: Archive) -> list[str]:
    links = get_links()
    outlets = [bucket.value for bucket in archive.outlets()[:MAX_OUTLETS]]
    return [links.to_path(path) for path in ("/", TRENDS_PAGE, "/help", "/help/api")] + [
        links.to_outlets(), *(links.to_outlet(None if name is None else str(name))
                              for name in outlets)]


def _list_addresses(archive: Archive, month: str | int | None, part: int) -> Iterator[str]:
    """Yield the addresses of the articles of a sitemap. Aborts with 404 if it has none."""
    scan, start = archive.scan(Filters(selected={"month": (month,)})), (part - 1) * MAX_ADDRESSES
    with closing(scan.batches) as batches:
        if not 0 <= start < scan.total:
            abort(404)
        hits = islice(chain.from_iterable(batches), start, start + MAX_ADDRESSES)
        yield from (build_article_path(hit.id) for hit in hits)


def _respond(root: str, element: str, addresses: Iterable[str]) -> Response:
    home = make_absolute("")
    lines = "".join(
        f"<{element}><loc>{escape(home + each)}</loc></{element}>\n" for each in addresses)
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} {_NAMES}>\n{lines}</{root}>\n'
    return Response(body, content_type="application/xml; charset=utf-8")
