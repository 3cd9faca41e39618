"""Menus of a page: the names of its sections, and headlines of other articles in one line."""

import re
from collections.abc import Sequence
from itertools import pairwise

from indexer.clean.cleaned import Findings, Paragraph
from indexer.clean.prompts import SMALL_WORDS

_HOMES = frozenset(("home", "beranda", "news"))
_CHROME = _HOMES | frozenset("""
    berita terkini terbaru terpopuler trending indeks index video foto infografis
""".split())
"""Sections of sites that are no subjects of articles."""
SECTIONS = _CHROME | frozenset("""
    nasional internasional global dunia daerah regional nusantara metro megapolitan politik hukum
    kriminal peristiwa ekonomi bisnis finansial keuangan ekbis olahraga sport sports bola sepakbola
    hiburan entertainment selebritas seleb lifestyle style gaya hidup teknologi tekno sains otomotif
    otomania travel wisata kuliner kesehatan health pendidikan edukasi edu opini kolom humaniora
    properti cek fakta live streaming
""".split())
_SEPARATOR = re.compile(r"[\s|/>»›•·–-]+")
_MAX_CHARACTERS = 200
"""Code points of the longest line of sections."""

_MIN_WORDS = 12
"""Words of the shortest run of headlines: two of them, or three."""
_SENTENCE_END = re.compile(r"\.[\"”’')]*(?= ?[A-Z])")


def count_menu(paragraphs: Sequence[Paragraph], at: int) -> int:
    """Return how many paragraphs from `at` on are a menu of the page's sections."""
    names = list[str]()
    end = at
    while end < len(paragraphs) and (sections := _split_sections(paragraphs[end].text)):
        names += sections
        end += 1
    is_menu = _CHROME.intersection(names) and len(names) > 1 or _HOMES.intersection(names)
    return end - at if is_menu else 0


def _split_sections(text: str) -> list[str]:
    """Return the sections that a line names; none if it says anything else."""
    if len(text) > _MAX_CHARACTERS or _SEPARATOR.split(text[:20].casefold(), 1)[0] not in SECTIONS:
        return []
    words = [word for word in _SEPARATOR.split(text.casefold()) if word]
    return words if all(word in SECTIONS for word in words) else []


def cut_headlines(text: str, end: int, line: int, findings: Findings) -> int:
    """Return where a text ends without the headlines behind its last sentence."""
    last = None
    for last in _SENTENCE_END.finditer(text, 0, end):
        pass
    begin = last.end() if last else 0
    if not _are_headlines(text[begin:end]):
        return end
    findings.remove("menu", text[begin:end], line, begin)
    return begin


def _are_headlines(text: str) -> bool:
    """Return whether hardly a word is written without a capital, as in headlines."""
    words = [word for word in text.split() if word not in SMALL_WORDS]
    small = [word.islower() and word.isalpha() for word in words]
    if len(words) < _MIN_WORDS or any(first and second for first, second in pairwise(small)):
        return False
    return 6 * sum(small) < len(words)
