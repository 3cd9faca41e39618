"""The error pages, and pages whose query cannot be read."""

from urllib.parse import urlencode

import pytest

from web.phrases import PHRASES

from support.addresses import ERRORS, UNREADABLE
from support.api import SEARCH
from support.page_reader import english, find, get, hits, parse, text


@pytest.mark.parametrize("path, status", ERRORS)
@pytest.mark.parametrize("language", ["id", "en"])
def test_an_error_page_links_home(client, path, status, language):
    page = get(client, english(path) if language == "en" else path, status)
    [notice] = find(page, "div", role="alert")
    assert len(find(notice, "p")) >= 2 and text(find(notice, "p")[0])
    home = "/?lang=en" if language == "en" else "/"
    assert home in [a.attrs["href"] for a in find(notice, "a")]


@pytest.mark.parametrize("path", UNREADABLE)
@pytest.mark.parametrize("language", [0, 1])
def test_a_query_beyond_a_limit_says_which_and_leads_to_its_words(client, path, language):
    page = get(client, english(path) if language else path, 400)
    [alert] = find(page, "div", role="alert")
    assert text(alert).startswith(PHRASES["error_400"][language])
    [box] = find(page, "input", id="q")
    assert box.attrs["aria-invalid"] == "true" and box.attrs["aria-describedby"] == "problem"
    links = [a.attrs["href"] for a in find(alert, "a")]
    assert len(links) == 2
    assert get(client, links[0])


@pytest.mark.parametrize("query, indonesian, english_text", [
    ("x" * 600, "600 karakter, kelebihan 88 dari batas 512", "88 over the limit of 512"),
    ("(" * 23 + "a", "bertingkat 23, kelebihan 3", "nested 23 deep, 3 over the limit of 20"),
    (" ".join(f"kata{n}*" for n in range(10)), "10 kata yang berakhir", "10 words that end in"),
    (" ".join(f'"a b{n}"~2' for n in range(5)), "5 frasa dengan ~, kelebihan 2", "~, 2 over"),
    (" ".join(f'"a b{n}"' for n in range(9)), "9 frasa dan kata", "9 phrases and joined words, 1"),
])
def test_each_limit_says_by_how_much_it_is_exceeded(client, query, indonesian, english_text):
    for path, said in ((f"/?{urlencode({'q': query})}", indonesian),):
        assert said in text(find(get(client, path, 400), "div", role="alert")[0])
        other = find(get(client, english(path), 400), "div", role="alert")[0]
        assert english_text in text(other)


def test_an_unreadable_query_keeps_the_form_the_filters_and_shows_its_words(client):
    wrong = "(" * 21 + "nuklir"
    path = f"/?{urlencode({'q': wrong, 'outlet': 'Kabar Nusa', 'sort': 'newest', 'page': 3})}"
    page = get(client, path, 400)
    assert find(page, "input", id="q")[0].attrs["value"] == wrong
    [form] = find(page, "form", role="search")
    fields = {(f.attrs["name"], f.attrs["value"]) for f in find(form, "input", type="hidden")}
    assert fields == {("outlet", "Kabar Nusa"), ("sort", "newest")}
    assert hits(page) == hits(get(client, "/?q=nuklir&outlet=Kabar+Nusa&sort=newest"))
    assert find(page, "a", cls="chip")


def test_the_form_of_a_page_keeps_all_that_was_typed(client):
    wrong = "(" * 21 + "a"
    page = get(client, f"/tren?q=gempa&q={wrong}&from=2007", 400)
    texts = [box.attrs["value"] for box in find(find(page, "main")[0], "input", name="q")]
    assert texts[:2] == ["gempa", wrong]
    page = get(client, f"/konkordansi?q={wrong}&width=20", 400)
    [box] = find(find(page, "main")[0], "input", name="q")
    assert box.attrs["value"] == wrong and "20" in [
        each.attrs["value"] for each in find(page, "input", name="width")]


def test_a_wrong_method_gets_a_page(client):
    response = client.post("/")
    assert response.status_code == 405 and "GET" in response.headers["Allow"]
    assert find(parse(response.text), "h1")


@pytest.mark.parametrize("path", ["/", "/articles/a", "/?q=gempa&lang=en", SEARCH, "/readyz"])
@pytest.mark.parametrize("service", ["missing", "stale"])
def test_only_the_log_says_where_an_archive_is_and_what_to_do(request, caplog, service, path):
    response = request.getfixturevalue(service).get(path)
    assert response.status_code == 503 and int(response.headers["Retry-After"]) > 0
    for secret in ("indexer", "/tidak", "whoosh"):
        assert secret not in response.text
    assert path.partition("?")[0] in caplog.text and "`indexer" in caplog.text


def test_a_page_without_an_archive_is_in_the_language_of_its_reader(missing):
    assert missing.get("/help").status_code == 200
    for path, language in (("/", 0), ("/?lang=en", 1)):
        [alert] = find(get(missing, path, 503), "div", role="alert")
        assert PHRASES["error_503_tip"][language] in text(alert)
        assert [text(a) for a in find(alert, "a") if not a.attrs["href"]] == [
            PHRASES["try_again"][language]]


def test_no_link_leads_to_another_site(client):
    for path in ("//jahat.example/x", "/%2Fjahat.example/x", "/\\jahat.example"):
        page = parse(client.get(path).text)
        for a in find(page, "a"):
            assert not a.attrs["href"].startswith(("//", "/\\", "http"))


@pytest.mark.parametrize("host", ["a..b", "..", ".", "a" * 64, f"{'a' * 64}.example", "x/y", "é"])
@pytest.mark.parametrize("path", ["/", "/?page=0", "/help/api", "/zzz", "/articles/kn-1"])
def test_a_malformed_host_gets_a_page(client, path, host):
    response = client.get(path, headers={"Host": host.encode().decode("latin-1")})
    assert response.status_code < 500
    assert find(parse(response.text), "h1")


def test_a_time_that_is_none_is_answered_with_what_to_write(client):
    assert PHRASES["invalid_past"][0] in text(get(client, "/?q=a&past=lama"))


@pytest.mark.parametrize("typed, indonesian, in_english", [
    ("before:nanti", "Sesudah before: tulis tanggal", "a date after before:, such as before:2019,"),
    ("SEJAK:nanti", "Sesudah sejak: tulis tanggal", "a date after sejak:"),
    ("terakhir:lama", "Sesudah terakhir: tulis lamanya", "how long after terakhir:"),
    ("situs:kabar.example/berita", "tulis nama situs", "the name of a site"),
    ("url:kabar", "tulis alamat lengkap", "the whole address"), ("id:()", "tulis id", "the id of"),
    ("pada:(2018 OR 2019)", "misalnya pada:2019", "such as pada:2019"),
])
def test_a_condition_that_means_nothing_is_answered_with_how_to_write_it(
        client, typed, indonesian, in_english):
    path = f"/?{urlencode({'q': f'gempa {typed}'})}"
    for address, said in ((path, indonesian), (english(path), in_english)):
        [problem] = find(get(client, address, 400), "div", role="alert")
        assert said in text(problem) and len(text(problem)) < 400
