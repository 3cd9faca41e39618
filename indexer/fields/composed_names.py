"""Finds what the name of a field says if it is put together: `data/judul`, `news_url`, `date_gmt`.

The names of nested objects that a program laid flat, words for an article around another name, and
words for the time of publication are taken apart. Names with blanks are left to `synonyms.py`: they
may be the beginning of a sentence.
"""

import re
from functools import lru_cache

_PATH_MARK = re.compile(r"[./\[\]]+|:+|__")
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")

CONTEXTS = frozenset("""
    fields meta metadata metadatas attributes attrs properties props frontmatter opengraph og
    article artikel berita news post content data node item details detail payload document doc
    page seo record result hits schema dates newsarticle acf
""".split()) | {"_source"}
"""Names of objects that hold fields of an article, in small letters without marks."""

_VALUES = frozenset("""
    value text rendered main basic processed date $date oid $oid cdata #text name id @id
    numberlong
""".split())
"""The last part of a path below the name of a field, where the value itself stands."""

_KINDS = frozenset("berita artikel news article post konten posting".split())
_PUBLICATION = frozenset("""
    publish published publishing pubdate publication pub terbit tayang muat rilis release released
    posted publikasi dipublikasikan diterbitkan ditayangkan dirilis dimuat display issue
    issued live edisi unggah diunggah upload uploaded first
""".split())
_DAYS = frozenset("date datetime tanggal tgl timestamp epoch unix dt".split())
_TIMES = _DAYS | frozenset("time waktu ts unix at on utc gmt".split())
_MOMENTS = _TIMES | frozenset("""
    iso local day jam text str string raw full formatted start since hari parsed wib go pada tz ms
    seconds
""".split())
_EVENTS = frozenset("start since go live first".split())
"""Words for a day or a moment, and others beside them; those that alone are about something else.
"""

STRIPPED_FIELDS = frozenset("outlet url byline rubric tags".split())
"""What a word for an article may stand before or behind, besides the names that combine the two."""


def list_inner_names(name: str) -> list[str]:
    """Return the names that may be meant by a path, the likeliest first; [] for other names.

    >>> [list_inner_names(name) for name in ("data/judul", "title.rendered", "judul")]
    [['judul'], ['title'], []]
    """
    parts = [part for part in _PATH_MARK.split(name) if part and not part.isdigit()]
    if len(parts) < 2 or " " in name:
        return []
    is_value = _fold(parts[-1]) in _VALUES
    outer = parts[:-2] if is_value else parts[:-1]
    if any(_fold(part) not in CONTEXTS for part in outer):
        return []
    if not is_value:
        return [parts[-1]]
    return parts[-2:] if _fold(parts[-2]) in CONTEXTS else [parts[-2]]


def strip_kind(name: str) -> str:
    """Return a name without a word for an article at one of its ends, "" if it has none.

    >>> strip_kind("news_canonicalUrl"), strip_kind("berita-url"), strip_kind("url")
    ('canonical url', 'url', '')
    """
    words = _split(name)
    if len(words) < 2 or not {words[0], words[-1]} & _KINDS:
        return ""
    return " ".join(words[1:] if words[0] in _KINDS else words[:-1])


def is_date(name: str) -> bool:
    """Return whether all words of a name are about when something was published.

    >>> [is_date(name) for name in ("first_publication_date", "publishedTs", "dateTimePub")]
    [True, True, True]
    >>> [is_date(name) for name in ("event_date", "start_date", "time", "jam_terbit")]
    [False, False, False, False]
    """
    words = set(_split(name))
    known = words - _KINDS
    if not known or not known <= _MOMENTS | _PUBLICATION:
        return False
    if known & (_PUBLICATION - _EVENTS):
        return bool(known & (_TIMES | {"start"}))
    return bool(known & _DAYS) and known.isdisjoint(_EVENTS - {"live"})


@lru_cache(256)
def is_utc(name: str) -> bool:
    """Return whether the name of a date says that its clock is that of UTC.

    >>> is_utc("post_date_gmt"), is_utc("publishedUTC"), is_utc("published")
    (True, True, False)
    """
    return not {"utc", "gmt"}.isdisjoint(_split(name))


def _split(name: str) -> list[str]:
    """Return the words of a name in small letters, [] for a name with blanks."""
    return [] if " " in name.strip() else [word.lower() for word in _WORD.findall(name)]


def _fold(part: str) -> str:
    return part.lower().replace("_", "") if part != "_source" else part
