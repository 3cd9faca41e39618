"""Phrases, numbers and dates in the language of a page."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from babel.dates import format_datetime
from babel.numbers import format_decimal, format_percent

from search.explore import find_peak, get_height, name_bar
from search.page import Bar, Page, Story
from web.phrases import LANGUAGES, PHRASES

_DATE_PATTERNS = {"YYYY": "yyyy", "YYYY-MM": "MMMM yyyy", "YYYY-MM-DD": "d MMMM yyyy"}
_TIME_PATTERNS = {"id": "d MMMM yyyy, HH.mm 'WIB'", "en": "d MMMM yyyy, HH:mm 'WIB'"}

_MAX_OUTLETS = 8
"""Outlets of a story that are named beside a hit."""


@dataclass(frozen=True, slots=True)
class Translator:
    """Translates into one of LANGUAGES; called with the name of a phrase and its values.

    >>> say = Translator("en")
    >>> say("page", n=2), say.count_articles(1)
    ('Page 2', '1 article')
    """

    language: str

    def __call__(self, phrase: str, **values: object) -> str:
        return PHRASES[phrase][LANGUAGES.index(self.language)].format(**values)

    def format_number(self, number: int) -> str:
        """Return a whole number with the thousands separator of the language."""
        return format_number(self.language, number)

    def format_date(self, published: str | None) -> str:
        """Return a date, or the phrase for a missing one."""
        return format_date(self.language, published) if published else self("undated")

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

    def count_articles(self, number: int) -> str:
        """Return "4 articles", or "1 article"."""
        return self._count("articles", number)

    def count_stories(self, number: int) -> str:
        """Return "4 stories", or "1 story"."""
        return self._count("stories", number)

    def count_matches(self, number: int) -> str:
        """Return "4 matches", or "1 match"."""
        return self._count("matches", number)

    def count_updates(self, revision: int) -> str:
        """Return how often an article of this revision (2 or more) was updated."""
        return self._count("updated", revision - 1)

    def describe_story(self, story: Story) -> str:
        """Return the number of a story's articles and of its outlets, and some of their names."""
        articles = self.count_articles(story.size)
        names = [outlet for outlet in story.outlets if outlet is not None]
        if not names:
            return self("story_no_outlet", articles=articles)
        outlets, hidden = self._count("outlets", len(names)), len(names) - _MAX_OUTLETS
        shown = names[:_MAX_OUTLETS]
        shown += [self("more", n=self.format_number(hidden))] if hidden > 0 else []
        return self("story", articles=articles, outlets=outlets, names=", ".join(shown))

    @property
    def other_language(self) -> str:
        """The language that a page offers to switch to."""
        return LANGUAGES[1 - LANGUAGES.index(self.language)]

    def _count(self, phrase: str, number: int) -> str:
        name = f"{phrase}_one" if number == 1 else phrase
        return self(name, n=self.format_number(number))


@lru_cache(4_096)  # Babel takes 11 µs, and the counts and dates of pages recur
def format_number(language: str, number: int) -> str:
    """Return a whole number with the thousands separator of a language.

    >>> format_number("id", 24562), format_number("en", 24562)
    ('24.562', '24,562')
    """
    return format_decimal(number, locale=language)


@lru_cache(4_096)
def format_date(language: str, published: str) -> str:
    """Return a date of publication to the precision that is known.

    >>> format_date("id", "2007-02-13T21:10:00+07:00"), format_date("en", "2011-12")
    ('13 Februari 2007, 21.10 WIB', 'December 2011')
    """
    written = "YYYY-MM-DD"[:len(published)]
    pattern = _TIME_PATTERNS[language] if "T" in published else _DATE_PATTERNS[written]
    moment = datetime.fromisoformat(published + "0001-01-01"[len(published):])
    return format_datetime(moment, pattern, locale=language)
