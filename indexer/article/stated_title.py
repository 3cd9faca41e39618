"""Reads the title that a record states: in its field without the name of its site, else in a slug,
the words of the title as an address has them."""

import re
from collections.abc import Sequence
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

_SEPARATOR = re.compile(r"\s(?:[-|–—»«•·]|:{1,2})\s|(?<=\S):\s")
"""What stands between a title and the name of its site."""

_BRACKETED = re.compile(r"\[([^\[\]]{2,40})\]\s*(\S.*\S)\s*")
"""The name of a site in brackets before a title."""

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

_PLAIN_COLON = re.compile(r":\s")
_INNER_CAPITAL = re.compile(r"[a-z]{1,6}[A-Z]")
_MIN_TITLE_WORDS = 3

_SECTIONS = frozenset("""
    nasional internasional ekonomi bisnis ekonomibisnis olahraga politik hukum hukumkriminal daerah
    regional metro metropolitan megapolitan nusantara peristiwa umum news berita beritaterkini
    beritaterbaru beritautama beritaharian beritahariini headline headlines home homepage beranda
    blog artikel hiburan teknologi tekno gayahidup lifestyle otomotif bola sport sports finance
    kesehatan pendidikan edukasi newsportal portalberita situsberita
""".split())
"""Folded names of sections that may end a title without the name of the site."""

_SECTION_WORDS = _SECTIONS | frozenset("""
    online com id indonesia dunia global money market makro jawa barat timur tengah utara
    selatan tenggara jatim jateng jabar jogja yogyakarta sumut sumbar sumsel sulsel sulut bali
    kalimantan sumatera sulawesi papua maluku aceh riau kepri lampung banten jambi bengkulu ntb
    ntt gorontalo daerah jakarta bandung surabaya medan makassar semarang solo economy techno
    celebrity
    health entertainment infografis foto video tv muslim haji travel food inet hot oto health
    properti keuangan industri saham investasi
""".split())
"""Folded words of the names of sections and editions, beside the name of the site."""

_MIN_SLUG_WORDS = 3
_MAX_SLUG_CHARACTERS = 300


class StatedTitle(NamedTuple):
    """A title, the words that state it, and the names of the site that were cut from it."""

    title: str
    evidence: str
    site_names: tuple[str, ...] = ()


def cut_site_name(
    title: str, outlet: str, url: str | None, rubric: Any = None
) -> StatedTitle:
    """Return a title without the name of its outlet or of the host of its URL at either end.

    A known outlet, one of its sections and the rubric of the article leave its end, too.

    >>> cut_site_name("Harga Beras Naik - Kabar Nusa", "Kabar Nusa", None).title
    'Harga Beras Naik'
    >>> cut_site_name("KabarNusa: Harga Beras Naik", "", "https://www.kabarnusa.example/a/1").title
    'Harga Beras Naik'
    >>> cut_site_name("Harga Beras Naik - Warga Resah", "Kabar Nusa", None).title
    'Harga Beras Naik - Warga Resah'
    >>> cut_site_name("Harga Beras Naik : Okezone Economy", "", None).title
    'Harga Beras Naik'
    """
    if title[:1] == "[" and (match := _BRACKETED.fullmatch(title)):
        if _names_site(match[1].strip(), outlet, url or ""):
            return StatedTitle(match[2], title, (match[1].strip(),))
    if " - " not in title and ": " not in title and " | " not in title and title.isascii():
        return StatedTitle(title, title)
    left, cut = title.strip(), list[str]()
    section = fold_name(rubric) if isinstance(rubric, str) else ""
    while pieces := _split_name(left, outlet, url or "", section):
        left = pieces[0]
        cut.append(pieces[1])
    return StatedTitle(left if cut else title, title, tuple(cut))


def _split_name(title: str, outlet: str, url: str, section: str) -> tuple[str, str] | None:
    """Return the rest of a title and the name of the site at one of its ends; None without one."""
    marks = list(_SEPARATOR.finditer(title))
    if marks and not _PLAIN_COLON.fullmatch(marks[-1][0]):
        rest, name = title[:marks[-1].start()].strip(), title[marks[-1].end():].strip()
        if len(rest.split()) >= _MIN_TITLE_WORDS and _ends_title(name, section):
            return rest, name
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
    sections = range(1, min(_MAX_SECTION_WORDS, len(words) - 1) + 1)
    return any(
        fold_name(" ".join(name)) in names and (
            "." in "".join(name) or all(fold_name(word) in _SECTION_WORDS for word in section))
        for count in sections
        for name, section in (
            (words[count:], words[:count]), (words[:-count], words[-count:])))


def _ends_title(text: str, section: str) -> bool:
    """Return whether a text is a section, or a known outlet with or without one."""
    if not _MIN_NAME_CHARACTERS <= len(text) <= _MAX_NAME_CHARACTERS or not text[0].isalnum():
        return False
    folded = fold_name(text)
    if folded == section or folded in _SECTIONS:
        return True
    if text[0].islower() and " " in text and not _INNER_CAPITAL.match(text):
        return False
    words = text.split()
    return any(
        outlets.is_known(" ".join(words[begin:end]))
        and all(_is_section(word, words[begin:end]) for word in (*words[:begin], *words[end:]))
        for begin in range(len(words)) for end in range(len(words), begin, -1)
        if end - begin >= len(words) - _MAX_SECTION_WORDS)


def _is_section(word: str, name: Sequence[str]) -> bool:
    """Return whether a word beside the name of a site is of its section, or its edition."""
    return fold_name(word) in _SECTION_WORDS or "." in name[-1] and word[0].isupper()


def _find_host(text: str, url: str) -> str:
    """Return the host of a URL if the text may name it; three letters decide for most texts."""
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

    The field of the title may hold one as well.

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
    if is_slug(fields.title):
        return StatedTitle(_read_words(fields.title), fields.title)
    return _read_path(url) if url else None


def is_slug(title: str) -> bool:
    """Return whether a title is written as a slug.

    >>> is_slug("harga-beras-naik-12345678"), is_slug("Ramai-ramai"), is_slug("Harga-beras naik")
    (True, False, False)
    """
    return " " not in title and title == title.lower() and _read_words(title) != ""


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
