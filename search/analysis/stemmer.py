"""From a folded word to its root: Sastrawi, corrected by our lists, behind a memo.

Sastrawi is handed single words of 4 to 40 plain letters only. On anything else it splits
words, or takes time quadratic in the hyphens (measured on PySastrawi 1.2.1).
"""

import re
from functools import lru_cache
from importlib.metadata import version

from search.analysis import sastrawi, word_lists

CLITICS = ("nya", "lah", "kah", "pun", "ku", "mu")

_STEMMABLE = re.compile(r"[a-z]{4,40}")
_HALVES = re.compile(r"[a-z]{2,40}-[a-z]{2,40}")
_CLITIC = re.compile(r"([a-z]{3,})(nya|lah|kah|pun|ku|mu)")
_LOOSE_CLITIC = re.compile(r"([a-z]{4,})nya|([a-z]{3,}[bcdfghjmnpqrstvwxyz])(?:lah|kah|pun)")
"""Clitics taken off roots nobody listed (Trumpnya, Putinlah), not names such as Fadillah."""

MEMO = 1 << 14
"""Words remembered: a bound, since queries bring words without end. About 3 MB full."""


class Stemmer:
    """Finds the root of a word. Safe to share between threads: it keeps no state per call."""

    def __init__(self) -> None:
        self._sastrawi = sastrawi.create_stemmer()
        _edit(self._sastrawi.dictionary)
        self._known = {row[0]: row[1] for row in word_lists.rows("overrides")}
        self._known |= {row[0]: row[0] for row in word_lists.rows("names")}
        self.root = lru_cache(MEMO)(self._root)
        self.joint_root = lru_cache(MEMO)(self._joint_root)

    def _root(self, word: str) -> str:
        """The root of one folded word without hyphens; itself if it has no other."""
        known = self._known.get(word)
        if known is not None:
            return known
        if not _STEMMABLE.fullmatch(word):
            return word
        return self._known_under_clitic(word) or self._stemmed(word)

    def _joint_root(self, first: str, second: str) -> str | None:
        """The one root of two hyphen-joined parts, or None if they are two words."""
        if not (first.isalpha() and second.isalpha()):
            return None
        root = self.root(first)
        if root == self.root(second) or second in {first + clitic for clitic in CLITICS}:
            return root
        joined = f"{first}-{second}"
        stem = str(self._sastrawi.stem_word(joined)) if _HALVES.fullmatch(joined) else joined
        return None if "-" in stem else stem

    def _known_under_clitic(self, word: str) -> str | None:
        match = _CLITIC.fullmatch(word)
        return self._known.get(match[1]) if match else None

    def _stemmed(self, word: str) -> str:
        stem = str(self._sastrawi.stem_word(word))
        loose = _LOOSE_CLITIC.fullmatch(word) if stem == word else None
        if loose is None or self._sastrawi.dictionary.contains(word):
            return stem
        return self.root(loose[1] or loose[2])


def identity() -> str:
    """What the roots depend on, as text: the stemmer's version and our lists."""
    return "\n".join([version("PySastrawi"), *map(word_lists.source, word_lists.NAMES)])


def _edit(dictionary) -> None:  # type: ignore[no-untyped-def]
    for action, root, *_ in word_lists.rows("dictionary"):
        if action == "add":
            dictionary.add(root)
        else:
            dictionary.words.pop(root, None)
