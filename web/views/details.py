"""What is known of an article besides its title and text: values that lead to searches,
and provenance, which says where its outlet and date come from.

What came with an article is any JSON: a field that is not as the indexer writes it is shown as it
is, like those that nobody knows.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from search import Article
from search.facets import FACETS, MAX_VALUE_CHARACTERS, MAX_VALUES, OWN, find_own_field
from web.phrases import PHRASES
from web.views.links import Links
from web.views.translator import Translator

FIELD_FACETS = {
    "rubric": "rubric", "byline": "byline", "place": "place", "tags": "tag", "agency": "agency"}
"""The facet that counts the articles of a field."""

_TEXTS = ("editor", "dateline", "outlet_written", "captions", "footers", "repaired", "doubtful")
"""Fields that are shown as they are, under a label, in this order."""

_REMOVED = ("boilerplate", "repeated")
"""Fields with lines that were taken out of the text."""

_IN_ENGLISH = ("repaired", "doubtful")

UNDATED: Mapping[str, re.Pattern[str]] = {
    "undated_none": re.compile(r"(?P<words>)no date in the text"),
    "undated_unsure": re.compile(r"not surely the article's own day: (?P<words>.+)", re.S),
    "undated_no_year": re.compile(r"no year fits(?: all of these)?: (?P<words>.+)", re.S),
    "undated_which_year": re.compile(
        r"weekday and day fit [\d, ]+, nothing says which: (?P<words>.+)", re.S),
    "undated_impossible": re.compile(r"an impossible or future day: (?P<words>.+)", re.S),
    "undated_yearless": re.compile(r"day and month without a year: (?P<words>.+)", re.S),
    "undated_field": re.compile(r"(?P<words>'.*'|\".*\") .+; .+", re.S),
}
"""The phrase for each reason of the indexer why there is no date, and how that reads."""


class DetailValue(NamedTuple):
    """A value as text, and the address of the articles that have it, if there is one."""

    text: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Detail:
    """What is known of one thing: a label, one or more values, and their language if known."""

    label: str
    values: list[DetailValue]
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What is known of an article.

    `facets` has the values of FIELD_FACETS by facet, `rows` what is shown in words, `removed` the
    lines that were taken out, and `others` every other field under its own name.
    """

    facets: dict[str, list[DetailValue]] = field(default_factory=dict)
    rows: list[Detail] = field(default_factory=list)
    removed: list[Detail] = field(default_factory=list)
    others: dict[str, Any] = field(default_factory=dict)


def build_details(article: Article, links: Links, say: Translator) -> Details:
    """Return what is known of an article, each of its extra fields in one place."""
    left = dict(article.extra)
    facets = {name: _take_facet(article, left, key, name, links)
              for key, name in FIELD_FACETS.items()}
    rows = [*_list_own_facets(article, left, links, say),
            *_list_provenance(article, left, say), *_take_texts(left, _TEXTS, say)]
    removed = list(_take_texts(left, _REMOVED, say))
    return Details(facets={name: values for name, values in facets.items() if values},
                   rows=rows, removed=removed, others=left)


def _take_facet(
    article: Article, left: dict[str, Any], key: str, name: str, links: Links
) -> list[DetailValue]:
    """Return what an article is counted under for a field, each with the address of its articles.

    The field is still left where that is not all of it.
    """
    texts = [str(value) for value in FACETS[name].values(article) if value is not None]
    if texts and _is_plain(left[key]):
        del left[key]
    return [DetailValue(text, links.to_value(name, text)) for text in texts]


def _list_own_facets(
    article: Article, left: dict[str, Any], links: Links, say: Translator
) -> Iterator[Detail]:
    """Yield the values of the facets that the operator has added."""
    for name in OWN:
        key = find_own_field(article.extra, name)
        if key and (values := _take_facet(article, left, key, name, links)):
            yield Detail(say.name_facet(name), values, "id")


def _is_plain(value: Any) -> bool:
    """Return whether a facet takes a value as a whole: a few short texts and numbers."""
    values = value if isinstance(value, list) else [value]
    return len(values) <= MAX_VALUES and all(
        isinstance(each, (str, int)) and len(str(each)) <= MAX_VALUE_CHARACTERS for each in values)


def _list_provenance(
    article: Article, left: dict[str, Any], say: Translator
) -> Iterator[Detail]:
    """Yield what says which outlet, date, title and text an article has."""
    if article.outlet and (words := _take_source(left, "outlet", say)):
        yield Detail(say("outlet"), [DetailValue(words)])
    if article.published and (words := _take_source(left, "date", say)):
        yield Detail(say("date"), [DetailValue(words)])
    elif not article.published and (words := _explain_undated(left, say)):
        yield Detail(say("date"), [DetailValue(words)])
    for name in ("title", "body"):
        if words := _take_source(left, name, say):
            yield Detail(say(f"field_{name}"), [DetailValue(words)])


def _take_source(left: dict[str, Any], name: str, say: Translator) -> str:
    """Return in words where a value comes from; "" if nobody says so as the indexer does."""
    source = left.get(f"{name}_source")
    phrase = f"{name}_from_{source}"
    if isinstance(source, str) and phrase in PHRASES:
        del left[f"{name}_source"]
        return say(phrase)
    if name in ("title", "body") and isinstance(source, str):
        del left[f"{name}_source"]
        return say("from_column", name=source)
    return ""


def _explain_undated(left: dict[str, Any], say: Translator) -> str:
    """Return in words why there is no date; "" if the indexer does not say so."""
    reason = left.get("undated")
    for phrase, pattern in UNDATED.items():
        if isinstance(reason, str) and (match := pattern.fullmatch(reason)):
            del left["undated"]
            return say(phrase, words=match[1])
    return ""


def _take_texts(
    left: dict[str, Any], names: tuple[str, ...], say: Translator
) -> Iterator[Detail]:
    for name in names:
        if texts := _read_texts(left.get(name)):
            del left[name]
            yield Detail(say(f"field_{name}"), list(map(DetailValue, texts)),
                         "en" if name in _IN_ENGLISH else "id")


def _read_texts(value: Any) -> list[str]:
    """Return the texts that a value states; none unless it is a text or a list of texts.

    >>> _read_texts(["a", " "]), _read_texts("a"), _read_texts({"a": 1})
    (['a'], ['a'], [])
    """
    texts = value if isinstance(value, list) else [value]
    if not all(isinstance(text, str) for text in texts):
        return []
    return [text for text in texts if text.strip()]
