"""Tables of frequent phrases, against counting by hand."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import Article
from search.arrays import Damaged, write
from search.documents import build_documents
from search.engines.whoosh.segments import phrase_table
from search.engines.whoosh.segments.builder import SegmentBuilder, invert
from search.engines.whoosh.segments.segment import Segment

WORDS = ["a", "ab", "abc", "b", "ba"]
TITLES = st.lists(st.lists(st.integers(0, len(WORDS) - 1), max_size=7), max_size=12)


def count_runs(titles):
    """Return the runs of up to three words that occur twice, with their counts."""
    counts = Counter(
        tuple(title[at:at + length]) for title in titles for length in (1, 2, 3)
        for at in range(len(title) - length + 1))
    return {run: count for run, count in counts.items() if count > 1}


def tabulate(titles, terms):
    """Return the table of titles of term numbers: the runs, in order, and their counts."""
    words = np.array([term for title in titles for term in title], "<u4")
    moves = np.array([at > 0 for title in titles for at in range(len(title))], np.uint8)
    sizes = np.array([len(title) for title in titles], np.int64)
    table = phrase_table.count_phrases(invert(words, moves, sizes, terms, False), len(titles))
    base = terms + 1
    digits = [(code // base ** 2, code // base % base, code % base)
              for code in table["phrases"].tolist()]
    runs = [tuple([each - 1 for each in code if each]) for code in digits]
    return list(zip(runs, table["phrase_counts"].tolist()))


@given(TITLES, st.sampled_from([1, 3, 1_000]))
def test_a_table_has_every_run_that_occurs_twice(titles, together):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(phrase_table, "_WORDS", together)
        assert tabulate(titles, len(WORDS)) == sorted(count_runs(titles).items())


@given(TITLES, st.integers(1, 5))
def test_only_the_least_frequent_are_left_out(titles, most):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(phrase_table, "_MAX_PHRASES", most)
        found = dict(tabulate(titles, len(WORDS)))
    for length in (1, 2, 3):
        counts = {run: n for run, n in count_runs(titles).items() if len(run) == length}
        kept = {run: n for run, n in found.items() if len(run) == length}
        assert kept.items() <= counts.items()
        assert len(kept) <= most
        assert len(counts) > most or kept == counts
        rest = [n for run, n in counts.items() if run not in kept]
        assert max(rest, default=0) < min(kept.values(), default=1 << 30)


def test_documents_of_several_blocks_are_counted_together():
    titles = [[0, 1]] + [[2]] * 65_535 + [[0, 1], [1, 0]]
    assert tabulate(titles, 3) == [((0,), 3), ((0, 1), 2), ((1,), 3), ((2,), 65_535)]


@pytest.fixture()
def build(analyzer, tmp_path):
    def build_segment(titles, change=dict):
        builder = SegmentBuilder()
        articles = [Article(str(n), title, "") for n, title in enumerate(titles)]
        for number, document in enumerate(build_documents(analyzer, articles)):
            builder.add(number, document)
        arrays = dict(builder.arrays())
        write(tmp_path / "segment.arrays", (arrays | change(arrays)).items())
        return Segment(tmp_path / "segment.arrays")
    return build_segment


@pytest.mark.parametrize("prefix, found", [
    ("", {"kawan": 2, "kawan u": 2, "u": 2, "u23": 2, "23": 2, "naik": 3, "я": 2,
          "naik я": 2}),
    ("kawan", {"kawan": 2, "kawan u": 2}), ("kawan ", {"kawan u": 2}),
    ("u", {"u": 2, "u23": 2}),  # what is written together stands alone
    ("naik я", {"naik я": 2}), ("naik я ", {}), ("rugi", {}), ("naik  ", {}), (" naik", {}),
    ("kawan u 23 menang", {}), ("zzz", {}),
])
def test_phrases_are_found_by_their_beginning(build, prefix, found):
    segment = build(["Kawan U-23 naik я", "Kawan U-23 rugi", "Naik я", "Naik"])
    assert dict(phrase_table.PhraseTable(segment).find(prefix, 20)) == found


@pytest.mark.parametrize("limit", range(4))
def test_the_most_frequent_are_found(build, limit):
    table = phrase_table.PhraseTable(build(["Naik naik naik turun", "Turun", "Naik"]))
    counts = [("naik", 4), ("naik naik", 2), ("turun", 2)]
    assert table.find("", limit) == counts[:limit]


@pytest.mark.parametrize("code", [-1, 4 ** 3])
def test_codes_of_no_phrase_are_damage(build, code):
    def change(arrays):
        codes = arrays["title_form.phrases"].copy()
        codes[-1] = code
        return {"title_form.phrases": codes}
    segment = build(["Satu dua tiga", "Satu dua"], change)
    with pytest.raises(Damaged, match="title_form.phrases"):
        phrase_table.PhraseTable(segment)
