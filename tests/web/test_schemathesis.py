"""The OpenAPI document is kept by the service: schemathesis asks what it allows, and what not."""

import pytest
from hypothesis import HealthCheck, given, settings

from web import create_app
from web.responses.openapi import build_document

from support.examples import count_examples
from support.news import ARTICLES

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")
checks = pytest.importorskip("schemathesis.specs.openapi.checks")
not_a_server_error = pytest.importorskip("schemathesis.checks").not_a_server_error

PLACES = sorted((path, method) for path, operations in build_document()["paths"].items()
                for method in operations if method != "post")  # it writes no lines of JSON


@pytest.fixture(scope="module")
def schema(make_archive):
    archive = make_archive("whoosh")
    list(archive.add(ARTICLES))
    return schemathesis.openapi.from_wsgi("/openapi.json", create_app(archive))


@pytest.mark.long  # some thousands of requests
@pytest.mark.parametrize("path, method", PLACES)
@pytest.mark.parametrize("mode", ["POSITIVE", "NEGATIVE"])
def test_the_service_keeps_its_own_document(schema, path, method, mode):
    operation = schema[path][method.upper()]
    if mode == "NEGATIVE" and not operation.query.items:
        pytest.skip("there is nothing to give that is wrong")
    excluded = list_unfit_checks(path)

    @given(operation.as_strategy(generation_mode=schemathesis.GenerationMode[mode]))
    @settings(max_examples=count_examples(60), suppress_health_check=list(HealthCheck))
    def check(case):
        case.call_and_validate(headers={"Accept-Encoding": "identity"}, excluded_checks=excluded)

    check()


def list_unfit_checks(path):
    """Return the checks that mean something else than the document says.

    What may be asked depends on more than one parameter: pages end at the 10,000th hit, cursors go
    with orders by date. A value that a list has twice counts once, so longer lists are accepted.
    oEmbed answers 501 for a format that is not there.
    """
    unfit = [checks.positive_data_acceptance, checks.negative_data_rejection]
    return [*unfit, not_a_server_error] if path == "/oembed" else unfit
