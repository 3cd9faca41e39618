"""Every page and route of the API answers on a cluster as on the embedded engine."""

import re

import pytest

from search import Article
from web import create_app
from web.settings import Settings

pytestmark = [pytest.mark.cluster, pytest.mark.long]  # each address asks the cluster

GEMPA = " ".join(f"Gempa mengguncang Palu, kata warga {number} kali." for number in range(12))
ARTICLES = [
    Article("a", "Gempa di Palu", GEMPA, outlet="Kabar Nusa", published="2018-09-28",
            url="https://nusa.example/a"),
    Article("b", "Gempa di Palu lagi", GEMPA, outlet="Suara Timur", published="2018-09-29"),
    Article("c", "Harga beras naik", "Harga beras naik di pasar.", published="2013-06"),
]
QUERIES = ['"gempa di palu"', "gemp*", "gmepa", "judul:gempa palu", "jerapah"]
OPTIONS = ["&sort=newest", "&page=2", "&collapse=story", "&view=kwic", "&outlet=Kabar+Nusa"]
WITH_QUERY = [
    "/", "/tren", "/istilah", "/konkordansi", "/sematkan", "/feed.atom", "/feed.rss", "/feed.json",
    "/api/v1/search", "/api/v1/suggest", "/api/v1/trends", "/api/v1/terms", "/api/v1/concordance",
    "/api/v1/export"]
OF_ARTICLE = ["/articles/{}", "/articles/{}?q=gempa", "/stories/{}", "/api/v1/articles/{}",
              "/api/v1/articles/{}/related", "/api/v1/articles/{}/citation", "/api/v1/stories/{}"]
OTHERS = [
    "/outlets", "/outlets/Kabar%20Nusa", "/outlets/lain", "/tanggal/2018/09/28",
    "/tanggal/2018/09/30", "/tanggal/2018/13/01", "/api/v1/coverage", "/api/v1/outlets",
    "/api/v1/status", "/healthz", "/readyz", "/metrics", "/sitemap.xml", "/sitemaps/halaman.xml",
    "/sitemaps/2018-09.xml", "/robots.txt", "/opensearch.xml", "/openapi.json", "/help"]
ADDRESSES = [
    *[f"{path}?q=gempa" for path in WITH_QUERY], *[f"/?q={query}" for query in QUERIES],
    *[f"/?q=gempa{option}" for option in OPTIONS],
    *[form.format(id) for form in OF_ARTICLE for id in ("a", "c", "tiada")], *OTHERS]


@pytest.fixture(scope="module")
def clients(make_archive):
    """A client of each engine, on the cluster first."""
    archives = [make_archive(engine) for engine in ("opensearch", "whoosh")]
    for archive in archives:
        list(archive.add(ARTICLES))
    unhurried = Settings(time_limit=30)  # nodes that have just started are slow
    return [create_app(archive, unhurried).test_client() for archive in archives]


def ask(client, address):
    answer = client.get(address)
    return answer.status_code, answer.content_type, answer.location


def test_all_addresses_have_the_same_status(clients):
    asked = {address: [ask(client, address) for client in clients] for address in ADDRESSES}
    assert {address: both for address, both in asked.items() if both[0] != both[1]} == {}
    assert {address for address, ((status, *_), _) in asked.items() if status == 200} > {
        f"{path}?q=gempa" for path in WITH_QUERY}


@pytest.mark.parametrize("page", ["/outlets", "/outlets/Kabar%20Nusa", "/tanggal/2018/09/28"])
def test_pages_of_outlets_and_days_are_the_same(clients, page):
    first, second = [re.findall("<main.*</main>", client.get(page).text, re.DOTALL)
                     for client in clients]
    assert first == second != []
