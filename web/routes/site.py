"""Routes what the operator sets for the whole site: its accent colour at /accent.css."""

from flask import Blueprint, Response, abort, request

from web.accent import build_stylesheet
from web.address import ACCENT_PATH
from web.settings import get_settings


def build_blueprint() -> Blueprint:
    """Return the routes of the site."""
    site = Blueprint("site", __name__)
    site.get(ACCENT_PATH)(_get_stylesheet)
    return site


def _get_stylesheet() -> Response:
    accent = get_settings().accent
    if accent is None:
        abort(404)
    response = Response(build_stylesheet(accent), content_type="text/css; charset=utf-8")
    response.add_etag()
    response.make_conditional(request)
    return response
