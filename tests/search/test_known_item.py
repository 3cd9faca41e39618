"""A query that is the id or the address of an article."""

import pytest

from search import Article, Query
from search.errors import InvalidCondition
from search.syntax import RemarkKind, parse_query

from support.archives import open_oracle

ARTICLES = [
    Article("kn-2004-0228", "Pasar", "Pasar dibuka.", url="https://kabar.example/berita/12"),
    Article("2004", "Banjir", "Banjir besar."),
    Article("lain", "Gempa", "Gempa tahun 2004 itu."),
    Article("dua kata", "Panen", "Panen raya."),
    Article("apa?", "Hujan", "Hujan deras."),
]


@pytest.fixture(scope="module")
def archive(analyzer):
    archive = open_oracle(analyzer)
    list(archive.add(ARTICLES))
    return archive


@pytest.mark.parametrize("text, kind, read, alternative, found", [
    ("kn-2004-0228", RemarkKind.ID, "id:kn-2004-0228", '"kn-2004-0228"', ["kn-2004-0228"]),
    (" apa? ", RemarkKind.ID, "id:apa?", '"apa?"', ["apa?"]),
    ("2004", RemarkKind.KNOWN_ID, "2004", "id:2004", ["lain"]),
    ("kabar.example/berita/12/", RemarkKind.ADDRESS, "url:https://kabar.example/berita/12",
     '"kabar.example/berita/12/"', ["kn-2004-0228"]),
])
def test_what_identifies_an_article_finds_it(archive, text, kind, read, alternative, found):
    page = archive.search(Query(text))
    [remark] = page.parsed.remarks
    assert (remark.kind, remark.text) == (kind, text.strip())
    assert text[remark.position:].startswith(remark.text)
    assert (page.parsed.text, page.parsed.alternative) == (read, alternative)
    assert [hit.article.id for hit in page.hits] == found
    assert [each.id for each in archive.find_all(Query(text, sort="newest")).articles] == found
    assert parse_query(read).tree == page.parsed.tree


@pytest.mark.parametrize("text", [
    "gempa", "KN-2004-0228", '"kn-2004-0228"', "kn-2004-0228 pasar", "dua kata", "=2004", "",
    "kabar.example/berita/13", "Jl.Merdeka/Thamrin", "tidak-ada", '""',
    "\ud800", "apa?\ud800", "https://kabar.example/\udfff", "kabar.example/\udfff",
])
def test_other_queries_are_words(archive, text):
    kinds = {remark.kind for remark in archive.search(Query(text)).parsed.remarks}
    assert kinds <= {RemarkKind.NO_WORD}


@pytest.mark.parametrize("text", ["id:\ud800", "site:\ud800.id", "url:a.id/\ud800", "id:\"\""])
def test_a_condition_that_is_no_text_is_refused(archive, text):
    with pytest.raises(InvalidCondition):
        archive.search(Query(text))


@pytest.mark.parametrize("text, found", [
    ('id:"dua kata"', ["dua kata"]), ("id:apa?", ["apa?"]), ("-id:2004 banjir", []),
    ("id:2004 gempa", []), ("ID:2004", ["2004"]), ("url:kabar.example/berita/12", ["kn-2004-0228"]),
])
def test_any_id_can_be_asked_for(archive, text, found):
    assert [hit.article.id for hit in archive.search(Query(text)).hits] == found
