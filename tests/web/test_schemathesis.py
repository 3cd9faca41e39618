"""The OpenAPI document is kept by the service: schemathesis asks what it allows, and what not."""

import json
import random

import pytest
from hypothesis import HealthCheck, given, settings

from indexer.ingest.incoming import read_records
from search.keys import KeyFile, KeyKind
from search.period import find_today
from web import create_app
from web.address import FEED_PATHS
from web.responses.openapi import build_document

from support.examples import count_examples
from support.news import ARTICLES

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
checks = pytest.importorskip("schemathesis.specs.openapi.checks")
not_a_server_error = pytest.importorskip("schemathesis.checks").not_a_server_error


@schemathesis.serializer("application/x-ndjson", "application/jsonl")
def write_lines(_, value):
    """Return a body of lines as it is sent: text, or what is not text as JSON."""
    text = value if isinstance(value, str) else json.dumps(value)
    return text.encode("utf-8", "replace")


PLACES = sorted((path, method) for path, operations in build_document()["paths"].items()
                for method in operations)


@pytest.fixture(scope="module")
def schema(make_archive):
    archive = make_archive("whoosh")
    list(archive.add(ARTICLES))
    return load_schema(create_app(archive))


@pytest.fixture(scope="module")
def admin(make_archive, tmp_path_factory):
    """The schema of a service of its own that takes articles, and the header with its key."""
    archive = make_archive("whoosh")
    list(archive.add(ARTICLES))
    keys = KeyFile(tmp_path_factory.mktemp("keys") / "keys.json")
    token = keys.create("cms", KeyKind.ADMIN, find_today())
    schema = load_schema(create_app(archive, keys=keys, read_records=read_records))
    return schema, {"Authorization": f"Bearer {token}"}


def load_schema(app):
    """Return the schema of a service, whose requests come from the same computer."""
    def serve(environ, start_response):
        return app({"REMOTE_ADDR": "127.0.0.1"} | environ, start_response)

    return schemathesis.openapi.from_wsgi("/openapi.json", serve)


@pytest.mark.long  # some thousands of requests
@pytest.mark.parametrize("path, method", PLACES)
@pytest.mark.parametrize("mode", ["POSITIVE", "NEGATIVE"])
def test_the_service_keeps_its_own_document(schema, admin, path, method, mode):
    schema, key = admin if method != "get" else (schema, {})
    operation = schema[path][method.upper()]
    if method == "get" and mode == "NEGATIVE" and not operation.query.items:
        pytest.skip("there is nothing to give that is wrong")
    excluded = list_unfit_checks(path, method, mode)

    @given(operation.as_strategy(generation_mode=schemathesis.GenerationMode[mode]))
    @settings(max_examples=count_examples(60), suppress_health_check=list(HealthCheck))
    def check(case):
        random.seed()  # hypothesis always begins with the same, and Whoosh names segments by it
        case.call_and_validate(
            headers={"Accept-Encoding": "identity"} | key, excluded_checks=excluded)

    check()


SEARCHES = {f"/api/v1/{name}" for name in (
    "search", "export", "concordance", "terms", "trends")} | set(FEED_PATHS.values())
"""Places that take a query with filters and dates.

What may be asked there depends on more than one parameter: pages end at the 10,000th hit, cursors
go with orders by date, and `past` leaves no room for `from`. A value that a list has twice counts
once, so longer lists are accepted, and so is a number that is left blank.
"""

ONE_ARTICLE = "/api/v1/articles/{id}"

UNFIT = {
    "POSITIVE": {(path, "get") for path in SEARCHES} | {
        ("/api/v1/coverage", "get"),  # `past` is a period in words, of which no pattern is
        (ONE_ARTICLE, "put"),  # If-Match may ask for what is not stored; a body may have no word
        (ONE_ARTICLE, "delete"),  # If-Match may ask for what is not stored
    },
    "NEGATIVE": {(path, "get") for path in SEARCHES} | {
        ("/api/v1/coverage", "get"),  # a repeated outlet counts once, so longer lists are accepted
        ("/api/v1/articles", "post"),  # each line has an answer of its own, with what is wrong
    },
}
"""The places that schemathesis cannot judge by the document: where it takes or refuses more."""

ACCEPTANCE = {
    "POSITIVE": checks.positive_data_acceptance, "NEGATIVE": checks.negative_data_rejection}


def list_unfit_checks(path, method, mode):
    """Return the checks that mean something else than the document says.

    oEmbed answers 501 for a format that is not there.
    """
    unfit = [ACCEPTANCE[mode]] if (path, method) in UNFIT[mode] else []
    is_embed = (path, mode) == ("/oembed", "POSITIVE")
    return [*unfit, not_a_server_error] if is_embed else unfit
