"""Decides which article of the archive a record is, and which id a new article gets.

An id that its record states is believed only as far as the texts agree. Two outlets that both
number their articles from 1 have two articles 1; the second gets an id of its own.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from indexer.article.identity import Identity, hash_text, is_local_id
from indexer.article.stated_date import is_time_of_reading
from indexer.dates import has_passed
from indexer.ingest.recurring import is_stripped_version
from search import Article
from search.urls.identity import find_host, find_part, find_selector, normalize_url
from search.urls.parsing import identifies_page

Find = Callable[[str], Article | None]
"""Returns the article that the archive has under an id."""

_DATE_NAMES = "date_source", "undated"
"""What `extra` says about a date."""

_LONG_WORD, _WORD = re.compile(r"\w{5,}"), re.compile(r"\w+")
_NUMBERED_SELECTOR = re.compile(r"[=#]\d")
_MIN_LONG_WORDS = 5
"""Long words that both texts need for these to be compared alone."""

MIN_SHARED = 0.6
"""The share of the words of the shorter text that the other version of an article has.

Of 200,000 pairs of real articles that have nothing to do with each other, 13 share as much.
"""

MIN_SHARED_WITH_TITLE = 0.4
"""The same where the titles agree as well; 269 of those pairs share as much."""

MIN_SHARED_WITHOUT_TITLE = 0.75
"""The same where both differ in their titles and have nothing in common but a local id.

Reports of one series, such as daily prices, have most of their words in common.
"""

MIN_WORDS_WITHOUT_TITLE = 20
"""Words that both texts need for that. Shorter ones must have all words of the shorter."""


class Settlement(NamedTuple):
    """How a record is identified, within the source that it comes from.

    Implements `search.batch.Identification`. `field_to_come` is that of the trace.
    """

    identity: Identity
    source: str
    field_to_come: str | None = None

    @property
    def likely_ids(self) -> tuple[str, ...]:
        """The ids that the article may have in the archive or get, the most trusted first."""
        identity = self.identity
        if not identity.stated:
            return *identity.page_ids, *identity.selected_ids, *identity.text_ids
        if identity.is_url_first:
            return *identity.page_ids, *identity.selected_ids, identity.stated
        is_local = is_local_id(identity.stated)
        return (identity.stated, self._derive_own_id()) if is_local else (identity.stated,)

    def settle(self, article: Article, find: Find) -> Article:
        """Return the article under the id of the stored one that it is, else under a free one."""
        likely_ids = self.likely_ids
        return (
            self._settle_among(likely_ids, article, find)
            or self._settle_among(self._list_other_ids(article, find), article, find)
            or self._place(article, likely_ids[0]))

    def _settle_among(self, ids: Sequence[str], article: Article, find: Find) -> Article | None:
        """Return the article under one of these ids; None if other articles have all of them."""
        stored = {id: find(id) for id in ids}
        for id, before in stored.items():
            if before and self._is_version(article, id, before):
                return self._merge(article, before)
        for id, before in stored.items():
            if not before and self._may_give(id):
                return self._place(article, id)
        return None

    def _list_other_ids(self, article: Article, find: Find) -> tuple[str, ...]:
        """Return ids for an article whose likely ids other articles have; the last is its own."""
        identity = self.identity
        if identity.is_url_first or not identity.stated:
            first, ids = find(self.likely_ids[0]), _derive_ids_on_page(article)
            is_same_part = first and find_part(first.url or "") == find_part(article.url or "")
            return ids if is_same_part else (_derive_part_id(article), *ids)
        text = article.title, article.body, article.outlet or "", article.published or ""
        return self._derive_own_id(), *identity.page_ids, hash_text("\n".join(text))

    def _derive_own_id(self) -> str:
        """Return an id for what the source calls by the stated one."""
        return hash_text(f"{self.source}\n{self.identity.stated}")

    def is_displaced(self, id: str, article: Article) -> bool:
        """Return whether an article got this id because another one has the id or URL it states."""
        identity = self.identity
        if not identity.is_url_first:
            return bool(identity.stated) and id != identity.stated
        return id in _derive_ids_on_page(article)

    def _may_give(self, id: str) -> bool:
        """Return False for ids that only articles of earlier versions of this program have."""
        identity = self.identity
        if id == identity.stated:
            return not identity.is_url_first
        return id not in (*identity.page_ids[1:], *identity.text_ids[1:])

    def _is_version(self, article: Article, id: str, before: Article) -> bool:
        """Return whether the article that has one of our ids is this one, perhaps as it was."""
        identity = self.identity
        if identity.stated and id in (identity.stated, self._derive_own_id()):
            if is_local_id(identity.stated):
                return _is_version_by_key(identity.stated, article, before)
            return is_version(article, before)
        if id in identity.text_ids:
            return id == identity.text_ids[0] or not _differ(_get_day(article), _get_day(before))
        return not (_are_other_parts(article, before) or _are_told_apart(article, before))

    def _merge(self, article: Article, before: Article) -> Article:
        """Return the next version of a stored article; the stored one if nothing in it is new.

        The address stays the one that was stored first, unless the page is another one. So does
        the time at which a program read the page, if nothing else differs. What an earlier run
        found to recur stays out.
        """
        if article.body != before.body and is_stripped_version(article, before):
            return before
        if article.url and before.url and article.url != before.url:
            if find_part(article.url) != find_part(before.url):
                if _contains(before, article):
                    return before
            elif normalize_url(article.url) == normalize_url(before.url):
                article = replace(article, url=before.url)
        if self.field_to_come:
            article = _keep_date(article, before, self.field_to_come)
        placed = self._place(article, before.id)
        return before if _is_read_again(placed, before) else placed

    def _place(self, article: Article, id: str) -> Article:
        """Return the article under an id; the one that its record states is kept in `extra`."""
        stated, name = self.identity.stated, self.identity.name
        if id == article.id or not stated:
            return article if id == article.id else replace(article, id=id)
        extra = {key: value for key, value in article.extra.items()
                 if (key, value) != (name, stated)}
        return replace(article, id=id, extra=extra if id == stated else {name: stated} | extra)


def _is_read_again(article: Article, before: Article) -> bool:
    """Return whether only the time at which a program read the page differs."""
    times = {name for name in article.extra if is_time_of_reading(name) and name in before.extra}
    return bool(times) and article.body == before.body and replace(article, extra={
        name: before.extra[name] if name in times else value
        for name, value in article.extra.items()}).is_same_as(before)


def _keep_date(article: Article, before: Article, field: str) -> Article:
    """Return an article whose `field` has a date ahead with the stored date, if that is ahead too.

    No article is stored before its day, so the clock has been set back since.
    """
    if not before.published or has_passed(before.published):
        return article
    names = *_DATE_NAMES, field
    extra = {name: value for name, value in article.extra.items() if name not in names}
    kept = {name: before.extra[name] for name in names if name in before.extra}
    return replace(article, published=before.published, extra=extra | kept)


def _derive_part_id(article: Article) -> str:
    """Return the id of one part of an article of several pages, each of which has a text."""
    url = article.url or ""
    return hash_text(f"{normalize_url(url)}\n{find_part(url)}")


def _derive_ids_on_page(article: Article) -> tuple[str, str]:
    """Return ids for one of several articles of one URL: by its title, and by its text as well."""
    titled = f"{normalize_url(article.url or '')}\n{article.title}"
    return hash_text(titled), hash_text(f"{titled}\n{article.body}")


def _are_other_parts(one: Article, other: Article) -> bool:
    """Return whether two articles are different pages of one, neither of which has all."""
    if not one.url or not other.url or find_part(one.url) == find_part(other.url):
        return False
    return not _contains(one, other) and not _contains(other, one)


def _are_told_apart(one: Article, other: Article) -> bool:
    """Return whether two articles of one URL are different ones by what the URL has besides.

    That may be a tracker, so the texts must differ as well; where it is a number, reports of a
    series may have most of their words in common. Where the URL says nothing, it may be that of a
    section: two articles are those that have neither title nor text in common.
    """
    selectors = [find_selector(each.url or "") for each in (one, other)]
    if one.body and one.body == other.body:
        return False
    if selectors[0] == selectors[1]:
        is_told = all(each.title and len(_WORD.findall(each.body)) >= MIN_WORDS_WITHOUT_TITLE
                      for each in (one, other))
        return is_told and one.title != other.title and not _have_one_text(one, other)
    if all(map(_NUMBERED_SELECTOR.search, selectors)) and one.title != other.title:
        return True
    return not _have_one_text(one, other)


def _contains(whole: Article, part: Article) -> bool:
    """Return whether an article has every paragraph of another one."""
    return part.body in whole.body or (
        set(part.body.split("\n\n")) <= set(whole.body.split("\n\n")))


def _are_elsewhere(one: Article, other: Article, is_number: bool) -> bool:
    """Return whether two articles of one local id are of two sites or outlets.

    With one text, an outlet may have been corrected, unless sites number their articles.
    """
    urls = [each.url for each in (one, other) if each.url and identifies_page(each.url)]
    if len(urls) == 2:
        return len(set(map(find_host, urls))) == 2
    if not one.outlet or not other.outlet or _get_outlets(one) & _get_outlets(other):
        return False
    stated = all(each.extra.get("outlet_source") == "field" for each in (one, other))
    return stated and is_number or (one.title, one.body) != (other.title, other.body)


def _get_outlets(article: Article) -> set[object]:
    """Return the name of an outlet, and the one that the record writes."""
    names = article.outlet, article.extra.get("outlet_written")
    return {name for name in names if isinstance(name, str)}


def _is_version_by_key(key: str, one: Article, other: Article) -> bool:
    """Return whether two articles of one local id, the key, are versions of one article.

    The rows of a child table have the id of their parent, and perhaps its title or part of its
    text.
    """
    if _are_elsewhere(one, other, key.strip().isdecimal()) or not is_version(one, other):
        return False
    if one.body == other.body or not one.body or not other.body:
        return True
    if bool(one.title) != bool(other.title):
        return False
    if one.title != other.title:
        is_long = all(len(_WORD.findall(each.body)) >= MIN_WORDS_WITHOUT_TITLE
                      for each in (one, other))
        return _share_words(one.body, other.body, MIN_SHARED_WITHOUT_TITLE if is_long else 1)
    same_origin = None not in (one.outlet, one.published) and (
        (one.title, one.outlet, one.published) == (other.title, other.outlet, other.published))
    return same_origin or _share_words(one.body, other.body, MIN_SHARED_WITH_TITLE)


def is_version(one: Article, other: Article) -> bool:
    """Return whether two articles of one id are versions of one article, by URL, title and text.

    With one title they are, unless the days differ and the texts do. With two titles, one text
    must have most of the words of the shorter one.
    """
    if one.url and other.url and identifies_page(one.url):
        if normalize_url(one.url) == normalize_url(other.url):
            return not _are_told_apart(one, other)
    return _have_one_text(one, other)


def _have_one_text(one: Article, other: Article) -> bool:
    """Return whether two articles are versions of one by their titles and texts."""
    if one.body and one.body == other.body:
        return True
    if one.title and one.title == other.title:
        return not _differ(_get_day(one), _get_day(other)) or _share_words(one.body, other.body)
    return _share_words(f"{one.title} {one.body}", f"{other.title} {other.body}")


def _share_words(one: str, other: str, share: float = MIN_SHARED) -> bool:
    """Return whether a text has a share of the words of the other one, if that is shorter."""
    long = _find_words(_LONG_WORD, one), _find_words(_LONG_WORD, other)
    few = min(map(len, long)) < _MIN_LONG_WORDS
    own, others = (_find_words(_WORD, one), _find_words(_WORD, other)) if few else long
    return len(own & others) >= share * max(1, min(len(own), len(others)))


def _find_words(pattern: re.Pattern[str], text: str) -> set[str]:
    return set(pattern.findall(text.casefold()))


def _get_day(article: Article) -> str | None:
    return article.published and article.published[:10]


def _differ(one: str | None, other: str | None) -> bool:
    return None not in (one, other) and one != other
