"""The syntax tree of a query, in words as they were typed.

The plan that an engine evaluates has nodes of the same names in `search.query`: there they hold
terms. Every node prints itself as a query that parses to the same tree. That query can be longer
than the one that was typed, since it repeats a group's field at each word of the group.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile, zip_longest
from typing import Union

OPERATORS = {
    "AND": "and", "DAN": "and", "OR": "or", "ATAU": "or", "NOT": "not", "BUKAN": "not",
    "&&": "and", "||": "or",
}
"""The operators as they are typed, and the kinds of their tokens."""


class Mode(StrEnum):
    """The way a word is compared with the words of the articles."""

    STEM = "stem"
    EXACT = "exact"
    PREFIX = "prefix"
    FUZZY = "fuzzy"


_QUOTED = re.compile(r"[\s()]|[,;.]$")
"""What the value of a condition has if it is written in quotes."""

_BEFORE = {Mode.EXACT: "="}
_AFTER = {Mode.PREFIX: "*", Mode.FUZZY: "~"}
"""What is typed before and after a word of each mode."""


@dataclass(frozen=True, slots=True)
class Word:
    """A run of text without spaces. The analyzer may find several words in it.

    An operator that is a word where it stands is in small letters, as it is a word anywhere then.
    `distance` is the number after `~`, or None without one.
    """

    text: str
    mode: Mode = Mode.STEM
    field: str | None = None
    distance: int | None = None

    def __str__(self) -> str:
        before, after = _BEFORE.get(self.mode, ""), _AFTER.get(self.mode, "")
        distance = "" if self.distance is None else str(self.distance)
        return f"{_prefix(self.field)}{before}{self.text}{after}{distance}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Text between quotes. `slop` is the number after `~`, or None without one."""

    text: str
    slop: int | None = None
    mode: Mode = Mode.STEM
    field: str | None = None

    def __str__(self) -> str:
        slop = "" if self.slop is None else f"~{self.slop}"
        return f'{_prefix(self.field)}{_BEFORE.get(self.mode, "")}"{self.text}"{slop}'


@dataclass(frozen=True, slots=True)
class Condition:
    """What must be true of an article besides its words.

    `name` is before, after or on; `value` is a date as articles have it, or two of them with `..`
    between. Or it is site, url or id, with a host, a URL in its normal form, or an id.
    """

    name: str
    value: str

    def __str__(self) -> str:
        quote = '"' if _QUOTED.search(self.value) else ""
        return f"{self.name}:{quote}{self.value}{quote}"


@dataclass(frozen=True, slots=True)
class And:
    """All of `required` and all of `relaxable`.

    The words in `relaxable` are joined by nothing but a space and stand in no group. The relaxed
    reading of a query is satisfied with any one of them.
    """

    required: tuple["Node", ...]
    relaxable: tuple["Node", ...] = ()

    def __str__(self) -> str:
        if self.relaxable:
            first = sum(1 for _ in takewhile(lambda node: not isinstance(node, Not), self.required))
            required = [_require(node) for node in self.required]
            return " ".join([*required[:first], *map(str, self.relaxable), *required[first:]])
        return _print_required(self.required)


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of the children."""

    children: tuple["Node", ...]

    def __str__(self) -> str:
        return " OR ".join(_group(child, And, Or) for child in self.children)


@dataclass(frozen=True, slots=True)
class Not:
    """Everything that the child does not match."""

    child: "Node"

    def __str__(self) -> str:
        return f"-{_group(self.child, And, Or, Not)}"


@dataclass(frozen=True, slots=True)
class Nothing:
    """A query that has signs and no word. It finds nothing."""

    def __str__(self) -> str:
        return '""'


Node = Union[Word, Phrase, Condition, And, Or, Not, Nothing]


def is_relaxable(node: Node) -> bool:
    """Return whether the relaxed reading may leave this out.

    It may not if an AND stands beside it, or in a group.
    """
    return isinstance(node, Word) and not node.field


def _print_required(nodes: Sequence[Node]) -> str:
    """Print nodes that must all match: an AND, or a + where there is none, says so of words."""
    pieces: list[str] = []
    joined = False  # whether an AND stands before this node
    for node, following in zip_longest(nodes, nodes[1:]):
        joins = _needs_and(node, following)
        pieces.append(_group(node, And, Or) if joined or joins else _require(node))
        pieces += ["AND"] if joins else []
        joined = joins
    return " ".join(pieces)


def _needs_and(node: Node, following: Node | None) -> bool:
    """Return whether an AND is written between two nodes that must both match."""
    return following is not None and (is_relaxable(node) or is_relaxable(following)) and not (
        isinstance(node, Not) or isinstance(following, Not))


def _require(node: Node) -> str:
    """Print a node as it stands where not everything is required."""
    return f"+{node}" if is_relaxable(node) else _group(node, And, Or)


def _group(node: Node, *kinds: type[Node]) -> str:
    """Print a node, in parentheses if it is of one of these kinds."""
    return f"({_print_inside(node)})" if isinstance(node, kinds) else str(node)


def _print_inside(node: Node) -> str:
    """Print a node as it stands in parentheses, which make all words required."""
    if isinstance(node, And):
        return " ".join(_group(child, And, Or) for child in node.required + node.relaxable)
    return str(node)


def _prefix(field: str | None) -> str:
    return f"{field}:" if field else ""
