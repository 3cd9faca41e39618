"""Parses a query into its syntax tree and enforces the limits of a query.

Parsing is lenient: whatever is not an operator where it stands is text. The only errors are the
limits below.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import accumulate

from search.errors import QueryLimit, QuerySyntaxError
from search.period import find_today
from search.syntax.ast import And, Mode, Node, Not, Nothing, Or, Phrase, Word, is_relaxable
from search.syntax.conditions import MAX_CONDITIONS, read_address
from search.syntax.lexer import tokenize
from search.syntax.remarks import Remark, RemarkKind
from search.syntax.tokens import Lexeme
from search.syntax.words import split_words

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


def parse(text: str, today: date | None = None) -> Node | None:
    """Return the syntax tree of a query, or None if it is empty.

    Dates like `kemarin` count from `today`, the present day in Jakarta unless it is given. Raises
    QuerySyntaxError, with the position, if the query exceeds a limit of this module, and
    InvalidCondition for an impossible date.

    >>> print(parse("enam title:(pihak DAN “juru runding”~2) BUKAN Jepang"))
    (title:pihak title:"juru runding"~2) enam -Jepang
    >>> print(parse("nuklir AND (sanksi Korut) Jepang"))
    +nuklir (sanksi Korut) Jepang
    """
    return parse_with_remarks(text, today)[0]


def parse_with_remarks(
    text: str, today: date | None = None
) -> tuple[Node | None, list[Remark]]:
    """Return the syntax tree of a query, and what was not read as it may have been meant.

    Raises QuerySyntaxError like `parse`.

    >>> [str(remark) for remark in parse_with_remarks("gempa AND")[1]]
    ['AND has nothing to join, so it is no operator']
    """
    if address := read_address(text):
        kind = RemarkKind.ADDRESS if address.name == "url" else RemarkKind.SITE
        start = len(text) - len(text.lstrip())
        _check_length(str(address))
        return address, [Remark(kind, text.strip(), start)]
    _check_length(text)
    tokens, remarks = tokenize(text, today or find_today())
    tokens = _separate_joined(tokens, remarks)
    for limit, counts, most, name in _COUNTED:
        _check_count(tokens, counts, limit, most, name)
    _check_conditions(tokens)
    parser = _Parser(tokens, remarks)
    tree = parser.parse()
    if tree is None and text.strip():
        return Nothing(), [Remark(RemarkKind.NO_WORD, text.strip(), 0)]
    return tree, sorted(remarks, key=lambda remark: remark.position)


def _check_length(text: str) -> None:
    if len(text) > MAX_LENGTH:
        message = f"the query has {len(text)} characters: shorten it to {MAX_LENGTH}"
        raise QuerySyntaxError(
            message, MAX_LENGTH, QueryLimit.LENGTH, count=len(text), most=MAX_LENGTH)


def _separate_joined(tokens: Sequence[Lexeme], remarks: list[Remark]) -> list[Lexeme]:
    """Split joined words beyond MAX_PHRASES, so that pasted text is searched however long."""
    joined = [token for token in tokens if token.leaf and _has_several_words(token.leaf)]
    if len(joined) <= MAX_PHRASES:
        return list(tokens)
    may_split = [
        isinstance(token.leaf, Word) and token.leaf.mode in (Mode.STEM, Mode.EXACT)
        and token in joined and not (place and tokens[place - 1].kind == "not")
        for place, token in enumerate(tokens)
    ]
    room = max(MAX_PHRASES - (len(joined) - sum(may_split)), 0)
    kept: list[Lexeme] = []
    for token, splits in zip(tokens, may_split):
        if splits and room == 0 and isinstance(token.leaf, Word):
            remarks.append(Remark(RemarkKind.TOO_MANY_JOINED, token.leaf.text, token.position))
            kept += [replace(token, leaf=replace(token.leaf, text=part))
                     for part in split_words(token.leaf.text)]
            continue
        room -= splits
        kept.append(token)
    return kept


def _check_count(
    tokens: Sequence[Lexeme], counts: Callable[[Word | Phrase], bool], limit: QueryLimit,
    most: int, name: str,
) -> None:
    """Raise QuerySyntaxError at the first part beyond the limit."""
    counted = [token for token in tokens if token.leaf and counts(token.leaf)]
    if len(counted) > most:
        message = f"the query has {len(counted)} {name}: keep {most}"
        raise QuerySyntaxError(
            message, counted[most].position, limit, count=len(counted), most=most)


def _check_conditions(tokens: Sequence[Lexeme]) -> None:
    conditions = [token for token in tokens if token.condition]
    if len(conditions) > MAX_CONDITIONS:
        message = f"the query has {len(conditions)} conditions: keep {MAX_CONDITIONS}"
        raise QuerySyntaxError(
            message, conditions[MAX_CONDITIONS].position, QueryLimit.CONDITIONS,
            count=len(conditions), most=MAX_CONDITIONS)


def _is_expansion(leaf: Word | Phrase) -> bool:
    return leaf.text != "" and leaf.mode in (Mode.PREFIX, Mode.FUZZY)


def _is_proximity(leaf: Word | Phrase) -> bool:
    return isinstance(leaf, Phrase) and leaf.text != "" and leaf.slop is not None


def _has_several_words(leaf: Word | Phrase) -> bool:
    return not leaf.text.isalnum() and _SEVERAL_WORDS.search(leaf.text) is not None


_COUNTED = (
    (QueryLimit.EXPANSIONS, _is_expansion, MAX_EXPANSIONS, "words that end in * or ~"),
    (QueryLimit.PROXIMITIES, _is_proximity, MAX_PROXIMITIES, "phrases with ~"),
    (QueryLimit.PHRASES, _has_several_words, MAX_PHRASES, "phrases and joined words"),
)
"""Which parts of a query are counted, how many it may have, and what they are called."""


class _Parser:
    """Recursive descent over tokens: an Or of Ands of units.

    Methods return None for a part without any word. `field` is that of the innermost group.
    """

    def __init__(self, tokens: Sequence[Lexeme], remarks: list[Remark]) -> None:
        self._tokens = tokens
        self._remarks = remarks
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
        if len(children) < 2:
            return children[0] if children else None
        return Or(tuple(map(_require_all, children)))

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
            has_plus, is_negated = self._parse_signs()
            is_required = has_plus or follows_and or self._kind() == "open" or depth > 0
            unit = self._parse_unit(depth, field)
            if unit is not None:
                units.append(Not(unit) if is_negated else unit)
                relaxable.append(is_relaxable(units[-1]) and not is_required)
            follows_and = False
        return _join(units, relaxable)

    def _parse_signs(self) -> tuple[bool, bool]:
        """Return whether a + stands here, and whether an odd number of NOTs does."""
        has_plus = negated = False
        while self._kind() in ("not", "plus"):
            has_plus |= self._kind() == "plus"
            negated ^= self._kind() == "not"
            self._place += 1
        return has_plus, negated

    def _parse_unit(self, depth: int, field: str | None) -> Node | None:
        token = self._tokens[self._place]
        self._place += 1
        is_group = token.kind == "open"
        return self._parse_group(token, depth, field) if is_group else _leaf(token, field)

    def _parse_group(self, token: Lexeme, depth: int, field: str | None) -> Node | None:
        if depth == MAX_DEPTH:
            message = f"parentheses are nested {MAX_DEPTH} deep: remove some"
            raise QuerySyntaxError(
                message, token.position, QueryLimit.DEPTH, count=self._count_depth(),
                most=MAX_DEPTH)
        inside = self._parse_or(depth + 1, token.field or field)
        if self._kind() == "end" and inside is not None:
            self._remarks.append(
                Remark(RemarkKind.UNCLOSED_PARENTHESIS, token.text, token.position))
        self._place += 1  # the closing parenthesis, or the end
        return inside

    def _count_depth(self) -> int:
        """Return how deep parentheses are nested."""
        steps = ({"open": 1, "close": -1}.get(token.kind, 0) for token in self._tokens)
        return max(accumulate(steps))


def _leaf(token: Lexeme, field: str | None) -> Node | None:
    leaf = token.leaf
    if leaf is None or not leaf.text:
        return token.condition
    return leaf if leaf.field or not field else replace(leaf, field=field)


def _require_all(node: Node) -> Node:
    """Return a node whose words are all required: one of several alternatives is never relaxed."""
    return And(node.required + node.relaxable) if isinstance(node, And) else node


def _join(units: Sequence[Node], relaxable: Sequence[bool]) -> Node | None:
    if len(units) < 2:
        return units[0] if units else None
    return And(
        required=tuple(unit for unit, can_relax in zip(units, relaxable) if not can_relax),
        relaxable=tuple(unit for unit, can_relax in zip(units, relaxable) if can_relax),
    )
