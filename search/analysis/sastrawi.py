"""Sastrawi's stemmer, several times faster and to the same result.

PySastrawi 1.2.1 tries all of some forty prefix rules on every word, and compiles a regular
expression out of the word itself each time that one applies, which also throws its own
patterns out of the `re` module's cache. Here a rule is tried only on words that begin with a
letter it can match, and the part removed is cut off as text. The rules themselves, their
order and the dictionary are Sastrawi's; a test holds both to one result.
"""

import re
from collections.abc import Iterable
from string import ascii_lowercase
from typing import Any

from Sastrawi.Dictionary.ArrayDictionary import ArrayDictionary
from Sastrawi.Stemmer.Context.Context import Context
from Sastrawi.Stemmer.Context.Removal import Removal
from Sastrawi.Stemmer.Context.Visitor.PrefixDisambiguator import PrefixDisambiguator
from Sastrawi.Stemmer.Context.Visitor.VisitorProvider import VisitorProvider
from Sastrawi.Stemmer.Stemmer import Stemmer
from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

_PLAIN = "dks"
"""The first letters of the prefixes di-, ke- and se-."""

_SUFFIXES = (
    ("-*(?:lah|kah|tah|pun)$", "P"),
    ("-*(?:ku|mu|nya)$", "PP"),
    ("(?:is|isme|isasi|i|kan|an)$", "DS"),
)


def stemmer() -> Stemmer:
    """A stemmer with Sastrawi's own dictionary, which may be edited."""
    return QuickStemmer(ArrayDictionary(StemmerFactory().get_words()))


class QuickStemmer(Stemmer):  # type: ignore[misc]
    """Stems single words as Sastrawi does."""

    def __init__(self, dictionary: ArrayDictionary) -> None:
        super().__init__(dictionary)
        self.visitor_provider = _Rules()

    def stem_singular_word(self, word: str) -> str:
        context = _Context(word, self.dictionary, self.visitor_provider)
        context.execute()
        return str(context.result)


class _Context(Context):  # type: ignore[misc]
    """Tries the prefix rules that could match the word as it stands, in their order."""

    def accept_prefix_visitors(self, visitors: Iterable[Any]) -> Any:
        word = self.current_word
        # The first rule of all, even where it does not match, is followed by this look-up.
        if word[:1] not in _PLAIN and self.dictionary.contains(word):
            return word
        return super().accept_prefix_visitors(self.visitor_provider.beginning.get(word[:1], ()))


class _Rules(VisitorProvider):  # type: ignore[misc]
    """Sastrawi's rules, with quick ones in the place of those that compile the word."""

    def __init__(self) -> None:
        super().__init__()
        self.suffix_visitors = [_Cut(pattern, kind) for pattern, kind in _SUFFIXES]
        plain = _Cut("^(?:di|ke|se)", "DP")
        rules = [_Prefix(rule) for rule in self.get_prefix_visitors()[1:]]
        self.prefix_visitors = [plain, *rules]
        self.beginning = {
            letter: [plain] * (letter in _PLAIN) + [r for r in rules if letter in r.letters]
            for letter in ascii_lowercase
        }


class _Cut:
    """Removes what the pattern matches."""

    def __init__(self, pattern: str, kind: str) -> None:
        self._pattern = re.compile(pattern)
        self._kind = kind

    def visit(self, context: Context) -> None:
        word = context.current_word
        result = self._pattern.sub("", word, count=1)
        if result != word:
            _remove(self, context, result, self._kind)


class _Prefix:
    """One prefix rule of Sastrawi's: the first of its readings that gives a root, else the last."""

    def __init__(self, rule: PrefixDisambiguator) -> None:
        self._readings = [
            (_pattern(each.disambiguate), each.disambiguate) for each in rule.disambiguators
        ]
        self.letters: set[str] = set().union(*(_first_letters(p) for p, _ in self._readings))

    def visit(self, context: Context) -> None:
        word, result = context.current_word, None
        for pattern, reading in self._readings:
            result = reading(word) if pattern.match(word) else None
            if context.dictionary.contains(result):
                break
        if result is not None:
            _remove(self, context, result, "DP")


def _remove(rule: Any, context: Context, result: str, kind: str) -> None:
    word = context.current_word
    context.add_removal(Removal(rule, word, result, word.replace(result, "", 1), kind))
    context.current_word = result


def _pattern(reading: Any) -> re.Pattern[str]:
    """The first pattern in Sastrawi's function, without which it returns None; any if in doubt."""
    constants = reading.__code__.co_consts
    patterns = [
        text for text in constants
        if isinstance(text, str) and "(" in text and text != reading.__doc__
    ]
    return re.compile(patterns[0] if patterns else "")


def _first_letters(pattern: re.Pattern[str]) -> set[str]:
    """The letters that what it matches can begin with; all if in doubt."""
    head = re.match(r"\^?(?:([a-z])|\(\[([a-z]+)\])", pattern.pattern)
    return set(head[1] or head[2] if head else ascii_lowercase)
