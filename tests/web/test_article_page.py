"""The page of an article."""

from urllib.parse import quote, urlsplit

import pytest

from search import Article
from web import create_app

from support.news import NEWS
from support.page_reader import asked, backs, english, find, get, hits, internal, text


@pytest.mark.parametrize("q, marked", [
    ("", []), ("nuklir", ["nuklir"]), ('"enam pihak"', ["Enam", "Pihak", "enam", "pihak"]),
    ("nuklir zzz", ["nuklir"]), ("zzz", []), ("title:enam", ["Enam"]), ("-enam", []),
])
def test_an_article_marks_the_words_of_the_query(client, q, marked):
    page = get(client, f"/articles/kn-1?q={quote(q)}")
    assert [text(mark) for mark in find(page, "mark")] == marked
    assert text(find(page, "h1")[0]) == NEWS[0].title
    assert text(find(page, "div", cls="body")[0]) == NEWS[0].body


def test_an_article_shows_its_extra_fields(client):
    [details] = find(get(client, "/articles/kn-1"), "details")
    assert [text(dt) for dt in find(details, "dt")] == ["byline", "tags"]
    assert [text(dd) for dd in find(details, "dd")] == ["Rahayu", "nuklir, Beijing"]


@pytest.mark.parametrize("value, shown", [
    ("Rahayu", "Rahayu"), (["Rahayu", 7, 2.5], "Rahayu, 7, 2.5"), (7, "7"), (True, "true"),
    ({"nama": "Rahayu"}, '{"nama": "Rahayu"}'), ([{"nama": "é"}, 7], '[{"nama": "é"}, 7]'),
    ([["a"], "b"], '[["a"], "b"]'), ({"<b>": "</dd>"}, '{"<b>": "</dd>"}'),
    pytest.param([True, 7], "true, 7"),
])
def test_an_extra_field_of_any_type_is_shown(archive, value, shown):
    list(archive.add([Article("a", "judul", extra={"penulis": value})]))
    page = get(create_app(archive).test_client(), "/articles/a")
    assert [text(dd) for dd in find(page, "dd")] == [shown]


@pytest.mark.parametrize("revision, said, said_in_english", [
    (1, None, None), (2, "diperbarui sekali", "updated once"),
    (3, "diperbarui 2 kali", "updated 2 times"),
    (2_001, "diperbarui 2.000 kali", "updated 2,000 times"),
])
def test_an_article_shows_how_often_it_was_updated(archive, revision, said, said_in_english):
    list(archive.add([Article("a", "judul", "isi", revision=revision)]))
    client = create_app(archive).test_client()
    for path, expected in (("/articles/a", said), (english("/articles/a"), said_in_english)):
        [source] = find(get(client, path), "p", cls="source")
        shown = [part.strip() for part in text(source).split("·")][2:]
        assert shown == ([expected] if expected else [])


@pytest.mark.parametrize("extra, shown", [
    ({"penulis": "Raha\ud83dyu"}, "Raha?yu"), ({"\udc00kunci": "x"}, "?kunci"),
    ({"place": "PAL\ud83dU"}, "PAL?U"), ({"a": [{"b": "\udfff"}]}, '[{"b": "?"}]'),
])
def test_an_article_opens_whatever_its_extra_fields(archive, extra, shown):
    list(archive.add([Article("a", "judul", extra=extra)]))
    page = get(create_app(archive).test_client(), "/articles/a")
    assert shown in [text(node) for node in [*find(page, "dt"), *find(page, "dd")]]


@pytest.mark.parametrize("id", [".", "..", "./.", "./..", "././..", "../..", "...", "a/../b"])
def test_every_id_has_an_address_that_browsers_do_not_shorten(archive, id):
    list(archive.add([Article(id, "judul")]))
    client = create_app(archive).test_client()
    [title] = [find(h, "a")[0] for h in find(get(client, "/?q=judul"), "h2") if find(h, "a")]
    path = urlsplit(title.attrs["href"]).path
    assert not {".", ".."} & set(path.replace("%2E", ".").split("/"))
    assert text(find(get(client, path), "h1")[0]) == "judul"
    assert client.get(f"/api/v1{path}").json["id"] == id


def test_an_article_links_back_to_its_query(client):
    page = get(client, english("/articles/kn-1?q=nuklir"))
    assert "/?q=nuklir&lang=en" in internal(page)


@pytest.mark.parametrize("start", [
    "/?q=nuklir+OR+gempa&year=2007&sort=oldest", "/?year=2007", "/?page=2", "/?to=2007-02-13",
    "/?outlet=none", "/?q=singkat&page=3&page_size=6&sort=newest", "/?year=2007&facet=outlet",
])
def test_an_article_links_back_to_its_results(client, start):
    for address in (start, english(start)):
        listed = get(client, address)
        titles = [find(h, "a")[0] for h in find(listed, "h2") if find(h, "a")]
        assert len(titles) == len(hits(listed)) > 0
        for title in titles:
            assert sorted(asked(title.attrs["href"])) == sorted(asked(address))
        [back] = backs(get(client, titles[0].attrs["href"]))
        assert sorted(asked(back)) == sorted(asked(address))
        assert hits(get(client, back)) == hits(listed)


@pytest.mark.parametrize("query", [
    f"q={'(' * 21}nuklir", f"q={'nuklir ' * 80}", "q=nuklir&page=0", "q=nuklir&year=x",
    "q=nuklir&q=enam", "q=nuklir&warna=merah", "q=nuklir&from=2013&to=2007", "q=nuklir&page=1001",
])
def test_an_article_opens_unmarked_if_the_query_is_invalid(client, query):
    page = get(client, f"/articles/kn-1?{query}")
    assert text(find(page, "h1")[0]) == NEWS[0].title
    assert find(page, "mark") == [] and backs(page) == []


def test_an_article_opened_without_a_query_has_no_link_back(client):
    assert backs(get(client, "/articles/kn-1")) == []
    assert backs(get(client, english("/articles/kn-1"))) == []


def test_indonesian_text_has_its_language_on_an_english_page(client):
    listed, page = (get(client, english(path)) for path in ("/?q=nuklir", "/articles/kn-1"))
    titles = [h for h in find(listed, "h2") if find(h, "a")]
    for node in [*titles, *find(listed, "p", cls="snippet"), *find(page, "h1"),
                 *find(page, "div", cls="body")]:
        assert node.attrs["lang"] == "id"


def test_links_have_names(client):
    page = get(client, english("/articles/kn-1"))
    assert text(find(page, "a", cls="skip")[0]) == "Skip to content"
    [original] = [a for a in find(page, "a") if "nofollow" in a.attrs.get("rel", "")]
    assert text(original) == "Read the original ↗"
    assert text(find(get(client, "/articles/kn-1"), "a", cls="skip")[0]) == "Langsung ke isi"
    missing = get(client, english("/zzz"), 404)
    assert "Go to the search page" in [text(a) for a in find(missing, "a")]
