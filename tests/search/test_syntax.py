"""The query language: what is an operator where it stands, and what is text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import QuerySyntaxError
from search.interpret import interpret
from search.query import And, Everything, Fuzzy, Node, Not, Or, Phrase, Prefix, Term
from search.syntax import MAX_DEPTH, MAX_LENGTH, MAX_NEAR, MAX_PHRASES, MAX_WIDE, parse


def shown(node: Node | None) -> str:
    """A tree in one line: & and | for And and Or, ! for Not, quotes for phrases."""
    match node:
        case None:
            return "-"
        case Everything():
            return "*"
        case And(children):
            return "(" + " & ".join(map(shown, children)) + ")"
        case Or(children):
            return "(" + " | ".join(map(shown, children)) + ")"
        case Not(child):
            return "!" + shown(child)
    field = f"{node.field}:" if node.field else ""
    match node:
        case Term(term, channel):
            return field + "=" * (channel == "form") + term
        case Phrase(terms, slop, channel):
            near = "" if slop is None else f"~{slop}"
            return field + "=" * (channel == "form") + '"' + " ".join(terms) + '"' + near
        case Prefix(prefix):
            return f"{field}{prefix}*"
        case Fuzzy(form, distance):
            return f"{field}{form}~{distance}"


@pytest.mark.parametrize("text, strict, loose", [
    ("", "*", "-"),
    ("perundingan", "runding", "-"),
    ("enam pihak", "(enam & pihak)", "(enam | pihak)"),
    ('"enam pihak"', '"enam pihak"', "-"),
    ('"enam pihak"~5', '"enam pihak"~5', "-"),
    ('"enam pihak"~0', '"enam pihak"~0', "-"),
    ('"anak anak"', "anak", "-"),
    ('"1.000.000"', '"1 000 000"', "-"),
    ("a -b c", "(!b & a & c)", "(!b & (a | c))"),
    ("a NOT b", "(!b & a)", "-"),
    ("NOT NOT a", "a", "-"),
    ("a OR b c", "(a | (b & c))", "-"),
    ("a ATAU b", "(a | b)", "-"),
    ("a DAN b", "(a & b)", "-"),
    ("a AND b c d", "(a & b & c & d)", "(a & b & (c | d))"),
    ("a BUKAN b", "(!b & a)", "-"),
    ("a or b", "(a & or & b)", "(a | or | b)"),
    ("-(a b)", "!(a & b)", "-"),
    ("title:(a b) c", "((title:a & title:b) & c)", "-"),
    ("title:gempa", "title:gempa", "-"),
    ("title: gempa", "(title & gempa)", "(title | gempa)"),
    ('outlet:"kabar nusa"', 'outlet:="kabar nusa"', "-"),
    ("outlet:antara", "outlet:=antara", "-"),
    ("isi:gempa", '"isi gempa"', "-"),
    ("nukl*", "nukl*", "-"),
    ("outlet:kab*", "outlet:kab*", "-"),
    ("nuklri~", "nuklri~1", "-"),
    ("perundngan~", "perundngan~2", "-"),
    ("=Berunding", "=berunding", "-"),
    ('="juru runding"', '="juru runding"', "-"),
    ("Kim-Putin", '"kim putin"', "-"),
    ("25/4/2019", '"25 4 2019"', "-"),
    ("kim-put*", "(kim-put* | (=kim & put*))", "-"),
])
def test_what_a_query_means(analyzer, text, strict, loose):
    found = interpret(parse(text), analyzer)
    assert tuple(map(shown, found)) == (strict, loose)


@pytest.mark.parametrize("text, strict", [
    ('"enam pihak', '"enam pihak"'),
    ("“enam pihak”", '"enam pihak"'),
    ("(a b", "(a & b)"),
    ("a) b", "(a & b)"),
    ("()", "*"),
    ('""', "*"),
    ("* ~ = - -- …", "*"),
    ("AND", "and"),
    ("a AND", "(a & and)"),
    ("OR a", "(or & a)"),
    ("a NOT", "(a & not)"),
    ("(AND b)", "(and & b)"),
    ("a AND OR b", "((a & and) | b)"),
    ("KPK DAN DPR", "(kpk & dan & dpr)"),
    ("KPK DAN dpr", "(kpk & dpr)"),
    ("2004 AND 2009", "(2004 & 2009)"),
    ('"KPK" OR "DPR"', "(kpk & dpr & or)"),
    ("-AND", "!and"),
    ("--a", "a"),
    ("a - b", "(a & b)"),
    ("title:", "title"),
    ("title:)", "title"),
    ("-", "*"),
    ("a () b", "(a & b)"),
    ("NOT ()", "*"),
])
def test_reading_is_lenient(analyzer, text, strict):
    assert shown(interpret(parse(text), analyzer)[0]) == strict


def test_too_long_a_query_is_refused_where_it_ends():
    parse("x" * MAX_LENGTH)
    with pytest.raises(QuerySyntaxError) as raised:
        parse("x" * (MAX_LENGTH + 1))
    assert raised.value.position == MAX_LENGTH


@pytest.mark.parametrize("opening", ["(", "-(", "title:("])
def test_too_deep_a_query_is_refused_at_the_parenthesis(opening):
    parse(opening * MAX_DEPTH + "a")
    with pytest.raises(QuerySyntaxError) as raised:
        parse(opening * (MAX_DEPTH + 1) + "a")
    assert raised.value.position == len(opening) * (MAX_DEPTH + 1) - 1


@pytest.mark.parametrize("part", [
    "a*", "a~", "title:a*", "-a~", "a-b*", "(a*)", 'a~ b "a" =a * "a b"',
    '"a b"', "a-b", '="a b"', 'title:"a, b"', '-"a b c"', "=a/b",
    '"a b"~3', '="a b"~0', '-title:"a b"~99', '("a b"~1)', '"a b"~3 a "b c"',
])
def test_too_wide_a_query_is_refused_at_the_first_part_too_many(part):
    most = MAX_NEAR if '"~' in part else MAX_PHRASES if "b" in part else MAX_WIDE
    parse(f"{part} " * most)
    with pytest.raises(QuerySyntaxError, match=f"keep {most}") as raised:
        parse(f"{part} " * (most + 3))
    place = raised.value.position - part.startswith("(")
    assert place == (len(part) + 1) * most


def test_parts_without_a_word_are_not_counted():
    parse('* ~ -* *** ~~~ ""~3 ' * 20)
    parse('"a" "b- -" -c =e KPU ' * 20)


PIECES = ["a", "Kim-Putin", "AND", "DAN", "OR", "NOT", "BUKAN", "-", "(", ")", '"', "“", "~", "~5",
          "*", "=", "title:", "outlet:", "x:", " ", "  ", "\n", "\x00", "😀", "'"]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=60))
def test_nothing_but_length_depth_and_width_is_an_error(analyzer, text):
    try:
        interpret(parse(text), analyzer)
    except QuerySyntaxError:
        wide = text.count("*") + text.count("~") > MAX_WIDE or text.count("~") > MAX_NEAR
        wide = wide or len(re.findall(r"\w[^\w]+(?=\w)", text)) > MAX_PHRASES
        assert len(text) > MAX_LENGTH or text.count("(") > MAX_DEPTH or wide


@given(st.lists(st.sampled_from(["kim", "jong", "un", "korut"]), min_size=2, max_size=6))
def test_plain_words_are_all_loose(analyzer, words):
    strict, loose = interpret(parse(" ".join(words)), analyzer)
    assert strict == And(tuple(map(Term, words)))
    assert loose == Or(tuple(map(Term, words)))
