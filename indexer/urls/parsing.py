"""Addresses in the web: of a page, or of a site alone."""

import re
from typing import Any

_URL = re.compile(
    r"\s*(?:https?://(?:www\.)?|www\.)(?P<host>[\w-]+(?:\.[\w-]+)+)(?::\d+)?(?P<path>/\S*)?\s*",
    re.IGNORECASE,
)
_LONGEST = 2_048
_NO_PAGE = re.compile(r"n/?a|(?:about|javascript|mailto|tel|data):.*", re.IGNORECASE | re.DOTALL)
"""What stands where the address of a page is missing."""


def tells_page(written: str) -> bool:
    """Whether what stands as an address tells one page from others of its site.

    >>> [tells_page(url) for url in ("https://a.id/1", "/1", "a.id/?p=1", "https://a.id/#!/1")]
    [True, True, True, True]
    >>> [tells_page(url) for url in ("https://a.id/#", "a.id", "-", "N/A", "undefined", "//a.id/")]
    [False, False, False, False, False, False]
    """
    bare, _, within = written.strip().partition("#")
    rest = re.sub(r"^(?:\w+:)?//", "", bare.rstrip("/?"))
    if _NO_PAGE.fullmatch(rest):
        return False
    return any(rest.partition(mark)[2] for mark in "/?") or within.startswith(("!", "/"))


def is_of_page(value: Any) -> bool:
    """Whether a value is the address of a page, and not only of a site."""
    match = _match(value)
    return bool(match and len(match["path"] or "") > 1)


def host(value: Any) -> Any:
    """A site's address as its host's name; any other value as it is."""
    match = _match(value)
    return match["host"] if match and len(match["path"] or "") <= 1 else value


def _match(value: Any) -> re.Match[str] | None:
    if isinstance(value, str) and len(value) <= _LONGEST and ("//" in value or "www." in value):
        return _URL.fullmatch(value)
    return None
