"""The HTTP API: JSON, described by /openapi.json."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from search import Archive
from search.serialization import serialize_bucket
from web.address import SEARCH_PATH, SUGGEST_PATH
from web.omissions import describe_omissions
from web.parameters.fields import forbid_parameters
from web.parameters.search import parse_query, parse_related, parse_suggest
from web.request_notes import note_search
from web.responses.api import (
    OPENSEARCH,
    build_article_response,
    build_related_response,
    build_search_response,
    build_suggest_response,
)
from web.responses.bars import separate_bars, write_json
from web.responses.openapi import build_document
from web.settings import get_settings

LACKS_COPIES = "copies of the archive are missing"
"""What everyone may know of a warning. The command `indexer status` says the rest."""


def build_blueprint(archive: Archive) -> Blueprint:
    """Return the routes of the API."""
    api = Blueprint("api", __name__)
    _route_search(api, archive)
    _route_articles(api, archive)
    _route_health(api, archive)
    api.get("/openapi.json")(_get_document)
    return api


def _route_search(api: Blueprint, archive: Archive) -> None:
    """Add the routes to what a query finds, or may become."""

    @api.get(SEARCH_PATH)
    def search() -> Response:
        page = archive.search(parse_query(request.args))
        note_search(page)
        suggestions = () if page.query.cursor else archive.suggest(page)
        page, bars = separate_bars(page)
        values = build_search_response(page, suggestions, _get_home()) | describe_omissions()
        if bars is None:
            return jsonify(values)
        return Response(write_json(values, bars), mimetype="application/json")

    @api.get(SUGGEST_PATH)
    def complete() -> Response:
        asked = parse_suggest(request.args)
        completions = archive.complete(asked["q"], asked["limit"])
        if asked["format"] == "json":
            return jsonify(
                build_suggest_response(asked["q"], completions) | describe_omissions())
        response = jsonify([asked["q"], [each.text for each in completions]])
        response.content_type = OPENSEARCH
        return response


def _route_articles(api: Blueprint, archive: Archive) -> None:
    """Add the routes to articles and outlets."""

    @api.get("/api/v1/articles/<any_id:id>")
    def get_article(id: str) -> Response:
        forbid_parameters(request.args)
        return jsonify(build_article_response(
            archive.article(id), archive.story(id), _get_home()))

    @api.get("/api/v1/articles/<any_id:id>/related")
    def list_related(id: str) -> Response:
        if archive.articles([f"{id}/related"]):  # whatever its id, every article has its address
            return get_article(f"{id}/related")
        asked = parse_related(request.args)
        return jsonify(build_related_response(
            id, archive.related(id, asked["limit"]), _get_home()))

    @api.get("/api/v1/outlets")
    def list_outlets() -> Response:
        forbid_parameters(request.args)
        return jsonify({"outlets": [serialize_bucket(bucket) for bucket in archive.outlets()]})


def _route_health(api: Blueprint, archive: Archive) -> None:
    """Add the routes for monitoring."""

    @api.get("/healthz")
    def check_health() -> dict[str, Any]:
        return {"status": "ok"}

    @api.get("/readyz")
    def check_readiness() -> dict[str, Any]:
        archive.refuse_stale()
        archive.check_counts()
        archive.check_index()
        figures = {"status": "ready", "articles": archive.size()}
        return figures | ({"warning": LACKS_COPIES} if archive.find_warning() else {})


def _get_document() -> Response:
    return jsonify(build_document(get_settings()))


def _get_home() -> str:
    """Return what the addresses of pages begin with: the public address, if that is set."""
    return get_settings().public_url or ""
