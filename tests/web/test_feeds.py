"""Feeds of searches: read back by feedparser, valid by the rules of their formats."""

import re
from datetime import datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

import feedparser
import pytest

from search import Article
from web import create_app
from web.responses.feeds import UNDATED

from support.api import read_problem
from support.news import EVIL
from support.page_reader import find, parse

ATOM = "{http://www.w3.org/2005/Atom}"
FEEDS = ["/feed.atom", "/feed.rss", "/feed.json"]
TYPES = {"/feed.atom": "application/atom+xml", "/feed.rss": "application/rss+xml",
         "/feed.json": "application/feed+json"}
DIRTY = [
    Article("bersih", "Pasar & <b>Tani</b>", "Panen raya \x01tiba & ramai.",
            outlet="Kabar \x01Nusa", published="2013-06-30",
            url="https://kabar.example/a b?c=<d>"),
    Article("a/b?c#d é", "Judul \ufffe\x00 aneh", "Isi.", published="0987-01",
            extra={"byline": "Rahayu \x02"}),
    Article("tanpa", "", "", url="javascript:alert(1)"),
    Article("rusak", "Alamat", "Isi.", published="2013-07-01T08:30:00+07:00", url="https://[x/"),
]


def get(client, address):
    response = client.get(address)
    assert response.status_code == 200, response.text
    path = urlsplit(address).path
    assert response.content_type == f"{TYPES[path]}; charset=utf-8"
    return response


def read(client, address):
    """Return the entries of a feed, as title and id, whatever its format."""
    response = get(client, address)
    if urlsplit(address).path == "/feed.json":
        return [(item["title"], item["id"]) for item in response.json["items"]]
    parsed = feedparser.parse(response.data)
    assert not parsed.bozo, parsed
    return [(entry.title, entry.id) for entry in parsed.entries]


@pytest.fixture(scope="module")
def dirty(make_archive):
    archive = make_archive("whoosh")
    list(archive.add(DIRTY))
    return create_app(archive).test_client()


@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.parametrize("parameters, expected", [
    ("?q=gempa", ["x-1", "hs-2"]), ("?q=gempa&sort=oldest", ["hs-2", "x-1"]),
    ("?year=2007", ["kn-2", "kn-1", "hs-1"]), ("?year=2007&sort=added", ["hs-1", "kn-2", "kn-1"]),
    ("?q=gempa&page_size=1&page=2", ["hs-2"]), ("?q=tidakada", []),
    ("?q=gempa&outlet=&lang=en&facet=year&interval=year&explain=true", ["x-1", "hs-2"]),
])
def test_a_feed_has_the_hits_of_the_search_the_newest_first(client, path, parameters, expected):
    ids = [id for _, id in read(client, path + parameters)]
    assert ids == [f"tag:localhost,2026:{id}" for id in expected]


@pytest.mark.parametrize("parameters, title", [
    ("?q=gempa", "gempa"), ("?lang=en", "All articles"),
    ("?q=gempa&outlet=Kabar+Nusa&outlet=none", "gempa, Kabar Nusa, Tanpa media"),
    ("?q=gempa&year=2007&year=none&lang=en", "gempa, 2007, Undated"),
    ("?q=gempa&exclude_rubric=none&exclude_place=Jakarta",
     "gempa, kecuali Tanpa rubrik, kecuali Jakarta"),
    ("?q=gempa&from=2007-02", "gempa, sejak Feb 2007"),
    ("?q=gempa&from=2007-02-10&to=2007-02-12&lang=en", "gempa, 10\u2009–\u200912 Feb 2007"),
])
def test_a_feed_is_named_by_its_query_and_filters(client, parameters, title):
    assert get(client, "/feed.json" + parameters).json["title"] == f"Warta: {title}"


@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.parametrize("parameters, status, name", [
    ("?page=0", 422, "page"), ("?warna=merah", 422, "warna"), ("?sort=terbaru", 422, "sort"),
    ("?q=a&q=b", 422, "q"), (f"?q={'(' * 21}", 400, "q"),
])
def test_bad_parameters_are_named_as_by_the_api(client, path, parameters, status, name):
    problem = read_problem(client.get(path + parameters), status)
    assert [error["parameter"] for error in problem["errors"]] == [name]


@pytest.mark.parametrize("path", FEEDS)
def test_what_has_not_changed_is_not_sent_again(archive, path):
    client = create_app(archive).test_client()
    list(archive.add([Article("a", "Panen", "Panen raya.", published="2013")]))
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == "no-cache"
    list(archive.add([Article("b", "Banjir", "Banjir surut.", published="2014")]))
    changed = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200 and changed.headers["ETag"] != first.headers["ETag"]


def test_an_atom_feed_keeps_the_rules_of_its_format(dirty):
    root = ElementTree.fromstring(get(dirty, "/feed.atom?q=").data)
    for element in [root, *root.iter(f"{ATOM}entry")]:
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
        assert re.fullmatch(r"tag:[a-z0-9.-]+,\d{4}:[\w%/?=&;.~-]+", element.findtext(f"{ATOM}id"))
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated")).tzinfo
        assert [link.get("rel") for link in element.findall(f"{ATOM}link")].count("alternate") == 1
        for link in element.findall(f"{ATOM}link"):
            assert re.fullmatch(r"https?://[!-;=?-~]+", link.get("href"))
    own = next(link for link in root.findall(f"{ATOM}link") if link.get("rel") == "self")
    assert own.get("href") == "http://localhost/feed.atom?q="
    ids = [each.text for each in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids)) == 1 + len(DIRTY)
    assert root.find(f"{ATOM}author/{ATOM}name").text
    via = [link.get("href") for link in root.iter(f"{ATOM}link") if link.get("rel") == "via"]
    assert via == ["https://kabar.example/ab?c=%3Cd%3E"]


def test_a_feed_of_what_is_past_keeps_its_id(client):
    root = ElementTree.fromstring(get(client, "/feed.atom?q=gempa&past=30d").data)
    assert root.findtext(f"{ATOM}id").endswith("%26past%3D30d")


def test_an_rss_feed_keeps_the_rules_of_its_format(dirty):
    channel = ElementTree.fromstring(get(dirty, "/feed.rss?q=").data).find("channel")
    assert all(channel.findtext(name) for name in ("title", "link", "description"))
    assert channel.find(f"{ATOM}link").get("href") == "http://localhost/feed.rss?q="
    items = channel.findall("item")
    assert len(items) == len(DIRTY)
    for item in items:
        assert item.findtext("title") and item.findtext("link").startswith("http://localhost/")
        assert item.find("guid").get("isPermaLink") == "false"
        if item.findtext("pubDate"):
            assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo
    assert "Panen raya \ufffdtiba &amp; ramai." in [
        item.findtext("description") for item in items]


def test_a_json_feed_keeps_the_rules_of_its_format(dirty):
    feed = get(dirty, "/feed.json?q=").json
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == "http://localhost/feed.json?q="
    items = {item["id"]: item for item in feed["items"]}
    assert len(items) == len(DIRTY)
    for item in items.values():
        assert item["content_text"] and item["url"].startswith("http://localhost/articles/")
    clean = items["tag:localhost,2026:bersih"]
    assert clean["date_published"] == "2013-06-30T00:00:00+07:00"
    assert clean["authors"] == [{"name": "Kabar \x01Nusa"}]
    assert "date_published" not in items["tag:localhost,2026:tanpa"]


def test_only_known_days_are_published_and_undated_articles_keep_one_date(dirty):
    root = ElementTree.fromstring(get(dirty, "/feed.atom").data)
    dates = {entry.findtext(f"{ATOM}id").rsplit(":")[-1]: (
        entry.findtext(f"{ATOM}published"), entry.findtext(f"{ATOM}updated"))
        for entry in root.iter(f"{ATOM}entry")}
    assert dates == {
        "rusak": ("2013-07-01T08:30:00+07:00",) * 2, "bersih": ("2013-06-30T00:00:00+07:00",) * 2,
        "a%2Fb%3Fc%23d%20%C3%A9": (None, "0987-01-01T00:00:00+07:00"), "tanpa": (None, UNDATED)}
    assert root.findtext(f"{ATOM}updated") == "2013-07-01T08:30:00+07:00"


@pytest.mark.parametrize("path", ["/feed.atom", "/feed.rss"])
def test_the_link_of_an_entry_leads_to_the_article(dirty, path):
    for entry in feedparser.parse(get(dirty, path).data).entries:
        address = urlsplit(entry.link)
        assert dirty.get(address.path + (f"?{address.query}" if address.query else "")
                         ).status_code == 200, entry.link


@pytest.mark.parametrize("path", FEEDS)
def test_hostile_articles_stay_text(client, path):
    response = get(client, f"{path}?q=nuklir&year=2018")
    assert EVIL.encode() not in response.data or path == "/feed.json"
    assert b"javascript:" not in response.data


@pytest.mark.parametrize("path", FEEDS)
def test_a_language_that_no_feed_has_is_refused(client, path):
    problem = read_problem(client.get(f"{path}?lang=xx"), 422)
    assert problem["errors"] == [{"parameter": "lang", "message": "write one of: id, en"}]


@pytest.mark.parametrize("host, said", [
    ("Arsip.Contoh.ID:8080", "arsip.contoh.id"), ("[::1]:8000", "localhost"), ("a_b", "localhost"),
])
def test_ids_are_of_the_host_without_its_port(client, host, said):
    response = client.get("/feed.json?q=gempa", headers={"Host": host})
    assert {item["id"].split(",")[0] for item in response.json["items"]} == {f"tag:{said}"}


@pytest.mark.parametrize("address", [
    "/?q=gempa", "/?q=gempa&outlet=none&sort=added&page_size=1&page=2", "/?q=gempa&lang=en",
    "/?q=gempa&collapse=none&expand=false", "/",
])
def test_a_page_of_results_leads_to_its_feeds(client, address):
    html = client.get(address).text
    links = [link for link in find(parse(html), "link", rel="alternate")
             if link.attrs.get("type") in TYPES.values()]
    assert {urlsplit(link.attrs["href"]).path: link.attrs["type"] for link in links} == TYPES
    for link in links:
        home = client.get(address.replace("page=2", "page=1")).text
        assert ("lang=en" in link.attrs["href"]) == ("lang=en" in address)
        assert read(client, link.attrs["href"]) or "<ol" not in home
        assert "page=" not in link.attrs["href"] and "page_size" not in link.attrs["href"]


def test_browsers_learn_to_search_from_the_description(client):
    html = client.get("/").text
    [link] = [link for link in find(parse(html), "link") if link.attrs["rel"] == "search"]
    response = client.get(link.attrs["href"])
    assert response.content_type == "application/opensearchdescription+xml; charset=utf-8"
    name = "{http://a9.com/-/spec/opensearch/1.1/}"
    root = ElementTree.fromstring(response.data)
    assert root.tag == f"{name}OpenSearchDescription"
    assert len(root.findtext(f"{name}ShortName")) <= 16
    assert len(root.findtext(f"{name}Description")) <= 1024
    for url in root.findall(f"{name}Url"):
        address = url.get("template").replace("{searchTerms}", "gempa")
        answer = client.get(address.removeprefix("http://localhost"))
        assert answer.status_code == 200
        assert answer.content_type.split(";")[0] == url.get("type")
