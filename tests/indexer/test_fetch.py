"""`indexer fetch`: what is new in feeds is added, politely, and from public addresses only."""

import gzip
import json
import re
import socket
import threading
import time

import pytest

from indexer import fetch
from indexer.fetch import feed_items, item_pages, public_address, run, transport
from indexer.fetch.feed_list import read_feed_list
from indexer.fetch.fetch_state import FetchState, hold_fetch_state
from indexer.fetch.polite_client import PoliteClient
from indexer.fetch.public_address import FetchError, is_public, parse_target
from indexer.fetch.robots import MAX_BYTES
from search import Query
from search.errors import EngineError

from support.site import serve_site

LONG = "Petani di lereng bukit memanen kopi lebih awal tahun ini. " * 30


@pytest.fixture(scope="module")
def served():
    with serve_site() as site:
        yield site


@pytest.fixture
def site(served):
    served.clear()
    return served


@pytest.fixture
def archive(make_archive):
    """An empty archive that costs nothing."""
    return make_archive("oracle")


@pytest.fixture
def state(tmp_path):
    with hold_fetch_state(tmp_path / "fetch.state") as held:
        yield held


@pytest.fixture
def slept():
    return []


@pytest.fixture
def client(state, slept):
    return PoliteClient(state, "redaksi@news.example", delay=0, allow_private=True,
                        sleep=slept.append)


@pytest.fixture
def fetch_all(archive, state, client, tmp_path):
    """A function that fetches feeds and returns what became of each."""
    def fetch_all(*feeds, **options):
        return list(fetch.fetch_feeds(archive, state, client, feeds, fetch.FetchOptions(
            rejected=tmp_path / "rejected.jsonl", **options)))
    return fetch_all


def write_feed(site, *names, text=LONG):
    items = "".join(
        f"<item><title>Panen {name}</title><link>{site.url}/berita/{name}</link>"
        f"<pubDate>Mon, 05 Jan 2009 10:00:00 +0700</pubDate>"
        f"<description>{text}</description></item>" for name in names)
    return f"<rss version='2.0'><channel><title>Kabar Nusa</title>{items}</channel></rss>"


def write_page(name, text=LONG):
    return (200, {"Content-Type": "text/html; charset=utf-8"},
            f"<!doctype html><html><head><title>Panen {name}</title></head><body><article>"
            f"<h1>Panen {name}</h1><p>{text}</p><p>Harga kopi naik.</p></article></body></html>")


def list_ids(archive, text=""):
    return [hit.article.id for hit in archive.search(Query(text)).hits]


def test_what_is_new_in_a_feed_is_added_once(archive, site, fetch_all):
    def answer(headers):
        known = headers.get("If-None-Match"), headers.get("If-Modified-Since")
        new = {"ETag": '"1"', "Last-Modified": "Mon, 05 Jan 2009 03:00:00 GMT"}
        return (304, {}, b"") if known == tuple(new.values()) else (
            200, new, write_feed(site, "a", "b"))

    site.answers["/rss"] = answer
    [first], [second] = fetch_all(f"{site.url}/rss"), fetch_all(f"{site.url}/rss")
    assert (first.report.added, first.is_unchanged, second.is_unchanged) == (2, False, True)
    assert site.paths == ["/robots.txt", "/rss", "/rss"]
    assert {headers["User-Agent"] for _, headers in site.asked} == {
        "Warta/0.1.0 (+redaksi@news.example)"}
    ids = {id for _, id in archive.articles_of_sources([f"{site.url}/rss"])}
    assert ids == set(list_ids(archive)) and len(ids) == 2
    [hit] = archive.search(Query("title:a")).hits
    assert (hit.article.outlet, hit.article.published) == (
        "Kabar Nusa", "2009-01-05T10:00:00+07:00")


def test_items_that_were_read_are_not_read_again(archive, site, fetch_all):
    site.answers["/rss"] = write_feed(site, "a")
    fetch_all(f"{site.url}/rss")
    archive.remove(list_ids(archive))
    site.answers["/rss"] = write_feed(site, "a", "b")
    [outcome] = fetch_all(f"{site.url}/rss")
    assert (outcome.report.read, outcome.report.unchanged, outcome.report.added) == (2, 1, 1)
    assert len(list_ids(archive)) == 1  # what was taken down does not come back


def test_json_feeds_and_atom_are_read(archive, site, fetch_all):
    site.answers["/json"] = json.dumps({
        "version": "https://jsonfeed.org/version/1.1", "title": "Kabar Nusa", "items": [
            {"id": "1", "url": f"{site.url}/1", "title": "Banjir", "content_text": LONG}]})
    site.answers["/atom"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(
        f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Lain</title><entry><title>Gempa</title>"
        f"<id>g</id><link href='{site.url}/g'/><content>Gempa di laut.</content></entry></feed>"
        .encode()))
    outcomes = fetch_all(f"{site.url}/json", f"{site.url}/atom")
    assert [outcome.failure for outcome in outcomes] == [None, None]
    assert [hit.article.title for hit in archive.search(Query("gempa")).hits] == ["Gempa"]
    assert len(list_ids(archive)) == 2


def test_a_feed_that_fails_stops_no_other(site, fetch_all):
    site.answers |= {"/rss": write_feed(site, "a"), "/html": "<!doctype html><html></html>",
                     "/besar": b"x" * 100, "/teks": "bukan apa-apa"}
    feeds = ("/hilang", "/html", "/teks", "/rss")
    outcomes = fetch_all("bukan alamat", "ftp://a.example/", "http://u:p@a.example/",
                         *(site.url + path for path in feeds))
    said = [outcome.failure or "" for outcome in outcomes]
    for part, failure in zip(("http", "http", "password", "404", "a page", "not a feed", ""), said):
        assert part in failure
    assert (said[-1], outcomes[-1].report.added) == ("", 1)


def test_an_item_whose_address_has_half_a_surrogate_pair_ends_no_run(site, fetch_all):
    site.answers["/json"] = json.dumps({
        "version": "https://jsonfeed.org/version/1.1", "title": "Kabar Nusa", "items": [
            {"id": "1", "url": f"{site.url}/\ud800", "title": "Panen", "content_text": "Kopi …"},
            {"id": "2", "url": f"{site.url}/b", "title": "Banjir", "content_text": LONG}]})
    [outcome] = fetch_all(f"{site.url}/json", full=True)
    assert (outcome.failure, outcome.report.added, outcome.pages.failed) == (None, 2, 1)


def test_summaries_are_completed_once(archive, site, fetch_all):
    site.answers |= {
        "/rss": write_feed(site, "a", "b", text="Kopi dipanen …"),
        "/berita/a": write_page("a", "Di desa atas. " + LONG), "/berita/b": (404, {}, b"")}
    [first] = fetch_all(f"{site.url}/rss", full=True)
    assert (first.pages.fetched, first.pages.failed, first.report.added) == (1, 1, 2)
    assert len(list_ids(archive, '"harga kopi"')) == 1


def test_an_item_that_a_feed_has_twice_is_fetched_once(archive, site, fetch_all):
    site.answers |= {"/rss": write_feed(site, "a", "b", "a", "a", text="Kopi dipanen …")}
    site.answers |= {f"/berita/{name}": write_page(name) for name in "ab"}
    [first] = fetch_all(f"{site.url}/rss", full=True)
    assert site.paths == ["/robots.txt", "/rss", "/berita/a", "/berita/b"]
    assert (first.report.read, first.report.added, first.report.duplicate) == (4, 2, 2)
    [second] = fetch_all(f"{site.url}/rss")
    assert second.is_unchanged


def test_a_page_that_is_late_completes_its_item_in_the_next_run(archive, site, fetch_all):
    site.answers |= {
        "/rss": write_feed(site, "a", "b", text="Kopi dipanen …"),
        "/berita/a": write_page("a", "Di desa atas. " + LONG), "/berita/b": (500, {}, b"")}
    fetch_all(f"{site.url}/rss", full=True)
    site.answers["/berita/b"] = write_page("b", "Di desa bawah. " + LONG)
    site.asked.clear()
    [second] = fetch_all(f"{site.url}/rss", full=True)
    assert site.paths == ["/rss", "/berita/b"]
    assert (second.report.unchanged, second.report.updated) == (1, 1)
    assert len(list_ids(archive, '"harga kopi"')) == 2
    site.asked.clear()
    fetch_all(f"{site.url}/rss", full=True), fetch_all(f"{site.url}/rss")
    assert site.paths == ["/rss", "/rss"]
    assert len(list_ids(archive, '"harga kopi"')) == 2  # no summary has taken their place


def test_a_feed_has_so_many_pages_in_a_run(site, fetch_all):
    site.answers["/rss"] = write_feed(site, "a", "b", "c", text="Kopi dipanen …")
    site.answers |= {f"/berita/{name}": write_page(name) for name in "abc"}
    outcomes = [fetch_all(f"{site.url}/rss", full=True, max_pages=2)[0] for _ in range(2)]
    assert [(each.pages.fetched, each.left) for each in outcomes] == [(2, 1), (1, 0)]


def test_news_sitemaps_lead_to_pages(archive, site, fetch_all):
    site.answers |= {
        "/sitemap.xml": f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>"
                        f"<sitemap><loc>{site.url}/lama.xml</loc></sitemap>"
                        f"<sitemap><loc>{site.url}/news.xml.gz</loc>"
                        f"<lastmod>2009-01-05</lastmod></sitemap></sitemapindex>",
        "/lama.xml": f"<urlset><url><loc>{site.url}/tentang</loc></url></urlset>",
        "/news.xml.gz": (200, {"Content-Type": "application/x-gzip"}, gzip.compress(
            f"<urlset xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'><url>"
            f"<loc>{site.url}/berita/a</loc><n:news><n:publication><n:name>Kabar Nusa</n:name>"
            f"</n:publication><n:publication_date>2009-01-05</n:publication_date><n:title>Panen"
            f" a</n:title></n:news></url></urlset>".encode())),
        "/berita/a": write_page("a")}
    [first], [second] = fetch_all(f"{site.url}/sitemap.xml"), fetch_all(f"{site.url}/sitemap.xml")
    assert (first.failure, first.report.added, second.report.added) == (None, 1, 0)
    [hit] = archive.search(Query("harga")).hits
    assert (hit.article.outlet, hit.article.published) == ("Kabar Nusa", "2009-01-05")
    assert site.paths.count("/berita/a") == 1


def test_a_run_that_is_interrupted_goes_on(archive, site, fetch_all, monkeypatch):
    def interrupt(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(run, "STORED_TOGETHER", 1)
    site.answers["/rss"] = write_feed(site, "a", "b", text="Kopi dipanen …")
    site.answers |= {"/berita/a": write_page("a"), "/berita/b": (429, {"Retry-After": "1"}, b"")}
    monkeypatch.setattr(PoliteClient, "_wait_for_turn", lambda self, target: (
        interrupt(0) if self._state.find_wait(target.origin) else None))
    with pytest.raises(KeyboardInterrupt):
        fetch_all(f"{site.url}/rss", full=True)
    monkeypatch.undo()
    assert len(list_ids(archive)) == 1
    site.answers["/berita/b"] = write_page("b")
    [outcome] = fetch_all(f"{site.url}/rss", full=True)
    assert (outcome.report.added, site.paths.count("/berita/a")) == (1, 1)


@pytest.fixture
def hosts(monkeypatch):
    """Names of hosts that are this computer."""
    monkeypatch.setattr(public_address.socket, "getaddrinfo", lambda host, port, *_, **__: [
        (socket.AF_INET, socket.SOCK_STREAM, 0, "", ("127.0.0.1", port))])


def test_hosts_are_asked_side_by_side(archive, site, fetch_all, hosts):
    both = threading.Barrier(2)

    def answer(headers):
        both.wait(10)  # which breaks if one host waits for the other
        return write_feed(site, headers["Host"].partition(".")[0])

    site.answers["/rss"] = answer
    feeds = [f"http://{name}.example:{site.port}/rss" for name in "abcd"]
    outcomes = fetch_all(*feeds, hosts=2)
    assert [each.failure for each in outcomes] == [None] * 4
    assert {each.feed for each in outcomes} == set(feeds) and len(list_ids(archive)) == 4


def test_each_host_is_asked_for_one_thing_at_a_time(archive, site, fetch_all, hosts):
    """Feeds of two hosts lead to pages of a third."""
    open_requests, most = [], []

    def answer(headers):
        open_requests.append(headers["Host"])
        most.append(len(open_requests))
        time.sleep(0.01)
        open_requests.pop()
        return write_page("x")

    third = f"http://c.example:{site.port}"
    for feed in "ab":
        site.answers[f"/{feed}"] = write_feed(site, *(f"{feed}{n}" for n in range(4)), text="…")
        site.answers[f"/{feed}"] = site.answers[f"/{feed}"].replace(site.url, third)
        site.answers |= {f"/berita/{feed}{n}": answer for n in range(4)}
    outcomes = fetch_all(*(f"http://{name}.example:{site.port}/{name}" for name in "ab"), full=True)
    assert [each.pages.fetched for each in outcomes] == [4, 4]
    assert most == [1] * 8
    assert sum(headers["Host"].startswith("c.") and path == "/robots.txt"
               for path, headers in site.asked) == 1


def test_an_archive_that_cannot_be_written_ends_the_run(site, fetch_all, hosts, monkeypatch):
    def fail(*_, **__):
        raise EngineError("the disk is full")

    monkeypatch.setattr(run.Run, "execute", fail)
    site.answers["/rss"] = write_feed(site, "a")
    with pytest.raises(EngineError, match="disk"):
        fetch_all(*(f"http://{name}.example:{site.port}/rss" for name in "abc"))


def test_nothing_is_stored_once_a_run_has_ended(archive, state, site, client, hosts, tmp_path):
    late = threading.Event()
    site.answers |= {"/rss": write_feed(site, "a"),
                     "/lambat": lambda _: late.wait(10) and write_feed(site, "b")}
    feeds = [f"http://a.example:{site.port}/rss", f"http://b.example:{site.port}/lambat"]
    outcomes = fetch.fetch_feeds(archive, state, client, feeds, fetch.FetchOptions(
        rejected=tmp_path / "rejected.jsonl"))
    assert next(outcomes).feed == feeds[0]
    outcomes.close()
    before = threading.active_count()
    late.set()
    deadline = time.monotonic() + 10
    while threading.active_count() >= before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(list_ids(archive)) == 1


HEAD = "<!doctype html><html><head>{}</head><body>Kabar</body></html>"
LINK = "<link rel='alternate' type='application/rss+xml' title='{}' href='{}'>"


@pytest.mark.parametrize("head", [
    LINK.format("Kabar Nusa", "/rss"), "<base href='/x/y'>" + LINK.format("", "../rss"),
    LINK.format("Comments Feed", "/comments/feed") + LINK.format("Terbaru", "rss"),
    "<link rel=stylesheet href=/s.css><LINK REL='home ALTERNATE' TYPE='application/atom+xml' HREF"
    "='/rss'>" + LINK.format("", "/lain"),
    "<link rel=alternate hreflang=en href=/en><link rel=alternate type=application/json href=/wp>"
    + LINK.format("", "/rss"),
])
def test_a_page_stands_for_the_feed_that_it_names(archive, site, fetch_all, head):
    site.answers |= {"/": HEAD.format(head), "/rss": write_feed(site, "a")}
    [first], [second] = fetch_all(f"{site.url}/"), fetch_all(f"{site.url}/")
    assert (first.failure, first.report.added) == (None, 1)
    assert (second.failure, second.is_unchanged) == (None, True)
    assert {id for _, id in archive.articles_of_sources([f"{site.url}/"])} == set(list_ids(archive))


@pytest.mark.parametrize(("page", "said"), [
    (HEAD.format(""), "names no feed"), ("<html>", "names no feed"),
    (HEAD.format(LINK.format("", "/")), "is a page"),
    (HEAD.format(LINK.format("", "/hilang")), "its feed .*404"),
    (HEAD.format(LINK.format("", "file:///etc/passwd")), "only addresses that begin with http"),
    (HEAD.format(LINK.format("", "http://[::1")), "no address"),
    ((200, {"Content-Type": "text/html"}, b"<!-- \xff -->" * 99 + b"<head>"), "names no feed"),
])
def test_a_page_that_leads_to_no_feed_says_so(site, fetch_all, page, said):
    site.answers["/"] = page
    [outcome] = fetch_all(f"{site.url}/")
    assert re.search(said, outcome.failure)


def test_a_feed_that_is_called_a_page_is_read(site, fetch_all):
    site.answers["/rss"] = (200, {"Content-Type": "text/html"}, write_feed(site, "a"))
    [outcome] = fetch_all(f"{site.url}/rss")
    assert outcome.report.added == 1


@pytest.mark.parametrize(("robots", "said"), [
    ((404, {}, b""), None), ((403, {}, b""), None), ("User-agent: lain\nDisallow: /", None),
    ("User-agent: warta\nDisallow: /*ss$", "robots.txt forbids it"),
    ((500, {}, b""), "robots.txt cannot be read"), ((302, {"Location": "/r"}, b""), None),
    (b"\xff\xfe" * 400_000, None),
])
def test_robots_txt_is_obeyed(site, client, robots, said):
    site.answers |= {"/robots.txt": robots, "/rss": "isi"}
    if said is None:
        assert client.fetch(f"{site.url}/rss", 100).body == b"isi"
    else:
        with pytest.raises(FetchError, match=said):
            client.fetch(f"{site.url}/rss", 100)
        assert "/rss" not in site.paths


def test_hosts_are_given_time(site, state, client, slept):
    site.answers |= {"/robots.txt": "User-agent: *\nCrawl-delay: 7", "/a": "a",
                     "/b": (429, {"Retry-After": "50"}, b""),
                     "/c": (503, {"Retry-After": "4000"}, b"")}
    client.fetch(f"{site.url}/a", 9), client.fetch(f"{site.url}/a", 9)
    assert [round(wait) for wait in slept] == [7]
    with pytest.raises(FetchError, match="429"):
        client.fetch(f"{site.url}/b", 9)
    assert [round(wait) for wait in slept[2:]] == [50]
    for path in ("c", "a"):
        with pytest.raises(FetchError, match="asks to be left alone for 67 minutes"):
            client.fetch(f"{site.url}/{path}", 9)
    assert site.paths.count("/c") == 1
    again = PoliteClient(state, "a@b.example", delay=0, allow_private=True)
    with pytest.raises(FetchError, match="left alone"):
        again.fetch(f"{site.url}/a", 9)


@pytest.mark.parametrize("stated", [
    "Mon, 01 Jan 99999999999 00:00:00 GMT", "99999999999999999999 Jan 2024 0:0:0",
    "Mon, 01 Jan 2024 00:00:00 +99999999999999999999", "Fri, 31 Dec 9999 23:59:59 -1200",
    "-5", "²", "x" * 9_000])
def test_a_time_that_means_nothing_ends_no_run(site, fetch_all, stated):
    site.answers |= {"/rss": (429, {"Retry-After": stated}, b"")}
    [outcome] = fetch_all(f"{site.url}/rss")
    assert "left alone for" in outcome.failure


def test_robots_txt_takes_no_more_memory_than_it_has_rules(site, client):
    names = "".join(f"User-agent: bot{number}\n" for number in range(20_000))
    rules = "".join(f"Disallow: /{number}\n" for number in range(10_000))
    site.answers |= {"/robots.txt": f"{names}user agent  WAR*\n{rules}", "/rss": "isi", "/9": "9"}
    assert client.fetch(f"{site.url}/rss", 100).body == b"isi"
    with pytest.raises(FetchError, match="robots.txt forbids it"):
        client.fetch(f"{site.url}/9", 100)
    [rules] = client._robots.values()
    assert len(rules._rules._user_agents) == 2


def test_a_rule_that_is_cut_off_counts_for_nothing(site, client):
    comment = "#" * (MAX_BYTES - len("User-agent: *\n\nDisallow: /"))
    site.answers |= {"/robots.txt": f"User-agent: *\n{comment}\nDisallow: /rahasia", "/rss": "isi"}
    assert client.fetch(f"{site.url}/rss", 100).body == b"isi"


@pytest.mark.parametrize("full", [False, True])
def test_a_fault_of_ours_ends_no_run(archive, site, fetch_all, monkeypatch, full):
    site.answers |= {"/a": write_feed(site, "a", text="Singkat."), "/berita/a": write_page("a"),
                     "/b": write_feed(site, "b")}

    def fail(*_):
        raise RuntimeError("tak terduga")

    if full:
        monkeypatch.setattr(item_pages, "read_page", fail)
    else:
        read = run.read_items
        monkeypatch.setattr(run, "read_items", lambda fetched, is_listed: (
            fail() if fetched.url.endswith("/a") else read(fetched, is_listed)))
    first, second = fetch_all(f"{site.url}/a", f"{site.url}/b", full=full)
    said = first.pages.failures[0] if full else first.failure
    assert "please report it: RuntimeError('tak terduga')" in said
    assert second.report.added == 1 and first.report.added == full


def test_answers_are_limited(site, client, monkeypatch):
    monkeypatch.setattr(transport, "TOTAL_SECONDS", 0.1)
    drops = (time.sleep(0.02) or b"x" for _ in range(100))
    bomb = gzip.compress(bytes(8 << 20), 1)
    site.answers |= {"/besar": b"x" * 2_000_000, "/lambat": (200, {}, drops),
                     "/bom": (200, {"Content-Encoding": "gzip"}, bomb),
                     "/putar": (302, {"Location": "/putar"}, b""),
                     "/salah": (302, {"Location": "http://[::1"}, b""),
                     "/rusak": (200, {"Content-Encoding": "gzip"}, b"bukan gzip"),
                     "/pendek": (200, {"Content-Length": "9"}, b"x")}
    client.fetch(f"{site.url}/besar", 4 << 20)
    for path, said in (
            ("besar", "more than 1 MiB"), ("bom", "more than 1 MiB"), ("lambat", "seconds"),
            ("putar", "redirected"), ("salah", "no address"), ("rusak", "decode"),
            ("pendek", "read")):
        with pytest.raises(FetchError, match=said):
            client.fetch(f"{site.url}/{path}", 1 << 20)


@pytest.mark.parametrize("feed", [
    "<rss version='2.0'><channel><title>Kabar</title>" + "<item/>" * 500 + "</channel></rss>",
    "<feed xmlns:a='b'>" + "<a:entry ></a:entry>" * 500 + "</feed>",
    json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{}] * 500})])
def test_a_feed_of_endless_items_is_not_read_to_its_end(site, fetch_all, monkeypatch, feed):
    site.answers["/rss"] = feed
    monkeypatch.setattr(feed_items, "MAX_ITEMS", 499)
    [outcome] = fetch_all(f"{site.url}/rss")
    assert "more than 499 items" in outcome.failure and not outcome.report.read


@pytest.mark.parametrize("address", [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1%eth0", "fc00::1", "fec0::1",
    "::ffff:10.0.0.1", "::127.0.0.1", "2002:7f00:1::", "64:ff9b::a00:1", "64:ff9b:1::808:808",
    "ff02::1", "2001:db8::1",
])
def test_addresses_of_this_network_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1", "64:ff9b::808:808",
                                     "::ffff:8.8.8.8"])
def test_others_are(address):
    assert is_public(address)


def test_private_addresses_are_refused_also_behind_names_and_redirections(
    site, state, monkeypatch
):
    """What is connected to is what was checked, however a name is resolved the next time."""
    names = {"situs.example": ["127.0.0.1", "10.0.0.7"], "dalam.example": ["10.0.0.7"]}

    def resolve(host, port, *_, **__):
        [address, *rest] = names.get(host, [host])
        names[host] = rest or [address]
        return [(socket.AF_INET, socket.SOCK_STREAM, 0, "", (address, port))]

    monkeypatch.setattr(public_address.socket, "getaddrinfo", resolve)
    monkeypatch.setattr(public_address, "is_public", lambda address: address == "127.0.0.1")
    client = PoliteClient(state, "a@b.example", delay=0)
    state.record_robots(f"http://situs.example:{site.port}", "")
    site.answers["/ke"] = (301, {"Location": f"http://dalam.example:{site.port}/"}, b"")
    with pytest.raises(FetchError, match="10.0.0.7, which is not a public address"):
        client.fetch(f"http://situs.example:{site.port}/ke", 9)
    assert site.asked[0][1]["Host"] == f"situs.example:{site.port}"
    with pytest.raises(FetchError, match="10.0.0.7"):
        client.fetch(f"http://situs.example:{site.port}/ke", 9)


@pytest.mark.parametrize(("url", "requested"), [
    ("HTTP://Situs.Example", "http://situs.example/"),
    ("https://a.example:443/x?q=satu dua#bagian", "https://a.example/x?q=satu%20dua"),
    ("http://a.example:8080/é%20b", "http://a.example:8080/%C3%A9%20b"),
    ("http://[::1]:81/", "http://[::1]:81/"),
    ("http://bücher.example/", "http://xn--bcher-kva.example/"),
])
def test_addresses_are_escaped(url, requested):
    assert parse_target(url).url == requested


@pytest.mark.parametrize("url", ["", "a", "file:///etc/passwd", "http://", "http://a:b/",
                                 "http://[::1", "http://" + "a" * 70 + ".example/", "http://@a/",
                                 "http://a/\ud800", "http://a/?q=\ud800", "http://\ud800/"])
def test_addresses_that_cannot_be_requested_are_refused(url):
    with pytest.raises(FetchError):
        parse_target(url)


def test_a_list_has_comments_and_each_feed_once(write):
    path = write("feeds.txt", "\ufeffhttp://a/\n\n# catatan\n http://b/ \nhttp://a/\n")
    assert read_feed_list(path) == ["http://a/", "http://b/"]


def test_only_one_run_at_a_time(state, tmp_path):
    with pytest.raises(EngineError, match="another run"), hold_fetch_state(
            tmp_path / "fetch.state"):
        pytest.fail("two hold it")


def test_a_damaged_state_is_named(tmp_path):
    path = tmp_path / "fetch.state"
    path.write_text("bukan basis data" * 99)
    with pytest.raises(EngineError, match="remove it"), hold_fetch_state(path):
        pytest.fail("it is damaged")


def test_an_address_in_the_place_of_the_list_is_told_where_it_belongs(indexer):
    ran = indexer("fetch", "https://kabar.example/feed", "--contact", "a@b.example")
    assert (ran.code, ran.out) == (2, "")
    assert "https://kabar.example/feed is an address: write it into a file" in ran.err


def test_the_command_reports_and_exits_for_cron(indexer, site, write, folder):
    site.answers["/rss"] = write_feed(site, "a")
    feeds = write("feeds.txt", f"{site.url}/rss\n{site.url}/hilang\n")
    asked = ("fetch", feeds, "--contact", "a@b.example", "--delay", 0, "--allow-private")
    ran = indexer(*asked)
    assert (ran.code, "1 added" in ran.out, "404" in ran.err) == (1, True, True)
    assert "other files" not in ran.err
    feeds.write_text(f"{site.url}/rss\n")
    ran = indexer(*asked, "--json")
    report = json.loads(ran.out)
    assert (ran.code, report["interrupted"], report["feeds"][0]["unchanged"]) == (0, False, True)
    assert (folder / "fetch.state").exists()
    assert indexer("fetch", feeds).code == 2  # no contact
    ran = indexer("fetch", feeds, "--contact", "a@b.example")
    assert (ran.code, "not a public address" in ran.err) == (1, True)


def test_what_was_seen_is_remembered_for_some_time(state: FetchState, monkeypatch):
    state.record_items([b"a"])
    assert state.see_items([b"a", b"b"]) == {b"a"}
    later = time.time() + 200 * 86_400
    monkeypatch.setattr("indexer.fetch.fetch_state.time.time", lambda: later)
    state.forget_old()
    assert state.see_items([b"a"]) == set()


def test_what_was_removed_does_not_come_back_however_long_its_feed_stays_the_same(
        archive, site, state, fetch_all, monkeypatch):
    now, days = time.time(), 0
    monkeypatch.setattr("indexer.fetch.fetch_state.time.time", lambda: now + days * 86_400)
    site.answers["/rss"] = write_feed(site, "a", "b")
    fetch_all(f"{site.url}/rss")
    [removed] = [id for id in list_ids(archive) if archive.article(id).title == "Panen b"]
    archive.remove([removed])
    for days in range(0, 600, 100):
        fetch_all(f"{site.url}/rss")
        state.forget_old()
    site.answers["/rss"] = write_feed(site, "a", "b", "c")
    [outcome] = fetch_all(f"{site.url}/rss")
    assert outcome.report.added == 1 and removed not in list_ids(archive)


def test_what_was_removed_does_not_come_back_after_a_long_pause(
        archive, site, client, tmp_path, monkeypatch):
    site.answers["/rss"] = write_feed(site, "a")
    now, reports = time.time(), []
    for days in (0, 400, 401):
        monkeypatch.setattr(
            "indexer.fetch.fetch_state.time.time", lambda days=days: now + days * 86_400)
        with hold_fetch_state(tmp_path / "pause.state") as state:
            [outcome] = fetch.fetch_feeds(archive, state, client, [f"{site.url}/rss"])
        archive.remove(list_ids(archive))
        reports.append(outcome.report.added)
    assert reports == [1, 0, 0]
