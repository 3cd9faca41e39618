"""The syntax tree of a query, in words as they were typed.

The plan that an engine evaluates has nodes of the same names in `search.query`: there they hold
terms. Every node prints itself as a query that parses to the same tree. That query can be longer
than the one that was typed, since it repeats a group's field at each word of the group.
"""

from collections.abc import Iterable
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
    """A run of text without spaces. The analyzer may find several words in it."""

    text: str
    mode: Mode = Mode.STEM
    field: str | None = None

    def __str__(self) -> str:
        text = _BEFORE.get(self.mode, "") + self.text + _AFTER.get(self.mode, "")
        if text in OPERATORS:
            text = f"({text})"  # alone in parentheses, an operator is a word
        return _prefix(self.field) + text


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

    The words in `relaxable` are joined by nothing but a space. The relaxed reading of a query
    is satisfied with any one of them.
    """

    required: tuple["Node", ...]
    relaxable: tuple["Node", ...] = ()

    def __str__(self) -> str:
        required = [_group(child, And, Or) for child in self.required]
        if not any(map(is_relaxable, self.required)):
            return " ".join([*required, *_print(self.relaxable)])
        if len(required) == 1:
            required.append("()")  # an empty group, for the AND that makes the word required
        return " ".join([" AND ".join(required), *_print(self.relaxable)])


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
    """Return whether the relaxed reading may leave this out, unless an AND stands beside it."""
    return isinstance(node, Word) and not node.field


def _group(node: Node, *kinds: type[Node]) -> str:
    """Print a node, in parentheses if it is of one of these kinds."""
    return f"({node})" if isinstance(node, kinds) else str(node)


def _print(nodes: Iterable[Node]) -> list[str]:
    return [str(node) for node in nodes]


def _prefix(field: str | None) -> str:
    return f"{field}:" if field else ""
