"""Sastrawi's stemmer, many times faster and to the same result.

PySastrawi 1.2.1 tries all of some forty prefix rules on every word, and compiles a regular
expression out of the word itself each time that one applies, which also throws its own
patterns out of the `re` module's cache. Here a rule is tried only on words whose first letters
it can match, and the part removed is cut off as text. The rules themselves, their order and
the dictionary are Sastrawi's; a test holds both to one result.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from string import ascii_lowercase
from typing import Any

from Sastrawi.Dictionary.ArrayDictionary import ArrayDictionary
from Sastrawi.Stemmer.Stemmer import Stemmer
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

_HEAD = 4
"""So many letters decide which rules are tried."""

_PLAIN = ("di", "ke", "se")

_SUFFIXES = (
    re.compile("-*(?:lah|kah|tah|pun)$"),
    re.compile("-*(?:ku|mu|nya)$"),
    re.compile("(?:is|isme|isasi|i|kan|an)$"),
)

_PREFIX_FIRST = re.compile("be.*(?:lah|an)$|(?:me|di|pe|ter).*i$")
"""Words whose prefix is taken off before their suffix (Asian 2007, page 78)."""

Reading = Callable[[str], str | None]


def stemmer() -> Stemmer:
    """A stemmer with Sastrawi's own dictionary, which may be edited."""
    return QuickStemmer(ArrayDictionary(StemmerFactory().get_words()))


class QuickStemmer(Stemmer):  # type: ignore[misc]
    """Stems single words as Sastrawi does."""

    def __init__(self, dictionary: ArrayDictionary) -> None:
        super().__init__(dictionary)
        self._roots = dictionary.words
        rules = [Rule(rule) for rule in self.visitor_provider.get_prefix_visitors()[1:]]
        self._rules = {
            letter: [rule for rule in rules if rule.may_match(letter)] for letter in ascii_lowercase
        }
        self.beginning = lru_cache(1 << 16)(self._beginning)

    def stem_singular_word(self, word: str) -> str:
        if len(word) < 4:  # Sastrawi stops these half-way, in a manner of its own
            return str(super().stem_singular_word(word))
        return _Steps(word, self._roots, self.beginning).result()

    def _beginning(self, head: str) -> tuple["Rule", ...]:
        """The rules that may match a word with this head, in their order."""
        return tuple(rule for rule in self._rules.get(head[:1], ()) if rule.may_match(head))


class _Steps:
    """Sastrawi's steps on one word, by the numbers of its Context."""

    def __init__(
        self, word: str, roots: dict[str, str], beginning: Callable[[str], tuple["Rule", ...]]
    ) -> None:
        self._original = self._word = word
        self._roots, self._beginning = roots, beginning
        self._first: str | None = None
        self._suffixes: list[tuple[str, str]] = []

    def result(self) -> str:
        """The root, or the word itself where none is found."""
        if self._original not in self._roots:
            self._run()
        return self._word if self._word in self._roots else self._original

    def _run(self) -> None:
        if _PREFIX_FIRST.match(self._original):
            if self._without_prefixes() or self._without_suffixes():
                return
            self._word, self._first, self._suffixes = self._original, None, []
        if not (self._without_suffixes() or self._without_prefixes()):
            self._restore_suffixes()

    def _without_suffixes(self) -> bool:
        """Steps 2 and 3: take off one suffix of each kind; whether a root is left."""
        for suffix in _SUFFIXES:
            shorter = suffix.sub("", self._word, count=1)
            if shorter != self._word:
                self._suffixes.append((self._word, shorter))
                self._cut(shorter)
            if self._word in self._roots:
                return True
        return False

    def _without_prefixes(self) -> bool:
        """Steps 4 and 5: take off up to three prefixes; whether a root is left."""
        for _ in range(3):
            self._without_prefix()
            if self._word in self._roots:
                return True
        return False

    def _without_prefix(self) -> None:
        if self._word.startswith(_PLAIN):
            self._cut(self._word[2:])
        elif self._word not in self._roots:
            for rule in self._beginning(self._word[:_HEAD]):
                shorter = rule.apply(self._word, self._roots)
                if shorter is not None:
                    self._cut(shorter)
                    return

    def _cut(self, shorter: str) -> None:
        if self._first is None:
            self._first = self._word
        self._word = shorter

    def _restore_suffixes(self) -> None:
        """The last resort: put suffixes back one by one, and take prefixes off again."""
        if self._first is not None:
            self._word = self._first
        before = self._word
        for word, shorter in reversed(self._suffixes):
            if word.replace(shorter, "", 1) == "kan":
                self._word = shorter + "k"
                if self._without_prefixes():
                    return
                word = shorter + "kan"
            self._word = word
            if self._without_prefixes():
                return
            self._word = before


class Rule:
    """One prefix rule of Sastrawi's: the first of its readings that gives a root, else the last."""

    def __init__(self, rule: Any) -> None:
        readings: list[Reading] = [each.disambiguate for each in rule.disambiguators]
        self._readings = [(re.compile(_pattern(each)), each) for each in readings]
        heads = {head for each in readings for head in _heads(_pattern(each))}
        self._head = re.compile("|".join(f"(?:{head})$" for head in sorted(heads)))

    def may_match(self, head: str) -> bool:
        """Whether a word with these first letters, _HEAD or fewer, may match any reading."""
        return self._head.match(head) is not None

    def apply(self, word: str, roots: dict[str, str]) -> str | None:
        """The word without the prefix, None where the rule does not apply."""
        result = None
        for pattern, reading in self._readings:
            result = reading(word) if pattern.match(word) else None
            if result in roots:
                break
        return result


def _pattern(reading: Any) -> str:
    """The first pattern in Sastrawi's function, without which it returns None; any if in doubt."""
    constants = reading.__code__.co_consts
    patterns = [
        text for text in constants
        if isinstance(text, str) and "(" in text and text != reading.__doc__
    ]
    return patterns[0] if patterns else ""


def _heads(pattern: str) -> list[str]:
    """What the first letters of a word must match, up to _HEAD, that the pattern may match it.

    >>> _heads("^me([lr])(.*)$")
    ['', 'm', 'me', 'me[lr]', 'me[lr][a-z]']
    """
    plain = re.sub(r"[\\^()]", "", pattern).partition(".")[0]
    letters = re.findall(r"[a-z]|\[[a-z-]+\]", plain) + ["[a-z]"] * _HEAD
    return ["".join(letters[:count]) for count in range(_HEAD + 1)]
