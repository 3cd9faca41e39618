"""Proximity, against a search that tries every choice of positions."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.proximity import find_occurrences


def by_trying_all(terms, positions, slop):
    """The positions of every choice, one for each term, that is near enough."""
    found = set()
    for chosen in product(*(positions.get(term, []) for term in terms)):
        distinct = len(set(chosen)) == len(chosen)
        if slop is None:
            near = all(at == chosen[0] + i for i, at in enumerate(chosen))
        else:
            near = distinct and max(chosen) - min(chosen) < len(terms) + slop
        if near:
            found.update(chosen)
    return sorted(found)


@given(st.lists(st.sampled_from("abc "), max_size=14), st.lists(st.sampled_from("abc"), min_size=2,
                                                                max_size=4),
       st.none() | st.integers(0, 4))
def test_occurrences_are_those_found_by_trying_all(text, terms, slop):
    positions = {term: [at for at, word in enumerate(text) if word == term] for term in "abc"}
    expected = by_trying_all(terms, positions, slop)
    assert find_occurrences(terms, positions, slop) == expected


@pytest.mark.parametrize("text, terms, slop, expected", [
    ("a b x a b", "ab", None, [0, 1, 3, 4]), ("a a a", "aa", None, [0, 1, 2]),
    ("b a", "ab", None, []), ("b a", "ab", 0, [0, 1]), ("a x b", "ab", 0, []),
    ("a x b", "ab", 1, [0, 2]), ("a b b a", "ab", 0, [0, 1, 2, 3]),
])
def test_the_words_of_all_occurrences_are_found(text, terms, slop, expected):
    words = text.split()
    positions = {term: [at for at, word in enumerate(words) if word == term] for term in terms}
    assert find_occurrences(terms, positions, slop) == expected
