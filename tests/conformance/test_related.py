"""Every engine finds the same related articles."""

import pytest

from search import Article
from search.errors import ArticleNotFound
from search.related import MIN_SIMILARITY, SIGNIFICANT_WORDS

from support.engines import ENGINES

ERUPTION = (
    "Gunung Kelam meletus Senin pagi dan menyemburkan abu setinggi tiga kilometer. Warga dari "
    "empat desa di lereng mengungsi ke balai kecamatan, kata petugas pos pengamatan.")
REFUGEES = (
    "Warga lereng Gunung Kelam yang mengungsi di balai kecamatan bertambah. Abu letusan masih "
    "turun di empat desa, dan petugas membagikan penutup hidung kepada semua orang di ")
AIRPORT = (
    "Abu letusan Gunung Kelam menutup bandara. Petugas pos pengamatan menyebut semburan abu "
    "setinggi dua kilometer, dan penerbangan baru dibuka setelah abu dari lereng itu reda.")
PRICES = (
    "Pedagang pasar menaikkan harga beras karena panen mundur. Petugas dinas perdagangan "
    "memeriksa gudang penyalur.")
HARVEST = (
    "Petani menunda panen karena hujan. Harga beras di pasar naik, kata pedagang, dan gudang "
    "penyalur hampir kosong.")
BATCHES = [[
    Article("a1", "Gunung Kelam Meletus", ERUPTION, outlet="Kabar Nusa", published="2010-03-01"),
    Article("a2", "Letusan Gunung Kelam", ERUPTION, outlet="Arus Kota", published="2010-03-01"),
    Article("b1", "Pengungsi Gunung Kelam Bertambah", f"{REFUGEES} sana.", published="2010-03-02"),
    Article("c1", "Abu Kelam Tutup Bandara", AIRPORT, outlet="Arus Kota", published="2010-03-03"),
], [
    Article("b2", "Pengungsi Kelam Bertambah Lagi", f"{REFUGEES} situ.", published="2010-03-02"),
    Article("x1", "Harga Beras Naik", PRICES, published="2010-03-01"),
    Article("x2", "Panen Beras Mundur", HARVEST, published="2010-03-05"),
    Article("gone", "Gunung Kelam Meletus Lagi", f"Lagi-lagi, {ERUPTION[:90]}."),
    Article("short", "Gunung", "Meletus."), Article("empty", "", ""),
    Article("digits", "12 13", "14 15 16 17 18"), Article("more", "12 13", "14 15 16 17 19"),
]]


@pytest.fixture(scope="module", params=ENGINES)
def archive(request, make_archive):
    archive = make_archive(request.param)
    for batch in BATCHES:
        for _ in archive.add(batch):
            pass
    archive.remove(["gone"])
    return archive


def find(archive, id, limit=5):
    return [each.article.id for each in archive.related(id, limit)]


@pytest.mark.parametrize("id, stories", [
    ("a1", "cb"), ("a2", "cb"), ("b1", "a"), ("b2", "a"), ("c1", "ab"), ("x1", "x"), ("x2", "x"),
])
def test_articles_on_one_subject_are_related(archive, id, stories):
    assert "".join(each[0] for each in find(archive, id)) == stories


def test_an_own_story_is_left_out_and_of_others_one_article_is_found(archive):
    for id in ("a1", "a2"):
        found = find(archive, id)
        assert "c1" in found and not {"a1", "a2"} & set(found)
        assert len({"b1", "b2"} & set(found)) == 1
    for id in ("b1", "b2"):
        assert not {"b1", "b2"} & set(find(archive, id))


def test_a_related_article_has_its_story(archive):
    stories = {each.article.id: each.story for each in archive.related("c1")}
    assert any(story and set(story.articles) == {"a1", "a2"} for story in stories.values())


def test_the_most_similar_come_first_and_none_is_below_the_minimum(archive):
    for id in ("a1", "b1", "c1", "x1"):
        similarities = [each.similarity for each in archive.related(id)]
        assert similarities == sorted(similarities, reverse=True)
        assert all(MIN_SIMILARITY <= each <= 1 for each in similarities)


def test_no_more_are_returned_than_asked_for(archive):
    assert find(archive, "a1", 1) == find(archive, "a1")[:1]


@pytest.mark.parametrize("id", ["short", "empty", "digits"])
def test_an_article_with_hardly_a_word_has_no_related_ones(archive, id):
    assert find(archive, id) == []


def test_articles_of_titles_alone_are_related(make_archive):
    archive = make_archive("whoosh")
    titles = ["Gunung Kelam meletus, warga mengungsi", "Warga mengungsi, Gunung Kelam meletus lagi",
              "Harga beras naik di pasar"]
    list(archive.add(Article(f"t{n}", title) for n, title in enumerate(titles)))
    assert find(archive, "t0") == ["t1"] and find(archive, "t2") == []


def test_a_removed_article_is_never_related_and_has_none(archive):
    assert all("gone" not in find(archive, id, 20) for id in ("a1", "b1", "c1", "x1"))
    with pytest.raises(ArticleNotFound):
        archive.related("gone")


def test_an_updated_article_is_found_by_its_new_words_only(make_archive):
    archive = make_archive("whoosh")
    list(archive.add([*BATCHES[0], BATCHES[1][1], BATCHES[1][2]]))
    list(archive.add([Article("x2", "Gunung Kelam Reda", f"{AIRPORT} Warga kembali.")]))
    assert find(archive, "x1") == [] and "x2" in find(archive, "a1")


def test_of_a_huge_article_only_the_beginning_is_read(make_archive, monkeypatch):
    archive = make_archive("whoosh")
    many = " ".join(f"kata{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}"
                    for n in range(5_000))
    list(archive.add([*BATCHES[0], Article("huge", "Gunung Kelam", f"{ERUPTION} {many}"),
                      Article("other", "Lain", many)]))
    counted = []
    count = archive._engine.count_articles
    monkeypatch.setattr(archive._engine, "count_articles",
                        lambda terms: counted.extend(terms) or count(terms))
    archive.related("huge")
    assert SIGNIFICANT_WORDS < len(counted) < 2_000
