"""The website and the HTTP API of an archive, as a Flask application.

| module | responsibility |
|---|---|
| `api` | routes of the API |
| `pages` | routes of the pages, and what their templates show |
| `parameters` | URL parameters → a query |
| `responses`, `schemas`, `openapi` | the JSON of the API, and its description |
| `links`, `address` | a query → the address of a page |
| `phrases`, `translator` | the texts of the pages in Indonesian and English |
| `markup` | snippets → HTML |
| `errors`, `headers` | what every response has in common |
"""

from flask import Flask
from werkzeug.routing import BaseConverter

from search import Archive
from web import api, errors, headers, pages


class AnyIdConverter(BaseConverter):
    """The id of an article in a path: any text, including slashes and line breaks."""

    regex = r"(?s:.+)"
    part_isolating = False


def create_app(archive: Archive) -> Flask:
    """Return the WSGI application that serves an archive: pages at /, the API under /api/v1."""
    app = Flask(__name__)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_map.merge_slashes = False
    app.url_map.converters["any_id"] = AnyIdConverter
    app.register_blueprint(api.build_blueprint(archive))
    app.register_blueprint(pages.build_blueprint(archive))
    errors.register(app)
    headers.register(app)
    return app
