"""Paging through all hits with cursors, whatever writers do meanwhile."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from urllib.parse import parse_qs, urlsplit

import pytest

from search import Article
from search.explore.cursor import _checksum
from web import create_app

from support.api import SEARCH, ids, read_problem
from support.archives import open_whoosh

ARTICLES = [
    Article(f"a{number}", "Beras", f"Harga beras nomor {number}.",
            outlet="Kabar Nusa" if number % 2 else None,
            published=("2013-06-15", "2013", "2013-06-14T08:00:00+07:00", None)[number % 4])
    for number in range(11)
]


@pytest.fixture
def filled(archive):
    list(archive.add(ARTICLES))
    return archive


@pytest.fixture
def service(filled):
    return create_app(filled).test_client()


def get(client, address=SEARCH, **parameters):
    response = client.get(address, query_string=parameters or None)
    assert response.status_code == 200, response.text
    return response.json


def follow(client, change=lambda page: None, **parameters):
    """Return the ids of each page, from the first to the last; `change` is called after each."""
    page, pages = get(client, cursor="*", **parameters), []
    while True:
        pages.append(ids(page))
        change(len(pages))
        if page["links"]["next"] is None:
            return pages
        page = get(client, page["links"]["next"])


def take_cursor(answer):
    return parse_qs(urlsplit(answer["links"]["next"]).query)["cursor"][0]


@pytest.mark.parametrize("parameters, sort", [
    ({}, "newest"), ({"sort": "oldest"}, "oldest"), ({"outlet": "none"}, "newest"),
    ({"q": "beras jagung gempa banjir", "collapse": "story"}, "newest"),
])
@pytest.mark.parametrize("size", [1, 3, 11, 100])
def test_the_pages_have_every_hit_once_by_date(service, parameters, sort, size):
    whole = ids(get(service, **{"page_size": 100, "sort": sort, **parameters}))
    pages = follow(service, page_size=size, **parameters)
    assert [id for page in pages for id in page] == whole and len(whole) >= 6
    assert all(len(page) == size for page in pages[:-1]) and pages[-1]


def test_a_page_has_all_that_others_have(service):
    first = get(service, cursor="*", page_size=4, q="beras", interval="year", facet="outlet")
    second = get(service, first["links"]["next"])
    for page in (first, second):
        assert page["total"] == 11 and page["page"] == 1 and page["links"]["previous"] is None
        assert sum(bar["count"] for bar in page["timeline"]) == 9
        assert page["facets"] == first["facets"] and page["suggestions"] == []
        assert page["hits"][0]["title_highlight"]["spans"] == [[0, 5]]
    assert get(service, second["links"]["self"])["hits"] == second["hits"]


def test_no_hits_are_a_page_without_a_next_one(service):
    answer = get(service, cursor="*", q="jerapah")
    assert answer["hits"] == [] and answer["links"]["next"] is None


def test_a_writer_makes_no_page_miss_or_repeat_what_stays_as_it_was(filled):
    def write(page):
        list(filled.add([
            Article(f"baru{page}", "Beras", "Beras baru.", published=f"20{10 + 2 * page}"),
            Article("a1", "Beras", f"Harga beras, versi {page}.", published="2013")]))
        filled.remove([f"a{page + 3}"])

    pages = follow(create_app(filled).test_client(), write, page_size=2)
    found = [id for page in pages for id in page]
    assert len(found) == len(set(found))
    assert {"a0", "a1", "a2", "a3", "a10"} <= set(found)


def test_what_the_page_shows_may_differ_from_page_to_page(service):
    cursor = take_cursor(get(service, cursor="*", page_size=2, q="beras"))
    other = get(service, cursor=cursor, page_size=5, q="beras", highlight="false", facet="year")
    assert len(ids(other)) == 5


@pytest.mark.parametrize("changed", [
    {"q": "harga"}, {"outlet": "none"}, {"year": "2013"}, {"from": "2012"}, {"sort": "oldest"},
    {"collapse": "story"}, {"expand": "false"},
])
def test_the_cursor_of_another_query_is_gone(service, changed):
    cursor = take_cursor(get(service, cursor="*", page_size=2, q="beras"))
    asked = {"q": "beras", "page_size": 2, "cursor": cursor, **changed}
    problem = read_problem(service.get(SEARCH, query_string=asked), 410)
    assert "another query" in problem["detail"] and "cursor=*" in problem["detail"]


def test_the_cursor_of_another_archive_is_gone(service, make_archive, analyzer, tmp_path):
    cursor = take_cursor(get(service, cursor="*", page_size=2))
    other = make_archive("whoosh")
    list(other.add(ARTICLES))
    asked = {"cursor": cursor, "page_size": 2}
    problem = read_problem(
        create_app(other).test_client().get(SEARCH, query_string=asked), 410)
    assert "another archive" in problem["detail"]
    restored = open_whoosh(tmp_path / "arsip", analyzer)
    list(restored.add(ARTICLES))
    cursor = take_cursor(get(create_app(restored).test_client(), cursor="*", page_size=2))
    older = open_whoosh(tmp_path / "lain", analyzer)
    list(older.add(ARTICLES[:5]))
    (tmp_path / "arsip").rename(tmp_path / "lama")
    (tmp_path / "lain").rename(tmp_path / "arsip")
    again = create_app(open_whoosh(tmp_path / "arsip", analyzer)).test_client()
    read_problem(again.get(SEARCH, query_string={"cursor": cursor, "page_size": 2}), 410)


def test_a_query_that_is_read_in_another_way_meanwhile_begins_again(filled):
    client = create_app(filled).test_client()
    first = get(client, cursor="*", page_size=2, q="beras jerapah")
    assert first["interpreted"]["match"] == "any"
    list(filled.add([Article("j", "Jerapah", "Jerapah makan beras.")]))
    problem = read_problem(client.get(first["links"]["next"]), 410)
    assert "read in another way" in problem["detail"]


def forge(values):
    content = json.dumps(values, separators=(",", ":")).encode()
    return urlsafe_b64encode(_checksum(content) + content).decode().rstrip("=")


@pytest.mark.parametrize("cursor", [
    "", "**", "x", "AAAA", "é", "a b", "A" * 3_000, "=", "*x",
    forge([]), forge("x"), forge([False, 1, "a", "q", "r", 1, 1]), forge(None),
    forge([0, 1, "a", "q", "r", 1]), forge([False, -1, "a", "q", "r", 1]),
    forge([False, 1 << 70, "a", "q", "r", 1]), forge([False, 1, 7, "q", "r", 1]),
    forge([False, 1.5, "a", "q", "r", 1]), forge([False, 1, "\ud800", "q", "r", 1]),
    forge([False, True, "a", "q", "r", 1]),
])
def test_what_is_no_cursor_is_refused(service, cursor):
    problem = read_problem(service.get(SEARCH, query_string={"cursor": cursor}), 422)
    [error] = problem["errors"]
    assert error["parameter"] == "cursor" and "write * to begin" in error["message"]


def test_a_cursor_with_any_character_changed_is_refused(service):
    cursor = take_cursor(get(service, cursor="*", page_size=2))
    raw = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    for at in range(0, len(raw), 5):
        other = raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1:]
        changed = urlsafe_b64encode(other).decode().rstrip("=")
        read_problem(service.get(SEARCH, query_string={"cursor": changed, "page_size": 2}), 422)


@pytest.mark.parametrize("parameters, name, said", [
    ({"sort": "relevance"}, "sort", "newest"), ({"sort": "added"}, "sort", "newest"),
    ({"page": "2"}, "page", "cursor"), ({"page_size": "0"}, "page_size", "at least 1"),
])
def test_a_cursor_does_not_go_with_everything(service, parameters, name, said):
    problem = read_problem(service.get(SEARCH, query_string={"cursor": "*", **parameters}), 422)
    [error] = problem["errors"]
    assert error["parameter"] == name and said in error["message"]


def test_the_pages_for_people_take_no_cursor(service):
    assert "cursor: “*” diabaikan." in service.get("/?cursor=*").text
    assert service.get("/feed.json?cursor=*").status_code == 422
