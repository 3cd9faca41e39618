"""How people look: the app factory. Everything it serves comes from one Archive."""

from flask import Flask

from search import Archive
from web import api, errors, headers, pages


def create_app(archive: Archive) -> Flask:
    """The WSGI application that serves an archive: pages at /, the API under /api/v1."""
    app = Flask(__name__)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.url_map.merge_slashes = False  # an article's id may hold any of them
    app.register_blueprint(api.blueprint(archive))
    app.register_blueprint(pages.blueprint(archive))
    errors.register(app)
    headers.register(app)
    return app
