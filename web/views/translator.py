"""Phrases, numbers and dates in the language of a page."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache

from babel.dates import format_datetime, format_interval
from babel.numbers import format_percent, get_group_symbol

from search.explore import find_peak, get_height, name_bar
from search.facets import OWN
from search.page import Bar, Page, Story
from web.phrases import LANGUAGES, PHRASES

_DATE_PATTERNS = {"YYYY": "yyyy", "YYYY-MM": "MMMM yyyy", "YYYY-MM-DD": "d MMMM yyyy"}
_RANGE_LOCALES = {"id": "id", "en": "en_GB"}
"""The locales that write the day before the month."""

_SHORT_PATTERNS = {4: "yyyy", 7: "MMM yyyy", 10: "d MMM yyyy"}
_TIME_PATTERNS = {"id": "d MMMM yyyy, HH.mm 'WIB'", "en": "d MMMM yyyy, HH:mm 'WIB'"}


@dataclass(frozen=True, slots=True)
class Translator:
    """Translates into one of LANGUAGES; called with the name of a phrase and its values.

    >>> say = Translator("en")
    >>> say("page", n=2), say.count_articles(1)
    ('Page 2', '1 article')
    """

    language: str

    def __call__(self, phrase: str, **values: object) -> str:
        said = PHRASES[phrase][LANGUAGES.index(self.language)]
        return said.format(**values) if values else said

    def format_number(self, number: int) -> str:
        """Return a whole number with the thousands separator of the language."""
        return format_number(self.language, number)

    def format_date(self, published: str | None) -> str:
        """Return a date, or the phrase for a missing one."""
        return format_date(self.language, published) if published else self("undated")

    def name_month(self, month: str) -> str:
        """Return the short name of a month, 01 to 12."""
        return format_datetime(_parse(f"2000-{month}"), "LLL", locale=self.language)

    def format_short_date(self, published: str | None) -> str:
        """Return the day of a date with a short month, or the phrase for a missing one."""
        return format_short_date(self.language, published[:10]) if published else self("undated")

    def format_range(self, since: str | None, until: str | None) -> str:
        """Return a range of dates, one end of which may be open, as short as it can be said."""
        if since is None or until is None:
            phrase, date = ("until", until) if since is None else ("since", since)
            return self(phrase, date=self.format_short_date(date))
        if since == until:
            return self.format_short_date(since)
        return format_range(self.language, since, until)

    def format_share(self, share: float) -> str:
        """Return a share of 1 in percent, with two decimals at most."""
        return format_percent(share, "#,##0.##%", locale=self.language)

    def format_bar(self, bar: Bar) -> str:
        """Return the year, month or day of a bar, or its first and last."""
        return " – ".join(map(self.format_date, name_bar(bar).split("/")))

    def describe_trend(self, page: Page) -> str:
        """Return how many articles a query has, and when the most, or the greatest share."""
        query = page.query.text or self("all_articles")
        articles = self.count_articles(page.articles)
        peak = find_peak(page)
        if peak is None:
            return self("trend", query=query, articles=articles)
        count, when = self.format_number(peak.count), self.format_bar(peak)
        if peak.total is None:
            return self("trend_peak", query=query, articles=articles, when=when, count=count)
        return self(
            "trend_share", query=query, articles=articles, when=when, count=count,
            total=self.format_number(peak.total), share=self.format_share(get_height(peak)))

    def name_facet(self, facet: str) -> str:
        """Return what a facet is called; that of an operator has its name, with blanks."""
        return facet.replace("_", " ").capitalize() if facet in OWN else self(facet)

    def name_value(self, facet: str, value: str | int | None) -> str:
        """Return a value of a facet, or the phrase for articles that have none."""
        if value is not None:
            return str(value)
        if facet in OWN:
            return self("none_own", facet=facet.replace("_", " "))
        return self(f"none_{facet}")

    def count_articles(self, number: int) -> str:
        """Return "4 articles", or "1 article"."""
        return self._count("articles", number)

    def count_stories(self, number: int) -> str:
        """Return "4 stories", or "1 story"."""
        return self._count("stories", number)

    def count_matches(self, number: int) -> str:
        """Return "4 matches", or "1 match"."""
        return self._count("matches", number)

    def count_outlets(self, number: int) -> str:
        """Return "4 outlets", or "1 outlet"."""
        return self._count("outlets", number)

    def count_updates(self, revision: int) -> str:
        """Return how often an article of this revision (2 or more) was updated."""
        return self._count("updated", revision - 1)

    def describe_story(self, story: Story) -> str:
        """Return how many outlets carry a story, or how many articles if that is one at most."""
        outlets = len([outlet for outlet in story.outlets if outlet is not None])
        if outlets > 1:
            return self("story_outlets", n=self.format_number(outlets))
        return self("story_articles", n=self.format_number(story.size))

    @property
    def other_language(self) -> str:
        """The language that a page offers to switch to."""
        return LANGUAGES[1 - LANGUAGES.index(self.language)]

    def _count(self, phrase: str, number: int) -> str:
        return _write_count(self.language, phrase, number)


@lru_cache(4_096)  # the counts of pages recur
def _write_count(language: str, phrase: str, number: int) -> str:
    say = Translator(language)
    return say(f"{phrase}_one" if number == 1 else phrase, n=say.format_number(number))


@lru_cache(4_096)
def format_number(language: str, number: int) -> str:
    """Return a whole number with the thousands separator of a language.

    Babel's own function takes ten times as long where a number is new.

    >>> format_number("id", 24562), format_number("en", 24562)
    ('24.562', '24,562')
    """
    return f"{number:,}".replace(",", _find_separator(language))


@cache
def _find_separator(language: str) -> str:
    return get_group_symbol(language)


@lru_cache(4_096)  # Babel takes 20 µs, and the dates of pages recur
def format_short_date(language: str, written: str) -> str:
    """Return a day, month or year with a short name of the month.

    >>> format_short_date("id", "2007-02-13"), format_short_date("en", "2011-12")
    ('13 Feb 2007', 'Dec 2011')
    """
    return format_datetime(_parse(written), _SHORT_PATTERNS[len(written)], locale=language)


def format_range(language: str, since: str, until: str) -> str:
    """Return two different dates of a range; what they have in common is said once.

    >>> format_range("id", "2019-09-10", "2019-09-12"), format_range("id", "2007", "2018-12")
    ('10–12 Sep 2019', '2007 – Des 2018')
    """
    if len(since) != len(until):
        return " – ".join(format_short_date(language, each) for each in (since, until))
    skeleton = {4: "y", 7: "yMMM", 10: "yMMMd"}[len(since)]
    return format_interval(
        _parse(since), _parse(until), skeleton, locale=_RANGE_LOCALES[language])


def _parse(written: str) -> datetime:
    return datetime.fromisoformat(written + "0001-01-01"[len(written):])


@lru_cache(4_096)
def format_date(language: str, published: str) -> str:
    """Return a date of publication to the precision that is known.

    >>> format_date("id", "2007-02-13T21:10:00+07:00"), format_date("en", "2011-12")
    ('13 Februari 2007, 21.10 WIB', 'December 2011')
    """
    written = "YYYY-MM-DD"[:len(published)]
    pattern = _TIME_PATTERNS[language] if "T" in published else _DATE_PATTERNS[written]
    return format_datetime(_parse(published), pattern, locale=language)
