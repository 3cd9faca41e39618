"""Menus of a page: the names of its sections, and headlines of other articles in one line.

The sections are in `data/menu.ini`.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from indexer.clean.cleaned import Findings, Paragraph
from indexer.clean.prompts import read_words
from indexer.rules import Rule, read_rules

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
    if not names:
        return 0
    home, page, _ = _sections()
    is_menu = page.intersection(names) and len(names) > 1 or home.intersection(names)
    return end - at if is_menu else 0


@cache
def read_menu_rules() -> tuple[Rule, ...]:
    """Return the table."""
    return read_rules("indexer.clean", "menu")


@cache
def read_sections() -> frozenset[str]:
    """Return the names of all sections."""
    return frozenset().union(*_sections())


@cache
def _sections() -> list[frozenset[str]]:
    """Return the sections of each kind: home, page, subject."""
    return [frozenset(rule.pattern.split("|")) for rule in read_menu_rules()]


def _split_sections(text: str) -> list[str]:
    """Return the sections that a line names; none if it says anything else."""
    sections = read_sections()
    if len(text) > _MAX_CHARACTERS or _SEPARATOR.split(text[:20].casefold(), 1)[0] not in sections:
        return []
    words = [word for word in _SEPARATOR.split(text.casefold()) if word]
    return words if all(word in sections for word in words) else []


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
    small_words = read_words("small_words")
    words = [word for word in text.split() if word not in small_words]
    small = [word.islower() and word.isalpha() for word in words]
    if len(words) < _MIN_WORDS or any(first and second for first, second in pairwise(small)):
        return False
    return 6 * sum(small) < len(words)
