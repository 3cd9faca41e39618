"""How a query is read: which of its words decide what is found, and which only add to the score."""

import pytest

from search.interpret import interpret, spellings
from search.interpret.function_words import FUNCTION_WORDS, QUESTION_WORDS
from search.interpret.scoring import EARLY, EARLY_HALF, NEAR, NEAR_SLOP
from search.query import AtLeast, Boost, Channel, EarlyTerm, Phrase, Term
from search.syntax import parse


@pytest.fixture
def read(analyzer, monkeypatch):
    """A function that reads a query, without the words that two may be written together as."""
    monkeypatch.setattr(spellings, "join_neighbours", lambda *given: [])
    return lambda text: interpret(parse(text), analyzer)


def find_terms(node):
    """Return the stems that decide what a node finds."""
    match node:
        case Boost(child):
            return find_terms(child)
        case Term(term):
            return [term]
        case Phrase(terms):
            return [" ".join(terms)]
    return [term for child in node.children for term in find_terms(child)]


def list_boosts(node):
    """Return what adds to the score of what a node finds, with its weight."""
    return dict((boost, weight) for weight, boost in node.boosts) if isinstance(node, Boost) else {}


@pytest.mark.parametrize("text, words, needed", [
    ("gempa", [], 0),
    ("gempa Palu", ["gempa", "palu"], 2),
    ("gempa di Palu", ["gempa", "palu"], 2),
    ("gempa dan tsunami Palu", ["gempa", "tsunami", "palu"], 3),
    ("gempa tsunami Palu Poso", ["gempa", "tsunami", "palu", "poso"], 2),
    ("siapa kepala desa", ["kepala", "desa"], 1),
    ("siapakah nama kepala desa", ["kepala", "desa"], 1),
    ("bagaimana cara membuat kompos", ["buat", "kompos"], 1),
    ("di mana gempa terjadi", ["gempa", "jadi"], 1),
    ("yang di", ["yang", "di"], 2),
    ("siapa kita", ["siapa", "kita"], 2),
    ("gempa gempa Palu", ["gempa", "palu"], 2),
])
def test_which_words_decide(read, text, words, needed):
    reading = read(text)
    if words:
        assert find_terms(reading.node) == words
    assert reading.needed == needed


@pytest.mark.parametrize("text", [
    '"yang di gempa"', "yang AND gempa", "(yang gempa)", "title:yang title:gempa", "=yang gempa",
])
def test_function_words_decide_where_they_are_asked_for(read, text):
    assert "yang" in " ".join(find_terms(read(text).node))


def test_a_long_query_needs_most_words_and_counts_those_with_all(read):
    reading = read("gempa tsunami Palu Donggala Sigi")
    assert isinstance(reading.node.child, AtLeast)
    assert reading.node.child.count == reading.needed < reading.words == 5
    words = find_terms(reading.node)
    assert find_terms(reading.all_words) == find_terms(reading.relaxed) == words


def test_the_form_that_was_typed_adds_to_the_score(read):
    assert Term("perundingan", Channel.FORM) in list_boosts(read("perundingan").node)
    assert Phrase(("juru", "runding"), channel=Channel.FORM) in list_boosts(
        read('"juru runding"').node)
    assert list_boosts(read("=perundingan").node) == {}


def test_words_side_by_side_add_to_the_score(read):
    phrases = [found.child for found in list_boosts(read("juru runding").node)
               if isinstance(found, Boost)]
    assert Phrase(("juru", "runding")) in phrases


def test_words_near_each_other_and_early_ones_refine_the_first_hits(read):
    assert read("gempa di Palu Sigi").refinements == (
        (NEAR, Phrase(("gempa", "palu"), NEAR_SLOP, field="body")),
        (NEAR, Phrase(("palu", "sigi"), NEAR_SLOP, field="body")),
        *[(EARLY, EarlyTerm(stem, EARLY_HALF)) for stem in ("gempa", "palu", "sigi")])
    assert read("gempa").refinements == read("=gempa =Palu").refinements == ()


def test_operators_that_are_words_add_nothing_to_scores(read):
    assert Term("dan") in list_boosts(read("gempa dan banjir").node)
    assert Term("or") not in list_boosts(read("gempa or banjir").node)


def test_no_word_is_in_both_lists():
    assert not QUESTION_WORDS & FUNCTION_WORDS
