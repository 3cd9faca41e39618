"""How people look: the app factory. Everything it serves comes from one Archive."""

from flask import Flask
from werkzeug.routing import BaseConverter

from search import Archive
from web import api, errors, headers, pages


class AnyId(BaseConverter):
    """An article's id in an address: any text at all, slashes and line breaks included."""

    regex = r"(?s:.+)"
    part_isolating = False


def create_app(archive: Archive) -> Flask:
    """The WSGI application that serves an archive: pages at /, the API under /api/v1."""
    app = Flask(__name__)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_map.merge_slashes = False
    app.url_map.converters["any_id"] = AnyId
    app.register_blueprint(api.blueprint(archive))
    app.register_blueprint(pages.blueprint(archive))
    errors.register(app)
    headers.register(app)
    return app
