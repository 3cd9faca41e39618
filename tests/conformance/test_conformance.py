"""The contract of search/engine.py as data, on every engine: see tests/README.md."""

from dataclasses import replace
from datetime import date

import pytest

from search import Article, Query, Sort
from search.engines.whoosh.commits import generation
from search.errors import QuerySyntaxError
from search.explanation import write_leaf
from search.facets import ALL_FILTERS, DEFAULT_FACETS

from support.engines import ENGINES
from support.suites import SUITES

CASES = [
    pytest.param(suite, case, id=f"{suite}: {case['name']}")
    for suite, content in SUITES.items() for case in content["searches"]
]
PARAMETERS = {
    "name", "q", *ALL_FILTERS, "from", "to", "sort", "page", "page_size", "facets", "collapse",
    "expand", "past", "today", "limit", "prefix", "values",
}
EXPECTATIONS = {
    "ids", "set", "total", "articles", "match", "needed", "with_all_words", "counts",
    "stories", "story", "marks", "title_marks", "first_snippet", "parts",
    "error",
}


@pytest.fixture(scope="module", params=ENGINES)
def engine(request):
    return request.param


@pytest.fixture(scope="module")
def archives(engine, make_archive):
    """An archive for each suite, with its later articles in a second batch."""
    archives = {}
    for name, content in SUITES.items():
        archives[name] = make_archive(engine)
        for articles in (content["articles"], content.get("later", ())):
            for _ in archives[name].add(Article(**article) for article in articles):
                pass
    return archives


def test_what_comes_later_lies_in_a_segment_of_its_own(engine, archives):
    if engine in ("oracle", "opensearch"):
        pytest.skip("its segments are its own affair, if it has any")
    for name in ("calendar", "stories"):
        folder = generation.folder(archives[name]._engine._folder, 1)
        assert "later" in SUITES[name] and len(generation.open_segments(folder)) == 2


def test_there_are_enough_cases():
    assert len(CASES) >= 120


@pytest.mark.parametrize("suite, case", CASES)
def test_case(engine, archives, suite, case):
    assert not case.keys() - PARAMETERS - EXPECTATIONS, "unknown key"
    assert case.keys() & EXPECTATIONS, "a case must expect something"
    if "error" in case:
        with pytest.raises(QuerySyntaxError) as raised:
            archives[suite].search(query(case))
        assert raised.value.position == case["error"]["position"]
        return
    page = archives[suite].search(query(case))
    for name in case.keys() & EXPECTATIONS - {"ids"}:
        assert SEEN[name](page, case[name]) == case[name], name
    if "ids" in case:
        ranked = case.get("sort", "relevance") == "relevance" and page.total > 1
        if engine == "oracle" and ranked and any(case["q"].strip()):
            assert sorted(SEEN["ids"](page, None)) == sorted(case["ids"])
        else:
            assert SEEN["ids"](page, None) == case["ids"]


@pytest.mark.parametrize("suite", [
    pytest.param(suite, marks=[pytest.mark.long] if number % 3 and suite != "explanations" else [])
    for number, suite in enumerate(SUITES)
])
def test_the_parts_of_a_score_add_up_to_it(engine, archives, suite):
    for case in SUITES[suite]["searches"]:
        if "error" not in case:
            for hit in archives[suite].search(replace(query(case), explain=True)).hits:
                added = sum(part.score for part in hit.explanation)
                assert added == pytest.approx(hit.score, rel=1e-5, abs=1e-6), case["q"]


def query(case):
    return Query(
        case["q"], selected={name: tuple(map(str, case.get(name, ()))) for name in ALL_FILTERS},
        since=case.get("from"), until=case.get("to"), past=case.get("past"),
        sort=Sort(case.get("sort", "relevance")),
        page=case.get("page", 1), page_size=case.get("page_size", 10),
        facets=tuple(case.get("facets", DEFAULT_FACETS)), collapse=case.get("collapse", "none"),
        today=date.fromisoformat(case.get("today", "2019-05-17")),
        expand=case.get("expand", True), facet_limit=case.get("limit"),
        facet_prefix=case.get("prefix"), facet_sort=case.get("values"),
        explain="parts" in case,
    )


def body_marks(hit):
    return [word for snippet in hit.snippets for word in snippet.list_matches()]


def by_id(page, ids, what):
    return {hit.article.id: what(hit) for hit in page.hits if hit.article.id in ids}


def buckets(page, names):
    return {
        name: [[bucket.value, bucket.count, bucket.selected] for bucket in page.facets[name]]
        for name in names
    }


def stories(page, names):
    return {name: [[bucket.value, bucket.stories] for bucket in page.facets[name]]
            for name in names}


def describe_story(hit):
    return hit.story and [hit.story.id, hit.story.size, list(hit.story.outlets)]


def list_parts(hit):
    return [[str(part.role), write_leaf(part.leaf), round(part.weight, 6), sorted(part.by_field)]
            for part in hit.explanation if part.leaf]


SEEN = {
    "ids": lambda page, _: [hit.article.id for hit in page.hits],
    "set": lambda page, ids: sorted((hit.article.id for hit in page.hits), key=ids.index)
    if {hit.article.id for hit in page.hits} <= set(ids) else
    [hit.article.id for hit in page.hits],
    "total": lambda page, _: page.total,
    "articles": lambda page, _: page.articles,
    "match": lambda page, _: page.match,
    "needed": lambda page, _: page.needed,
    "with_all_words": lambda page, _: page.with_all_words,
    "counts": buckets,
    "stories": stories,
    "story": lambda page, ids: by_id(page, ids, describe_story),
    "marks": lambda page, ids: by_id(page, ids, body_marks),
    "title_marks": lambda page, ids: by_id(page, ids, lambda hit: hit.title.list_matches()),
    "parts": lambda page, ids: by_id(page, ids, list_parts),
    "first_snippet": lambda page, ids: by_id(page, ids, lambda hit: hit.snippets[0].text),
}
