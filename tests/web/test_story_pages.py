"""Articles that tell the same, on the pages."""

import pytest

from search import Article
from web import create_app

from support.page_reader import find, get, text

TOLD = ("Jembatan lama di atas Sungai Kelam ditutup untuk kendaraan berat mulai Senin pagi karena "
        "dua tiang penyangganya retak setelah banjir bandang pekan lalu, kata kepala dinas.")


@pytest.fixture
def told(archive):
    list(archive.add([
        Article("a", "Jembatan Ditutup", TOLD, "Kabar Nusa", "2010-03-01"),
        Article("b", "Jembatan <Retak>", TOLD, None, "2010-03-02"),
        Article("c", "Jembatan Baru", "Dibuka.", "Kabar Nusa"),
    ]))
    return create_app(archive).test_client()


def test_articles_that_tell_the_same_are_joined_by_a_link_and_parted_again(told):
    apart = get(told, "/?q=jembatan&outlet=Kabar+Nusa")
    [link] = find(find(apart, "p", cls="collapse")[0], "a")
    assert [text(told) for told in find(apart, "p", cls="story")] == [
        "2 artikel memuat berita ini: Kabar Nusa, Tanpa media"]
    joined = get(told, "/?q=jembatan&collapse=story")
    assert [text(h1) for h1 in find(joined, "h1")] == ["2 berita"]
    assert "3 artikel" in text(find(joined, "div", cls="summary")[0])
    assert len(find(find(joined, "ol", cls="hits")[0], "li")) == 2
    counts = [text(count) for count in find(joined, "span", cls="count")]
    assert counts == ["2 / 2", "1 / 1", "1 / 2", "1 / 1"]
    assert "collapse=story" in link.attrs["href"]
    [back] = find(find(joined, "p", cls="collapse")[0], "a")
    assert "collapse" not in back.attrs["href"]
    assert [i.attrs["value"] for i in find(joined, "input", name="collapse")] == ["story"] * 2


def test_an_article_names_the_others_that_tell_the_same(told):
    [others] = find(get(told, "/articles/a?q=jembatan"), "section", cls="duplicates")
    assert [text(item) for item in find(others, "li")] == [
        "Jembatan <Retak> Tanpa media · 2 Maret 2010"]
    assert find(others, "a")[0].attrs["href"] == "/articles/b?q=jembatan"
    assert not find(get(told, "/articles/c"), "section", cls="duplicates")
