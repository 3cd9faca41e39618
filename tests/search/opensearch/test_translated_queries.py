"""The queries that trees, filters and orders become on a cluster, beside golden ones in a file.

Run as a program, this module writes that file anew: then read what has changed.
"""

import json
from pathlib import Path

import pytest

from search.engine import HitKey
from search.engines.opensearch import queries
from search.engines.opensearch.columns import shorten
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

GOLDEN = Path(__file__).parent / "translated_queries.json"
BERAS, HARGA, NAIK = Term("beras"), Term("harga"), Term("naik")
MISSPELT = Fuzzy("putn", 1, before=("kim",))

TREES = {
    "a term": BERAS,
    "a form in the title": Term("beras", Channel.FORM, "title"),
    "an outlet scores nothing": Term("nusa", Channel.FORM, "outlet"),
    "a phrase": Phrase(("harga", "beras"), field="body"),
    "words near each other": Phrase(("beras", "naik", "beras"), 4, field="body"),
    "an early term": EarlyTerm("beras", 60),
    "a prefix": Prefix("ber", "title"),
    "a prefix behind a word": Prefix("pu", "title", ("kim",)),
    "any word behind a word": Prefix("", "title", ("kim",)),
    "a fuzzy word": Fuzzy("bears", 2, "body"),
    "a fuzzy word behind a word": MISSPELT,
    "a fuzzy word behind a word that nothing resembles": Fuzzy("zzz", 1, "body", ("kim",)),
    "all": And((BERAS, HARGA)),
    "all but one": And((BERAS, Not(HARGA))),
    "none of one": Not(BERAS),
    "any": Or((BERAS, HARGA)),
    "at least two": AtLeast(2, (BERAS, HARGA, NAIK)),
    "at least two of one": AtLeast(2, (BERAS,)),
    "a boost": Boost(BERAS, ((0.3, Term("beras", Channel.FORM)),)),
    "a weight": Weighted(0.5, BERAS),
    "everything": Everything(),
    "a period": Within(Period.parse("2013-06")),
    "an id": Keyword("id", "a/é"),
    "a page": Keyword("url", "https://kabar.example/1"),
    "a host": Keyword("site", "kabar.example"),
}
FILTERS = {
    "no filters": Filters(selected={"outlet": ()}),
    "selected values, or none": Filters(selected={"outlet": ("Kabar Nusa", None), "year": (2007,)}),
    "no value": Filters(selected={"tag": (None,)}),
    "excluded values, or none": Filters(excluded={"tag": ("kopi", None)}),
    "a period": Filters(within=Period.parse("2013")),
}
KEYS = {"dated": HitKey(63_000_000_000, "b/é"), "undated": HitKey(None, "b")}


def translate_all():
    names = queries.LeafNames()
    near = {MISSPELT: ("putin", "putri")}
    return {
        "trees": {name: queries.translate(tree, near) for name, tree in TREES.items()},
        "named": queries.translate(
            And((BERAS, Or((BERAS, Phrase(("harga", "beras"), 4, field="body"))),
                 Keyword("id", "a"))), names=names),
        "filters": {name: queries.keep(queries.build_filters(each))
                    for name, each in FILTERS.items()},
        "filters but that of the outlet": queries.build_filters(
            FILTERS["selected values, or none"], "outlet"),
        "without removed articles": queries.hide(queries.translate(BERAS), {"b", "a"}),
        "orders": {sort.value: queries.order_by(sort) for sort in Sort},
        "up to a key": {
            f"{name}, {sort.value}": [queries.write_sort_values(key, sort),
                                      queries.come_up_to(key, sort)]
            for name, key in KEYS.items() for sort in (Sort.NEWEST, Sort.OLDEST)},
    }


def write(translated):
    return json.dumps(translated, indent=1, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("part", translate_all())
def test_each_tree_becomes_the_golden_query(part):
    golden = json.loads(GOLDEN.read_text("utf-8"))
    assert json.loads(write(translate_all()[part])) == golden[part]


def test_only_fuzzy_words_behind_others_are_looked_up_first():
    tree = Boost(Or((MISSPELT, Fuzzy("kopi", 1))), ((1.0, Not(Weighted(0.5, MISSPELT))),))
    assert list(queries.list_fuzzy_behind(tree)) == [MISSPELT, MISSPELT]


@pytest.mark.parametrize("id, order", [
    ("a", "a"), ("x" * 8_000, "x" * 8_000), ("", ""), ("é", "é"),
])
def test_ids_order_hits_of_one_date(id, order):
    assert shorten(id) == order


def test_long_ids_are_told_apart_by_what_orders_them():
    one, other = (shorten("é" * 5_000 + end) for end in "ab")
    assert one != other and one[:4_000] == other[:4_000] == "é" * 4_000
    assert len(one.encode()) < 8_100


if __name__ == "__main__":
    GOLDEN.write_text(write(translate_all()), "utf-8")
