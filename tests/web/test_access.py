"""Who may ask what: keys, what they see, and what pages of other sites may read."""

import os
from datetime import date

import pytest
from werkzeug.datastructures import Headers

from search import Article, Query
from search.errors import EngineError
from search.keys import KeyFile, KeyKind
from search.period import find_today
from web import create_app
from web.access import find_token
from web.address import FEED_PATHS
from web.hops import name_state
from web.settings import Settings

from support.api import SEARCH, read_problem

SITE = "https://situs.example"
SHARED = ("Bendungan Waduk Sari resmi dibuka setelah lama dibangun di lereng bukit. Air dari "
          "hulu mulai mengisi waduk sejak Senin pagi, dan petani di hilir menyambutnya. Pemerintah "
          "menghitung lima ribu hektare sawah akan terairi sepanjang tahun. ")
OPEN = [
    Article("t-1", "Waduk Sari Dibuka", SHARED, outlet="Terbuka", published="2020-01-02",
            url="https://terbuka.example/waduk", extra={"tags": ["waduk"]}),
    Article("t-2", "Panen Padi di Hilir Waduk", "Petani memanen padi di hilir waduk.",
            outlet="Terbuka", published="2020-02-03"),
    Article("t-3", "Panen Padi Lagi", "Petani memanen padi dan jagung.", outlet="Terbuka",
            published="2020-03-04"),
]
SECRET = [
    Article("r-1", "Waduk Sari Dibuka Zebrakuda", SHARED + "Zebrakuda turut hadir.",
            outlet="Rahasia", published="2020-01-03", url="https://rahasia.example/waduk",
            extra={"tags": ["zebrakuda"], "byline": "Zebrakuda"}),
    *(Article(f"r-{number}", f"Panen Zebrakuda Jagung {number}",
              "Zebrakuda memanen jagung. Dewan Zebrakuda Raya (DZR) hadir.", outlet="Rahasia",
              published=f"2021-0{number}-01", extra={"tags": ["zebrakuda"]})
      for number in range(2, 6)),
]


@pytest.fixture(scope="module")
def archive(make_archive):
    archive = make_archive("whoosh")
    list(archive.add(OPEN + SECRET))
    return archive


@pytest.fixture(scope="module")
def only_open(make_archive):
    """An archive without the articles that a key does not see."""
    archive = make_archive("whoosh")
    list(archive.add(OPEN))
    return archive


@pytest.fixture(scope="module")
def alone(only_open):
    """A service over these alone."""
    return create_app(only_open).test_client()


@pytest.fixture(scope="module")
def closed(archive, keys):
    """A service that requires a key of programs."""
    return create_app(archive, Settings(require_key=True), keys).test_client()


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    return KeyFile(tmp_path_factory.mktemp("kunci") / "keys.json")


@pytest.fixture(scope="module")
def tokens(keys):
    """Keys by name: any may search, of one outlet, of one site, an admin's, an expired one."""
    def create(name, kind=KeyKind.SEARCH, today=find_today(), **limits):
        return keys.create(name, kind, today, **limits)

    return {"any": create("any"), "outlet": create("outlet", outlets=["Terbuka"]),
            "site": create("site", origins=[SITE]), "admin": create("admin", KeyKind.ADMIN),
            "old": create("old", today=date(2019, 1, 1), expires="2020-01-01")}


@pytest.fixture(scope="module")
def client(archive, keys, tokens):
    return create_app(archive, keys=keys).test_client()


def bearer(token, **more):
    return {"Authorization": f"Bearer {token}"} | more


ROUTES = [
    SEARCH, f"{SEARCH}?q=waduk", f"{SEARCH}?q=zebrakuda", f"{SEARCH}?q=panen&explain=true",
    f"{SEARCH}?q=waduk&collapse=story&facet=outlet,year,month,day,tag,byline,rubric",
    f"{SEARCH}?q=waduk+zebrakuda", f"{SEARCH}?outlet=Rahasia", f"{SEARCH}?exclude_outlet=Terbuka",
    f"{SEARCH}?outlet=Rahasia&outlet=Terbuka&facet=outlet&facet_limit=1", f"{SEARCH}?q=zebrakada",
    f"{SEARCH}?facet=outlet&facet_prefix=rah", f"{SEARCH}?q=panen&interval=year&share=true",
    f"{SEARCH}?cursor=*&page_size=2", f"{SEARCH}?q=r-2", f"{SEARCH}?q=DZR", f"{SEARCH}?sort=added",
    f"{SEARCH}?q=https://rahasia.example/waduk", f"{SEARCH}?q=site:rahasia.example",
    "/api/v1/articles/r-1", "/api/v1/articles/t-1", "/api/v1/articles/tiada",
    "/api/v1/articles/t-1/related", "/api/v1/articles/r-1/related", "/api/v1/articles/t-2/related",
    "/api/v1/articles/r-1/citation", "/api/v1/articles/t-1/citation?format=ris",
    "/api/v1/stories/t-1", "/api/v1/stories/r-1", "/api/v1/export?format=csv",
    "/api/v1/export?format=jsonl&q=panen", "/api/v1/export?q=waduk&collapse=story",
    "/api/v1/trends?q=panen&q=zebrakuda&share=true", "/api/v1/concordance?q=panen",
    "/api/v1/concordance?q=zebrakuda&format=csv", "/api/v1/terms?q=panen", "/api/v1/terms?q=waduk",
    "/api/v1/suggest?q=zeb", "/api/v1/suggest?q=panen", "/api/v1/suggest?q=rah",
    "/api/v1/suggest?q=panen+&format=opensearch", "/api/v1/outlets", "/api/v1/coverage",
    "/api/v1/coverage?by=month&outlet=Rahasia", "/api/v1/status", "/readyz", "/healthz",
    *(f"{path}?q=panen" for path in FEED_PATHS.values()), "/feed.atom", "/opensearch.xml",
    "/openapi.json", "/oembed?url=http://localhost/?q=panen",
    "/", "/?q=panen", "/?q=zebrakada", "/?q=waduk+zebrakuda", "/articles/t-1?q=waduk&pos=1",
    "/articles/r-1", "/stories/t-1", "/stories/r-1", "/outlets", "/outlets/Rahasia",
    "/outlets/Terbuka", "/outlets/RAHASIA", f"{name_state([('q', 'panen')])}?page=2",
    "/tanggal/2020/01/03", "/tanggal/2020/01/02", "/tanggal/2020", "/tren?q=panen",
    "/konkordansi?q=panen", "/istilah?q=panen", "/embed", "/sematkan", "/help", "/help/api",
    "/robots.txt", "/sitemap.xml", "/sitemaps/halaman.xml", "/sitemaps/2021-02.xml",
    "/sitemaps/2020-01.xml", "/accent.css", "/embed.js", "/embed/1/embed.js", "/static/style.css",
]
OWN_FIGURES = ("took_ms", "score", "changed", "last_added", "by_field", "self", "next", "previous",
               "cursor", "explanation", "similarity", "links", "pending")
"""Members of answers that measure the whole archive, or a moment."""


def blank(value):
    """Return an answer without OWN_FIGURES."""
    if isinstance(value, dict):
        return {name: blank(each) for name, each in value.items() if name not in OWN_FIGURES}
    return [blank(each) for each in value] if isinstance(value, list) else value


def test_every_route_is_tried(client):
    tried = client.application.url_map.bind("localhost")
    seen = {tried.match(path.partition("?")[0], "GET")[0] for path in ROUTES}
    rules = {rule.endpoint for rule in client.application.url_map.iter_rules()
             if "GET" in rule.methods}
    assert rules - seen == {"monitoring.show_metrics"}  # which needs an admin key


@pytest.mark.parametrize("path", ROUTES)
def test_a_key_of_an_outlet_sees_nothing_of_another(client, alone, tokens, path):
    """What it gets is what a service without the other articles answers."""
    shown, expected = client.get(path, headers=bearer(tokens["outlet"])), alone.get(path)
    assert shown.status_code == expected.status_code
    asked = path.lower() + " zebrakada"
    for word in ("zebrakuda", "rahasia", "r-1"):
        assert word in asked or word not in shown.text.lower()
    if shown.is_json and path != "/openapi.json":
        assert blank(shown.json) == blank(expected.json)
    assert "Authorization" in shown.headers.get("Vary", "") or path.startswith(
        ("/healthz", "/static", "/embed/1"))


def test_answers_are_not_kept_for_another_key(client, tokens):
    path = f"{SEARCH}?q=panen"
    answers = [client.get(path, headers=each) for each in (
        {}, bearer(tokens["outlet"]), bearer(tokens["any"]), {"X-Api-Key": tokens["outlet"]}, {})]
    totals = [answer.json["total"] for answer in answers]
    assert totals == [6, 2, 6, 2, 6]
    tags = [answer.headers["ETag"] for answer in answers]
    assert tags[1] == tags[3] != tags[0] == tags[2] == tags[4]
    stale = bearer(tokens["outlet"], **{"If-None-Match": tags[0]})
    assert client.get(path, headers=stale).status_code == 200
    assert client.get(path, headers=bearer(tokens["outlet"], **{
        "If-None-Match": tags[1]})).status_code == 304
    assert [answer.headers["Cache-Control"] for answer in answers[:2]] == [
        "no-cache", "private, no-cache"]


@pytest.mark.parametrize("headers, status, said", [
    ({"Authorization": "Bearer warta_search_salah"}, 401, "unknown or was revoked"),
    ({"X-Api-Key": "salah"}, 401, "unknown or was revoked"),
    ({"Authorization": "Bearer {old}"}, 401, "expired on 2020-01-01"),
    ({"Authorization": "Bearer {site}"}, 403, "pages of other sites"),
    ({"Authorization": "bearer  {site}", "Origin": "https://lain.example"}, 403, "other sites"),
])
def test_a_key_that_is_not_good_is_refused(client, tokens, headers, status, said):
    sent = {name: value.format(**tokens) for name, value in headers.items()}
    response = client.get(SEARCH, headers=sent)
    problem = read_problem(response, status)
    assert said in problem["detail"] and "warta_" not in response.text
    assert ("Bearer" in response.headers.get("WWW-Authenticate", "")) == (status == 401)
    assert client.get("/?q=panen", headers=sent).status_code == status


@pytest.mark.parametrize("headers", [
    {}, {"Authorization": "Basic dTpw"}, {"Authorization": "Bearer eyJh.of.another"},
    {"Authorization": ""}, {"X-Api-Key": ""},
])
def test_what_is_no_key_of_ours_leaves_what_is_public_open(client, headers):
    assert find_token(Headers(headers)) is None
    assert client.get(SEARCH, headers=headers).status_code == 200


@pytest.mark.parametrize("query", [
    "key={any}", "api_key={any}", "X-API-Key={any}", "access_token=x", "q={any}",
    "q=a&{any}=1", "token=x", "q=lihat%20{any}%20ini"])
def test_a_key_in_an_address_is_refused_with_advice(client, tokens, query, caplog):
    response = client.get(f"{SEARCH}?{query.format(**tokens)}")
    assert "Authorization: Bearer" in read_problem(response, 400)["detail"]
    assert tokens["any"] not in response.text + caplog.text
    assert client.get(f"/?q={tokens['any']}").status_code == 400


def test_a_site_may_read_with_its_key_and_no_other(client, tokens):
    plain, own, admin = (
        client.get(SEARCH, base_url="https://arsip.example", headers=headers)
        for headers in ({"Origin": SITE}, bearer(tokens["site"], Origin=SITE),
                        bearer(tokens["admin"], Origin=SITE)))
    assert [each.headers.get("Access-Control-Allow-Origin") for each in (plain, own, admin)] == [
        "*", SITE, None]
    assert own.status_code == 200 and "Origin" in own.headers["Vary"]
    for each in (plain, own, admin):
        assert "Access-Control-Allow-Credentials" not in each.headers


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8000", "[::1]:8000", "a.localhost",
                                  "0.0.0.0:8000"])
@pytest.mark.parametrize("origin, may_read", [
    ("https://situs.example", False), ("null", False), ("http://192.168.1.7", False),
    ("http://localhost.situs.example", False), ("http://[", False),
    ("http://localhost:3000", True), ("http://127.0.0.1", True), (None, True)])
def test_a_page_from_elsewhere_reads_no_archive_of_this_computer(client, host, origin, may_read):
    headers = {"Origin": origin} if origin else {}
    response = client.get(SEARCH, base_url=f"http://{host}", headers=headers)
    assert response.status_code == 200 and "Origin" in response.headers["Vary"]
    assert ("Access-Control-Allow-Origin" in response.headers) == may_read


def test_where_the_address_is_public_or_the_key_is_for_it_any_page_reads_it(
        archive, client, keys, tokens):
    public = create_app(archive, Settings(public_url="https://arsip.example"), keys).test_client()
    for each, headers in ((public, {}), (client, bearer(tokens["site"]))):
        shown = each.get(SEARCH, headers={**headers, "Origin": SITE})
        assert shown.headers["Access-Control-Allow-Origin"] in ("*", SITE)


def test_browsers_learn_that_pages_may_send_a_key(client):
    asked = client.options(SEARCH, headers={
        "Origin": SITE, "Access-Control-Request-Method": "GET",
        "Access-Control-Request-Headers": "authorization"})
    assert asked.status_code == 204 and asked.headers["Access-Control-Allow-Origin"] == "*"
    assert "Authorization" in asked.headers["Access-Control-Allow-Headers"]
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD"


@pytest.mark.parametrize("path, status", [
    (SEARCH, 401), ("/api/v1/articles/t-1", 401), ("/api/v1/export", 401), ("/api/v1/tiada", 401),
    ("/api/v1/articles/t-1/citation", 401), ("/api/v1/suggest?q=pan", 200), ("/?q=panen", 200),
    ("/articles/t-1", 200), ("/feed.atom", 200), ("/openapi.json", 200), ("/healthz", 200),
    ("/readyz", 200), ("/static/style.css", 200), ("/tren?q=panen", 200),
    ("/konkordansi?q=panen", 200),
])
def test_where_a_key_is_required_the_api_is_closed_and_pages_stay(
    closed, tokens, path, status
):
    client = closed
    response = client.get(path)
    assert response.status_code == status
    if status == 200 and path.startswith("/") and "html" in response.content_type:
        assert 'href="/api/' not in response.text
    if path != "/api/v1/tiada":
        assert client.get(path, headers=bearer(tokens["any"])).status_code == 200
    tag = client.get(path, headers=bearer(tokens["any"])).headers.get("ETag", "x")
    again = client.get(path, headers={"If-None-Match": tag})
    assert again.status_code in (status, 304 if status == 200 else status)


def test_keys_that_cannot_be_read_let_nobody_in(archive, tmp_path, tokens):
    keys = KeyFile(tmp_path / "keys.json")
    keys.path.write_text("{")
    client = create_app(archive, keys=keys).test_client()
    assert client.get(SEARCH).status_code == 200
    assert "keys" in read_problem(client.get(SEARCH, headers=bearer(tokens["any"])), 503)["detail"]


def test_a_change_of_the_keys_is_noticed_at_once(archive, tmp_path):
    written, read = (KeyFile(tmp_path / "keys.json") for _ in range(2))
    client = create_app(archive, keys=read).test_client()
    token = written.create("situs", KeyKind.SEARCH, find_today())
    assert client.get(SEARCH, headers=bearer(token)).status_code == 200
    changed = written.rotate("situs")
    assert client.get(SEARCH, headers=bearer(token)).status_code == 401
    assert client.get(SEARCH, headers=bearer(changed)).status_code == 200
    written.revoke("situs")
    assert client.get(SEARCH, headers=bearer(changed)).status_code == 401
    assert not read.list_keys() and os.stat(read.path).st_mode & 0o777 == 0o600


def test_what_others_have_does_not_decide_how_a_query_is_read(archive, only_open):
    limited = archive.limit_to(["Terbuka"])
    for text in ("waduk zebrakuda", "padi zebrakuda jagung", "panen zebrakuda"):
        seen, alone = (each.search(Query(text)) for each in (limited, only_open))
        assert (seen.match, seen.total) == (alone.match, alone.total)
        assert seen.equivalents == alone.equivalents


def test_an_engine_whose_matches_have_their_articles_is_narrowed_too(make_archive):
    whole, alone = make_archive("oracle"), make_archive("oracle")
    list(whole.add(OPEN + SECRET))
    list(alone.add(OPEN))
    limited = whole.limit_to(["Terbuka"])
    for archive in (limited, alone):
        page = archive.search(Query("panen OR waduk", facets=("outlet", "tag")))
        assert {hit.article.outlet for hit in page.hits} == {"Terbuka"} and page.total == 3
        assert [bucket.value for bucket in page.facets["outlet"]] == ["Terbuka"]
        assert archive.outlets()[0].count == 3 and archive.status().articles == 3
        assert not archive.articles(["r-1"]) and archive.story("t-1") is None
        assert [each.text for each in archive.complete("zeb")] == []
    with pytest.raises(EngineError, match="cannot be changed"):
        limited.remove(["t-1"])
    with pytest.raises(EngineError, match="cannot be changed"):
        list(limited.add(OPEN))
