"""Every engine gives the same concordance: each match on a line, in order, within bounds."""

import pytest

from search import Article, Query
from search.errors import InvalidValue
from search.explore import ConcordanceLayout, LineOrder, concordance

from support.engines import ENGINES

ARTICLES = [
    Article("k1", "Perahu rusak", "Nelayan membeli perahu kayu. Kemarin PERAHU\n\nBesi tiba.",
            outlet="Kabar Nusa", published="2004-03-02"),
    Article("k2", "Pasar", "Di Ambon perahu Ának nelayan dicat, kata Amir.", published="2001"),
    Article("k3", "Pasar", "Di Ambon perahu Ának nelayan dicat, kata Amir."),
    Article("k4", "Panen", "Tidak ada yang lain di sini."),
]


@pytest.fixture(scope="module", params=ENGINES)
def archive(request, make_archive):
    archive = make_archive(request.param)
    list(archive.add(ARTICLES))
    return archive


def build(archive, text="perahu", collapse="none", **layout):
    if "order" in layout:
        layout["order"] = LineOrder(layout["order"])
    return archive.concordance(Query(text, collapse=collapse), ConcordanceLayout(**layout))


def test_each_match_has_a_line_with_the_words_on_both_sides(archive):
    found = build(archive, width=17)
    lines = [line[:4] for line in found.lines if line.id == "k1"]
    assert sorted(lines) == [
        ("", "Perahu", " rusak", "title"),
        ("Nelayan membeli ", "perahu", " kayu. Kemarin", "body"),
        ("kayu. Kemarin ", "PERAHU", " Besi tiba.", "body")]
    assert found.complete and found.read == found.page.total == 3


@pytest.mark.parametrize("order, expected", [
    ("right", ["Ának", "Ának", "Besi", "kayu.", "rusak"]),
    ("left", ["rusak", "Ának", "Ának", "Besi", "kayu."]),
    ("date", ["Ának", "rusak", "kayu.", "Besi", "Ának"]),
])
def test_lines_are_sorted_by_the_nearest_words_or_by_date(archive, order, expected):
    found = build(archive, order=order)
    assert [line.right.split()[0] for line in found.lines] == expected


def test_words_side_by_side_are_one_match(archive):
    assert {line.match for line in build(archive, '"anak nelayan"').lines} == {"Ának nelayan"}
    assert {line.match for line in build(archive, "nelayan OR ambon").lines} == {
        "Nelayan", "nelayan", "Ambon"}


def test_copies_of_a_story_are_read_once_if_that_is_asked(archive, monkeypatch):
    same = "Petani garam menjemur hasil panen di tepi pantai sejak pagi, lalu menimbang karung. "
    list(archive.add([Article(f"c{n}", "Garam", same * 3) for n in range(3)]))
    assert {build(archive, "menjemur", collapse=each).read for each in ("none", "story")} == {3, 1}
    archive.remove([f"c{n}" for n in range(3)])


def test_what_is_left_out_is_said(archive, monkeypatch):
    found = build(archive, limit=2)
    assert len(found.lines) == 2 and not found.complete
    monkeypatch.setattr(concordance, "MAX_READ", 1)
    monkeypatch.setattr(concordance, "_BATCH", 1)
    found = build(archive)
    assert found.read == 1 and found.page.total == 3 and not found.complete


def test_articles_come_in_batches_without_repeating_one(archive, monkeypatch):
    monkeypatch.setattr(concordance, "_BATCH", 1)
    found = build(archive, order="date")
    assert [line.id for line in found.lines] == ["k2", "k1", "k1", "k1", "k3"] and found.complete


@pytest.mark.parametrize("text", ["", "-perahu", "outlet:nusa", "???", "tiada"])
def test_a_query_without_a_match_in_the_text_has_no_lines(archive, text):
    assert build(archive, text).lines == ()


def test_giant_words_and_texts_stay_within_bounds(archive):
    long = "x" * 5_000
    text = f"{long} perahu {long} " + "perahu " * 20_000
    list(archive.add([Article("besar", long, text)]))
    found = build(archive, long[:10] + "* perahu", limit=1_000, width=200)
    archive.remove(["besar"])
    assert len(found.lines) <= 1_000 and not found.complete
    assert all(len(each) <= 300 for line in found.lines for each in line if each)


@pytest.mark.parametrize("name, value", [
    ("width", 0), ("width", 201), ("limit", 0), ("limit", 1_001)])
def test_a_layout_outside_its_range_is_refused(name, value):
    with pytest.raises(InvalidValue) as error:
        ConcordanceLayout(**{name: value})
    assert error.value.parameter == name
