"""The page of an article."""

import re
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

import pytest
from flask import Flask

import web
from search import Article
from web import create_app
from web.phrases import PHRASES
from web.views.details import build_details
from web.views.links import Links
from web.views.render import format_extra
from web.views.templates import build_environment
from web.views.translator import Translator

from support.news import NEWS
from support.page_reader import asked, backs, english, find, get, hits, internal, parse, text

DOCUMENTATION = (Path(__file__).parents[2] / "docs/fields-and-dates.md").read_text("utf-8")


@pytest.mark.parametrize("q, marked", [
    ("", []), ("nuklir", ["nuklir"]), ('"enam pihak"', ["Enam", "Pihak", "enam", "pihak"]),
    ("nuklir zzz", ["nuklir"]), ("zzz", []), ("title:enam", ["Enam"]), ("-enam", []),
])
def test_an_article_marks_the_words_of_the_query(client, q, marked):
    page = get(client, f"/articles/kn-1?q={quote(q)}")
    assert [text(mark) for mark in find(page, "mark")] == marked
    assert text(find(page, "h1")[0]) == NEWS[0].title
    assert text(find(page, "div", cls="body")[0]) == NEWS[0].body


def test_words_that_match_side_by_side_are_one_match_with_links_to_its_neighbours(client):
    page = get(client, "/articles/kn-1?" + urlencode({"q": '"enam pihak" OR nuklir'}))
    matches = find(page, "span", cls="match")
    assert [text(match) for match in matches] == ["enam pihak", "nuklir"]
    assert [match.attrs["id"] for match in matches] == ["match-1", "match-2"]
    assert [[a.attrs["href"] for a in find(match, "a")] for match in matches] == [
        ["#match-2"], ["#match-1"]]
    [first] = find(page, "a", cls="to-match")
    assert (first.attrs["href"], text(first)) == ("#match-1", "2 kecocokan ↓")
    assert not find(get(client, "/articles/kn-1"), "a", cls="to-match")


def test_what_is_known_of_an_article_leads_to_searches(client):
    page = get(client, "/articles/kn-1")
    led = {text(a): asked(a.attrs["href"]) for a in find(find(page, "article")[0], "a")}
    assert led["Kabar Nusa"] == [("outlet", "Kabar Nusa")]
    assert led["Rahayu"] == [("byline", "Rahayu")]
    [day] = [a.attrs["href"] for a in find(page, "a") if find(a, "time")]
    for address in (day, "/?outlet=Kabar+Nusa", "/?byline=Rahayu", "/?tag=nuklir", "/?tag=Beijing"):
        assert "/articles/kn-1" in client.get(address).text
    assert {"nuklir", "Beijing"} <= led.keys()


@pytest.mark.parametrize("extra, said", [
    ({"outlet_source": "copyright"}, "Media dari baris hak cipta"),
    ({"outlet_source": "field", "outlet_written": "kabar.example"},
     "Media disebut di sumbernya Nama media di sumbernya kabar.example"),
    ({"date_source": "footer"}, "Tanggal dari baris penutup teks"),
    ({"title_source": "slug"}, "Judul disusun dari kata-kata di alamat artikel"),
    ({"title_source": "perihal"}, "Judul diambil dari isian “perihal”"),
    ({"body_source": "narasi"}, "Teks diambil dari isian “narasi”"),
    ({"editor": "Wira", "agency": "ANTARA"}, "Kantor berita ANTARA Penyunting Wira"),
    ({"footers": ["(wir)", "2010"]}, "Baris tentang artikel (wir) 2010"),
    ({"boilerplate": ["Baca juga"]},
     "Baris yang dikeluarkan dari teks Bukan bagian artikel Baca juga"),
    ({"skor": 7}, "Isian lain dari sumbernya skor 7"),
    ({"outlet_source": "ramalan"}, "Isian lain dari sumbernya outlet_source ramalan"),
    ({"editor": {"nama": "Wira"}}, 'Isian lain dari sumbernya editor {"nama": "Wira"}'),
])
def test_what_is_known_of_an_article_is_said_in_words(extra, said):
    article = Article("a", "judul", outlet="Kabar", published="2010", extra=extra)
    assert read_details(article) == said


@pytest.mark.parametrize("reason, said", [
    ("no date in the text", "teks tidak memuat tanggal"),
    ("not surely the article's own day: 3 Mei 2010", "belum tentu hari terbitnya “3 Mei 2010”"),
    ("no year fits all of these: Senin, 3/5 and Selasa, 3/5",
     "tidak ada tahun yang cocok dengan “Senin, 3/5 and Selasa, 3/5”"),
    ("weekday and day fit 2004, 2010, nothing says which: Senin (3/5)",
     "ada beberapa tahun yang cocok dengan “Senin (3/5)”"),
    ("an impossible or future day: 31 Juni 2010",
     "tanggal ini tidak ada atau belum tiba: “31 Juni 2010”"),
    ("day and month without a year: 3 Mei", "hari dan bulan tanpa tahun: “3 Mei”"),
    ("'kapan-kapan' is no date; no date in the text",
     "isian tanggal 'kapan-kapan' tidak dapat dipakai"),
])
def test_the_reason_why_there_is_no_date_is_said_in_words(reason, said):
    details = read_details(Article("a", "judul", extra={"undated": reason}))
    assert details == f"Tanggal tidak diketahui: {said}"


@pytest.mark.parametrize("name", ["outlet_source", "date_source"])
def test_every_source_that_the_documentation_lists_is_said_in_words(name):
    table = DOCUMENTATION.partition(f"| `{name}` |")[2].partition("\n\n")[0]
    sources = [source for row in table.splitlines()[2:]
               for source in re.findall("`(.+?)`", row.split("|")[1])]
    assert len(sources) >= 8
    for source in sources:
        assert f"{name.removesuffix('_source')}_from_{source}" in PHRASES


def read_details(article):
    """Return the text of what the page says of an article in its details."""
    say = Translator("id")
    details = build_details(article, Links("id"), say)
    source = ("{% from 'parts/article.html' import details_section with context %}"
              "{{ details_section() }}")
    template = build_environment(Flask("web", root_path=web.__path__[0]), "id").from_string(source)
    shown = template.render(details=details, say=say, format_extra=format_extra)
    return text(parse(shown)).removeprefix("Keterangan ")


@pytest.mark.parametrize("value, shown", [
    ("Rahayu", "Rahayu"), (["Rahayu", 7, 2.5], "Rahayu, 7, 2.5"), (7, "7"), (True, "true"),
    ({"nama": "Rahayu"}, '{"nama": "Rahayu"}'), ([{"nama": "é"}, 7], '[{"nama": "é"}, 7]'),
    ([["a"], "b"], '[["a"], "b"]'), ({"<b>": "</dd>"}, '{"<b>": "</dd>"}'),
    pytest.param([True, 7], "true, 7"),
])
def test_an_extra_field_of_any_type_is_shown(archive, value, shown):
    list(archive.add([Article("a", "judul", extra={"penulis": value})]))
    page = get(create_app(archive).test_client(), "/articles/a")
    [others] = find(page, "dl", cls="others")
    assert [text(dd) for dd in find(others, "dd")] == [shown]


@pytest.mark.parametrize("revision, said, said_in_english", [
    (1, None, None), (2, "diperbarui sekali", "updated once"),
    (3, "diperbarui 2 kali", "updated 2 times"),
    (2_001, "diperbarui 2.000 kali", "updated 2,000 times"),
])
def test_an_article_shows_how_often_it_was_updated(archive, revision, said, said_in_english):
    list(archive.add([Article("a", "judul", "isi", revision=revision)]))
    client = create_app(archive).test_client()
    for path, expected in (("/articles/a", said), (english("/articles/a"), said_in_english)):
        shown = [text(each) for each in find(get(client, path), "span", cls="revision")]
        assert shown == ([expected] if expected else [])


@pytest.mark.parametrize("extra, shown", [
    ({"penulis": "Raha\ud83dyu"}, "Raha?yu"), ({"\udc00kunci": "x"}, "?kunci"),
    ({"place": "PAL\ud83dU"}, "PAL?U"), ({"a": [{"b": "\udfff"}]}, '[{"b": "?"}]'),
])
def test_an_article_opens_whatever_its_extra_fields(archive, extra, shown):
    list(archive.add([Article("a", "judul", extra=extra)]))
    page = get(create_app(archive).test_client(), "/articles/a")
    assert shown in [text(node) for tag in ("dt", "dd", "span") for node in find(page, tag)]


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
            pairs = [pair for pair in asked(title.attrs["href"]) if pair[0] != "pos"]
            assert sorted(pairs) == sorted(asked(address))
        [back] = backs(get(client, titles[0].attrs["href"]))
        assert sorted(asked(back)) == sorted(asked(address))
        assert hits(get(client, back)) == hits(listed)


@pytest.mark.parametrize("query", [
    f"q={'(' * 21}nuklir", f"q={'nuklir ' * 80}", "q=nuklir&page=0", "q=nuklir&year=x",
    "q=nuklir&q=enam", "q=nuklir&warna=merah", "q=nuklir&from=2013&to=2007", "q=nuklir&page=1001",
    "q=nuklir&fbclid=1",
])
def test_an_article_is_marked_as_well_as_the_query_can_be_read(client, query):
    page = get(client, f"/articles/kn-1?{query}")
    assert text(find(page, "h1")[0]) == NEWS[0].title
    assert {text(mark) for mark in find(page, "mark")} == {"nuklir"}
    [back] = backs(page)
    assert "fbclid" not in back and hits(get(client, back))


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
    [origin] = find(page, "p", cls="origin")
    assert [text(a) for a in find(origin, "a")] == [
        "Read the original ↗", "Find it in the web archive ↗"]
    assert find(origin, "a")[1].attrs["href"] == (
        "https://web.archive.org/web/20070213/https://kabarnusa.example/1?a=b&c=d")
    assert text(find(get(client, "/articles/kn-1"), "a", cls="skip")[0]) == "Langsung ke isi"
    missing = get(client, english("/zzz"), 404)
    assert "Go to the search page" in [text(a) for a in find(missing, "a")]


@pytest.fixture(scope="module")
def ranked(make_archive):
    """A service over articles that are found in the order of their numbers."""
    archive = make_archive("whoosh")
    list(archive.add(Article(f"n{day}", "Panen", "Isi panen.", published=f"2001-01-{day:02}")
                     for day in range(1, 26)))
    return create_app(archive).test_client()


def turns(page):
    """Return the links to the hits before and after an article, and what stands between."""
    [turn] = find(page, "span", cls="turn")
    return {a.attrs["rel"]: a.attrs["href"] for a in find(turn, "a")}, text(find(turn, "span")[-1])


def test_an_article_leads_to_the_hits_next_to_it(ranked):
    start = "/?q=panen&sort=oldest&collapse=none"
    titles = [find(h, "a")[0].attrs["href"] for h in find(get(ranked, start), "h2") if find(h, "a")]
    address, seen = titles[0], []
    while address:
        page = get(ranked, address)
        links, shown = turns(page)
        seen.append(urlsplit(address).path)
        position = len(seen)
        assert ("pos", str(position)) in asked(address)
        assert f"{position} dari 25" in text(find(page, "span", cls="turn")[0])
        [back] = backs(page)
        assert dict(asked(back)).get("page", "1") == str((position - 1) // 10 + 1)
        assert ("prev" in links) == (position > 1)
        address = links.get("next")
    assert seen == [f"/articles/n{day}" for day in range(1, 26)]


@pytest.mark.parametrize("pos", ["0", "2", "26", "-1", "x", "", "10001", "9" * 30, "\u0661"])
def test_a_place_that_an_article_does_not_have_is_ignored(ranked, pos):
    page = get(ranked, f"/articles/n1?q=panen&sort=oldest&collapse=none&pos={quote(pos)}")
    assert not find(page, "span", cls="turn") and len(backs(page)) == 1


def test_an_article_can_be_printed_with_its_address(client):
    [printed] = find(get(client, "/articles/kn-1?q=nuklir"), "p", cls="printed")
    assert text(printed).endswith("di http://localhost/articles/kn-1")
