"""The texts of the pages: all of them in both languages, all of them used."""

import re
from pathlib import Path
from string import Formatter

import pytest

import web
from search import Sort
from search.budget import Omission
from search.errors import QueryLimit
from search.explore import STYLES, LineOrder
from search.facets import FILTERABLE
from search.page import SuggestionKind
from search.query import Interval
from search.syntax import RemarkKind
from web.address import KWIC_VIEW, VIEWS
from web.errors import STATUS
from web.parameters.embedding import PASTS, THEMES
from web.parameters.mending import NoticeKind
from web.phrases import LANGUAGES, PHRASES
from web.views.details import UNDATED
from web.views.translator import Translator, format_date, format_number

HERE = Path(web.__file__).parent
SOURCES = {
    str(path.relative_to(HERE)): path.read_text("utf-8")
    for path in [*HERE.rglob("*.py"), *HERE.rglob("*.html")] if path.name != "phrases.py"
}
COMPOSED = {
    "error", "interval", "busy", "too_many", "past", "page_size",
    *(f"{name}{number}" for name in (
        "articles", "stories", "outlets", "updated", "matches") for number in ("", "_one")),
    *VIEWS, KWIC_VIEW, *FILTERABLE, *map(str, Sort), *(f"none_{facet}" for facet in FILTERABLE),
    "since", "until",
    *(f"interval_{each}" for each in Interval), *(f"order_{each}" for each in LineOrder),
    *(f"remark_{kind}" for kind in RemarkKind),
    *(f"theme_{theme}" for theme in THEMES), *(f"past_{past}" for past in PASTS),
    *(f"language_{name}" for name in LANGUAGES),
    *(f"suggest_{kind}" for kind in SuggestionKind),
    *(f"cite_{style}" for style in STYLES), *UNDATED,
    *(name for name in PHRASES if re.match("(outlet|date|title)_from_|field_", name)),
    *(f"notice_{kind}" for kind in NoticeKind), *(f"limit_{limit}" for limit in QueryLimit),
    *(f"omitted_{each}" for each in Omission),
    *(f"error_{status}" for status in STATUS.values()),
    *(f"error_{status}_tip" for status in (404, 422, 503)),
    *(f"invalid_{name}" for name in (
        "too_many", "year", "from", "to", "sort", "page", "page_size",
        "collapse", "interval", "past")),
    *(f"condition_{kind}" for kind in ("date", "past", "site", "url", "id", "quote")),
}
"""Phrases whose names the code composes."""


def written():
    """Yield the name of every phrase that a template or module uses, with the name of the file."""
    for file, source in SOURCES.items():
        for call in re.findall(r"\b(?:say|self)\(([^()]*)", source):
            for name in re.findall(r"""["'](\w*[a-z\d])["']""", call):
                yield name, file
        for name in re.findall(r"""["'](\w+)["']\|say\b""", source):
            yield name, file


def placeholders(phrase):
    return sorted(name for _, name, _, _ in Formatter().parse(phrase) if name is not None)


@pytest.mark.parametrize("name", PHRASES)
def test_a_phrase_takes_the_same_values_in_every_language(name):
    assert len(PHRASES[name]) == len(LANGUAGES)
    first, *others = map(placeholders, PHRASES[name])
    assert all(other == first for other in others)


@pytest.mark.parametrize("at", range(len(LANGUAGES)))
def test_no_phrase_is_blank(at):
    assert all(phrases[at].strip() == phrases[at] != "" for phrases in PHRASES.values())


def test_only_names_are_the_same_in_both_languages():
    same = {name for name, phrases in PHRASES.items() if len(set(phrases)) == 1}
    assert same <= {"api", "cite_apa", "cite_mla"}


def test_every_phrase_is_used():
    assert PHRASES.keys() - {name for name, _ in written()} - COMPOSED == set()


def test_every_phrase_used_exists():
    assert {pair for pair in written() if pair[0] not in PHRASES} == set()
    assert len(set(written())) > 40


@pytest.mark.parametrize("name", sorted(COMPOSED))
def test_every_composed_name_is_that_of_a_phrase(name):
    assert name in PHRASES


def test_every_phrase_is_given_its_values():
    sources = " ".join(SOURCES.values())
    for name, phrases in PHRASES.items():
        for call in re.findall(rf"""\b(?:say|self)\(["']{name}["']([^\n]*)""", sources):
            for value in placeholders(phrases[0]):
                assert f"{value}=" in call, name


@pytest.mark.parametrize("number, indonesian, english", [
    (0, "0 artikel", "0 articles"), (1, "1 artikel", "1 article"),
    (2_000, "2.000 artikel", "2,000 articles"),
])
def test_a_count_has_the_plural_of_its_number(number, indonesian, english):
    assert Translator("id").count_articles(number) == indonesian
    assert Translator("en").count_articles(number) == english


@pytest.mark.parametrize("published, indonesian, english", [
    ("2007-02-13T21:10:00+07:00", "13 Februari 2007, 21.10 WIB", "13 February 2007, 21:10 WIB"),
    ("2018-09-28", "28 September 2018", "28 September 2018"),
    ("2007-03-01", "1 Maret 2007", "1 March 2007"),
    ("2011-12", "Desember 2011", "December 2011"), ("2011", "2011", "2011"),
    ("0987-01-02T00:00:00+07:00", "2 Januari 0987, 00.00 WIB", "2 January 0987, 00:00 WIB"),
])
def test_a_date_is_written_to_its_precision(published, indonesian, english):
    assert format_date("id", published) == indonesian
    assert format_date("en", published) == english


@pytest.mark.parametrize("value, indonesian, english", [
    (0, "0", "0"), (999, "999", "999"), (1000, "1.000", "1,000"),
    (1234567, "1.234.567", "1,234,567"),
])
def test_a_number_has_the_thousands_separator_of_the_language(value, indonesian, english):
    assert (format_number("id", value), format_number("en", value)) == (indonesian, english)


@pytest.mark.parametrize("month, indonesian, english", list(zip(
    range(1, 13),
    "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November "
    "Desember".split(),
    "January February March April May June July August September October November "
    "December".split(),
)))
def test_months_have_their_names(month, indonesian, english):
    published = f"2007-{month:02}"
    assert format_date("id", published) == f"{indonesian} 2007"
    assert format_date("en", published) == f"{english} 2007"


def test_a_value_is_inserted_as_it_is():
    assert Translator("id")("remove", value="{x} & <b>") == "Hapus saringan {x} & <b>"
