"""The fast stemmer against PySastrawi itself."""

import io
import json
import re
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

from search.analysis.affixes import HEAD, READINGS, PrefixRule, build_rules
from search.analysis.sastrawi import create_stemmer

SHARED = Path(__file__).parents[3] / "shared" / "data"
PREFIXES = ["", "di", "ke", "se", "ber", "be", "ter", "per", "pel", "bel", "mem", "men", "meng",
            "meny", "me", "pem", "pen", "peng", "peny", "pe", "memper", "diper", "keber"]
INFIXES = ["", "er", "el", "em", "in"]
SUFFIXES = ["", "i", "kan", "an", "lah", "kah", "nya", "ku", "is", "isme", "isasi", "kannya",
            "annya", "kanlah", "pun"]


@pytest.fixture(scope="module")
def original():
    return StemmerFactory().create_stemmer().delegatedStemmer


@pytest.fixture(scope="module")
def fast():
    return create_stemmer()


@pytest.fixture(scope="module")
def roots():
    return [root for root in StemmerFactory().get_words() if re.fullmatch("[a-z]{2,}", root)]


def find_differing(words, original, fast):
    return {
        word: (original.stem_word(word), fast.stem_word(word)) for word in words
        if original.stem_word(word) != fast.stem_word(word)
    }


@pytest.mark.parametrize(
    "row", READINGS, ids=lambda row: f"{row.rule}: {row.example} → {row.result}")
def test_each_row_of_the_table(row):
    rule = PrefixRule([row])
    assert rule.remove(row.example, {}) == row.result
    assert rule.may_match(row.example[:HEAD])
    assert rule.remove(row.counter_example, {}) is None


def test_the_rules_are_in_the_order_of_pysastrawi(original):
    visitors = original.visitor_provider.get_prefix_visitors()[1:]
    names = [type(visitor.disambiguators[0]).__name__ for visitor in visitors]
    numbers = [int(re.search(r"Rule(\d+)", name)[1]) for name in names]
    assert numbers == list(dict.fromkeys(row.rule for row in READINGS))
    assert len(build_rules()) == len(visitors)


@given(st.data())
def test_words_built_by_the_rules_have_the_same_root(original, fast, roots, data):
    root = data.draw(st.sampled_from(roots))
    infix = data.draw(st.sampled_from(INFIXES))
    word = (data.draw(st.sampled_from(PREFIXES)) + root[:1] + infix + root[1:]
            + data.draw(st.sampled_from(SUFFIXES)))
    second = data.draw(st.sampled_from(["", f"-{word}", f"-{root}an", "-nya"]))
    assert fast.stem_word(word + second) == original.stem_word(word + second)


@given(st.text("abdegikmnprstuy", max_size=12))
def test_any_letters_have_the_same_root(original, fast, word):
    assert fast.stem_word(word) == original.stem_word(word)


def test_a_root_restored_before_the_first_rule(original, fast):
    """berewok + an: the root is found before the prefix ber- is tried on it."""
    assert fast.stem_word("berewokan") == original.stem_word("berewokan") == "berewok"


def test_the_words_of_the_published_suites(original, fast):
    paths = sorted((SHARED / "stem").glob("*.tsv"))
    if not paths:
        pytest.skip("the stemmer suites are not here")
    lines = (line for path in paths for line in path.read_text("utf-8").splitlines())
    assert not find_differing({line.split("\t")[0].lower() for line in lines}, original, fast)


@pytest.mark.long
def test_every_word_of_the_real_articles(original, fast):
    path = SHARED / "news" / "news_handout.jsonl.zst"
    if not path.exists():
        pytest.skip("no real articles here")
    bodies = (json.loads(line)["body"] for line in io.TextIOWrapper(zstandard.open(path), "utf-8"))
    words = {word for body in bodies for word in re.findall("[a-z]{4,40}", body.lower())}
    assert len(words) > 100_000
    assert not find_differing(words, original, fast)
