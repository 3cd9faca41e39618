"""Finds the stem of a folded word: Sastrawi corrected by our word lists, behind a cache.

Sastrawi only receives single words of 4 to 40 plain letters. It splits anything else into several
words, or takes time quadratic in the number of hyphens (measured on PySastrawi 1.2.1).
"""

import re
from functools import lru_cache
from importlib.metadata import version

from search.analysis import sastrawi, word_lists

CLITICS = ("nya", "lah", "kah", "pun", "ku", "mu")

_STEMMABLE = re.compile(r"[a-z]{4,40}")
_STEMMABLE_PAIR = re.compile(r"[a-z]{2,40}-[a-z]{2,40}")
_CLITIC = re.compile(r"([a-z]{3,})(nya|lah|kah|pun|ku|mu)")
_UNLISTED_CLITIC = re.compile(r"([a-z]{4,})nya|([a-z]{3,}[bcdfghjmnpqrstvwxyz])(?:lah|kah|pun)")
"""Clitics that are removed from unlisted roots (Trumpnya, Putinlah), but not from Fadillah."""

CACHED_WORDS = 1 << 14
"""Words whose stems are cached. Bounded, since queries bring new words forever; 3 MB when full."""


class Stemmer:
    """Finds the stems of words. Safe to share between threads: a call keeps no state.

    `stem` returns the stem of a folded word without hyphens, or the word itself. `stem_pair`
    returns the stem that two parts joined by a hyphen share, or None if they are two words.
    """

    def __init__(self) -> None:
        self._sastrawi = sastrawi.create_stemmer()
        _edit_dictionary(self._sastrawi.dictionary)
        self._listed = {row[0]: row[1] for row in word_lists.read_rows("overrides")}
        self._listed |= {row[0]: row[0] for row in word_lists.read_rows("names")}
        self.stem = lru_cache(CACHED_WORDS)(self._stem)
        self.stem_pair = lru_cache(CACHED_WORDS)(self._stem_pair)

    def _stem(self, word: str) -> str:
        listed = self._listed.get(word)
        if listed is not None:
            return listed
        if not _STEMMABLE.fullmatch(word):
            return word
        return self._find_listed_without_clitic(word) or self._compute_stem(word)

    def _stem_pair(self, first: str, second: str) -> str | None:
        if not (first.isalpha() and second.isalpha()):
            return None
        stem = self.stem(first)
        if stem == self.stem(second) or second in {first + clitic for clitic in CLITICS}:
            return stem
        pair = f"{first}-{second}"
        shared = str(self._sastrawi.stem_word(pair)) if _STEMMABLE_PAIR.fullmatch(pair) else pair
        return None if "-" in shared else shared

    def _find_listed_without_clitic(self, word: str) -> str | None:
        match = _CLITIC.fullmatch(word) if word.endswith(CLITICS) else None
        return self._listed.get(match[1]) if match else None

    def _compute_stem(self, word: str) -> str:
        stem = str(self._sastrawi.stem_singular_word(word))
        clitic = _UNLISTED_CLITIC.fullmatch(word) if stem == word else None
        if clitic is None or self._sastrawi.dictionary.contains(word):
            return stem
        return self.stem(clitic[1] or clitic[2])


def describe_rules() -> str:
    """Return everything that the stems depend on: PySastrawi's version and our word lists."""
    return "\n".join([version("PySastrawi"), *map(word_lists.read_list, word_lists.LISTS)])


def _edit_dictionary(dictionary) -> None:  # type: ignore[no-untyped-def]
    for action, root, *_ in word_lists.read_rows("dictionary"):
        if action == "add":
            dictionary.add(root)
        else:
            dictionary.words.pop(root, None)
