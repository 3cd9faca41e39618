"""The slowest requests: the list can be replayed, and what is made at random is valid."""

import random

import pytest

from benchmarks.slowest.__main__ import read_list
from benchmarks.slowest.measuring import list_omitted
from benchmarks.slowest.requests import ROUTES, build_request, change
from search import Article
from web import create_app


@pytest.fixture(scope="module")
def client(make_archive):
    archive = make_archive("whoosh")
    list(archive.add([Article("a", "Gempa di Lombok", "Presiden dan menteri.", published="2007")]))
    return create_app(archive).test_client()


def test_the_list_has_requests_of_every_route_that_are_answered(client):
    listed = read_list()
    assert {request.path for request in listed} == {*ROUTES}
    for request in {request.path: request for request in listed}.values():
        response = client.get(request.address)
        assert response.status_code == 200 and not list_omitted(response), request.address


def test_requests_at_random_are_valid(client):
    dice = random.Random(3)
    requests = [build_request(dice) for _ in range(8)]
    requests += [change(*dice.sample(requests, 2), dice) for _ in range(8)]
    statuses = [client.get(request.address).status_code for request in requests]
    assert {*statuses} <= {200, 400} and statuses.count(200) > 12
