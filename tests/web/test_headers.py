"""The headers of every response."""

import re

import pytest
from werkzeug.test import Client

from web.address import EXPORT_PATH
from web.serving.admission import Admission
from web.serving.rate_limits import RateLimits
from web.settings import LEAST_RATE, Settings, keep_settings

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


OF_CONTENT = re.compile("Content-(Type|Length)|Cache-Control|Vary|Access-Control")
"""What depends on the answer and on who asks."""


@pytest.mark.parametrize("path", EVERYWHERE + FOR_PROGRAMS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_response_forbids_what_is_not_of_the_site(client, path, method):
    headers = client.open(path, method=method).headers
    policy = read_policy(headers)
    assert policy["default-src"] == policy["frame-ancestors"] == "'none'"
    has_base = method == "GET" and path.partition("?")[0] == "/"
    assert policy["base-uri"] == ("'self'" if has_base else "'none'")
    assert set(policy.values()) == {"'none'", "'self'"}
    assert headers["X-Content-Type-Options"] == "nosniff"


def read_policy(headers):
    return dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))


@pytest.fixture(params=["busy", "asked too much"])
def refusing(request, app):
    """The application where it refuses whatever is asked, behind what refuses it."""
    if request.param == "busy":
        admission = Admission(app, concurrency=1, queue=0, patience=1)
        admission.drain()
        return Client(admission)
    limited = Client(RateLimits(app, Settings(rate_limit=LEAST_RATE)))
    assert limited.get(EXPORT_PATH, environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 200
    return limited


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("path", ["/", SEARCH])
def test_a_refusal_has_the_headers_of_every_response(client, refusing, path, scheme):
    base = f"{scheme}://arsip.example"
    answered = client.get("/api/zzz", base_url=base).headers
    refused = refusing.get(path, base_url=base, environ_base={"REMOTE_ADDR": "192.0.2.7"})
    assert refused.status_code in (429, 503) and refused.headers["Cache-Control"] == "no-store"
    names = {name for name in answered.keys() if not OF_CONTENT.match(name)}
    assert ("Strict-Transport-Security" in names) == (scheme == "https")
    for name in names:
        assert refused.headers.getlist(name) == answered.getlist(name), name


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


@pytest.mark.parametrize("path", ["/static/../", "/static/%2e%2e/", "/static/../../wsgi.py/"])
def test_no_file_is_read_for_an_address_that_leads_elsewhere(client, monkeypatch, path):
    """It would be read to its end, and `/dev/zero` has none."""
    read = []
    monkeypatch.setattr("web.headers.find_version", read.append)
    response = client.get(path)
    assert response.status_code == 302 and not read
    assert response.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", FOR_PROGRAMS)
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_other_sites_may_read_the_api_without_credentials(client, path, method):
    headers = client.open(path, method=method, base_url="https://arsip.example",
                          headers={"Origin": "https://lain.example"}).headers
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
