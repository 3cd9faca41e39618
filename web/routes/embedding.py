"""Routes what other sites embed: /embed.js, the element <warta-search>."""

from flask import Blueprint, Response, abort, request

from web.views.embed_script import SCRIPT, VERSIONS, read_script

_SHORT, _LONG = "public, max-age=3600", "public, max-age=31536000, immutable"
"""How long browsers keep the newest version, and one that never changes."""


def build_blueprint() -> Blueprint:
    """Return the routes of what is embedded."""
    embedding = Blueprint("embedding", __name__)

    @embedding.get(SCRIPT)
    def show_newest_script() -> Response:
        return _build_script(VERSIONS[-1], _SHORT)

    @embedding.get(f"/embed/<int:version>{SCRIPT}")
    def show_script(version: int) -> Response:
        return _build_script(version, _LONG) if version in VERSIONS else abort(404)

    return embedding


def _build_script(version: int, kept: str) -> Response:
    """Return a version of the script, which pages of every site may run and check."""
    response = Response(read_script(version), content_type="text/javascript; charset=utf-8")
    response.headers |= {
        "Cache-Control": kept, "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin"}
    response.add_etag()
    response.make_conditional(request)
    return response
