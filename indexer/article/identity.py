"""What identifies an article: the id that its record gives, its URL, or its text.

The archive decides which id the article gets, because only the archive knows which ids other
articles have: see `indexer/ingest/identity.py`.
"""

import re
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from search.urls.identity import (
    find_selector,
    normalize_form,
    normalize_url,
    normalize_view,
)

_ID_BYTES = 8
_CACHED = 4_096
"""Answers that are kept. Each is asked for again when its article is stored, after those that are
read ahead and a whole batch."""

_LOCAL = re.compile(r"[+-]?\d+(?:[.,]\d+)?|[^\W\d_]{1,12}[\W_]?\d{1,10}|.{1,8}", re.DOTALL)
"""An id that other sites may use for other articles: a number, perhaps behind a word, or a few
characters. With more digits behind a word, it is what a program made to be unique."""


class Identity(NamedTuple):
    """What identifies an article.

    `stated` is the id that the record gives, "" if it gives none, and `name` is the field that
    holds it. `url` is the URL of its page. `text_ids` are made from its text, if it has neither:
    the one in use today, then the one without the day, which earlier versions could not always
    read.
    """

    stated: str = ""
    name: str = "id"
    url: str = ""
    text_ids: tuple[str, ...] = ()

    @property
    def is_url_first(self) -> bool:
        """Whether the URL is trusted before the stated id, which other sites may use as well."""
        return bool(self.url) and (not self.stated or is_local_id(self.stated))

    @property
    def page_ids(self) -> tuple[str, ...]:
        """The ids made from the URL: the one in use today, then those of earlier versions."""
        return list_page_ids(self.url) if self.url else ()

    @property
    def selected_ids(self) -> tuple[str, ...]:
        """The id made from the URL with what may be a tracker, if it has any of that."""
        selector = find_selector(self.url) if self.url else ""
        return (hash_text(f"{normalize_url(self.url)}\n{selector}"),) if selector else ()

    @property
    def first_id(self) -> str:
        """The id that the article gets unless the archive has it, or another one, under it."""
        return self.page_ids[0] if self.is_url_first else self.stated or self.text_ids[0]


@lru_cache(_CACHED)
def is_local_id(id: str) -> bool:
    """Return whether an id is too short to be unique beyond its own site or file.

    >>> [is_local_id(id) for id in ("7", "7.0", "post-12", "a1", "jalan", "20250610123456789")]
    [True, True, True, True, True, True]
    >>> unique = "AVxk3Yt9bKq0dZ1mN4pQ", "https://kabar.example/?p=1", "kn-2004-0228"
    >>> [is_local_id(id) for id in unique]
    [False, False, False]
    """
    return _LOCAL.fullmatch(id.strip()) is not None


@lru_cache(_CACHED)
def list_page_ids(url: str) -> tuple[str, ...]:
    """Return the ids made from the URL of a page: today's, then those of earlier versions.

    They normalised less, and before that nothing.
    """
    forms = dict.fromkeys(
        (normalize_url(url), normalize_view(url), normalize_form(url), url))
    return tuple(map(hash_text, forms))


def list_text_ids(title: str, body: str, outlet: str, day: str) -> tuple[str, ...]:
    """Return ids that are the same for the same text, with outlet and day, then without the day.

    Those two belong to the identity of a text because agencies write for many outlets.
    """
    outlet = " ".join(outlet.casefold().split())
    origins = dict.fromkeys(((outlet, day), (outlet, "")))
    return tuple(
        hash_text("\n".join((title, body, *(origin if any(origin) else ())))) for origin in origins)


def hash_text(text: str) -> str:
    """Return an id made from a text."""
    return blake2b(text.encode(), digest_size=_ID_BYTES).hexdigest()
