"""Pairs of words that are also written as one."""

import pytest

from search.analysis import list_words
from search.interpret.compounds import is_compound, load_compounds


@pytest.mark.parametrize("words, expected", [
    ("kerja sama", True), ("bekerja sama", True), ("kerja samanya", True), ("olah raga", True),
    ("skin care", True), ("lalu lintas", True), ("anti korupsi", True), ("pasca gempa", True),
    ("gempa lombok", False), ("sama kerja", False), ("ke luar", False), ("di rumah", False),
    ("hari mau", False), ("eks menteri", False), ("kerja kerja", False),
])
def test_which_words_are_a_compound(analyzer, words, expected):
    one, other = list_words(analyzer.tokenize(words))
    assert is_compound(one, other, analyzer) is expected


def test_each_row_of_the_list_has_two_stems_that_keep_theirs_as_one_word(analyzer):
    rows = load_compounds()
    assert len(rows) > 90
    for joined, (first, second) in rows.items():
        assert [analyzer.stem(word) for word in (first, second, joined)] == [first, second, joined]
