"""Stories: sketches find the near-duplicates that the oracle finds by brute force."""

import random
import sqlite3

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from search import Article, Query, Sort
from search.engine import Request
from search.engines.whoosh.commits import commit_file, generation, merge_policy
from search.engines.whoosh.querying import collector
from search.engines.whoosh.segments import builder, segment
from search.engines.whoosh.segments.builder import FieldInverter, bounds
from search.engines.whoosh.stories import pairs as pairs_module
from search.facets import FACETS
from search.query import Everything, Filters, Term
from search.stories import (
    BANDS,
    SIMILARITY_THRESHOLD,
    are_promising,
    build_bitmaps,
    build_sketches,
    compute_jaccard,
    connect,
    deduplicate,
)

from support.archives import writing
from support.engines import ENGINES
from support.examples import count_examples
from support.oracle import runs

WORDS = ["".join(word) for word in zip("bcdfghjklmnp" * 8, "aiueo" * 20, "bdgklmnprst" * 9)]


def text(seed):
    return random.Random(seed).choices(WORDS, k=40)


ONE, OTHER = text(1), text(2)
BODIES = [
    " ".join(words) for words in (
        ONE, [*ONE[:-2], "lain", "lagi"], [*ONE[:-10], *text(3)[:10]], [*text(4)[:10], *ONE[10:]],
        OTHER, [*OTHER, "tamat"], [*ONE[:20], *OTHER[20:]], ONE[:15], ONE[:15],
    )
]
"""The second is the first but for two words. The third and the fourth are alike only through
the first. The seventh is half of two; the last two are equal and short."""

ARTICLES = st.lists(
    st.builds(
        Article, st.sampled_from([f"a{n}" for n in range(12)]), st.sampled_from(["satu", "dua"]),
        st.sampled_from(BODIES), outlet=st.sampled_from(["Kabar Nusa", "Harian Sagara", None]),
        published=st.sampled_from([None, "2007", "2007-02-13", "2013-06-29"]),
        extra=st.sampled_from(
            [{}, {"byline": "Budi", "tags": ["kopi", "teh"]}, {"tags": ["teh"]}])),
    min_size=1, max_size=12, unique_by=lambda article: article.id,
)
REQUESTS = st.builds(
    Request, st.sampled_from([Everything(), Term("satu"), Term("lain")]),
    filters=st.builds(Filters, selected=st.fixed_dictionaries({}, optional={
        "outlet": st.sampled_from([("Kabar Nusa",), (None,)]),
        "year": st.sampled_from([(2007,), (None,)]),
        "byline": st.sampled_from([("Budi",), (None,)]),
        "tag": st.sampled_from([("kopi",), ("teh",), (None, "kopi")]),
    }), excluded=st.sampled_from([{}, {"outlet": ("Kabar Nusa",)}, {"tag": ("kopi", None)}])),
    sort=st.sampled_from([Sort.NEWEST, Sort.OLDEST, Sort.ADDED]), offset=st.integers(0, 2),
    limit=st.integers(0, 12), facets=st.just(tuple(FACETS)), collapse=st.booleans(),
)


@pytest.mark.parametrize("engine", [name for name in ENGINES if name in ("whoosh", "opensearch")])
@settings(max_examples=count_examples(50), suppress_health_check=list(HealthCheck))
@given(articles=ARTICLES, changed=ARTICLES, removed=st.sets(st.integers(0, 11), max_size=4),
       requests=st.lists(REQUESTS, min_size=1, max_size=5))
def test_stories_are_those_of_the_oracle(
        make_archive, engine, articles, changed, removed, requests):
    """After transactions that add, replace and remove articles, and again after a rebuild."""
    archive, oracle = make_archive(engine), make_archive("oracle")
    for each in (archive, oracle):
        for some in (articles, changed):
            with writing(each) as transaction:
                for article in some:
                    transaction.put(article)
        with writing(each) as transaction:
            for number in removed:
                transaction.remove(f"a{number}")
    expected = [oracle._engine.match(request) for request in requests]
    agree(archive._engine, requests, expected)
    list(archive.rebuild())
    agree(archive._engine, requests, expected)
    for article in oracle.export():
        assert archive.story(article.id) == oracle.story(article.id)
    assert archive.story("nobody") is None


def agree(engine, requests, expected):
    for request, wanted in zip(requests, expected):
        found = engine.match(request)
        assert (found.ids, found.total, found.article_total) == (
            wanted.ids, wanted.total, wanted.article_total), request
        assert found.facets == wanted.facets, request
        assert found.stories == wanted.stories, request


def test_a_lost_link_between_two_is_found_again(archive):
    """Only the first is a near-duplicate of both others; a copy of it links them too."""
    bodies = dict(zip("abcd", (BODIES[2], BODIES[0], BODIES[3], BODIES[0])))
    list(archive.add(Article(id, id, body) for id, body in bodies.items()))
    assert archive.story("a").articles == ("a", "b", "c", "d")
    archive.remove(["b"])
    assert archive.story("a").articles == ("a", "c", "d")
    list(archive.add([Article("d", "d", BODIES[4])]))
    assert archive.story("a") is None and archive.story("d") is None


@pytest.mark.parametrize("factor", [merge_policy.SIZE_FACTOR, 0])
def test_collapsed_by_relevance_the_best_hit_stands_for_its_story(archive, monkeypatch, factor):
    monkeypatch.setattr(merge_policy, "SIZE_FACTOR", factor)  # 0 merges no segments
    list(archive.add([
        Article("a", "Kereta", BODIES[0]), Article("b", "Kereta kereta", BODIES[1]),
        Article("c", "Kapal", BODIES[4]), Article("d", "Kereta", BODIES[5]),
    ]))
    list(archive.add([Article("e", "kereta kereta kereta", BODIES[0])]))  # in another segment
    found = archive.search(Query("kereta"))
    best = [hit.article.id for hit in found.hits]
    collapsed = archive.search(Query("kereta", collapse="story"))
    kept = [id for at, id in enumerate(best) if not {*best[:at]} & set(archive.story(id).articles)]
    assert [hit.article.id for hit in collapsed.hits] == kept and len(kept) == 2 < len(best)
    assert (collapsed.total, collapsed.articles) == (2, 4)


def test_stories_take_one_pass_over_each_segment(archive, monkeypatch):
    monkeypatch.setattr(merge_policy, "SIZE_FACTOR", 0)  # none are merged
    list(archive.add([Article("a", "Kereta", BODIES[0]), Article("b", "Kereta", BODIES[1])]))
    list(archive.add([Article("c", "Kereta", BODIES[0]), Article("d", "Kereta", BODIES[4])]))
    passes = []
    run_program = collector.run_program
    monkeypatch.setattr(
        collector, "run_program", lambda *given: passes.append(given[2]) or run_program(*given))
    page = archive.search(Query("kereta", collapse="story", page_size=1))
    assert (page.total, page.articles, len(page.hits)) == (2, 4, 1)
    assert len(passes) == len(set(passes)) == 2


def test_a_story_is_put_together_once_for_all_its_hits(archive):
    list(archive.add(Article(f"a{n}", str(n), BODIES[n // 5]) for n in range(10)))
    stories = [hit.story for hit in archive.search(Query("")).hits]
    assert all(stories) and len({id(story) for story in stories}) < len(stories)
    assert archive.story("a0") is archive.story("a1")


@pytest.mark.parametrize(("first", "last"), [(140, 160), (120, 180)])
def test_a_crowd_that_shares_a_text_is_one_story(archive, first, last):
    """Even if many in its middle are removed, across which no two were compared."""
    crowd = [Article(f"a{n:03}", str(n), BODIES[0]) for n in range(300)]
    for article in (crowd[:150], crowd[150:]):
        list(archive.add(article))
    assert archive.search(Query("", collapse="story")).total == 1
    archive.remove([f"a{n:03}" for n in range(first, last)])
    assert archive.story("a000").size == 300 - (last - first)
    folder = generation.folder(archive._engine._folder, 1)
    paired = np.unique(commit_file.find_commit(folder, commit_file.UNFINISHED).pairs)
    assert paired.tolist() == [*range(1, first + 1), *range(last + 1, 301)]


def test_the_nearest_are_counted_through_all_segments(archive, monkeypatch):
    monkeypatch.setattr(pairs_module, "NEAREST_COMPARED", 3)
    monkeypatch.setattr(merge_policy, "SIZE_FACTOR", 0)  # none are merged
    crowd = [Article(f"a{n:02}", str(n), BODIES[0]) for n in range(11)]
    for first, last in ((0, 4), (4, 5), (5, 11)):
        list(archive.add(crowd[first:last]))
    folder = generation.folder(archive._engine._folder, 1)
    assert len(generation.open_segments(folder)) == 3
    pairs = commit_file.find_commit(folder, commit_file.UNFINISHED).pairs.tolist()
    assert sorted(map(tuple, pairs)) == [
        (one, other) for one in range(1, 12) for other in range(one + 1, min(one + 4, 12))]


def test_merged_segments_keep_their_sketches(archive):
    for number in range(6):
        list(archive.add([Article(f"a{number}", "", BODIES[4 * (number % 2)])]))
    folder = generation.folder(archive._engine._folder, 1)
    assert len(generation.open_segments(folder)) <= 3
    list(archive.add([Article("b", "", BODIES[5])]))
    assert archive.story("b").articles == ("a1", "a3", "a5", "b")


def test_a_damaged_article_keeps_none_like_it_from_being_added(archive):
    list(archive.add([Article("a", "", BODIES[0]), Article("b", "", BODIES[4])]))
    with sqlite3.connect(archive._engine._folder / "articles.sqlite") as store:
        store.execute("UPDATE version SET title = 'lain' WHERE id = 'a'")
    list(archive.add([Article("c", "", BODIES[1]), Article("d", "", BODIES[5])]))
    assert archive.story("c") is None and archive.story("d").articles == ("b", "d")


def test_sketches_of_another_method_are_computed_anew(archive, monkeypatch):
    with monkeypatch.context() as before:
        for module in (segment, builder):
            before.setattr(module, "SKETCHES", "bands-of-old")
        list(archive.add([Article("a", "", BODIES[0]), Article("b", "", BODIES[4])]))
    archive._engine._follower.forget_checks()
    list(archive.add([Article("c", "", BODIES[1])]))
    assert archive.story("a").articles == ("a", "c") and archive.verify() == []


def test_sketches_say_how_alike_texts_are(analyzer):
    """Of 200 pairs that have 60 % of their runs in common, all but a few agree in a band."""
    agree, far = 0, 0
    for seed in range(200):
        one, other, third = text(3 * seed), text(3 * seed + 1), text(3 * seed + 2)
        keys = bands(analyzer, [one + other, one + other[:30] + third[:10], third])
        agree += bool((keys[0] == keys[1]).any())
        far += bool((keys[0] == keys[2]).any())
    assert agree >= 190 and far <= 5


def bands(analyzer, texts):
    inverter = FieldInverter()
    for words in analyzer.tokenize_all([" ".join(words) for words in texts]):
        inverter.add(words)
    found, keys, _ = build_sketches(*inverter._hash_forms())
    assert found.tolist() == list(range(len(texts))) and keys.shape == (len(texts), BANDS)
    return keys


@pytest.mark.parametrize(("common", "own"), [(8, 4), (60, 30), (200, 99), (700, 340)])
def test_bitmaps_of_pairs_are_promising_and_few_others(common, own):
    """Pairs of sets that share `common` runs, against pairs that share half as many."""
    chance, pairs, others = np.random.default_rng(common), [], []
    for _ in range(200):
        pairs.append(likeness(chance, common, own))
        others.append(likeness(chance, common // 2, own + (common - common // 2)))
    assert np.mean(pairs) >= 0.97 and np.mean(others) <= 0.05


def likeness(chance, common, own):
    runs = chance.integers(0, 1 << 63, common + 2 * own).astype(np.uint64)
    pair = [runs[:common + own], np.concatenate((runs[:common], runs[common + own:]))]
    size = common + own
    one, other = build_bitmaps(np.concatenate(pair), np.array([0, size, 2 * size]))
    return are_promising(one[None], other[None])[0]


def test_what_long_texts_have_in_common_is_read():
    """Their bitmaps are full."""
    assert likeness(np.random.default_rng(1), 0, 4_000)


@given(st.lists(st.lists(st.integers(0, 9), max_size=12), max_size=5))
def test_deduplicated_runs_are_sets_in_order(documents):
    runs = np.array([run for each in documents for run in each], np.uint64)
    found = deduplicate(runs, bounds(np.array(list(map(len, documents)), np.int64)))
    assert [each.tolist() for each in found] == [sorted(set(each)) for each in documents]


@given(st.lists(st.lists(st.sampled_from(WORDS[:6]), max_size=12), min_size=2, max_size=6))
def test_runs_are_those_of_the_words(analyzer, texts):
    inverter = FieldInverter()
    for words in analyzer.tokenize_all([" ".join(words) for words in texts]):
        inverter.add(words)
    sets = inverter.shingles()
    for one, own in zip(texts, sets):
        for other, theirs in zip(texts, sets):
            mine, others = set(runs(one)), set(runs(other))
            expected = len(mine & others) / len(mine | others) if mine | others else 0
            assert compute_jaccard(own, theirs) == pytest.approx(expected)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=40))
@example([(n, n + 1) for n in range(30)])
@example([(n + 1, n) for n in reversed(range(30))])
def test_what_pairs_connect_is_one_group(pairs):
    groups = [{n} for n in range(31)]
    for one, other in pairs:
        both = groups[one] | groups[other]
        for each in both:
            groups[each] = both
    found = connect(np.array(pairs, np.int64).reshape(-1, 2), 31)
    assert found.tolist() == [min(group) for group in groups]


def test_the_threshold_is_the_oracles():
    assert SIMILARITY_THRESHOLD == 0.5


def test_sketches_are_the_same_whatever_is_sketched_together(monkeypatch):
    chance = np.random.default_rng(1)
    lengths = chance.integers(0, 400, 200)
    places = chance.integers(0, 5_000, lengths.sum()).astype(np.uint32)
    words = chance.integers(0, 1 << 63, 5_000).astype(np.uint64)
    found = []
    for together in (1, 1_000, 1_000_000):
        monkeypatch.setattr("search.stories._BATCH_WORDS", together)
        monkeypatch.setattr("search.stories._BATCH_BITMAPS", min(together, 100))
        found.append(build_sketches(words, places, lengths))
    for one, other, third in zip(*found):
        assert len(one) and one.tolist() == other.tolist() == third.tolist()
