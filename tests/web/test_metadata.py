"""What search engines and link previews read: metadata, robots.txt and sitemaps."""

import json
from xml.etree import ElementTree

import pytest

from search import Article
from web import create_app
from web.routes import sitemaps
from web.settings import Settings

from support.page_reader import find, get

HOME = "https://arsip.example"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture(scope="module")
def escaped(make_archive):
    """An archive with articles that need escaping."""
    archive = make_archive("whoosh")
    list(archive.add([
        Article("a/1", 'Gempa </script><b>"Palu"', "Gempa & tsunami.\n" + "kata " * 99,
                outlet="Kabar", published="2018-09-28T18:02:00+07:00", url="https://k.example/1",
                extra={"byline": "Rina", "rubric": "Nusantara", "tags": ["Palu"], "place": "Palu"}),
        Article("b", "Banjir", "Air naik.", published="2018-09-03"),
        Article("c", "Kebakaran", published="2017"), Article("d", "Panen"),
    ]))
    return archive


@pytest.fixture(scope="module")
def site(app, escaped):
    """A service with a public address."""
    return create_app(escaped, Settings(public_url=HOME, name="Arsip"))


@pytest.fixture(scope="module")
def public(site):
    return site.test_client()


def read_head(client, path, status=200):
    """Return links by rel, or by rel and language, and meta elements by name or property."""
    page = get(client, path, status)
    links = {(each.attrs["rel"], each.attrs.get("hreflang")): each.attrs["href"]
             for each in find(page, "link")}
    metas = {each.attrs.get("name") or each.attrs.get("property"): each.attrs.get("content")
             for each in find(page, "meta")}
    return links, metas


@pytest.mark.parametrize("path, canonical", [
    ("/", "/"), ("/?lang=en", "/?lang=en"), ("/help", "/help"), ("/outlets", "/outlets"),
    ("/articles/a%2F1?q=gempa&pos=1", "/articles/a%2F1"), ("/tren", "/tren"),
    ("/articles/a%2F1?lang=en&q=gempa", "/articles/a%2F1?lang=en"),
    ("/outlets/Kabar", "/outlets/Kabar"), ("/tanggal/2018/09/28", "/tanggal/2018/09/28"),
    ("/konkordansi", "/konkordansi"),
])
def test_a_page_has_a_canonical_address_and_one_in_each_language(public, path, canonical):
    links, metas = read_head(public, path)
    assert links["canonical", None] == HOME + canonical
    plain = HOME + canonical.replace("?lang=en", "")
    assert links["alternate", "id"] == links["alternate", "x-default"] == plain
    assert links["alternate", "en"] == f"{plain}?lang=en"
    assert "robots" not in metas


@pytest.mark.parametrize("path, canonical", [
    ("/?q=gempa", "/?q=gempa"), ("/?year=2018", "/?year=2018"),
    ("/?page=2&page_size=1", "/?page=2&page_size=1"),
    ("/?sort=oldest&q=gempa&page_size=10", "/?q=gempa&sort=oldest"),
    ("/tren?q=gempa", "/tren?q=gempa"), ("/konkordansi?q=gempa", "/konkordansi?q=gempa"),
    ("/istilah?q=gempa", "/istilah?q=gempa"),
    ("/tanggal/2018/09/28?outlet=Kabar", "/tanggal/2018/09/28"),
])
def test_a_page_that_only_shows_what_others_have_is_not_listed(public, path, canonical):
    links, metas = read_head(public, path)
    assert metas["robots"] == "noindex" and links["canonical", None] == HOME + canonical
    assert ("alternate", "en") not in links


@pytest.mark.parametrize("path", ["/zzz", "/articles/zzz"])
def test_an_error_is_not_listed(public, path):
    links, metas = read_head(public, path, 404)
    assert metas["robots"] == "noindex" and ("canonical", None) not in links


def test_without_a_public_address_canonical_ones_are_relative(client):
    links, _ = read_head(client, "/articles/kn-1?q=nuklir")
    assert links["canonical", None] == "/articles/kn-1"


def test_an_article_says_of_itself_what_link_previews_show(public):
    _, metas = read_head(public, "/articles/a%2F1")
    assert metas["og:type"] == "article" and metas["og:site_name"] == "Arsip"
    assert metas["og:title"] == 'Gempa </script><b>"Palu" – Arsip'
    assert metas["og:url"] == f"{HOME}/articles/a%2F1"
    assert metas["og:description"] == metas["description"]
    assert metas["description"].startswith("Gempa & tsunami. kata") and (
        len(metas["description"]) <= 202)
    assert metas["article:published_time"] == "2018-09-28T18:02:00+07:00"
    assert metas["article:author"] == "Rina" and metas["article:section"] == "Nusantara"
    assert "article:published_time" not in read_head(public, "/articles/c")[1]


def test_an_article_is_linked_data_that_no_text_can_end(public):
    response = public.get("/articles/a%2F1")
    data = response.text.partition('<script type="application/ld+json">')[2]
    article = json.loads(data.partition("</script>")[0])
    assert article["@type"] == "NewsArticle" and article["@context"] == "https://schema.org"
    assert article["headline"] == 'Gempa </script><b>"Palu"'
    assert article["datePublished"] == "2018-09-28T18:02:00+07:00"
    assert article["author"] == [{"@type": "Person", "name": "Rina"}]
    assert article["publisher"] == {"@type": "Organization", "name": "Kabar"}
    assert article["isBasedOn"] == "https://k.example/1" and article["keywords"] == ["Palu"]
    assert article["url"] == f"{HOME}/articles/a%2F1"
    assert article["isPartOf"] == {"@type": "WebSite", "name": "Arsip", "url": f"{HOME}/"}


def read_sitemap(client, path):
    response = client.get(path)
    assert response.status_code == 200 and response.mimetype == "application/xml"
    root = ElementTree.fromstring(response.text)
    return root.tag.removeprefix(SITEMAP), [each.text for each in root.iter(f"{SITEMAP}loc")]


def read_whole_sitemap(client):
    """Return the addresses of all sitemaps of articles."""
    kind, sitemaps = read_sitemap(client, "/sitemap.xml")
    assert kind == "sitemapindex" and sitemaps[0] == f"{HOME}/sitemaps/halaman.xml"
    listed = []
    for address in sitemaps[1:]:
        kind, addresses = read_sitemap(client, address.removeprefix(HOME))
        assert kind == "urlset" and addresses
        listed += addresses
    return sitemaps[1:], listed


def test_the_sitemaps_list_every_article_once_by_month(public, site):
    names, listed = read_whole_sitemap(public)
    assert names == [f"{HOME}/sitemaps/{name}.xml" for name in ("2018-09", "none")]
    assert sorted(listed) == [f"{HOME}/articles/{id}" for id in ("a%2F1", "b", "c", "d")]
    assert all(public.get(each.removeprefix(HOME)).status_code == 200 for each in listed)


def test_a_month_of_many_articles_has_several_sitemaps(escaped, monkeypatch):
    monkeypatch.setattr(sitemaps, "MAX_ADDRESSES", 1)
    service = create_app(escaped, Settings(public_url=HOME))  # one that has kept no answers
    names, listed = read_whole_sitemap(service.test_client())
    assert [name.removeprefix(f"{HOME}/sitemaps/") for name in names] == [
        "2018-09.xml", "2018-09/2.xml", "none.xml", "none/2.xml"]
    assert len(set(listed)) == len(listed) == 4


def test_the_other_pages_have_a_sitemap(public):
    _, listed = read_sitemap(public, "/sitemaps/halaman.xml")
    assert {f"{HOME}/", f"{HOME}/outlets", f"{HOME}/outlets/Kabar"} <= set(listed)
    assert all(public.get(each.removeprefix(HOME)).status_code == 200 for each in listed)


@pytest.mark.parametrize("path", [
    "/sitemaps/2019-09.xml", "/sitemaps/2018-09/2.xml", "/sitemaps/2018-09/0.xml",
    "/sitemaps/2018-9.xml", "/sitemaps/kapan.xml"])
def test_a_sitemap_without_an_article_does_not_exist(public, path):
    assert public.get(path).status_code == 404


def test_a_sitemap_can_be_asked_for_without_its_text(public):
    response = public.head("/sitemaps/2018-09.xml")
    assert response.status_code == 200 and response.data == b""


def test_crawlers_are_told_what_to_leave_alone(public):
    response = public.get("/robots.txt")
    lines = response.text.splitlines()
    assert response.mimetype == "text/plain" and lines[0] == "User-agent: *"
    assert {"Disallow: /api/", "Disallow: /tren?"} <= set(lines)
    assert lines[-1] == f"Sitemap: {HOME}/sitemap.xml"
