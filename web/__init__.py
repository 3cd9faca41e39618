"""The website and the HTTP API of an archive, as a Flask application.

    errors.py      turns every error into a problem document or a page
    api.py         routes the API
    coverage.py    routes what there is of each outlet, and on each day
    export.py      routes all hits of a search as a file
    concordance.py  routes the matches of a search, each on a line
    terms.py       routes the significant terms of a search
    copies.py      routes the copies of a story
    trends.py      routes several searches beside each other by time
    feeds.py       routes the feeds of searches
    pages.py       routes the pages and fills their templates
    openapi.py     describes the API
    feed_documents.py  writes feeds as Atom, RSS and JSON Feed
    responses.py   builds the JSON of the API
    schemas.py     describes the fields of the JSON
    translator.py  says phrases, numbers and dates in the language of a page
    links.py       builds the links of the pages
    parameters.py  parses URL parameters into a query
    export_parameters.py  parses those of an export
    term_parameters.py   parses those of significant terms
    trend_parameters.py  parses those of several searches
    coverage_parameters.py  parses the parameters of coverage
    concordance_parameters.py  parses the parameters of a concordance
    phrases.py     holds the texts of the pages in Indonesian and English
    address.py     writes a query as the address of a page
    chart.py       draws SVG
    markup.py      renders snippets as HTML
    headers.py     adds the headers of every response
    preflight.py   checks what `make serve` needs, before anything is installed

Imports go down this list, never up. Only this package imports Flask and marshmallow.
"""

from typing import Any

from flask import Flask
from flask.json.provider import DefaultJSONProvider
from werkzeug.routing import BaseConverter

from search import Archive
from web import (
    api,
    concordance,
    copies,
    coverage,
    errors,
    export,
    feeds,
    headers,
    pages,
    terms,
    trends,
)
from web.address import unescape_id
from web.export import EXPORT_LIMIT


class AnyIdConverter(BaseConverter):
    """The id of an article in a path: any text, including slashes and line breaks."""

    regex = r"(?s:.+)"
    part_isolating = False

    def to_python(self, value: str) -> str:
        """Return the id that a path names."""
        return unescape_id(value)


class ResponseJSON(DefaultJSONProvider):
    """Writes members in the order of their schema, and does not look for cycles: there are none."""

    sort_keys = False

    def dumps(self, obj: Any, **options: Any) -> str:
        return super().dumps(obj, check_circular=False, **options)


def create_app(archive: Archive, export_limit: int = EXPORT_LIMIT) -> Flask:
    """Return the WSGI application that serves an archive: pages at /, the API under /api/v1.

    An export has at most `export_limit` articles.
    """
    app = Flask(__name__)
    app.json = ResponseJSON(app)
    app.url_map.merge_slashes = False
    app.url_map.converters["any_id"] = AnyIdConverter
    app.register_blueprint(api.build_blueprint(archive))
    app.register_blueprint(feeds.build_blueprint(archive))
    app.register_blueprint(pages.build_blueprint(archive))
    app.register_blueprint(coverage.build_blueprint(archive))
    app.register_blueprint(trends.build_blueprint(archive))
    app.register_blueprint(terms.build_blueprint(archive))
    app.register_blueprint(export.build_blueprint(archive, export_limit))
    app.register_blueprint(concordance.build_blueprint(archive))
    app.register_blueprint(copies.build_blueprint(archive))
    errors.register(app)
    headers.register(app)
    return app
