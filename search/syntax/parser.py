"""Parses a query into its syntax tree and enforces the limits of a query.

Parsing is lenient: whatever is not an operator where it stands is text. The only errors are the
limits below.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from search.errors import QuerySyntaxError
from search.syntax.ast import And, Mode, Node, Not, Or, Phrase, Word, is_relaxable
from search.syntax.lexer import Lexeme, tokenize

MAX_LENGTH = 512
"""Characters of a query."""

MAX_DEPTH = 20
"""Parentheses within parentheses."""

MAX_EXPANSIONS = 8
"""Words that end in * or ~. Each is compared with the whole dictionary or collects much of it."""

MAX_PHRASES = 8
"""Phrases, and words joined by other characters than a space. Each compares positions."""

MAX_PROXIMITIES = 3
"""Phrases with ~. Each reads all positions of its words, which may be frequent."""

_SEVERAL_WORDS = re.compile(r"\w[^\w]+\w")


def parse(text: str) -> Node | None:
    """Return the syntax tree of a query, or None if it has no words.

    Raises QuerySyntaxError, with the position, if the query exceeds a limit of this module.

    >>> parse("enam pihak -Jepang")
    And(required=(Not(child=Word(text='Jepang', mode=<Mode.STEM: 'stem'>, field=None)),), \
relaxable=(Word(text='enam', mode=<Mode.STEM: 'stem'>, field=None), \
Word(text='pihak', mode=<Mode.STEM: 'stem'>, field=None)))
    >>> print(parse("enam title:(pihak DAN “juru runding”~2) BUKAN Jepang"))
    (title:pihak title:"juru runding"~2) -Jepang enam
    >>> print(parse("nuklir AND (sanksi Korut) Jepang"))
    (nuklir) (sanksi Korut) Jepang
    """
    if len(text) > MAX_LENGTH:
        message = f"the query has {len(text)} characters: shorten it to {MAX_LENGTH}"
        raise QuerySyntaxError(message, MAX_LENGTH)
    tokens = tokenize(text)
    _check_count(tokens, _is_expansion, MAX_EXPANSIONS, "words that end in * or ~")
    _check_count(tokens, _is_proximity, MAX_PROXIMITIES, "phrases with ~")
    _check_count(tokens, _has_several_words, MAX_PHRASES, "phrases and joined words")
    return _Parser(tokens).parse()


def _check_count(
    tokens: Sequence[Lexeme], counts: Callable[[Word | Phrase], bool], limit: int, name: str
) -> None:
    """Raise QuerySyntaxError at the first part beyond the limit."""
    counted = [token for token in tokens if token.leaf and counts(token.leaf)]
    if len(counted) > limit:
        message = f"the query has {len(counted)} {name}: keep {limit}"
        raise QuerySyntaxError(message, counted[limit].position)


def _is_expansion(leaf: Word | Phrase) -> bool:
    return leaf.text != "" and leaf.mode in (Mode.PREFIX, Mode.FUZZY)


def _is_proximity(leaf: Word | Phrase) -> bool:
    return isinstance(leaf, Phrase) and leaf.text != "" and leaf.slop is not None


def _has_several_words(leaf: Word | Phrase) -> bool:
    return _SEVERAL_WORDS.search(leaf.text) is not None


class _Parser:
    """Recursive descent over tokens: an Or of Ands of units.

    Methods return None for a part without any word. `field` is that of the innermost group.
    """

    def __init__(self, tokens: Sequence[Lexeme]) -> None:
        self._tokens = tokens
        self._place = 0

    def parse(self) -> Node | None:
        return self._parse_or(0, None)

    def _kind(self) -> str:
        return self._tokens[self._place].kind if self._place < len(self._tokens) else "end"

    def _parse_or(self, depth: int, field: str | None) -> Node | None:
        parsed = [self._parse_and(depth, field)]
        while self._kind() == "or":
            self._place += 1
            parsed.append(self._parse_and(depth, field))
        children = tuple(child for child in parsed if child)
        return Or(children) if len(children) > 1 else children[0] if children else None

    def _parse_and(self, depth: int, field: str | None) -> Node | None:
        """Parse units that are joined by spaces or AND. In a group all are required."""
        units: list[Node] = []
        relaxable: list[bool] = []
        follows_and = False
        while self._kind() not in ("or", "close", "end"):
            if self._kind() == "and":
                self._place += 1
                follows_and = True
                relaxable[-1:] = [False] * bool(units)
                continue
            is_negated, is_group = self._parse_negation(), self._kind() == "open"
            unit = self._parse_unit(depth, field)
            if unit is not None:
                units.append(Not(unit) if is_negated else unit)
                is_required = follows_and or is_group or depth > 0
                relaxable.append(is_relaxable(units[-1]) and not is_required)
            follows_and = False
        return _join(units, relaxable)

    def _parse_negation(self) -> bool:
        """Return whether an odd number of NOTs stand here."""
        negated = False
        while self._kind() == "not":
            self._place += 1
            negated = not negated
        return negated

    def _parse_unit(self, depth: int, field: str | None) -> Node | None:
        token = self._tokens[self._place]
        self._place += 1
        is_group = token.kind == "open"
        return self._parse_group(token, depth, field) if is_group else _leaf(token, field)

    def _parse_group(self, token: Lexeme, depth: int, field: str | None) -> Node | None:
        if depth == MAX_DEPTH:
            message = f"parentheses are nested {MAX_DEPTH} deep: remove some"
            raise QuerySyntaxError(message, token.position)
        inside = self._parse_or(depth + 1, token.field or field)
        self._place += 1  # the closing parenthesis, or the end
        return inside


def _leaf(token: Lexeme, field: str | None) -> Node | None:
    leaf = token.leaf
    if leaf is None or not leaf.text:
        return None
    return leaf if leaf.field or not field else replace(leaf, field=field)


def _join(units: Sequence[Node], relaxable: Sequence[bool]) -> Node | None:
    if len(units) < 2:
        return units[0] if units else None
    return And(
        required=tuple(unit for unit, can_relax in zip(units, relaxable) if not can_relax),
        relaxable=tuple(unit for unit, can_relax in zip(units, relaxable) if can_relax),
    )
