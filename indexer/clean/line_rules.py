"""Lines that are no part of an article, recognised by the line alone: `data/line.ini`."""

import re
from collections.abc import Callable, Iterable
from functools import cache
from typing import NamedTuple

from indexer.clean.cleaned import Verdict
from indexer.clean.menus import SECTIONS
from indexer.rules import Rule, read_rules

MAX_CHARACTERS = 300
"""Code points of the longest line that may be boilerplate or a note as a whole."""

_MARKS = "[(*>'\"©#_ "
"""Characters before the first letter of a line."""

_GUARDS: dict[str, Callable[[str], bool]] = {
    "heading": lambda text: len(text) < 30,
    "label": lambda text: len(text) < 10,
    "credit": lambda text: text[-1] in ")|" or "(c)" in text,
    "slash": lambda text: len(text) < 80 and "/" in text,
    "adalah": lambda text: "adalah" in text[:60],
    "reserved": lambda text: "eserved" in text,
}
"""Tests that spare most lines the rules without `starts`."""


class _Row(NamedTuple):
    rule: Rule
    form: re.Pattern[str]
    verdict: Verdict


class _Table(NamedTuple):
    """The compiled rules.

    `start` has one group for each different `starts`; `by_start` the rules of each group.
    """

    heads: frozenset[str]
    start: re.Pattern[str]
    by_start: list[list[_Row]]
    guarded: list[tuple[Callable[[str], bool], _Row]]


def classify_line(text: str) -> Verdict | None:
    """Return the verdict on a line that is no part of an article wherever it stands.

    >>> classify_line("Baca juga: Harga Cabai Turun"), classify_line("Editor : Marsiti A.")
    (Verdict(kind='link', is_note=False), Verdict(kind='editor', is_note=True))
    >>> classify_line("Simak juga perkembangan harganya. Menurut Ani, harga turun.")
    """
    row = _find_row(text)
    return row.verdict if row else None


def find_rule(text: str) -> Rule | None:
    """Return the rule that recognises a line."""
    row = _find_row(text)
    return row.rule if row else None


def may_start_a_rule(text: str) -> bool:
    """Return whether the first letters of a line may be those of a rule's `starts`."""
    first = text[:3]
    if first[0] in _MARKS:
        first = text.lstrip(_MARKS)[:3] if text[0] in "'\"" else ""
    return not first or first.lower() in _table().heads


@cache
def read_line_rules() -> tuple[Rule, ...]:
    """Return the table."""
    return read_rules("indexer.clean", "line", {"sections": "|".join(sorted(SECTIONS))})


def _find_row(text: str) -> _Row | None:
    if len(text) > MAX_CHARACTERS:
        return None
    table = _table()
    if may_start_a_rule(text) and (start := table.start.match(text)) and start.lastindex:
        for row in table.by_start[start.lastindex - 1]:
            if row.form.fullmatch(text):
                return row
    for may_fit, row in table.guarded:
        if may_fit(text) and row.form.fullmatch(text):
            return row
    return None


@cache
def _table() -> _Table:
    started, guarded = dict[str, list[_Row]](), []
    for rule in read_line_rules():
        row = _Row(rule, _compile(rule), Verdict.parse(rule.keys["verdict"]))
        if "starts" in rule.keys:
            started.setdefault(rule.keys["starts"], []).append(row)
        else:
            guarded.append((_GUARDS[rule.keys["guard"]], row))
    start = re.compile("|".join(f"({start})" for start in started), re.IGNORECASE)
    return _Table(_heads(read_line_rules()), start, list(started.values()), guarded)


def _compile(rule: Rule) -> re.Pattern[str]:
    exact = rule.keys.get("case") == "exact"
    return re.compile(rule.pattern, re.NOFLAG if exact else re.IGNORECASE)


def _heads(rules: Iterable[Rule]) -> frozenset[str]:
    heads = [head for rule in rules for head in rule.keys.get("heads", "").split()]
    return frozenset(head.replace("␣", " ") for head in heads)
