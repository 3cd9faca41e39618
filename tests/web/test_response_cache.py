"""Answers that are given again, and their size on the way."""

import gzip

import pytest

from search import Article
from web import create_app
from web.response_cache import MAX_BYTES, MAX_KEPT, KeptResponse, ResponseCache, list_code
from web.settings import Settings

SEARCH = "/api/v1/search?q=gempa"


@pytest.fixture(scope="module")
def archive(make_archive):
    archive = make_archive("whoosh")
    list(archive.add([Article("a", "Gempa di Lombok", "Gempa mengguncang. " * 80)]))
    return archive


@pytest.fixture
def client(archive):
    return create_app(archive).test_client()


@pytest.mark.parametrize(
    "path", [SEARCH, "/?q=gempa", "/articles/a", "/api/v1/articles/a", "/help"])
def test_a_client_that_has_the_answer_gets_304(client, path):
    first = client.get(path)
    tag = first.headers["ETag"]
    assert first.status_code == 200 and tag.startswith("W/")
    again = client.get(path, headers={"If-None-Match": tag})
    assert again.status_code == 304 and not again.data and again.headers["ETag"] == tag
    assert again.headers["Cache-Control"] == "no-cache"
    assert client.get(path, headers={"If-None-Match": '"lain"'}).status_code == 200


@pytest.mark.parametrize(("path", "status"), [
    ("/api/v1/search?q=beijing", 200), ("/articles/tidak-ada", 404), ("/tidak-ada", 404)])
def test_any_tag_stands_for_no_answer(client, path, status):
    assert client.get(path, headers={"If-None-Match": "*"}).status_code == status


@pytest.mark.parametrize("name", ["If-Modified-Since", "If-Unmodified-Since", "If-Range"])
@pytest.mark.parametrize("date", [
    "Mon, 01 Jan 99999999999 00:00:00 GMT", "Mon, 01 Jan 2024 00:00:00 +99999999999999999999"])
@pytest.mark.parametrize("path", ["/static/style.css", "/embed.js", SEARCH])
def test_a_date_that_means_nothing_is_no_condition(client, path, name, date):
    assert client.get(path, headers={name: date, "Range": "bytes=0-1"}).status_code in (200, 206)


def test_a_kept_answer_is_the_same_with_all_headers(client):
    first, again = client.get(SEARCH), client.get(SEARCH)
    assert again.data == first.data  # with the same took_ms
    assert again.headers == first.headers


def test_other_requests_have_other_tags(client):
    tags = {client.get(path).headers["ETag"] for path in (SEARCH, SEARCH + "&page=2", "/?q=gempa")}
    assert len(tags) == 3


def test_the_tag_changes_with_the_archive_and_the_settings(archive, client):
    before = client.get(SEARCH)
    list(archive.add([Article("b", "Gempa lagi", "di Palu")]))
    added = client.get(SEARCH)
    assert added.json["total"] == before.json["total"] + 1
    archive.remove(["b"])
    removed = client.get(SEARCH)
    assert removed.json["total"] == before.json["total"]
    other = create_app(archive, Settings(name="Arsip")).test_client().get(SEARCH)
    assert len({each.headers["ETag"] for each in (before, added, removed, other)}) == 4


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/api/v1/status", "/api/v1/articles/tiada",
                                  "/api/v1/search?page=0"])
def test_what_may_differ_at_any_time_and_errors_have_no_tag(client, path):
    assert "ETag" not in client.get(path).headers


def test_a_request_for_the_headers_alone_gets_the_tag(client):
    head = client.head(SEARCH)
    assert not head.data and head.headers["ETag"] == client.get(SEARCH).headers["ETag"]


def test_a_service_without_an_archive_says_so_each_time(missing):
    for _ in range(2):
        response = missing.get(SEARCH)
        assert response.status_code == 503 and "ETag" not in response.headers


def test_the_answers_kept_are_bounded():
    cache = ResponseCache()
    assert cache.find("besar", "v") is None
    cache.keep("besar", "v", KeptResponse(b"x" * (MAX_BYTES + 1), []))
    assert cache.find("besar", "v") is None
    for number in range(MAX_KEPT):
        cache.keep(str(number), "v", KeptResponse(b"x", []))
    assert cache.find("0", "v")  # which makes it the last
    cache.keep("baru", "v", KeptResponse(b"x", []))
    assert cache.find("0", "v") and cache.find("baru", "v") and not cache.find("1", "v")


def test_answers_are_dropped_once_the_archive_has_another_version():
    cache = ResponseCache()
    cache.find("a", "1")
    cache.keep("a", "1", KeptResponse(b"x", []))
    assert cache.find("b", "2") is None
    assert cache.find("a", "1") is None  # not merely hidden: its text may have been removed
    cache.keep("a", "2", KeptResponse(b"x", []))  # which was found before, and is done now
    assert cache.find("a", "1") is None


def test_an_answer_during_which_the_archive_changed_has_no_tag(archive, client, monkeypatch):
    versions = iter(range(100))
    monkeypatch.setattr(archive, "version", lambda: str(next(versions)))
    response = client.get(SEARCH)
    assert response.status_code == 200 and "ETag" not in response.headers


def test_the_tag_takes_the_code_alone_into_account_and_not_what_is_compiled_beside_it():
    paths = [str(path) for path in list_code()]
    assert any(path.endswith("base.html") for path in paths)
    assert not [path for path in paths if "__pycache__" in path]


@pytest.mark.parametrize("path", [SEARCH, "/?q=gempa", "/openapi.json", "/static/style.css"])
def test_text_is_compressed_for_clients_that_take_it(client, path):
    plain = client.get(path)
    small = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small.headers["Vary"] and "Accept-Encoding" in plain.headers["Vary"]
    assert gzip.decompress(small.data) == plain.data and len(small.data) < len(plain.data)
    assert small.headers["ETag"].startswith("W/")
    tag = {"If-None-Match": small.headers["ETag"], "Accept-Encoding": "gzip"}
    assert client.get(path, headers=tag).status_code == 304


@pytest.mark.parametrize("path", ["/healthz", "/static/icon.svg"])
def test_short_answers_are_not_compressed(client, path):
    response = client.get(path, headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200 and "Content-Encoding" not in response.headers


def test_an_export_is_streamed_as_it_is(client):
    response = client.get("/api/v1/export?format=jsonl", headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200 and "Content-Encoding" not in response.headers
    assert response.data.count(b"\n") == 1
