"""What the archive holds, on the start page; and the ways out of a search that finds nothing."""

import pytest

from search import Article
from web import create_app
from web.settings import Settings

from support.page_reader import asked, english, find, get, parse, text

TITLES = ["Harga beras naik", "Harga beras turun", "Kapal tenggelam", "Kapal tenggelam lagi"]


@pytest.fixture(scope="module")
def market(make_archive):
    """A service over a few titles that repeat phrases."""
    archive = make_archive("whoosh")
    list(archive.add([
        Article(str(n), title, "Isi berita.", outlet=f"Koran {n % 2}", published=f"201{n}-05-01")
        for n, title in enumerate(TITLES)]))
    return create_app(archive)


@pytest.fixture(scope="module")
def visitor(market):
    return market.test_client()


def test_the_start_page_says_what_there_is(visitor):
    [start] = find(get(visitor, "/"), "div", cls="start")
    assert text(start).startswith("4 artikel dari 2 media, 2010–2013. Terakhir diperbarui")
    [start] = find(get(visitor, "/?lang=en"), "div", cls="start")
    assert text(start).startswith("4 articles from 2 outlets, 2010–2013. Last updated")
    links = {text(a): a.attrs["href"] for a in find(start, "a")}
    assert links["Koran 0"] == "/outlets/Koran%200?lang=en"
    assert find(get(visitor, "/"), "ol", cls="hits")


@pytest.mark.parametrize("path", ["/?q=kapal", "/?outlet=Koran+0", "/?page=2&page_size=2",
                                  "/?sort=oldest"])
def test_a_search_is_no_start_page(visitor, path):
    assert not find(get(visitor, path), "div", cls="start")


def test_every_example_finds_something(visitor):
    page = get(visitor, "/")
    examples = [a.attrs["href"] for a in find(find(page, "div", cls="start")[0], "a")
                if a.attrs["href"].startswith("/?q=")]
    assert [dict(asked(each))["q"] for each in examples] == ["harga beras", "kapal tenggelam"]
    for each in examples:
        assert find(get(visitor, each), "ol", cls="hits")
    [box] = find(page, "input", id="q")
    assert box.attrs["placeholder"] == "Contoh: harga beras"


def test_the_operator_may_choose_the_examples(filled_archive):
    client = create_app(filled_archive, Settings(examples=("nuklir -Iran",))).test_client()
    page = get(client, "/?lang=en")
    assert find(page, "input", id="q")[0].attrs["placeholder"] == "For example: nuklir -Iran"
    assert "/?q=nuklir+-Iran&lang=en" in [
        a.attrs["href"] for a in find(find(page, "div", cls="start")[0], "a")]


def test_the_figures_follow_the_archive(make_archive):
    archive = make_archive("whoosh")
    client = create_app(archive).test_client()
    assert not find(parse(client.get("/").text), "div", cls="start")
    list(archive.add([Article("a", "Judul", "Isi.")]))
    assert text(find(get(client, "/"), "div", cls="start")[0]).startswith("1 artikel")


def test_the_word_that_is_missing_is_named_and_the_others_are_counted(visitor):
    for path, missing, count in (
        ("/?q=beras+zzzkata+%2Bzzzkata", "Tidak ada artikel yang memuat “zzzkata”.", "2 artikel"),
        (english("/?q=beras+%2Bzzzkata"), "No article has “zzzkata”.", "2 articles"),
    ):
        [notice] = find(get(visitor, path), "div", cls="zero")
        assert missing in text(notice) and count in text(notice)
        assert dict(asked(find(notice, "a")[0].attrs["href"]))["q"] == "beras"


@pytest.mark.parametrize("path, missing", [
    ("/?q=zzzkata+beras", "Tidak ada artikel yang memuat “zzzkata”."),
    ("/?q=harga+beras+naik+zzzkata&lang=en", "No article has “zzzkata”."),
    ("/?q=naik+tenggelam", None), ("/?q=harga+beras", None),
])
def test_hits_that_lack_a_word_which_no_article_has_say_so(visitor, path, missing):
    notices = " ".join(text(p) for p in find(get(visitor, path), "p", cls="notice"))
    assert missing in notices if missing else "memuat “" not in notices


def test_each_filter_can_be_taken_off_alone(visitor):
    [notice] = find(get(visitor, "/?q=kapal&outlet=Koran+0&year=2013"), "div", cls="zero")
    undone = [(text(li), dict(asked(find(li, "a")[0].attrs["href"]))) for li in find(notice, "li")]
    assert undone == [
        ("Tanpa saringan Koran 0 1 berita", {"q": "kapal", "year": "2013"}),
        ("Tanpa saringan 2013 1 berita", {"q": "kapal", "outlet": "Koran 0"})]


@pytest.mark.parametrize("path, outlets", [
    ("/?q=kapal&outlet=Koran+0&year=1950&outlet=Koran+99", ["/outlets/Koran%200"]),
    ("/?q=kapal&exclude_outlet=Koran+0&year=1950", []), ("/?q=zzzkata", []),
])
def test_what_there_is_of_a_selected_outlet_is_a_click_away(visitor, path, outlets):
    [notice] = find(get(visitor, path), "div", cls="zero")
    hrefs = [a.attrs["href"] for a in find(notice, "a") if "/outlets" in a.attrs["href"]]
    assert hrefs == [*outlets, "/outlets"]
    assert all(visitor.get(href).status_code == 200 for href in hrefs)


@pytest.mark.parametrize("path, shown", [
    ("/?q=zzzkata", ["~", "*"]), ("/?q=%22beras+kapal%22", ["tanda kutip", "lebih sedikit"]),
    ("/?q=beras&year=1990", []), ("/?q=%22%22", []), ("/?q=%00", []),
])
def test_tips_are_given_only_where_they_apply(visitor, path, shown):
    [notice] = find(get(visitor, path), "div", cls="zero")
    tips = [text(li) for li in find(notice, "li") if not find(li, "a")]
    assert len(tips) == len(shown) and all(any(each in tip for tip in tips) for each in shown)
    assert "4 artikel dari 2 media" in text(notice)
