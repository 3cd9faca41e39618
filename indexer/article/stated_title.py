"""Reads the title that a record states: in its field without the name of its site, else in a slug,
the words of the title as an address has them."""

import re
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from indexer import outlets
from indexer.fields.mapped_fields import MappedFields
from indexer.fields.synonyms import fold_name
from indexer.outlets import hosts

_SLUG_NAMES = frozenset("""
    slug slugtitle titleslug judulslug slugjudul urlslug slugurl postname slugberita slugartikel
    newsslug articleslug seojudul juduluseo judulseo titleseo seotitle permalinkslug alias urltitle
""".split())
"""Folded names of a field that holds a slug."""

_SEPARATOR = re.compile(r"\s[-|–—»«•·]\s|(?<=\S):\s")
"""What stands between a title and the name of its site."""

_MAX_NAME_CHARACTERS = 40
_MIN_NAME_CHARACTERS = 4
_MIN_TITLE_CHARACTERS = 10
_MAX_SECTION_WORDS = 2
"""Words of a section beside the name of its site: `Nasional Kompas.com`."""

_DOMAIN = re.compile(r"[\w.-]+\.\w{2,}")
_COUNTRY = re.compile(r"\.(?:co|or|ac|web)\.\w\w$")

_EXTENSION = re.compile(r"\.(?:s?html?|php|aspx?|jsp|cms)$", re.IGNORECASE)
_ID = re.compile(r"\d{5,}|(?=\D*\d)(?=[^a-zA-Z]*[a-zA-Z])[\da-zA-Z]{9,}", re.ASCII)
"""A word of a slug that only tells it from others: a number, or letters and figures."""

_MIN_SLUG_WORDS = 3
_MAX_SLUG_CHARACTERS = 300


class StatedTitle(NamedTuple):
    """A title, the words that state it, and the names of the site that were cut from it."""

    title: str
    evidence: str
    site_names: tuple[str, ...] = ()


def cut_site_name(title: str, outlet: str, url: str | None) -> StatedTitle:
    """Return a title without the name of its outlet or of the host of its URL at either end.

    >>> cut_site_name("Harga Beras Naik - Kabar Nusa", "Kabar Nusa", None).title
    'Harga Beras Naik'
    >>> cut_site_name("KabarNusa: Harga Beras Naik", "", "https://www.kabarnusa.example/a/1").title
    'Harga Beras Naik'
    >>> cut_site_name("Harga Beras Naik - Warga Resah", "Kabar Nusa", None).title
    'Harga Beras Naik - Warga Resah'
    """
    if " - " not in title and ": " not in title and " | " not in title and title.isascii():
        return StatedTitle(title, title)
    left, cut = title.strip(), list[str]()
    while pieces := _split_name(left, outlet, url or ""):
        left = pieces[0]
        cut.append(pieces[1])
    return StatedTitle(left if cut else title, title, tuple(cut))


def _split_name(title: str, outlet: str, url: str) -> tuple[str, str] | None:
    """Return the rest of a title and the name of the site at one of its ends; None without one."""
    marks = list(_SEPARATOR.finditer(title))
    for mark in (marks[-1], marks[0]) if marks else ():
        before, after = title[:mark.start()].strip(), title[mark.end():].strip()
        ends = [(after, before)] if mark is marks[0] else []
        if mark is marks[-1] and ":" not in mark[0]:
            ends.insert(0, (before, after))
        for rest, name in ends:
            if len(rest) >= _MIN_TITLE_CHARACTERS and _names_site(name, outlet, url):
                return rest, name
    return None


def _names_site(text: str, outlet: str, url: str) -> bool:
    """Return whether a text is the name of a site, or that beside a section of it."""
    if not _MIN_NAME_CHARACTERS <= len(text) <= _MAX_NAME_CHARACTERS:
        return False
    names, words = _fold_site(outlet, _find_host(text, url)), text.split()
    if not names or fold_name(text) in names:
        return bool(names)
    sections = range(1, min(_MAX_SECTION_WORDS, len(words) - 1) + 1) if "." in text else ()
    return any(
        "." in name and fold_name(name) in names
        for count in sections
        for name in (" ".join(words[count:]), " ".join(words[:-count])))


def _find_host(text: str, url: str) -> str:
    """Return the host of a URL if the text may name it; most texts are told by three letters."""
    start = text[:3].casefold()
    if url and ("." in text or start in "".join(url.split("/", 3)[:3]).casefold()):
        return hosts.find_site(url) or ""
    return ""


@lru_cache(4_096)  # an archive has few outlets, and many titles in a row are of one
def _fold_site(outlet: str, host: str) -> frozenset[str]:
    """Return the forms of the names of an outlet and of a host, folded."""
    names = {outlet, outlets.resolve_alias(outlet) if outlet else "", host}
    labels = [name.rsplit(".", 2 if _COUNTRY.search(name) else 1)[0]
              for name in names if _DOMAIN.fullmatch(name)]
    folded = map(fold_name, (*names, *labels, *(label.split(".")[-1] for label in labels)))
    return frozenset(name for name in folded if len(name) >= _MIN_NAME_CHARACTERS)


def read_slug(fields: MappedFields, url: str | None) -> StatedTitle | None:
    """Return the title in a field that holds a slug, else in the path of the URL; None without one.

    >>> from indexer.fields.mapped_fields import MappedFields
    >>> none = MappedFields(values={}, original_names={})
    >>> read_slug(none, "https://a.example/read/2019/04/26/harga-beras-naik-12345678.html").title
    'Harga beras naik'
    >>> read_slug(none, "https://a.example/read/4567") is None
    True
    """
    for name, value in fields.rest.items():
        if fold_name(name) in _SLUG_NAMES and (title := _read_words(value)):
            return StatedTitle(title, str(value))
    return _read_path(url) if url else None


def _read_path(url: str) -> StatedTitle | None:
    """Return the title in the longest part of the path that has words."""
    try:
        path = urlsplit(url[:2_048]).path
    except ValueError:
        return None
    for part in sorted(path.split("/"), key=len, reverse=True):
        if title := _read_words(part):
            return StatedTitle(title, part)
    return None


def _read_words(slug: Any) -> str:
    """Return the words of a slug as a title, "" if they are too few to be one."""
    if not isinstance(slug, str) or len(slug) > _MAX_SLUG_CHARACTERS or " " in slug.strip():
        return ""
    words = re.split(r"[-_+]+", _EXTENSION.sub("", unquote(slug).strip().strip("/").split("/")[-1]))
    while words and (not words[-1] or _ID.fullmatch(words[-1])):
        words.pop()
    while words and (not words[0] or _ID.fullmatch(words[0])):
        words.pop(0)
    text = " ".join(words)
    is_title = sum(word.isalpha() for word in words) >= _MIN_SLUG_WORDS
    return text[:1].upper() + text[1:] if is_title else ""
