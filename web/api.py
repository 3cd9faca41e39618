"""The API for programs: JSON, described by /openapi.json."""

import json
from typing import Any

from flask import Blueprint, Response, jsonify, request

from search import Archive
from search.answer import PATH, answer, bucket, whole_story
from search.errors import StaleIndex
from web import openapi, schemas


def blueprint(archive: Archive) -> Blueprint:
    """The routes of the API."""
    api = Blueprint("api", __name__)

    @api.get(PATH)
    def search() -> Response:
        return jsonify(answer(archive.search(schemas.query(request.args))))

    @api.get("/api/v1/articles/<any_id:id>")
    def article(id: str) -> Response:
        schemas.no_parameters(request.args)
        found = archive.article(id)
        # Python writes NaN, which no other reader of JSON takes.
        extra = json.loads(json.dumps(dict(found.extra)), parse_constant=str)
        told = whole_story(archive.story(id))
        return jsonify(found.to_dict() | {"extra": extra, "story": told})

    @api.get("/api/v1/outlets")
    def outlets() -> Response:
        schemas.no_parameters(request.args)
        return jsonify({"outlets": [bucket(each) for each in archive.outlets()]})

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
