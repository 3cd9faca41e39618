"""Every engine finds the same frequent phrases of titles, with the same numbers of articles."""

import pytest

from search import Article
from search.engine import FrequentPhrase

from support.engines import ENGINES

TITLES = ["Harga beras naik", "Harga beras turun", "Harga cabai naik", "Beras naik, beras turun",
          "Kawan U-23 menang", "Kawan U-23 kalah"]
MORE = ["Harga beras naik", "Harga beras naik", "Gudang rahasia", "Gudang rahasia"]


@pytest.fixture(scope="module", params=ENGINES)
def engine(request, make_archive):
    archive = make_archive(request.param)
    for prefix, titles in ("a", TITLES), ("b", MORE):
        for _ in archive.add(Article(f"{prefix}{n}", each, f"Isi {prefix}{n} {each}.")
                             for n, each in enumerate(titles)):
            pass
    archive.remove(["b2"])
    return archive._engine


@pytest.mark.parametrize("prefix, found", [
    ("harga", [("harga", 5), ("harga beras", 4), ("harga beras naik", 3)]),
    ("harga b", [("harga beras", 4), ("harga beras naik", 3)]),
    ("ber", [("beras", 5), ("beras naik", 4), ("beras turun", 2)]),
    ("kawan u", [("kawan u", 2)]),
    ("gudang", []),  # one of two articles was removed
    ("cabai", []), ("zzz", []), ("harga ", [("harga beras", 4), ("harga beras naik", 3)]),
])
def test_the_most_frequent_come_first(engine, prefix, found):
    phrases = engine.frequent_phrases(prefix, 10)
    assert list(phrases) == [FrequentPhrase(*each) for each in found]


@pytest.mark.parametrize("limit", range(4))
def test_no_more_are_returned_than_asked_for(engine, limit):
    assert len(engine.frequent_phrases("harga", limit)) == limit
