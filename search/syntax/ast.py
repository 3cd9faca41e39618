"""The syntax tree of a query, in words as they were typed.

The plan that an engine evaluates has nodes of the same names in `search.query`: there they hold
terms. Every node prints itself as a query that parses to the same tree. That query can be longer
than the one that was typed, since it repeats a group's field at each word of the group.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Union

OPERATORS = {
    "AND": "and", "DAN": "and", "OR": "or", "ATAU": "or", "NOT": "not", "BUKAN": "not",
}
"""The operators as they are typed, and the kinds of their tokens."""


class Mode(StrEnum):
    """The way a word is compared with the words of the articles."""

    STEM = "stem"
    EXACT = "exact"
    PREFIX = "prefix"
    FUZZY = "fuzzy"


_BEFORE = {Mode.EXACT: "="}
_AFTER = {Mode.PREFIX: "*", Mode.FUZZY: "~"}
"""What is typed before and after a word of each mode."""


@dataclass(frozen=True, slots=True)
class Word:
    """A run of text without spaces. The analyzer may find several words in it.

    An operator that is a word where it stands is in small letters, as it is a word anywhere then.
    """

    text: str
    mode: Mode = Mode.STEM
    field: str | None = None

    def __str__(self) -> str:
        before, after = _BEFORE.get(self.mode, ""), _AFTER.get(self.mode, "")
        return f"{_prefix(self.field)}{before}{self.text}{after}"


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
class And:
    """All of `required` and all of `relaxable`.

    The words in `relaxable` are joined by nothing but a space and stand in no group. The relaxed
    reading of a query is satisfied with any one of them.
    """

    required: tuple["Node", ...]
    relaxable: tuple["Node", ...] = ()

    def __str__(self) -> str:
        required = [f"({child})" if is_relaxable(child) else _group(child, And, Or)
                    for child in self.required]
        return " ".join([*required, *map(str, self.relaxable)])


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of the children."""

    children: tuple["Node", ...]

    def __str__(self) -> str:
        return " OR ".join(_group(child, Or) for child in self.children)


@dataclass(frozen=True, slots=True)
class Not:
    """Everything that the child does not match."""

    child: "Node"

    def __str__(self) -> str:
        child = _group(self.child, And, Or, Not)
        return f"-({child})" if child.startswith("-") else f"-{child}"


Node = Union[Word, Phrase, And, Or, Not]


def is_relaxable(node: Node) -> bool:
    """Return whether the relaxed reading may leave this out.

    It may not if an AND stands beside it, or in a group.
    """
    return isinstance(node, Word) and not node.field


def _group(node: Node, *kinds: type[Node]) -> str:
    """Print a node, in parentheses if it is of one of these kinds."""
    return f"({_print_inside(node)})" if isinstance(node, kinds) else str(node)


def _print_inside(node: Node) -> str:
    """Print a node as it stands in parentheses, which make all words required."""
    match node:
        case And(required, relaxable):
            return " ".join(_group(child, And, Or) for child in required + relaxable)
        case Or(children):
            return " OR ".join(
                _print_inside(child) if isinstance(child, And) else _group(child, Or)
                for child in children)
    return str(node)


def _prefix(field: str | None) -> str:
    return f"{field}:" if field else ""
