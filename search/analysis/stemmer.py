"""Finds the stem of a folded word: its likeliest root, corrected by our word lists.

The root words are those of PySastrawi's dictionary. `derivation.py` finds the root of a word among
them. This module adds exceptions, clitics, compounds and reduplications.
"""

import re
from functools import lru_cache
from importlib.metadata import version

from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

from search.analysis import word_lists
from search.analysis.derivation import (
    find_compound,
    find_derivations,
    find_likeliest,
    may_have_affixes,
)

CLITICS = ("nya", "lah", "kah", "pun", "ku", "mu")

_MIN_LETTERS, _MAX_LETTERS = 4, 40
"""Letters of the words that are stemmed."""

_STEMMABLE_PART = re.compile(r"[a-z]{2,40}")
_CLITIC = re.compile(r"([a-z]{3,})(nya|lah|kah|pun|ku|mu)")
_UNLISTED_CLITIC = re.compile(
    r"([a-z]{4,}|[a-z][aiueo][^aiueon])nya|([a-z]{3,}[bcdfghjmnpqrstvwxyz])(?:lah|kah|pun)"
    r"|([a-z]{5,})pun")
"""Clitics that are removed from unlisted roots (Trumpnya, webnya, Putinlah, Jokowipun), but not
from Fadillah, Vennya or Zhenya."""

_OTHER_ENDINGS = (
    (re.compile(r"([a-z]{3,})fisir((?:kan|i)?(?:nya)?)"), r"\1fikasi\2", "asi"),
    (re.compile(r"([a-z]{4,})ir((?:kan|i)?(?:nya)?)"), r"\1asi\2", "asi"),
    (re.compile(r"(di[a-z]{3,})in(nya)?"), r"\1kan\2", ""))
"""Endings of loan words and of Jakarta, those of the standard language, and how their roots end:
diproklamirkan, dimasukin."""

_MAX_OTHER_ENDING = len("irkannya")
"""Letters of the longest of these endings, as it is written."""

_WITH_FIGURES = re.compile(r"([a-z]+)([0-9]{1,4})")
_SHORTEST_COMPOUND, _SHORTEST_HALF = 7, 3

CACHED_WORDS = 1 << 14
"""Words whose stems are cached. Bounded, since queries bring new words forever; 3 MB when full."""


class Stemmer:
    """Finds the stems of words. Safe to share between threads: a call keeps no state.

    `stem` returns the stem of a folded word without hyphens, or the word itself. `stem_pair`
    returns the stem that two parts joined by a hyphen share, or None if they are two words.
    `split_compound` returns the roots of a stem that is written of two: kerja, sama of kerjasama.
    """

    def __init__(self) -> None:
        self._roots = read_roots()
        self._listed = {row[0]: row[1] for row in word_lists.read_rows("overrides")}
        self._names = {row[0] for row in word_lists.read_rows("names")}
        self._listed |= {name: name for name in self._names}
        self._own_roots = {row[1] for row in word_lists.read_rows("dictionary") if row[0] == "add"}
        self.stem = lru_cache(CACHED_WORDS)(self._stem)
        self.stem_pair = lru_cache(CACHED_WORDS)(self._stem_pair)
        self.split_compound = lru_cache(CACHED_WORDS)(self._split_compound)

    def is_root(self, word: str) -> bool:
        """Return whether a folded word is a root word."""
        return word in self._roots

    def is_added(self, word: str) -> bool:
        """Return whether a folded word is a root that our list adds to the dictionary."""
        return word in self._own_roots

    def _stem(self, word: str) -> str:
        listed = self._listed.get(word)
        if listed is not None:
            return listed
        if word in self._roots or not _is_stemmable(word):
            return word
        if word.endswith(CLITICS) and (listed := self._find_listed_without_clitic(word)):
            return listed
        return self._find_stem(word)

    def _find_listed_without_clitic(self, word: str) -> str | None:
        match = _CLITIC.fullmatch(word)
        return self._listed.get(match[1]) if match else None

    def _find_stem(self, word: str) -> str:
        likeliest = find_likeliest(word, self._roots)
        if likeliest is None:
            return self._find_unlisted(word)
        clitic = likeliest.clitic
        if clitic:  # so that a word and the same word with a clitic never part
            return self.stem(word.removesuffix(clitic))
        return self._listed.get(likeliest.root, likeliest.root)

    def _find_unlisted(self, word: str) -> str:
        """Return the stem of a word that no affix explains."""
        if word.endswith(CLITICS):
            listed = _CLITIC.fullmatch(word)
            if listed and self.stem(listed[1]) != listed[1]:
                return self.stem(listed[1])
            unlisted = _UNLISTED_CLITIC.fullmatch(word)
            if unlisted:
                return self.stem(unlisted[1] or unlisted[2] or unlisted[3])
        return self._find_other_ending(word) or find_compound(word, self._roots) or word

    def _find_other_ending(self, word: str) -> str | None:
        """Return the stem of a word with an ending that the standard language writes otherwise."""
        if "ir" not in word[-_MAX_OTHER_ENDING:] and not word.startswith("di"):
            return None
        for pattern, standard, end in _OTHER_ENDINGS:
            if pattern.fullmatch(word):
                likeliest = find_likeliest(pattern.sub(standard, word), self._roots)
                if likeliest and likeliest.root.endswith(end):
                    return self._listed.get(likeliest.root, likeliest.root)
        return None

    def _stem_pair(self, first: str, second: str) -> str | None:
        if not (first.isalpha() and second.isalpha()):
            return None
        stem = self.stem(first)
        if stem == self.stem(second) or (
                second.startswith(first) and second[len(first):] in CLITICS):
            return stem
        if not (_STEMMABLE_PART.fullmatch(first) and _STEMMABLE_PART.fullmatch(second)):
            return None
        return self._find_shared_root(first, second)

    def _split_compound(self, stem: str) -> tuple[str, ...]:
        """Return the two roots that a stem is written of, or the stem alone.

        Many a root of the dictionary looks like two short ones; longer halves are no chance.
        """
        if match := _WITH_FIGURES.fullmatch(stem):
            return match.groups()
        roots = self._roots
        is_root = stem in roots and stem not in self._own_roots
        shortest = _SHORTEST_HALF + is_root
        if len(stem) < _SHORTEST_COMPOUND or stem in self._names or not stem.isalpha():
            return (stem,)
        for place in range(shortest, len(stem) - shortest + 1):
            if stem[:place] in roots and stem[place:] in roots:
                return self.stem(stem[:place]), self.stem(stem[place:])
        return (stem,)

    def _find_shared_root(self, first: str, second: str) -> str | None:
        """Return the likeliest root of the first half that the second may have too."""
        others = self._collect_roots(second) | self._collect_roots(f"me{second}")
        if others.isdisjoint(self._collect_roots(first)):  # as nearly all are
            return None
        found = [(each.points(), each.root) for each in find_derivations(first, self._roots)]
        ordered = [self.stem(first), *(root for _, root in sorted(found, reverse=True))]
        return next(root for root in ordered if root in others)

    def _collect_roots(self, word: str) -> set[str]:
        """Return every root that a word may have."""
        if word in self._listed:
            return {self._listed[word]}
        found = find_derivations(word, self._roots) if may_have_affixes(word) else []
        return {self.stem(word), *(each.root for each in found)}


def _is_stemmable(word: str) -> bool:
    """Return whether a word is 4 to 40 letters from a to z. A pattern takes twice as long."""
    return (_MIN_LETTERS <= len(word) <= _MAX_LETTERS
            and word.isascii() and word.isalpha() and word.islower())


def describe_rules() -> str:
    """Return what the stems depend on outside this package: PySastrawi's version and our lists."""
    return "\n".join([version("PySastrawi"), *map(word_lists.read_list, word_lists.LISTS)])


def read_roots() -> set[str]:
    """Return the root words of PySastrawi, with our changes."""
    roots = set(StemmerFactory().get_words())
    for action, root, *_ in word_lists.read_rows("dictionary"):
        if action == "add":
            roots.add(root)
        else:
            roots.discard(root)
    return roots
