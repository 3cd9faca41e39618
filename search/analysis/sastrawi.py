"""A faster stemmer that finds the same roots as PySastrawi 1.2.1.

PySastrawi tries all of some forty prefix rules on every word. Each time that one applies, it
compiles a regular expression out of the word itself, which also evicts its own patterns from the
cache of `re`. Here a rule is tried only on words whose first letters it can match. The dictionary
is PySastrawi's; the rules are in `affixes.py`, and tests compare the roots on every word of the
published suites and of 24,562 articles.
"""

from collections.abc import Callable
from functools import lru_cache
from string import ascii_lowercase

from Sastrawi.Dictionary.ArrayDictionary import ArrayDictionary
from Sastrawi.Stemmer.Stemmer import Stemmer
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

from search.analysis.affixes import (
    HEAD,
    PLAIN_PREFIXES,
    PREFIX_FIRST,
    SUFFIXES,
    PrefixRule,
    build_rules,
)

_SHORTEST_STEMMED = 4
_MAX_PREFIXES = 3
_CACHED_HEADS = 1 << 16

SelectRules = Callable[[str], tuple[PrefixRule, ...]]
"""From the first letters of a word to the rules that may match it."""


def create_stemmer() -> Stemmer:
    """Return a stemmer with PySastrawi's own dictionary, which may be edited."""
    return FastStemmer(ArrayDictionary(StemmerFactory().get_words()))


class FastStemmer(Stemmer):  # type: ignore[misc]
    """PySastrawi's stemmer with single words stemmed faster."""

    def __init__(self, dictionary: ArrayDictionary) -> None:
        super().__init__(dictionary)
        self._roots = dictionary.words
        rules = build_rules()
        self._rules = {
            letter: [rule for rule in rules if rule.may_match(letter)] for letter in ascii_lowercase
        }
        self.select_rules = lru_cache(_CACHED_HEADS)(self._select_rules)

    def stem_singular_word(self, word: str) -> str:
        """Return the root of a word without hyphens. Overrides the method of PySastrawi."""
        if len(word) < _SHORTEST_STEMMED:  # PySastrawi stops these half-way in a way of its own
            return str(super().stem_singular_word(word))
        return _Stripping(word, self._roots, self.select_rules).find_root()

    def _select_rules(self, head: str) -> tuple[PrefixRule, ...]:
        return tuple(rule for rule in self._rules.get(head[:1], ()) if rule.may_match(head))


class _Stripping:
    """The steps that strip the affixes of one word, numbered as in PySastrawi's Context."""

    def __init__(self, word: str, roots: dict[str, str], select_rules: SelectRules) -> None:
        self._original = self._word = word
        self._roots, self._select_rules = roots, select_rules
        self._first: str | None = None  # the word before the first affix was removed
        self._suffixes: list[tuple[str, str]] = []  # the word before and after each suffix

    def find_root(self) -> str:
        """Return the root, or the word itself if none is found."""
        if self._original not in self._roots:
            self._strip()
        return self._word if self._word in self._roots else self._original

    def _strip(self) -> None:
        if PREFIX_FIRST.match(self._original):
            if self._remove_prefixes() or self._remove_suffixes():
                return
            self._word, self._first, self._suffixes = self._original, None, []
        if not (self._remove_suffixes() or self._remove_prefixes()):
            self._restore_suffixes()

    def _remove_suffixes(self) -> bool:
        """Remove one suffix of each kind (steps 2 and 3); return whether a root is left."""
        for suffixes, form in SUFFIXES:
            if self._word.endswith(suffixes):
                shorter = form.sub("", self._word, count=1)
                self._suffixes.append((self._word, shorter))
                self._replace_by(shorter)
            if self._word in self._roots:
                return True
        return False

    def _remove_prefixes(self) -> bool:
        """Remove up to three prefixes (steps 4 and 5); return whether a root is left."""
        for _ in range(_MAX_PREFIXES):
            self._remove_prefix()
            if self._word in self._roots:
                return True
        return False

    def _remove_prefix(self) -> None:
        if self._word.startswith(PLAIN_PREFIXES):
            self._replace_by(self._word[2:])
        elif self._word not in self._roots:
            for rule in self._select_rules(self._word[:HEAD]):
                shorter = rule.remove(self._word, self._roots)
                if shorter is not None:
                    self._replace_by(shorter)
                    return

    def _replace_by(self, shorter: str) -> None:
        if self._first is None:
            self._first = self._word
        self._word = shorter

    def _restore_suffixes(self) -> None:
        """As a last resort, put the suffixes back one by one and remove prefixes again."""
        if self._first is not None:
            self._word = self._first
        before = self._word
        for word, shorter in reversed(self._suffixes):
            if word.replace(shorter, "", 1) == "kan":
                self._word = shorter + "k"
                if self._remove_prefixes():
                    return
                word = shorter + "kan"
            self._word = word
            if self._remove_prefixes():
                return
            self._word = before
