"""The headers of every response."""

import re

import pytest

from web.settings import Settings, keep_settings

from support.api import SEARCH

EVERYWHERE = [
    "/", "/?q=nuklir", "/?page=0", f"/?q={'(' * 21}", "/help", "/help/api", "/articles/kn-1",
    "/articles/zzz", "/zzz", "/static/style.css", "/static/zzz",
]
FOR_PROGRAMS = [
    SEARCH, f"{SEARCH}?page=0", f"{SEARCH}?q={'(' * 21}", "/api/v1/articles/kn-1",
    "/api/v1/articles/zzz", "/api/v1/outlets", "/api/zzz", "/healthz", "/readyz", "/openapi.json",
    "/feed.atom", "/feed.rss?page=0", "/opensearch.xml",
]


@pytest.mark.parametrize("path", EVERYWHERE + FOR_PROGRAMS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_response_forbids_what_is_not_of_the_site(client, path, method):
    headers = client.open(path, method=method).headers
    policy = read_policy(headers)
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    assert set(policy.values()) == {"'none'", "'self'"}
    assert headers["X-Content-Type-Options"] == "nosniff"


def read_policy(headers):
    return dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))


@pytest.mark.parametrize("path", EVERYWHERE)
def test_pages_may_run_the_script_of_the_site(client, path):
    policy = read_policy(client.get(path).headers)
    assert policy["script-src"] == policy["connect-src"] == "'self'"


@pytest.mark.parametrize("path", ["/", "/articles/kn-1", "/zzz"])
def test_an_operator_may_forbid_the_script(app, client, monkeypatch, path):
    for key, value in keep_settings(Settings(script=False)).items():
        monkeypatch.setitem(app.extensions, key, value)
    response = client.get(path)
    assert "script-src" not in read_policy(response.headers)
    assert not re.search("<(script src|script type=.module|dialog|button id)", response.text)


@pytest.mark.parametrize("path", FOR_PROGRAMS)
def test_answers_to_programs_may_run_nothing(client, path):
    assert not {"script-src", "connect-src"} & read_policy(client.get(path).headers).keys()


@pytest.mark.parametrize("path", EVERYWHERE + FOR_PROGRAMS)
def test_nothing_may_be_kept_without_asking_again(client, path):
    assert client.get(path).headers["Cache-Control"] == "no-cache"


def test_the_files_of_a_page_are_kept_under_addresses_that_change_with_them(client):
    addresses = re.findall(r'(?:href|src)="(/static/[^"]*)', client.get("/").text)
    assert {address.partition("?")[0] for address in addresses} == {
        "/static/icon.svg", "/static/style.css", "/static/warta.js"}
    for address in addresses:
        assert client.get(address).headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert client.get(f"{address}0").headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", FOR_PROGRAMS)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_other_sites_may_read_the_api_without_credentials(client, path, method):
    headers = client.open(path, method=method, headers={"Origin": "https://lain.example"}).headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in headers


@pytest.mark.parametrize("path", [SEARCH, "/readyz"])
def test_other_sites_may_read_errors(missing, path):
    assert missing.get(path).headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", EVERYWHERE)
def test_other_sites_may_not_read_the_pages(client, path):
    assert "Access-Control-Allow-Origin" not in client.get(path).headers


@pytest.mark.parametrize("address", [
    "/api/v1/articles/%ED%A0%80", "/api/v1/articles/kn-1%ED%B0%80", "/api/v1/articles/%FF",
    "/articles/%ED%A0%80", "/articles/kn-1%ED%B0%80?q=%ED%A0%80", "/articles/%FF",
])
def test_an_id_that_cannot_be_encoded_is_not_found(client, address):
    assert client.get(address).status_code == 404
