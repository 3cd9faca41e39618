"""Queries at random: none raises what is no SearchError, and simple ones find what they should."""

import random

import pytest

from support.fuzz import Fuzzer, QueryMaker, Sets, parse_at_random


@pytest.fixture(scope="module")
def make_fuzzer(make_archive, analyzer):
    return lambda seed: Fuzzer(make_archive("whoosh"), analyzer, random.Random(seed))


def test_some_queries_at_random(make_fuzzer):
    fuzzer = make_fuzzer(0)
    fuzzer.run(48)  # as many as a fast test may take
    assert fuzzer.tried["counted"] > 12 and fuzzer.tried["any"] > 12


@pytest.mark.long  # `python -m support.fuzz` tries as many as one likes
@pytest.mark.parametrize("seed", range(4))
def test_thousands_of_queries_at_random(make_fuzzer, seed):
    fuzzer = make_fuzzer(1_000 + seed)
    fuzzer.run(5_000)
    assert min(fuzzer.tried[each] for each in ("counted", "any", "read again", "refused")) > 10


def test_queries_at_random_are_read_again_as_they_are_printed(analyzer):
    tried = parse_at_random(QueryMaker(random.Random(0), Sets([], analyzer)), 20_000)
    assert min(tried[each] for each in ("read again", "refused")) > 100


def test_a_wrong_total_is_noticed(make_fuzzer):
    fuzzer = make_fuzzer(0)
    for (field, form), articles in fuzzer._sets._stems.items():
        articles.discard(min(articles, default=None))
    with pytest.raises(AssertionError):
        fuzzer.run(80)
