"""Segments: inversion against counting by hand, and merging against building all at once."""

from collections import defaultdict

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import Article
from search.analysis import Analyzer
from search.arrays import Damaged, write
from search.documents import build_documents
from search.engines.whoosh.segments import value_sets
from search.engines.whoosh.segments.builder import SegmentBuilder, invert
from search.engines.whoosh.segments.merger import merge
from search.engines.whoosh.segments.segment import Segment

TEXTS = st.lists(st.sampled_from(["kim", "putin", "enam", "pihak", "anak-anak", "é"]), max_size=8)
ARTICLES = st.lists(st.builds(
    Article, st.uuids().map(str), TEXTS.map(" ".join), TEXTS.map(" ".join),
    outlet=st.sampled_from([None, "Kabar Nusa", "Harian Sagara"]),
    published=st.sampled_from([None, "2007", "2013-06-29", "2007-02-13T21:10:00+07:00"]),
    extra=st.fixed_dictionaries({}, optional={
        "tags": st.lists(st.sampled_from(["beras", "cabai", "nuklir"]), max_size=3),
        "byline": st.sampled_from(["Wira", "Wira; Ani", "Ani|Wira"])}),
), max_size=6, unique_by=lambda article: article.id)


def number_documents(analyzer, articles, first_change):
    return list(enumerate(build_documents(analyzer, articles), first_change))


def build(batch):
    """The arrays of a segment of these changes and documents."""
    collected = SegmentBuilder()
    for each in batch:
        collected.add(*each)
    assert collected.count == len(batch)
    return dict(collected.arrays())


@given(st.lists(st.lists(st.integers(0, 5), max_size=9), max_size=8))
def test_inversion_lists_every_word_under_its_term(words):
    expected = defaultdict(lambda: defaultdict(list))
    for document, terms in enumerate(words):
        for position, term in enumerate(terms):
            expected[term][document].append(position)
    flat = np.array([term for terms in words for term in terms], "<u4")
    moves = np.array([at > 0 for terms in words for at in range(len(terms))], np.uint8)
    found = invert(flat, moves, np.array([len(terms) for terms in words], np.int64), 6, False)
    at, positions_at = found["at"].tolist(), found["positions_at"].tolist()
    for term in range(6):
        docs = found["docs"][at[term]:at[term + 1]].tolist()
        freqs = found["freqs"][at[term]:at[term + 1]].tolist()
        positions = found["positions"][positions_at[term]:positions_at[term + 1]].tolist()
        assert docs == sorted(expected[term])
        assert freqs == [len(expected[term][document]) for document in docs]
        assert positions == [at for document in docs for at in expected[term][document]]


def concatenate(pieces):
    """Concatenate the pieces of each array."""
    found = defaultdict(list)
    for name, array in pieces:
        found[name].append(array)
    return {name: np.concatenate(arrays) for name, arrays in found.items()}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ARTICLES, ARTICLES, st.randoms(use_true_random=False), st.sampled_from([1, 3, 1_000]))
def test_a_merge_equals_a_segment_built_from_the_live_documents(
    analyzer, tmp_path_factory, monkeypatch, first, second, chance, piece
):
    folder = tmp_path_factory.mktemp("merge")
    batches = [number_documents(analyzer, first, 1), number_documents(analyzer, second, 100)]
    segments, lives, living = [], [], []
    for number, batch in enumerate(batches):
        write(folder / f"{number}.arrays", build(batch).items())
        segments.append(Segment(folder / f"{number}.arrays"))
        lives.append(np.array([chance.random() < 0.7 for _ in batch], bool))
        living += [each for each, alive in zip(batch, lives[-1]) if alive]
    monkeypatch.setattr("search.engines.whoosh.segments.posting_merger.PIECE", piece)
    merged, expected = concatenate(merge(segments, lives, folder)), build(living)
    assert merged.keys() == expected.keys()
    for name, array in expected.items():
        assert merged[name].tolist() == array.tolist(), name
        assert merged[name].dtype == array.dtype or not len(array), name


def test_sets_whose_hashes_are_equal_stay_apart(monkeypatch):
    members, sizes = np.array([2, 1, 3, 1, 2]), np.array([2, 1, 2])
    chosen = np.array([1, 2, 0, 2])
    sets, of_documents = value_sets.unite_sets(members, sizes, chosen)
    assert sets["members"].tolist() == [3, 1, 2] and sets["members_at"].tolist() == [0, 1, 3]
    assert of_documents.tolist() == [0, 1, 1, 1]
    monkeypatch.setattr(value_sets, "_mix", lambda numbers: np.ones(len(numbers), np.uint64))
    sets, of_documents = value_sets.unite_sets(np.array([2, 3, 2]), np.array([1, 1, 1]), chosen)
    assert [sets["members"][number] for number in of_documents] == [3, 2, 2, 2]


def test_no_room_is_taken_for_positions_that_are_damaged(analyzer, tmp_path):
    path = tmp_path / "wide.arrays"
    write(path, build(number_documents(analyzer, [Article("1", "", "kata " * 66_000)], 1)).items())
    assert Segment(path).fields["body"].longest >= 66_000
    content = bytearray(path.read_bytes())
    content[Segment(path).file.bounds("body.positions")[0] + 150_000] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(Damaged, match="body.positions"):
        Segment(path).fields["body"].longest


def test_documents_of_two_vocabularies_are_built_as_of_one(analyzer):
    articles = [Article(str(n), f"Judul {n}", text) for n, text in enumerate(
        ["Perundingan enam pihak.", "Enam anak-anak berunding.", "Kim-Putin: perundingan!"])]
    other = Analyzer()
    mixed = [number_documents(each, [article], change)[0] for each, article, change in zip(
        (analyzer, other, analyzer), articles, range(3))]
    found, expected = build(mixed), build(number_documents(analyzer, articles, 0))
    assert {name: array.tolist() for name, array in found.items()} == {
        name: array.tolist() for name, array in expected.items()}


def test_facets_with_few_values_are_packed_in_a_word_for_each_document(
    analyzer, tmp_path, monkeypatch
):
    articles = [Article(str(n), "Judul", "Kata.", outlet=f"Media {n % 3}", published=f"{1700 + n}")
                for n in range(300)]
    write(tmp_path / "a.arrays", build(number_documents(analyzer, articles, 1)).items())
    segment = Segment(tmp_path / "a.arrays")
    words, shifts = segment.packed_facets
    assert shifts["rubric"] == -1 and "year" not in shifts  # no value, and too many
    packed = words >> np.uint64(shifts["outlet"]) & np.uint64(0xFF)
    assert packed.tolist() == segment.facets["outlet"].ordinals.tolist()
    monkeypatch.setattr("search.engines.whoosh.segments.segment._PACKED_DOCUMENTS", 299)
    words, shifts = Segment(tmp_path / "a.arrays").packed_facets
    assert not len(words) and "outlet" not in shifts
