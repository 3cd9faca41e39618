"""Tables of rules: every rule recognises its examples, and none of its counter-examples."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.clean import clean
from indexer.clean.cleaned import Findings, Paragraph
from indexer.clean.end_rules import classify_end, read_end_rules
from indexer.clean.head_and_end import read_edge_rules
from indexer.clean.inline_rules import has_marker, read_inline_rules
from indexer.clean.line_rules import classify_line, find_rule, may_start_a_rule, read_line_rules
from indexer.clean.menus import count_menu, read_menu_rules
from indexer.clean.paragraph_end_rules import has_ending_near, read_paragraph_end_rules
from indexer.clean.prompts import cut_prompts, read_prompt_rules
from indexer.clean.titles import read_title_rules
from indexer.dates.date_field import read_around_rules
from indexer.dates.forms import read_forms
from indexer.dating.explicit import read_statement_rules
from indexer.formats.html.server_page import read_server_page_rules
from indexer.outlets.credits import may_credit, read_credit_rules
from indexer.outlets.dateline import read_anchor_rules, split_dateline
from indexer.outlets.origin import get_form, read_origin_rules
from indexer.rules import read_rules

TABLES = {
    "dates/forms": (read_forms(), re.IGNORECASE),
    "dates/around": (read_around_rules(), re.IGNORECASE),
    "dating/statements": (read_statement_rules(), re.NOFLAG),
    "clean/line": (read_line_rules(), re.IGNORECASE),
    "clean/end": (read_end_rules(), re.IGNORECASE),
    "clean/edge": (read_edge_rules(), re.NOFLAG),
    "clean/inline": (read_inline_rules(), re.NOFLAG),
    "clean/paragraph_end": (read_paragraph_end_rules(), re.NOFLAG),
    "clean/menu": (read_menu_rules(), re.IGNORECASE),
    "html/server_page": (read_server_page_rules(), re.IGNORECASE),
    "outlets/credits": (read_credit_rules(), re.IGNORECASE),
    "outlets/anchors": (read_anchor_rules(), re.NOFLAG),
}
LEAD = "Harga cabai di Pasar Kenanga turun tajam sejak awal pekan karena panen tiba serentak."
NEXT = "Para pedagang berharap harga tidak jatuh lebih dalam lagi sampai akhir bulan ini."


def each_text(rules, kind="examples"):
    return [pytest.param(rule, text, id=f"{rule.name}: {text}")
            for rule in rules for text in getattr(rule, kind)]


def flags(table, rule):
    return re.NOFLAG if rule.keys.get("case") == "exact" else TABLES[table][1]


def matches(form, text):
    """A form may also look at the sentence that follows."""
    before_sentence = form.match(f"{text}{LEAD}")
    return form.fullmatch(text) or before_sentence and before_sentence[0] == text


def contains(form, text):
    return form.search(text)


def taken(cleaned):
    return [(note.kind, note.text) for note in cleaned.notes] + [
        (removal.why, removal.text) for removal in cleaned.removed]


@pytest.mark.parametrize("table", TABLES)
def test_every_rule_has_an_example_and_a_counter_example(table):
    rules, _ = TABLES[table]
    assert rules and all(rule.examples and rule.counter_examples for rule in rules)


@pytest.mark.parametrize("table", TABLES)
def test_a_pattern_matches_its_examples_and_no_counter_example(table):
    rules, _ = TABLES[table]
    for rule in rules:
        form = re.compile(rule.pattern, flags(table, rule))
        is_whole = table.startswith(("clean", "dates/")) or (
            rule.keys.get("part") in ("title", "headline"))
        found = matches if is_whole else contains
        assert [text for text in rule.examples if not found(form, text)] == []
        assert [text for text in rule.counter_examples if found(form, text)] == []


@pytest.mark.parametrize("rule, text", each_text(read_line_rules()))
def test_the_rule_of_a_line_is_the_one_whose_example_it_is(rule, text):
    assert find_rule(text) is rule


@pytest.mark.parametrize("rule, text", each_text(read_line_rules(), "counter_examples"))
def test_a_counter_example_of_a_line_is_no_line_of_that_kind(rule, text):
    verdict = classify_line(text)
    assert verdict is None or verdict.kind != rule.keys["verdict"].split()[1]


STARTS = sorted({rule.keys["starts"] for rule in read_line_rules() if "starts" in rule.keys})


@pytest.mark.parametrize("starts", STARTS)
def test_the_heads_of_rules_let_all_lines_pass_that_start_so(starts):
    letters = st.characters(exclude_characters="ſ\u212aİı")  # which are s, k and i, case folded

    @settings(max_examples=50, deadline=None)
    @given(st.from_regex(re.compile(starts, re.IGNORECASE), fullmatch=True, alphabet=letters))
    def check(text):
        line = " ".join(f"{text} x".split())
        assert not re.match(starts, line, re.IGNORECASE) or may_start_a_rule(line)

    check()


@pytest.mark.parametrize("rule, text", each_text(read_end_rules()))
def test_an_example_at_the_end_of_an_article_is_taken_out(rule, text):
    assert classify_end(text, LEAD) is not None
    cleaned = clean("Judul yang Lain", f"{LEAD}\n\n{NEXT}\n\n{text}")
    assert (rule.keys["verdict"].split()[1], text) in taken(cleaned)


@pytest.mark.parametrize("rule, text", each_text(read_end_rules(), "counter_examples"))
def test_a_counter_example_at_the_end_of_an_article_stays(rule, text):
    assert classify_end(text, LEAD) is None


@pytest.mark.parametrize("rule, text", each_text(read_inline_rules()))
def test_an_example_inside_a_paragraph_is_cut(rule, text):
    assert any(marker in text for marker in rule.markers)
    assert has_marker(text)
    opens = rule.pattern.startswith(r"\A")
    paragraph = f"{text}{LEAD} {NEXT}" if opens else f"{LEAD} {text} {NEXT}"
    cleaned = clean("Judul yang Lain", f"{paragraph}\n\nPetani Wilis ikut menjual di sana.")
    assert cleaned.body.startswith(f"{LEAD} {NEXT}") and len(taken(cleaned)) == 1


@pytest.mark.parametrize("rule, text", each_text(read_paragraph_end_rules()))
def test_an_example_behind_the_last_sentence_is_cut(rule, text):
    assert any(text.startswith(marker) for marker in rule.markers)
    cleaned = clean("Judul yang Lain", f"{NEXT}\n\n{LEAD} {text}")
    assert cleaned.body == f"{NEXT}\n\n{LEAD}"


@pytest.mark.parametrize("rule, text", each_text(read_paragraph_end_rules()))
def test_a_glance_finds_the_examples_at_the_end_of_a_paragraph(rule, text):
    assert has_ending_near(text)
    assert "glance" not in rule.keys or re.match(rule.keys["glance"], text)


def test_the_longest_link_that_may_end_a_paragraph_is_tried():
    [rule] = [rule for rule in read_paragraph_end_rules() if "max" in rule.keys]
    headline = ("Harga Cabai " * 14)[:160]
    longest = f"[Simak juga : {headline}]"
    assert re.fullmatch(rule.pattern, longest) and len(longest) == int(rule.keys["max"])
    assert not re.fullmatch(rule.pattern, f"[Simak juga : {headline}i]")


LABELS = [rule for rule in read_prompt_rules() if rule.keys["kind"] == "label"]
NAMES = [rule for rule in read_prompt_rules() if rule.keys["kind"] == "name"]
ENDS = [rule for rule in read_prompt_rules() if rule not in LABELS + NAMES]


def cut_text(text):
    return cut_prompts(Paragraph(1, text), Findings()).text


def test_one_rule_says_how_a_prompt_begins():
    [label] = LABELS
    form = re.compile(label.pattern)
    assert label.examples and all(form.match(text) for text in label.examples)
    assert label.counter_examples and not any(map(form.search, label.counter_examples))
    assert [cut_text(f"{text}. {LEAD}") for text in label.examples] == [LEAD] * 2
    assert all(cut_text(text) == text for text in label.counter_examples)


def test_one_rule_says_how_a_person_is_called_by_one_name():
    [rule] = NAMES
    for text in rule.examples:
        assert re.search(rule.pattern, text)["name"] == "Marsiti"
    assert rule.counter_examples
    for text in rule.counter_examples:
        assert not re.search(rule.pattern, text)


@pytest.mark.parametrize("rule", ENDS, ids=lambda rule: rule.name)
def test_a_headline_may_end_where_its_rule_says(rule):
    assert rule.examples and rule.counter_examples
    form = re.compile(rule.pattern)
    for text in rule.examples:
        headline, _, rest = text.partition("¦")
        ends = [end for match in form.finditer(headline + rest) for end in match.span()]
        assert rest and len(headline) in ends
    assert not any(map(form.search, rule.counter_examples))


@pytest.mark.parametrize("rule, text", each_text(ENDS))
def test_a_prompt_is_cut_where_its_headline_ends(rule, text):
    headline, _, rest = text.partition("¦")
    assert cut_text(f"Baca juga: {headline}{rest}") == rest.lstrip()


@pytest.mark.parametrize("text", [
    "Harga Cabai Turun Tajam Marsiti mengatakan panen tiba.",
    'Kompol Marsiti mengatakan panen tiba. "Bagus," kata Marsiti.',
])
def test_a_person_opens_a_sentence_only_if_called_so_elsewhere_and_of_no_rank(text):
    paragraph = f"Baca juga: Harga Cabai Turun {text}"
    assert cut_text(paragraph) == paragraph


@pytest.mark.parametrize("headings, count", [
    (["Beranda"], 1), (["Home > Ekonomi"], 1), (["Terpopuler"], 0), (["Terpopuler", "Ekonomi"], 2),
    (["Ekonomi", "Politik"], 0), (["Beranda", "Ekonom"], 1),
])
def test_the_kind_of_its_sections_makes_a_menu(headings, count):
    assert count_menu([Paragraph(1, each) for each in headings], 0) == count


@pytest.mark.parametrize("rule, text", each_text(read_title_rules()))
def test_a_suffix_leaves_its_title(rule, text):
    [(kind, suffix)] = [each for each in taken(clean(text, LEAD)) if each[0] != "empty"]
    assert kind == rule.keys["verdict"].split()[1]
    assert clean(text, LEAD).title == "Harga Cabai Turun" and text.endswith(suffix)


@pytest.mark.parametrize("rule, text", each_text(read_title_rules(), "counter_examples"))
def test_a_counter_example_of_a_suffix_stays_in_its_title(rule, text):
    assert clean(text, LEAD).title == text


@pytest.mark.parametrize("rule, text", each_text(read_credit_rules()))
def test_a_glance_lets_the_examples_of_credits_pass(rule, text):
    assert may_credit(text.lower())


@pytest.mark.parametrize("rule, text", each_text(read_anchor_rules()))
def test_a_dateline_is_found_at_the_examples_of_anchors(rule, text):
    lead = f"{LEAD} Palembang " if text.startswith("(") else f"{LEAD} "
    dash = "" if "-" in text else " -"
    dateline, _ = split_dateline(f"{lead}{text}{dash} {NEXT}")
    assert dateline and (dateline.outlet or dateline.agency)


@pytest.mark.parametrize("rule", read_origin_rules(), ids=lambda rule: rule.name)
def test_a_rule_of_origins_matches_where_it_says(rule):
    form = get_form(rule.name)
    find = {"whole": form.fullmatch, "start": form.match, "part": form.search}[rule.keys["match"]]
    assert rule.examples and [text for text in rule.examples if not find(text)] == []
    assert rule.counter_examples and [text for text in rule.counter_examples if find(text)] == []


def test_fragments_stand_for_their_patterns(tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "some.ini").write_text("""
# A comment.
[fragments]
name = [A-Z][a-z]{1,9}
names = {name}(?:, {name})*

[two lines]
verdict = note editor
markers = Oleh␣
    #
pattern =
    Editor: {names}
    |Oleh {given}
    |#{name}
example = Editor: Wira, Sari
    Oleh siapa
counter-example = Editor: wira
""", "utf-8")
    monkeypatch.setattr("indexer.rules.files", lambda package: tmp_path)
    [rule] = read_rules("any", "some", {"given": "siapa"})
    assert rule.pattern == (
        "Editor: [A-Z][a-z]{1,9}(?:, [A-Z][a-z]{1,9})*|Oleh siapa|#[A-Z][a-z]{1,9}")
    assert rule.examples == ("Editor: Wira, Sari", "Oleh siapa")
    assert rule.markers == ("Oleh ", "#")
    assert (rule.counter_examples, rule.keys) == (("Editor: wira",), {"verdict": "note editor"})
