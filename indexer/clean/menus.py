"""Menus of a page: names of its sections, and headlines of other articles run together."""

import re
from collections.abc import Sequence

from indexer.clean.cleaned import Findings, Paragraph, removed
from indexer.clean.prompts import SMALL

_HOMES = frozenset(("home", "beranda", "news"))
_CHROME = _HOMES | frozenset("""
    berita terkini terbaru terpopuler trending indeks index video foto infografis
""".split())
"""What is a section of sites, and no subject of which an article treats."""
SECTIONS = _CHROME | frozenset("""
    nasional internasional global dunia daerah regional nusantara metro megapolitan politik hukum
    kriminal peristiwa ekonomi bisnis finansial keuangan ekbis olahraga sport sports bola sepakbola
    hiburan entertainment selebritas seleb lifestyle style gaya hidup teknologi tekno sains otomotif
    otomania travel wisata kuliner kesehatan health pendidikan edukasi edu opini kolom humaniora
    properti cek fakta live streaming
""".split())
_PARTING = re.compile(r"[\s|/>»›•·–-]+")
_LONGEST = 200
_FEWEST = 12
"""Words of the shortest menu of headlines in one line: two of them, or three."""
_ENDS = re.compile(r"\.[\"”’')]*(?= ?[A-Z])")


def heads(paragraphs: Sequence[Paragraph], at: int) -> int:
    """How many paragraphs from here on are a menu of the page: names of its sections."""
    names = list[str]()
    end = at
    while end < len(paragraphs) and (found := _sections(paragraphs[end].text)):
        names += found
        end += 1
    known = _CHROME.intersection(names) and len(names) > 1 or _HOMES.intersection(names)
    return end - at if known else 0


def _sections(text: str) -> list[str]:
    """The sections that a line names; none, if it says anything else."""
    if len(text) > _LONGEST or _PARTING.split(text[:20].casefold(), 1)[0] not in SECTIONS:
        return []
    words = [word for word in _PARTING.split(text.casefold()) if word]
    return words if all(word in SECTIONS for word in words) else []


def cut(text: str, end: int, line: int, found: Findings) -> int:
    """Where a text ends without the headlines that stand in one line behind its last sentence."""
    last = None
    for last in _ENDS.finditer(text, 0, end):
        pass
    begin = last.end() if last else 0
    if not _headlines(text[begin:end]):
        return end
    found.take(text[begin:end], line, removed("menu"), begin)
    return begin


def _headlines(text: str) -> bool:
    """Whether this is written as headlines are: hardly a word without a capital."""
    words = [word for word in text.split() if word not in SMALL]
    plain = [word.islower() and word.isalpha() for word in words]
    return len(words) >= _FEWEST and not any(map(lambda *pair: all(pair), plain, plain[1:])) and (
        6 * sum(plain) < len(words))
