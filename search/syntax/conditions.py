"""Reads what a query says of articles besides their words: when and where they were published."""

import re
from collections.abc import Callable
from datetime import date

from search.article import is_text
from search.errors import InvalidValue
from search.syntax.ast import Condition
from search.urls.identity import find_page, find_site
from search.written_period import read_past, read_period

MAX_CONDITIONS = 16
"""Conditions of a query. Each is compared with all articles."""

CONDITION_NAMES = {
    "before": "before", "sebelum": "before",
    "after": "after", "sejak": "after",
    "on": "on", "pada": "on",
    "past": "past", "terakhir": "past",
    "site": "site", "situs": "site",
    "url": "url", "id": "id",
}
"""All names of conditions in queries, and the condition that each means."""

MAX_ADDRESS = 2_048
"""Characters of a query that is nothing but an address, which often is long with what tracks."""

QUOTES = frozenset("\"“„‟”«»")
"""What no value of a condition has, because it ends a text in quotes."""

_SITE = re.compile(
    r"(?i:https?://)?(?:\*?\.)?(?P<host>[\w\u0300-\U0010ffff-]+(?:\.[\w\u0300-\U0010ffff-]+)*)"
    r"\.?(?::\d+)?/?")
"""A host, whose letters may have combining marks: no pattern of Python says which those are.

Only the scheme ignores case: for so many characters Python takes 10 ms to work out their cases.
"""

_ADDRESS = re.compile(r"(?:view-source:)?<*(?:https?:/|//|www\.)\S+", re.IGNORECASE)


def read_condition(name: str, written: str, today: date) -> Condition:
    """Return a condition that is given by any of its names. Raises InvalidValue.

    >>> str(read_condition("sebelum", "17/8/1945", date(2019, 5, 17)))
    'before:1945-08-17'
    >>> str(read_condition("past", "7d", date(2019, 5, 17)))
    'on:2019-05-10..2019-05-17'
    >>> str(read_condition("situs", "https://www.kabar.example/", date(2019, 5, 17)))
    'site:kabar.example'
    """
    if not is_text(written):
        raise InvalidValue("half a surrogate pair is no text: leave it out")
    return _READERS[CONDITION_NAMES[name.lower()]](written.strip(), today)


def read_address(text: str) -> Condition | None:
    """Return the condition that a query means which is an address; None for any other query.

    >>> str(read_address(" https://www.kabar.example/1?utm_source=x#isi "))
    'url:https://kabar.example/1'
    >>> str(read_address("https://kabar.example/")), read_address("lihat www.kabar.example/1")
    ('site:kabar.example', None)
    """
    bare = text.strip()
    if not _ADDRESS.fullmatch(bare) or len(bare) > MAX_ADDRESS or not is_text(bare):
        return None
    if page := find_page(bare):
        return None if QUOTES & set(page) else Condition("url", page)
    written = _SITE.fullmatch(bare.strip("<>"))
    site = find_site(f"https://{written['host']}/") if written else ""
    return Condition("site", site) if site else None


def describe_fault(name: str, error: InvalidValue) -> str:
    """Return what is wrong with a condition, and how to search for its words instead."""
    return f"{name}: {error}; or put it in quotes to search for its words"


def _read_before(written: str, today: date) -> Condition:
    return Condition("before", read_period(_strip_marks(written), today).first)


def _read_after(written: str, today: date) -> Condition:
    return Condition("after", read_period(_strip_marks(written), today).first)


def _read_on(written: str, today: date) -> Condition:
    return Condition("on", str(read_period(_strip_marks(written), today)))


def _read_past(written: str, today: date) -> Condition:
    return Condition("on", str(read_past(_strip_marks(written), today)))


def _read_site(written: str, today: date) -> Condition:
    match = _SITE.fullmatch(_strip_marks(written))
    host = find_site(f"https://{match['host']}/") if match else ""
    if not host:
        raise InvalidValue(
            f"{written!r} is not a host: write site:kabar.example or site:go.id, without a path")
    return Condition("site", host)


def _read_url(written: str, today: date) -> Condition:
    page = find_page(written)
    if not page or QUOTES & set(page):
        raise InvalidValue(
            f"{written!r} is not the address of a page: write all of it, as in "
            "url:https://kabar.example/berita/12, or site:kabar.example for its host")
    return Condition("url", page)


def _read_id(written: str, today: date) -> Condition:
    if not written:
        raise InvalidValue("write the id of an article, as in id:kn-2004-0228")
    return Condition("id", written)


def _strip_marks(written: str) -> str:
    """Return a value without the marks of a sentence; two points are a range without its end."""
    bare = written.rstrip(",;.")
    return f"{bare}.." if written[len(bare):].startswith("..") else bare


_READERS: dict[str, Callable[[str, date], Condition]] = {
    "before": _read_before, "after": _read_after, "on": _read_on, "past": _read_past,
    "site": _read_site, "url": _read_url, "id": _read_id,
}
