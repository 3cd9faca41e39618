"""Random corpora and query trees: every engine finds what the oracle finds."""

from contextlib import nullcontext
from dataclasses import replace
from itertools import islice

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import Article, kernel_loader
from search.engine import Request
from search.explanation import Role
from search.facets import FACETS, Listing, ListingOrder
from search.period import Period
from search.query import (
    And,
    AtLeast,
    Boost,
    Channel,
    EarlyTerm,
    Everything,
    Filters,
    Fuzzy,
    Keyword,
    Not,
    Or,
    Phrase,
    Prefix,
    Sort,
    Term,
    Weighted,
    Within,
)

from support.archives import writing
from support.engines import ENGINES
from support.examples import count_examples

WORDS = ["kim", "kmi", "putin", "putri", "runding", "rundingan", "berunding", "enam", "pihak",
         "anak-anak", "anak", "nuklir", "nuklri", "as", "2",
         "kim-putin", "u-2"]
OUTLETS = ["Kabar Nusa", "Harian Sagara", None]
DATES = [None, "2007", "2007-02", "2007-02-13", "2007-02-13T21:10:00+07:00", "2013-06-29", "2013"]
URLS = [None, "https://a.example/1", "http://www.A.example/1/", "https://b.a.example:81/2",
        "https://aa.example/1", "ftp://a.example/1", "a.example", "https://[x/"]
TEXTS = st.lists(st.sampled_from([*WORDS, "\n"]), max_size=9).map(" ".join)

ARTICLES = st.lists(
    st.builds(Article, st.sampled_from([f"a{n}" for n in range(12)]), TEXTS, TEXTS,
              outlet=st.sampled_from(OUTLETS), published=st.sampled_from(DATES),
              url=st.sampled_from(URLS),
              extra=st.sampled_from([{}, {"byline": "Budi"}, {"byline": "Sri; Budi"},
                                     {"tags": ["kopi", "Kain", "Énam"]}, {"tags": ["teh"]}])),
    min_size=1, max_size=12, unique_by=lambda article: article.id,
)
STEMS = st.sampled_from(["kim", "putin", "runding", "enam", "pihak", "anak", "nuklir", "as", "2",
                         "kimputin", "u", "u2"])
FORMS = st.sampled_from([*WORDS, "kabar", "nusa"])
FIELDS = st.sampled_from([None, "title", "body"])
BEFORE = st.just(()) | st.lists(FORMS | st.just("kim"), min_size=1, max_size=2).map(tuple)
LEAVES = st.one_of(
    st.builds(Term, STEMS, st.just(Channel.STEM), FIELDS),
    st.builds(Term, FORMS, st.just(Channel.FORM), FIELDS | st.just("outlet")),
    st.builds(Phrase, st.lists(STEMS, min_size=2, max_size=4).map(tuple),
              st.none() | st.integers(0, 4), st.just(Channel.STEM), FIELDS),
    st.builds(Phrase, st.lists(FORMS, min_size=2, max_size=3).map(tuple), st.none(),
              st.just(Channel.FORM), FIELDS | st.just("outlet")),
    st.builds(Prefix, st.sampled_from(["k", "pu", "run", "anak-", "zz", ""]), FIELDS, BEFORE),
    st.builds(Fuzzy, FORMS, st.integers(1, 2), FIELDS, BEFORE),
    st.just(Everything()),
    st.builds(Keyword, st.just("site"), st.sampled_from(["a.example", "example", "b.a.example"])),
    st.builds(
        Keyword, st.just("url"), st.sampled_from(["https://a.example/1", "ftp://a.example/1"])),
    st.builds(Keyword, st.just("id"), st.sampled_from(["a0", "a7", "a"])),
    st.builds(Within, st.sampled_from(["2007", "2007-02-13", "2013"]).map(Period.parse)),
)
NEAR = st.builds(Phrase, st.lists(STEMS, min_size=2, max_size=3).map(tuple), st.integers(0, 4))
EARLY = st.builds(EarlyTerm, STEMS, st.just(60))
TREES = st.recursive(LEAVES, lambda trees: st.one_of(
    st.builds(And, st.lists(trees, min_size=1, max_size=3).map(tuple)),
    st.builds(Or, st.lists(trees, min_size=1, max_size=3).map(tuple)),
    st.builds(AtLeast, st.integers(1, 3), st.lists(trees, min_size=1, max_size=4).map(tuple)),
    st.builds(Boost, trees, st.lists(st.tuples(st.just(0.5), trees), max_size=2).map(tuple)),
    st.builds(Weighted, st.just(0.5), trees),
    st.builds(Not, trees),
), max_leaves=6)
VALUES = {"outlet": [*OUTLETS, "Lain"], "year": [2007, 2013, 1999, None],
          "byline": ["Budi", "Sri", "Lain", None], "tag": ["kopi", "teh", None]}
"""What each filter may select, including values that no article has."""
FILTERS = st.builds(
    Filters,
    selected=st.fixed_dictionaries({}, optional={
        name: st.lists(st.sampled_from(values), max_size=2, unique=True).map(tuple)
        for name, values in VALUES.items()
    }),
    excluded=st.fixed_dictionaries({}, optional={
        name: st.lists(st.sampled_from(values), max_size=1).map(tuple)
        for name, values in VALUES.items()
    }),
    within=st.none() | st.sampled_from(["2007", "2007-02", "2013-06-29"]).map(Period.parse),
)
REQUESTS = st.builds(
    Request, TREES, all_words=st.none() | TREES, relaxed=st.none() | TREES,
    refinements=st.lists(st.tuples(st.just(0.2), NEAR | EARLY), max_size=2).map(tuple),
    recency=st.sampled_from([0.0, 0.5]), filters=FILTERS,
    sort=st.sampled_from([Sort.NEWEST, Sort.OLDEST, Sort.ADDED]), offset=st.integers(0, 3),
    limit=st.integers(0, 12), facets=st.sets(st.sampled_from(list(FACETS))).map(tuple),
    listings=st.dictionaries(st.sampled_from(["outlet", "byline", "tag"]), st.builds(
        Listing, st.sampled_from([None, 1, 2]), st.sampled_from(["", "K", "é"]),
        st.sampled_from([None, *ListingOrder]), st.booleans()), max_size=2),
)


def fill(archive, articles):
    with writing(archive) as transaction:
        for article in articles:
            transaction.put(article)


@pytest.mark.parametrize("engine", [name for name in ENGINES if name in ("whoosh", "opensearch")])
@settings(max_examples=count_examples(80), suppress_health_check=list(HealthCheck))
@given(articles=ARTICLES, changed=ARTICLES, removed=st.sets(st.integers(0, 11), max_size=3),
       requests=st.lists(REQUESTS, min_size=1, max_size=8))
def test_engines_agree_with_the_oracle(
        make_archive, engine, articles, changed, removed, requests):
    """After three transactions: the second replaces articles, the third removes some."""
    archive, oracle = make_archive(engine), make_archive("oracle")
    for each in (archive, oracle):
        fill(each, articles)
        fill(each, changed)
        with writing(each) as transaction:
            for number in removed:
                transaction.remove(f"a{number}")
    for request in requests:
        found, expected = archive._engine.match(request), oracle._engine.match(request)
        assert found.total == expected.total, request
        assert found.facets == expected.facets, request
        assert found.omitted == expected.omitted, request
        assert found.ids == expected.ids, request
        assert found.relaxed == expected.relaxed, request
        assert found.with_all_words == expected.with_all_words, request
        whole = replace(request, sort=Sort.RELEVANCE, offset=0, limit=12)
        ranked = archive._engine.match(whole)
        assert set(ranked.ids) == set(oracle._engine.match(whole).ids), request
        assert list(ranked.scores) == sorted(ranked.scores, reverse=True), request
        check_recency(archive, oracle, whole)
        check_explanations(archive, oracle, replace(whole, explain=True))
    for form in ("kim", "rundingan"):
        near = archive._engine.similar_forms(form, 2)
        assert near == oracle._engine.similar_forms(form, 2)
    terms = [Term(word, channel, field) for word in WORDS[:4] for channel, field in (
        (Channel.STEM, None), (Channel.FORM, None), (Channel.STEM, "body"))]
    assert archive._engine.count_articles(terms) == oracle._engine.count_articles(terms)
    for article in islice(oracle.export(), 2):
        assert list_related(archive, article.id) == list_related(oracle, article.id)
    for phrase in archive._engine.frequent_phrases("", 20):
        words = tuple(phrase.text.split())
        leaf = (Phrase(words, None, Channel.FORM, "title") if len(words) > 1
                else Term(words[0], Channel.FORM, "title"))
        assert oracle._engine.match(Request(leaf)).total == phrase.articles > 1
    assert list(archive.export()) == list(oracle.export())
    assert archive.verify() == []


def list_related(archive, id):
    return sorted((-each.similarity, each.article.id) for each in archive.related(id, 20))


def check_recency(archive, oracle, request):
    """Check that each hit gains the share of its score that its date says."""
    plain = archive._engine.match(replace(request, recency=0.0))
    raised = archive._engine.match(replace(request, recency=0.5))
    periods = {id: oracle._engine.documents[id].article.period for id in plain.ids}
    starts = {id: period.start for id, period in periods.items() if period}
    first, last = min(starts.values(), default=0), max(starts.values(), default=0)
    places = {id: (start - first) / max(last - first, 1) for id, start in starts.items()}
    expected = {id: score * (1 + 0.5 * places.get(id, 0))
                for id, score in zip(plain.ids, plain.scores)}
    assert dict(zip(raised.ids, raised.scores)) == pytest.approx(expected, rel=1e-5), request


def check_explanations(archive, oracle, request):
    """Check that compiled and reference kernels explain what the oracle does, and add up."""
    expected = oracle._engine.match(request)
    parts = dict(zip(expected.ids, map(describe_parts, expected.explanations)))
    for kernels in (nullcontext, kernel_loader.use_reference):
        with kernels():
            found = archive._engine.match(request)
        assert len(found.explanations) == len(found.ids) > 0 or not parts, request
        for id, score, explanation in zip(found.ids, found.scores, found.explanations):
            own = describe_parts(explanation)
            assert [part[:-1] for part in own] == [part[:-1] for part in parts[id]], request
            for (*_, weight), (*_, most) in zip(own, parts[id]):
                assert weight == most or weight < most and "Weighted" in repr(request), request
            added = sum(part.score for part in explanation)
            assert added == pytest.approx(score, rel=1e-5, abs=1e-6), request


def describe_parts(explanation):
    return [(part.role, part.leaf, sorted(part.by_field), part.weight) for part in explanation
            if part.role is not Role.RECENCY]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_transaction_that_raises_leaves_nothing(make_archive, engine):
    archive = make_archive(engine)
    list(archive.add([Article("a", "Satu", "Isi.")]))
    with pytest.raises(ZeroDivisionError):
        with writing(archive) as transaction:
            transaction.put(Article("b", "Dua", "Isi."))
            transaction.remove("a")
            1 / 0
    assert [article.id for article in archive.export()] == ["a"]
    assert archive._engine.match(Request(Term("isi"))).ids == ("a",)
