"""The API for programs: JSON, described by /openapi.json."""

import json
from typing import Any

from flask import Blueprint, Response, jsonify, request

from search import Archive
from search.errors import StaleIndex
from search.serialization import serialize_bucket, serialize_whole_story
from web import openapi, parameters
from web.address import SEARCH_PATH
from web.responses import build_search_response


def blueprint(archive: Archive) -> Blueprint:
    """The routes of the API."""
    api = Blueprint("api", __name__)

    @api.get(SEARCH_PATH)
    def search() -> Response:
        return jsonify(build_search_response(archive.search(parameters.query(request.args))))

    @api.get("/api/v1/articles/<any_id:id>")
    def article(id: str) -> Response:
        parameters.no_parameters(request.args)
        found = archive.article(id)
        # Python writes NaN, which no other reader of JSON takes.
        extra = json.loads(json.dumps(dict(found.extra)), parse_constant=str)
        story = serialize_whole_story(archive.story(id))
        return jsonify(found.to_dict() | {"extra": extra, "story": story})

    @api.get("/api/v1/outlets")
    def outlets() -> Response:
        parameters.no_parameters(request.args)
        return jsonify({"outlets": [serialize_bucket(each) for each in archive.outlets()]})

    @api.get("/healthz")
    def healthz() -> dict[str, Any]:
        return {"status": "ok"}

    @api.get("/readyz")
    def readyz() -> dict[str, Any]:
        status = archive.status()
        if status.stale:
            raise StaleIndex()
        return {"status": "ready", "articles": status.articles}

    @api.get("/openapi.json")
    def document() -> Response:
        return jsonify(openapi.document())

    return api
