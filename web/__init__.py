"""The website and the HTTP API of an archive, as a Flask application.

    serving/           stands between clients and this: limits, logs, start and stop
    errors.py          turns every error into a problem document or a page
    routes/            answers each address
    response_cache.py  gives answers again that are still right: 304, or a kept one
    views/             fills templates: links, translations, charts
    responses/         builds JSON, feeds and the OpenAPI document
    metrics.py         counts requests and searches for Prometheus
    parameters/        parses URL parameters into queries and other requests
    access.py          decides who may ask what, by the keys of programs
    nearby.py          finds where a damaged address was meant to lead
    headers.py         adds the headers of every response
    omissions.py       limits the time of requests, and says what an answer lacks
    settings.py        holds what the operator sets, and reads it
    request_notes.py   notes what metrics and logs say of a request
    hops.py            writes links that only say what they change of an address
    address.py         writes a query as the address of a page
    paging.py          finds the pages around one page of results
    phrases.py         holds the texts of the pages in Indonesian and English
    markup.py          renders snippets as HTML
    compression.py     compresses responses
    accent.py          works out the shades of the accent colour
    assets.py          gives style sheet and script addresses that change with their content
    templates/         the pages; in results/ and parts/ what they are made of
    static/            their style, script and icon

Imports go down this list, never up. Only this package imports Flask and marshmallow.
"""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.json.provider import DefaultJSONProvider
from werkzeug.routing import BaseConverter, IntegerConverter

from search import Archive
from search.keys import KeyFile
from search.urls.address_path import unescape_id
from web import access, compression, errors, headers, nearby, omissions, response_cache
from web.metrics import METRICS, Metrics
from web.request_notes import register_route
from web.routes import (
    api,
    articles,
    concordance,
    copies,
    coverage,
    embedding,
    export,
    feeds,
    monitoring,
    pages,
    site,
    sitemaps,
    terms,
    trends,
    writes,
)
from web.routes.writes import ReadRecords
from web.settings import Settings, keep_settings
from web.views.overview import keep_overview
from web.views.templates import keep_templates


class AnyIdConverter(BaseConverter):
    """The id of an article in a path: any text, including slashes and line breaks."""

    regex = r"(?s:.+)"
    part_isolating = False

    def to_python(self, value: str) -> str:
        """Return the id that a path names."""
        return unescape_id(value)


class DigitsConverter(IntegerConverter):
    """A number in a path, in the digits 0 to 9: others would be further addresses of a page."""

    regex = "[0-9]+"


class ResponseJSON(DefaultJSONProvider):
    """Writes members in the order of their schema, and does not look for cycles: there are none."""

    sort_keys = False

    def dumps(self, obj: Any, **options: Any) -> str:
        return super().dumps(obj, check_circular=False, **options)


class Application(Flask):
    """Calls views and hooks as they are: none is a coroutine, and to ask each takes 2 µs."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function as it is."""
        return func


def create_app(
    archive: Archive, settings: Settings = Settings(), keys: KeyFile | None = None,
    read_records: ReadRecords | None = None,
) -> Flask:
    """Return the WSGI application that serves an archive: pages at /, the API under /api/v1.

    `keys` are those of programs; without them no key is accepted. `read_records` reads what a CMS
    sends as `indexer add` does; without it, programs can send articles alone.
    """
    app = Application(__name__)
    app.json = ResponseJSON(app)
    app.extensions |= keep_settings(settings) | keep_overview(archive, settings)
    app.extensions |= keep_templates(app, settings)
    app.url_map.merge_slashes = False
    app.url_map.converters["any_id"] = AnyIdConverter
    app.url_map.converters["int"] = DigitsConverter
    for each in (
        api, articles, feeds, pages, coverage, trends, terms, concordance, copies, export,
        embedding, sitemaps,
    ):
        app.register_blueprint(each.build_blueprint(access.limit_by_key(archive)))
    app.register_blueprint(site.build_blueprint())
    metrics = app.extensions[METRICS] = Metrics(archive)
    app.register_blueprint(monitoring.build_blueprint(metrics))
    app.register_blueprint(writes.build_blueprint(archive, keys, read_records))
    omissions.register(app)
    errors.register(app)
    register_route(app)
    access.register(app, keys)  # comes before anything is answered
    nearby.register(app)
    headers.register(app)
    compression.register(app)
    response_cache.register(app, archive)  # comes first, before what others do to a response
    return app
