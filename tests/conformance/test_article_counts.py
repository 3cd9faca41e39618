"""Every engine counts the articles that a term, phrase or tree finds, removed ones aside."""

import pytest

from search import Article
from search.query import And, Channel, Not, Or, Phrase, Term

from support.engines import ENGINES

BATCHES = [
    [Article("a", "Gempa Palu", "gempa dan gempa lagi"), Article("b", "Gempa", "banjir surut")],
    [Article("c", "Banjir", "gempa", outlet="Gempa Pos"), Article("d", "gempa", "gunung")],
]


@pytest.fixture(scope="module", params=ENGINES)
def engine(request, make_archive):
    archive = make_archive(request.param)
    for batch in BATCHES:
        for _ in archive.add(batch):
            pass
    archive.remove(["d"])
    return archive._engine


@pytest.mark.parametrize("term, count", [
    (Term("gempa"), 3), (Term("gempa", field="title"), 2), (Term("gempa", field="body"), 2),
    (Term("banjir"), 2), (Term("surut", Channel.FORM), 1),
    (Term("gempa", Channel.FORM, "outlet"), 1), (Term("gunung"), 0), (Term("zzz"), 0),
    (Phrase(("gempa", "palu")), 1), (Phrase(("palu", "gempa")), 0), (Phrase(("gempa", "dan")), 1),
    (Phrase(("lagi", "gempa"), 1), 1), (Phrase(("lagi", "gempa")), 0),
    (And((Term("gempa"), Term("banjir"))), 2), (And((Term("gempa"), Term("gunung"))), 0),
    (And((Term("gempa"), Not(Term("banjir")))), 1), (Or((Term("surut"), Term("palu"))), 2),
    (Phrase(("gempa", "gunung")), 0), (Phrase(("gempa", "pos"), None, Channel.FORM, "outlet"), 1),
])
def test_an_article_counts_once_however_often_it_has_the_term(engine, term, count):
    assert engine.count_articles([term, term]) == (count, count)


@pytest.mark.parametrize("term, count", [(Term("gempa"), 3), (Term("gunung"), 0)])
def test_where_a_term_finds_enough_a_lower_number_will_do(engine, term, count):
    for enough in range(5):
        (found,) = engine.count_articles([term], [enough])
        assert min(enough, count) <= found <= count


def test_no_terms_have_no_counts(engine):
    assert engine.count_articles([]) == ()
