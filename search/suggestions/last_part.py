"""The last part of an unfinished query: the words that are being typed, behind all operators."""

import re
from typing import NamedTuple

from search.fields import FIELD_NAMES
from search.syntax.ast import OPERATORS
from search.syntax.conditions import CONDITION_NAMES

_QUOTES = "\"“„‟”«»"
_OPENED = (*_QUOTES, "(")
_PLAIN = rf"\w[^\s():{_QUOTES}]*"
_WORDS_AT_END = re.compile(rf"(?<!\w){_PLAIN}(?:\s+{_PLAIN})*\s*\Z")
_UP_TO_OPERATOR = re.compile(rf".*(?:\A|\s)(?:{'|'.join(map(re.escape, OPERATORS))})\s+", re.DOTALL)
_FIRST_WORD = re.compile(r"\S+\s+")
_MARK = re.compile(
    rf"""(?:\A|(?<=[\s(]))[-+!]?
    (?:(?: (?P<field>(?ai:{'|'.join(FIELD_NAMES)}))
         | (?P<condition>(?ai:{'|'.join(CONDITION_NAMES)}))):)?
    =? [{_QUOTES}]? \Z""", re.VERBOSE)


_NAME_AT_END = re.compile(
    rf"(?:\A|[\s(])[-+!]?(?ai:{'|'.join([*FIELD_NAMES, *CONDITION_NAMES])}):\s*\Z")


class LastPart(NamedTuple):
    """The words that are being typed, what stands before them, and how they must go on.

    Words that are `together` ask for one thing, for which several need quotation marks; `is_open`
    says whether one stands before them. They are looked for in a `field` if there is one.
    """

    before: str
    words: str
    together: bool = False
    is_open: bool = False
    field: str | None = None

    def complete(self, text: str) -> str:
        """Return the query with its last part completed to a text.

        >>> find_last_part("gempa -banda").complete("banda aceh")
        'gempa -"banda aceh"'
        """
        if self.is_open:
            return f'{self.before}{text}"'
        return f'{self.before}"{text}"' if self.together and " " in text else self.before + text


def find_last_part(text: str) -> LastPart:
    """Return the last part of a query: all of it where nothing but plain words is typed.

    It has no words where there is nothing to complete, as behind `on:`.

    >>> find_last_part('gempa judul:"banda a')
    LastPart(before='gempa judul:"', words='banda a', together=True, is_open=True, field='title')
    >>> find_last_part("gempa OR tsun").before, find_last_part("gempa tsun").before
    ('gempa OR ', '')
    """
    if text.endswith(_OPENED) or _NAME_AT_END.search(text):
        return LastPart(text, "")
    found = _WORDS_AT_END.search(text)
    before, words = (text[:found.start()], found.group()) if found else ("", text)
    mark = _MARK.search(before)
    name = mark["field"] if mark else None
    field = FIELD_NAMES[name.lower()] if name else None
    if len(re.findall(f"[{_QUOTES}]", before)) % 2:
        return LastPart(before, words, together=True, is_open=True, field=field)
    if operator := _UP_TO_OPERATOR.match(words):
        return LastPart(before + operator.group(), words[operator.end():], together=True)
    if not before or before[-1].isspace() or before[-1] in "()":
        return LastPart(before, words)
    if mark is None:
        return LastPart("", text)
    return _leave_marked(before, words, None if mark["condition"] else field or "")


def _leave_marked(before: str, words: str, field: str | None) -> LastPart:
    """Return the last part of words of which a sign or field marks the first; None if it is a date.
    """
    first = _FIRST_WORD.match(words)
    if first and first.end() < len(words):
        return LastPart(before + first.group(), words[first.end():])
    if field is None:
        return LastPart(before, "")
    return LastPart(before, words, together=True, field=field or None)
