"""The query language: which parts of a query are operators, and which are text."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import QuerySyntaxError
from search.interpret import interpret, quantities, spellings
from search.query import (
    And,
    AtLeast,
    Boost,
    Everything,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Term,
)
from search.syntax import (
    MAX_DEPTH,
    MAX_EXPANSIONS,
    MAX_LENGTH,
    MAX_PHRASES,
    MAX_PROXIMITIES,
    parse,
)
from search.syntax.lexer import tokenize


@pytest.fixture(autouse=True)
def as_typed(monkeypatch):
    """Leave out other spellings of what is typed, which conformance cases have."""
    real = spellings.list_spellings
    monkeypatch.setattr(spellings, "list_spellings", lambda *given: real(*given)[:1])
    monkeypatch.setattr(spellings, "join_neighbours", lambda *given: [])
    monkeypatch.setattr(quantities, "interpret", lambda *given: None)


def print_plan(node: Node | None) -> str:
    """Print a plan in one line: & for And, | for Or, ! for Not, quotes for phrases."""
    match node:
        case None:
            return "-"
        case Everything():
            return "*"
        case And(children):
            return "(" + " & ".join(map(print_plan, children)) + ")"
        case Or(children):
            return "(" + " | ".join(map(print_plan, children)) + ")"
        case Not(child):
            return "!" + print_plan(child)
        case AtLeast(count, children):
            return f"({count} of {', '.join(map(print_plan, children))})"
        case Boost(child):
            return print_plan(child)
    field = f"{node.field}:" if node.field else ""
    match node:
        case Term(term, channel):
            return field + "=" * (channel == "form") + term
        case Phrase(terms, slop, channel):
            near = "" if slop is None else f"~{slop}"
            return field + "=" * (channel == "form") + '"' + " ".join(terms) + '"' + near
        case Prefix(prefix, _, before):
            return f"{field}{' '.join([*before, prefix])}*"
        case Fuzzy(form, distance, _, before):
            return f"{field}{' '.join([*before, form])}~{distance}"


@pytest.mark.parametrize("text, strict, relaxed", [
    ("", "*", "-"),
    ("perundingan", "runding", "-"),
    ("enam pihak", "(enam & pihak)", "(enam | pihak)"),
    ('"enam pihak"', '"enam pihak"', "-"),
    ('"enam pihak"~5', '"enam pihak"~5', "-"),
    ('"enam pihak"~0', '"enam pihak"~0', "-"),
    ('"anak anak"', '"anak anak"', "-"),
    ('"1.000.000"', "1000000", "-"),
    ("a -b c", "(!b & a & c)", "(!b & (a | c))"),
    ("a NOT b", "(!b & a)", "-"),
    ("NOT NOT a", "a", "-"),
    ("a OR b c", "(a | (b & c))", "-"),
    ("a ATAU b", "(a | b)", "-"),
    ("a DAN b", "(a & b)", "-"),
    ("a AND b c d", "(a & b & c & d)", "(a & b & (c | d))"),
    ("a BUKAN b", "(!b & a)", "-"),
    ("a or b", "(a & b)", "(a | b)"),
    ("-(a b)", "!(a & b)", "-"),
    ("title:(a b) c", "((title:a & title:b) & c)", "-"),
    ("(a b)", "(a & b)", "-"),
    ("((a b", "(a & b)", "-"),
    ("((a) (b))", "(a & b)", "-"),
    ("(a) b", "(a & b)", "-"),
    ("((a)) b c", "(a & b & c)", "(a & (b | c))"),
    ("(a b) ()", "(a & b)", "-"),
    ("(a b) c d", "((a & b) & c & d)", "((a & b) & (c | d))"),
    ("(a OR b c) d e", "((a | (b & c)) & d & e)", "((a | (b & c)) & (d | e))"),
    ("NOT NOT (a b)", "(a & b)", "-"),
    ("NOT NOT (a) b c", "(a & b & c)", "(a & (b | c))"),
    ("(OR) a", "(or & a)", "-"),
    ("(KPK DPR)", "(kpk & dpr)", "-"),
    ("0(A", "(a & 0)", "-"),
    ("title:gempa", "title:gempa", "-"),
    ("title: gempa", "title:gempa", "-"),
    ("title :\u00a0gempa", "title:gempa", "-"),
    ("JUDUL:gempa", "title:gempa", "-"),
    ("-isi:\n(a OR b)", "!(body:a | body:b)", "-"),
    ('outlet:"kabar nusa"', 'outlet:="kabar nusa"', "-"),
    ("outlet:antara", "outlet:=antara", "-"),
    ("isi:gempa", "body:gempa", "-"),
    ("+a b c", "(a & b & c)", "(a & (b | c))"),
    ("a,b", "(a & b)", "(a | b)"),
    ("perundngan~1", "perundngan~1", "-"),
    ("nuklri~2", "nuklri~2", "-"),
    ("nukl*", "nukl*", "-"),
    ("outlet:kab*", "outlet:kab*", "-"),
    ("nuklri~", "nuklri~1", "-"),
    ("perundngan~", "perundngan~2", "-"),
    ("=Berunding", "=berunding", "-"),
    ('="juru runding"', '="juru runding"', "-"),
    ("Kim-Putin", '"kim putin"', "-"),
    ("25/4/2019", '"25 4 2019"', "-"),
    ("kim-put*", "(kim-put* | kim put*)", "-"),
])
def test_what_a_query_means(analyzer, text, strict, relaxed):
    reading = interpret(parse(text), analyzer)
    assert (print_plan(reading.node), print_plan(reading.relaxed)) == (strict, relaxed)


@pytest.mark.parametrize("text, strict", [
    ('"enam pihak', '"enam pihak"'),
    ("“enam pihak”", '"enam pihak"'),
    ("(a b", "(a & b)"),
    ("a) b", "(a & b)"),
    ("()", "!*"),
    ('""', "!*"),
    ("* ~ = - -- …", "!*"),
    (" ", "*"),
    ("AND", "and"),
    ("a AND", "a"),
    ("OR a", "a"),
    ("a NOT", "a"),
    ("(AND b)", "(and & b)"),
    ("a AND OR b", "(a | b)"),
    ("KPK DAN DPR", "(kpk & dpr)"),
    ("KPK DAN dpr", "(kpk & dpr)"),
    ("2004 AND 2009", "(2004 & 2009)"),
    ('"KPK" OR "DPR"', "(kpk | dpr)"),
    ("-AND", "!and"),
    ("--a", "a"),
    ("a - b", "(a & b)"),
    ("title:", "title"),
    ("title:)", "title"),
    ("-", "!*"),
    ("a () b", "(a & b)"),
    ("NOT ()", "!*"),
])
def test_parsing_is_lenient(analyzer, text, strict):
    assert print_plan(interpret(parse(text), analyzer).node) == strict


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
    '"a b"', "-a-b", '="a b"', 'title:"a, b"', '-"a b c"', "-=a/b",
    '"a b"~3', '="a b"~0', '-title:"a b"~99', '("a b"~1)', '"a b"~3 a "b c"',
])
def test_too_many_costly_parts_are_refused_at_the_first_one_beyond_the_limit(part):
    limit = MAX_PROXIMITIES if '"~' in part else MAX_PHRASES if "b" in part else MAX_EXPANSIONS
    parse(f"{part} " * limit)
    with pytest.raises(QuerySyntaxError, match=f"keep {limit}") as raised:
        parse(f"{part} " * (limit + 3))
    position = raised.value.position - part.startswith("(")
    assert position == (len(part) + 1) * limit


def test_parts_without_a_word_are_not_counted():
    parse('* ~ -* *** ~~~ ""~3 ' * 20)
    parse('"a" "b- -" -c =e KPU ' * 20)


def test_joined_words_beyond_the_limit_are_separate_words():
    tree = parse(" ".join(f"kim-put{number}" for number in range(MAX_PHRASES + 2)))
    joined = [word.text for word in tree.relaxable if "-" in word.text]
    assert len(joined) == MAX_PHRASES
    assert [word.text for word in tree.relaxable[MAX_PHRASES:]] == ["kim", "put8", "kim", "put9"]


def test_phrases_in_quotes_come_before_joined_words():
    tree = parse('a-b c-d ' + '"e f" ' * MAX_PHRASES)
    assert [word.text for word in tree.relaxable] == ["a", "b", "c", "d"]


PIECES = ["a", "Kim-Putin", "!", "+", ",", ":", "^2", "~0.5", "&&", "||", "judul: ", "...", "?",
          "AND", "DAN", "OR", "NOT", "BUKAN", "-", "(", ")", '"', "“", "~", "~5",
          "*", "=", "title:", "outlet:", "x:", " ", "  ", "\n", "\x00", "😀", "'"]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=60))
def test_nothing_but_length_depth_and_width_is_an_error(analyzer, text):
    try:
        interpret(parse(text), analyzer)
    except QuerySyntaxError:
        assert (
            len(text) > MAX_LENGTH or text.count("(") > MAX_DEPTH
            or text.count("*") + text.count("~") > MAX_EXPANSIONS
            or text.count("~") > MAX_PROXIMITIES
            or len(re.findall(r"\w[^\w]+(?=\w)", text)) > MAX_PHRASES
        )


QUERIES = st.lists(
    st.sampled_from(
        [*PIECES, "KPK", "2004", " AND ", " OR ", " NOT ", " -", "(a ", "(A ", "title:("]),
    max_size=16).map("".join)


@given(QUERIES | st.text(max_size=40))
def test_a_tree_prints_itself_as_a_query_that_parses_to_the_same_tree(text):
    tree = parse(text[:60])
    if tree is not None:
        assert parse(str(tree)) == tree, str(tree)


@pytest.mark.parametrize("text, query", [
    ("enam  pihak", "enam pihak"),
    ("a DAN b c", "+a +b c"),
    ("a AND () b", "+a b"),
    ("(a b)", "a AND b"),
    ("((a b) OR c) d e", "((a b) OR c) d e"),
    ("(c -a (b OR d e))", "+c -a (b OR (d e))"),
    ("-(a OR (b c))", "-(a OR (b c))"),
    ("0(A", "+A 0"),
    ("(KPK) DPR", "+KPK DPR"),
    ("((OR)) a AND", "+or a and"),
    ("NOT -AND -OR x", "and x -or"),
    ("NOT a b", "b -a"),
    ("a ATAU (b c)", "a OR (b c)"),
    ("(a OR b) c", "(a OR b) c"),
    ("title:(a OR =b)", "title:a OR title:=b"),
    ("OR a -b", "or a -b"),
    ("KPK DAN DPR", "KPK AND DPR"),
    ("-title:AND", "-title:AND"),
    ('="a b"~03 nukl** nuklri~~', '="a b"~3 nukl* nuklri~'),
    ("NOT --a", "-a"),
    ("NOT (NOT a)", "-(-a)"),
    ("?isi:=nuklir", "isi =nuklir"), ("?isi://x", "isi //x"), ("?before:-3", "before 3"),
    ("*akhir?x", "akhir x"), ("**a?b**", "a b*"), ("n?kl*", "n*"),
    ("lihat:http://a.example/b", "lihat http://a.example/b"), ("pukul 10:30", "pukul 10:30"),
])
def test_how_a_tree_prints_itself(text, query):
    assert str(parse(text)) == query


def test_tokens_know_their_place_and_what_they_would_be_as_words():
    tokens, _ = tokenize('a OR -title:"b c" )', date(2019, 5, 17))
    assert [(token.kind, token.position) for token in tokens] == [
        ("word", 0), ("or", 2), ("not", 5), ("word", 5)]
    assert str(tokens[1].leaf) == "OR" and str(tokens[3].leaf) == 'title:"b c"'


@given(st.lists(st.sampled_from(["kim", "jong", "un", "korut"]), min_size=2, max_size=6))
def test_plain_words_are_all_relaxable(analyzer, words):
    reading = interpret(parse(" ".join(words)), analyzer)
    different = list(dict.fromkeys(words))
    every = Or(tuple(map(Term, different))) if len(different) > 1 else Term(different[0])
    assert print_plan(reading.relaxed or reading.node) == print_plan(every)
