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


def test_a_link_groups_duplicates_and_another_shows_them(site):
    listed = get(site, "/?q=jembatan&outlet=Kabar+Nusa")
    [link] = find(find(listed, "p", cls="collapse")[0], "a")
    assert [text(line) for line in find(listed, "p", cls="story")] == [
        "2 artikel memuat berita ini: Kabar Nusa, Tanpa media"]
    grouped = get(site, "/?q=jembatan&collapse=story")
    assert [text(h1) for h1 in find(grouped, "h1")] == ["2 berita"]
    assert "3 artikel" in text(find(grouped, "div", cls="summary")[0])
    assert len(find(find(grouped, "ol", cls="hits")[0], "li")) == 2
    counts = [text(count) for count in find(grouped, "span", cls="count")]
    assert counts == ["2 / 2", "1 / 1", "1 / 2", "1 / 1"]
    assert "collapse=story" in link.attrs["href"]
    [back] = find(find(grouped, "p", cls="collapse")[0], "a")
    assert "collapse" not in back.attrs["href"]
    assert [i.attrs["value"] for i in find(grouped, "input", name="collapse")] == ["story"] * 2


def test_an_article_lists_its_duplicates(site):
    [others] = find(get(site, "/articles/a?q=jembatan"), "section", cls="duplicates")
    assert [text(item) for item in find(others, "li")] == [
        "Jembatan <Retak> Tanpa media · 2 Maret 2010"]
    assert find(others, "a")[0].attrs["href"] == "/articles/b?q=jembatan"
    assert not find(get(site, "/articles/c"), "section", cls="duplicates")
