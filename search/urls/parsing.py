"""Recognises URLs of the web, and distinguishes pages from sites."""

import re
from typing import Any

WEB = re.compile(
    r"(?:https?:)?//|(?=(?:[\w-]+\.)+[a-z]{2,24}(?::\d+)?[/?])", re.IGNORECASE)
"""What opens a URL of the web; the second alternative is a host without a scheme."""

_URL = re.compile(
    r"\s*(?:https?://(?:www\.)?|www\.)(?P<host>[\w-]+(?:\.[\w-]+)+)(?::\d+)?(?P<path>/\S*)?\s*",
    re.IGNORECASE,
)
_PLAIN_PAGE = re.compile(r"https?://[\w-]+\.[\w.-]+/\w")
"""How nearly all URLs of pages begin, and no placeholder."""

_MAX_CHARACTERS = 2_048
_PLACEHOLDER = re.compile(
    r"n/?a|(?:about|javascript|mailto|tel|data):.*", re.IGNORECASE | re.DOTALL)
"""What is written where the URL of a page is missing."""


def identifies_page(written: str) -> bool:
    """Return whether what is written as a URL distinguishes a page from others of its site.

    >>> urls = "https://a.id/1", "/1", "a.id/?p=1", "https://a.id/#!/1"
    >>> [identifies_page(url) for url in urls]
    [True, True, True, True]
    >>> urls = "https://a.id/#", "a.id", "-", "N/A", "undefined", "//a.id/"
    >>> [identifies_page(url) for url in urls]
    [False, False, False, False, False, False]
    """
    if _PLAIN_PAGE.match(written):
        return True
    bare, _, fragment = written.strip().partition("#")
    rest = re.sub(r"^(?:\w+:)?//", "", bare.rstrip("/?"))
    if _PLACEHOLDER.fullmatch(rest):
        return False
    return any(rest.partition(mark)[2] for mark in "/?") or fragment.startswith(("!", "/"))


def is_page_url(value: Any) -> bool:
    """Return whether a value is the URL of a page rather than of a site.

    >>> is_page_url("https://a.id/1"), is_page_url("https://a.id/"), is_page_url("Kabar Nusa")
    (True, False, False)
    """
    match = _match(value)
    return bool(match and len(match["path"] or "") > 1)


def shorten_site_url(value: Any) -> Any:
    """Return the host of a site's URL without `www.`; any other value as it is.

    >>> shorten_site_url("https://www.a.id/"), shorten_site_url("https://a.id/1")
    ('a.id', 'https://a.id/1')
    """
    match = _match(value)
    return match["host"] if match and len(match["path"] or "") <= 1 else value


def _match(value: Any) -> re.Match[str] | None:
    if isinstance(value, str) and len(value) <= _MAX_CHARACTERS:
        if "//" in value or "www." in value:
            return _URL.fullmatch(value)
    return None
