"""The query language: from what people type to a tree of words.

    perundingan nuklir      both words; any of them if no article has both
    "enam pihak"            the phrase; "enam pihak"~5 within that many words more
    -Jepang, NOT, BUKAN     without
    AND, DAN, OR, ATAU      in capitals; AND binds tighter than OR
    ( … )                   groups
    title: outlet:          one field only
    nukl*  nuklri~  =nuklir beginning so; spelled about so; in just this form

Reading is lenient: whatever is not an operator where it stands is text. QuerySyntaxError
is raised only for queries longer than MAX_LENGTH, nested deeper than MAX_DEPTH, or with more
words that end in * or ~ than MAX_WIDE, phrases than MAX_PHRASES, or phrases with ~ than MAX_NEAR.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Union

from search.errors import QuerySyntaxError
from search.fields import SEARCHABLE

MAX_LENGTH = 512
MAX_DEPTH = 20
MAX_WIDE = 8
"""Words that end in * or ~: each is compared with the whole dictionary, or gathers much of it."""

MAX_PHRASES = 8
"""Phrases, words joined by other signs among them: each looks at the places of its words."""

MAX_NEAR = 3
"""Phrases with ~: each looks at all the places where its words stand, which may be common."""


class Form(StrEnum):
    """How a word is meant."""

    STEM = "stem"
    EXACT = "exact"
    PREFIX = "prefix"
    FUZZY = "fuzzy"


@dataclass(frozen=True, slots=True)
class Word:
    """One run of text without spaces; the analyzer may find several words in it."""

    text: str
    form: Form = Form.STEM
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Quoted:
    """Text between quotes; `slop` is the number after `~`, None without."""

    text: str
    slop: int | None = None
    form: Form = Form.STEM
    field: str | None = None


@dataclass(frozen=True, slots=True)
class All:
    """Everything in `required`, and the words in `loose` that only a space joins."""

    required: tuple["Tree", ...]
    loose: tuple["Tree", ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of the children."""

    children: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class Without:
    """What the child does not find."""

    child: "Tree"


Tree = Union[Word, Quoted, All, Either, Without]

_OPEN, _CLOSE = "\"“„‟”«", "\"”“‟»"
_SEVERAL = re.compile(r"\w[^\w]+\w")
_TOKEN = re.compile(
    rf"""(?P<space>\s+)
    | (?P<minus>-(?=[^\s\-)]))?
      (?P<field>(?:{"|".join(SEARCHABLE)}):(?=[^\s)]))?
      (?: (?P<exact>=)?[{_OPEN}](?P<quoted>[^{_CLOSE}]*)(?:[{_CLOSE}](?:~(?P<slop>\d{{1,3}}))?|\Z)
        | (?P<open>\()
        | (?P<close>\))
        | (?P<chunk>[^\s(){_OPEN}{_CLOSE}]+)
      )
    | (?P<stray>.)""",
    re.VERBOSE | re.DOTALL,
)
_OPERATORS = {
    "AND": "and", "DAN": "and", "OR": "or", "ATAU": "or", "NOT": "not", "BUKAN": "not",
}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # word, open, close, and, or, not
    position: int
    leaf: Word | Quoted | None = None
    field: str | None = None


def parse(text: str) -> Tree | None:
    """The tree of words that the text means; None if there is nothing in it.

    Raises QuerySyntaxError, with the position, for a query too long, too deep or too wide.

    >>> parse("enam pihak -Jepang")
    All(required=(Without(child=Word(text='Jepang', form=<Form.STEM: 'stem'>, field=None)),), \
loose=(Word(text='enam', form=<Form.STEM: 'stem'>, field=None), \
Word(text='pihak', form=<Form.STEM: 'stem'>, field=None)))
    """
    if len(text) > MAX_LENGTH:
        message = f"the query has {len(text)} characters: shorten it to {MAX_LENGTH}"
        raise QuerySyntaxError(message, MAX_LENGTH)
    tokens = _settled(list(_tokens(text)))
    _refuse(tokens, _is_wide, MAX_WIDE, "words that end in * or ~")
    _refuse(tokens, _is_near, MAX_NEAR, "phrases with ~")
    _refuse(tokens, _is_phrase, MAX_PHRASES, "phrases and joined words")
    return _Parser(tokens).parse()


def _tokens(text: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(text):
        if match["space"] or match["stray"]:
            continue
        if match["minus"]:
            yield _Token("not", match.start())
        yield _token(match)


def _token(match: re.Match[str]) -> _Token:
    field = match["field"][:-1] if match["field"] else None
    position = match.end() - 1
    if match["open"]:
        return _Token("open", position, field=field)
    if match["close"]:
        return _Token("close", position)
    if match["chunk"] is None:
        slop = int(match["slop"]) if match["slop"] else None
        form = Form.EXACT if match["exact"] else Form.STEM
        return _Token("word", match.start(), Quoted(match["quoted"], slop, form, field))
    kind = _OPERATORS.get(match["chunk"], "word") if not (field or match["minus"]) else "word"
    return _Token(kind, match.start(), _word(match["chunk"], field), field)


def _word(chunk: str, field: str | None) -> Word:
    if chunk.startswith("="):
        return Word(chunk[1:], Form.EXACT, field)
    if chunk.endswith("*"):
        return Word(chunk.rstrip("*"), Form.PREFIX, field)
    if chunk.endswith("~"):
        return Word(chunk.rstrip("~"), Form.FUZZY, field)
    return Word(chunk, Form.STEM, field)


def _is_wide(leaf: Word | Quoted) -> bool:
    return leaf.text != "" and leaf.form in (Form.PREFIX, Form.FUZZY)


def _is_phrase(leaf: Word | Quoted) -> bool:
    return _SEVERAL.search(leaf.text) is not None


def _is_near(leaf: Word | Quoted) -> bool:
    return isinstance(leaf, Quoted) and leaf.text != "" and leaf.slop is not None


def _refuse(
    tokens: list[_Token], counts: Callable[[Word | Quoted], bool], most: int, what: str
) -> None:
    """Raise QuerySyntaxError at the first part of a kind of which there are too many."""
    found = [token for token in tokens if token.leaf and counts(token.leaf)]
    if len(found) > most:
        message = f"the query has {len(found)} {what}: keep {most}"
        raise QuerySyntaxError(message, found[most].position)


def _settled(tokens: list[_Token]) -> list[_Token]:
    """The same tokens, with operators that have nothing to operate on read as words."""
    tokens = list(_balanced(tokens))
    if _all_capitals(tokens):
        return [_as_word(token) for token in tokens]
    settled: list[_Token] = []
    starts = [False] * (len(tokens) + 1)
    for at in reversed(range(len(tokens))):
        starts[at] = tokens[at].kind in ("word", "open") or (
            tokens[at].kind == "not" and starts[at + 1]
        )
    for at, token in enumerate(tokens):
        before = bool(settled) and settled[-1].kind in ("word", "close")
        works = starts[at + 1] and (before or token.kind == "not")
        settled.append(token if works else _as_word(token))
    return settled


def _balanced(tokens: list[_Token]) -> Iterator[_Token]:
    """The tokens without the closing parentheses that close nothing."""
    depth = 0
    for token in tokens:
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        if depth >= 0:
            yield token
        depth = max(depth, 0)


def _as_word(token: _Token) -> _Token:
    if token.leaf is None or token.kind == "word":
        return token
    return _Token("word", token.position, token.leaf)


def _all_capitals(tokens: list[_Token]) -> bool:
    """Whether the query is written in capitals, so that its ANDs say nothing."""
    texts = [token.leaf.text for token in tokens if token.leaf and token.kind == "word"]
    return "".join(texts).isupper()


class _Parser:
    """Recursive descent over settled tokens: either > all > unit."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0

    def parse(self) -> Tree | None:
        return self._either(0, None)

    def _kind(self) -> str:
        return self._tokens[self._at].kind if self._at < len(self._tokens) else "end"

    def _either(self, depth: int, field: str | None) -> Tree | None:
        children = [self._all(depth, field)]
        while self._kind() == "or":
            self._at += 1
            children.append(self._all(depth, field))
        kept = tuple(child for child in children if child)
        return Either(kept) if len(kept) > 1 else kept[0] if kept else None

    def _all(self, depth: int, field: str | None) -> Tree | None:
        """Units joined by spaces or AND; those next to an AND are not loose."""
        units: list[tuple[Tree, bool]] = []
        joined = False
        while self._kind() not in ("or", "close", "end"):
            if self._kind() == "and":
                self._at += 1
                joined = True
                if units:
                    units[-1] = (units[-1][0], False)
                continue
            unit = self._unit(depth, field)
            if unit is not None:
                units.append((unit, isinstance(unit, Word) and not unit.field and not joined))
            joined = False
        return _all(units)

    def _unit(self, depth: int, field: str | None) -> Tree | None:
        negated = False
        while self._kind() == "not":
            self._at += 1
            negated = not negated
        token = self._tokens[self._at]
        self._at += 1
        unit = self._group(token, depth, field) if token.kind == "open" else _leaf(token, field)
        return Without(unit) if negated and unit else unit

    def _group(self, token: _Token, depth: int, field: str | None) -> Tree | None:
        if depth == MAX_DEPTH:
            message = f"parentheses go {MAX_DEPTH} deep: take some away"
            raise QuerySyntaxError(message, token.position)
        inside = self._either(depth + 1, token.field or field)
        self._at += 1  # the closing parenthesis, or the end
        return inside


def _leaf(token: _Token, field: str | None) -> Tree | None:
    leaf = token.leaf
    if leaf is None or not leaf.text:
        return None
    if leaf.field or not field:
        return leaf
    if isinstance(leaf, Word):
        return Word(leaf.text, leaf.form, field)
    return Quoted(leaf.text, leaf.slop, leaf.form, field)


def _all(units: list[tuple[Tree, bool]]) -> Tree | None:
    if len(units) < 2:
        return units[0][0] if units else None
    loose = tuple(tree for tree, is_loose in units if is_loose)
    return All(tuple(tree for tree, is_loose in units if not is_loose), loose)
