"""Duplicates on the pages."""

import pytest

from search import Article
from web import create_app

from support.page_reader import find, get, text

REPORT = ("Jembatan lama di atas Sungai Kelam ditutup untuk kendaraan berat mulai Senin pagi "
          "karena dua tiang penyangganya retak setelah banjir bandang pekan lalu, kata dinas.")


@pytest.fixture
def site(archive):
    list(archive.add([
        Article("a", "Jembatan Ditutup", REPORT, outlet="Kabar Nusa", published="2010-03-01"),
        Article("b", "Jembatan <Retak>", REPORT, published="2010-03-02"),
        Article("c", "Jembatan Baru", "Dibuka.", outlet="Kabar Nusa"),
    ]))
    return create_app(archive).test_client()


def test_a_page_shows_one_hit_of_each_story_and_a_link_shows_all(site):
    grouped = get(site, "/?q=jembatan")
    assert [text(h1) for h1 in find(grouped, "h1")] == ["2 berita"]
    assert "3 artikel" in text(find(grouped, "div", cls="summary")[0])
    assert len(find(find(grouped, "ol", cls="hits")[0], "li")) == 2
    assert not find(grouped, "input", name="collapse")
    [link] = find(find(grouped, "p", cls="collapse")[0], "a")
    assert link.attrs["href"] == "/?q=jembatan&collapse=none"
    listed = get(site, link.attrs["href"])
    assert [text(h1) for h1 in find(listed, "h1")] == ["3 artikel"]
    assert len(find(find(listed, "ol", cls="hits")[0], "li")) == 3
    assert [i.attrs["value"] for i in find(listed, "input", name="collapse")] == ["none"] * 2
    [back] = find(find(listed, "p", cls="collapse")[0], "a")
    assert back.attrs["href"] == "/?q=jembatan"


def test_facets_count_stories(site):
    counts = find(get(site, "/?q=jembatan"), "span", cls="count")
    assert [text(each) for each in counts] == ["2", "1", "1", "1"]
    counts = find(get(site, "/?q=jembatan&collapse=none"), "span", cls="count")
    assert [text(each) for each in counts] == ["2", "1", "2", "1"]


def test_nothing_is_offered_to_show_separately_where_every_story_has_one_hit(site):
    assert not find(get(site, "/?q=jembatan&outlet=Kabar+Nusa"), "p", cls="collapse")


def test_pages_of_results_keep_how_duplicates_are_shown(site):
    for path, kept in [("/?q=jembatan&page_size=1", False),
                       ("/?q=jembatan&page_size=1&collapse=none", True)]:
        page = get(site, path)
        [title] = find(find(page, "ol", cls="hits")[0], "h2")
        led = find(find(page, "nav", cls="pager")[0], "a") + title.children[:1]
        assert all(("collapse=none" in a.attrs["href"]) == kept for a in led)
        [back] = [a for a in find(get(site, led[-1].attrs["href"]), "a") if "←" in text(a)]
        assert back.attrs["href"] == path


@pytest.mark.parametrize("outlets, said, said_in_english", [
    (["Kabar Nusa", None], "2 artikel memuat berita ini", "2 articles on this story"),
    (["Kabar Nusa"] * 3, "3 artikel memuat berita ini", "3 articles on this story"),
    (list("abcdefghij"), "10 media memuat berita ini", "10 outlets carry this story"),
])
def test_a_hit_opens_to_the_copies_of_its_story(archive, outlets, said, said_in_english):
    list(archive.add(Article(f"x{n}", "Jembatan", REPORT, outlet=outlet)
                     for n, outlet in enumerate(outlets)))
    client = create_app(archive).test_client()
    for path, expected in [("/?q=jembatan", said), ("/?q=jembatan&lang=en", said_in_english)]:
        [story] = find(get(client, path), "details", cls="story")
        assert text(find(story, "summary")[0]) == expected
    links = [a.attrs["href"] for a in find(story, "a")]
    copies = [f"/articles/x{n}?q=jembatan&lang=en" for n in range(1, len(outlets))][:5]
    more = ["/articles/x0?q=jembatan&lang=en#duplicates"] if len(outlets) > 6 else []
    assert links == [*copies, *more, "/stories/x0?lang=en"]


def test_of_a_very_large_story_the_page_says_how_many_are_not_listed(archive):
    list(archive.add(Article(f"x{n:03}", "Jembatan", REPORT) for n in range(103)))
    [others] = find(get(create_app(archive).test_client(), "/articles/x000"), "section",
                    cls="duplicates")
    assert len(find(others, "li")) == 100
    assert [text(each) for each in find(others, "summary")] == ["92 lainnya"]
    assert "3 artikel lain tidak ditampilkan" in [text(each) for each in find(others, "p")]


def test_an_article_lists_its_story_in_order_and_says_who_had_it_first(site):
    [story] = find(get(site, "/articles/b?q=jembatan"), "section", cls="duplicates")
    assert [text(item) for item in find(story, "li")] == [
        "Jembatan Ditutup Kabar Nusa · 1 Maret 2010", "Tanpa media 2 Maret 2010 · artikel ini"]
    assert find(story, "a")[0].attrs["href"] == "/articles/a?q=jembatan"
    assert "yang paling awal Kabar Nusa." in text(story)
    [story] = find(get(site, "/articles/a"), "section", cls="duplicates")
    assert "artikel ini yang paling awal." in text(story)
    assert not find(get(site, "/articles/c"), "section", cls="duplicates")


def test_nobody_is_said_to_be_the_first_where_dates_do_not_tell(archive):
    list(archive.add([
        Article("a", "Jembatan", REPORT, published="2010-03"),
        Article("b", "Jembatan", REPORT, published="2010-03-02"), Article("c", "J", REPORT)]))
    [story] = find(get(create_app(archive).test_client(), "/articles/c"), "section",
                   cls="duplicates")
    assert "Tanggalnya tidak menunjukkan mana yang paling awal." in text(story)
    assert len(find(story, "li")) == 3
