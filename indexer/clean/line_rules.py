"""Lines that are no part of an article, recognised by the line alone: `data/line.ini`."""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from indexer.clean.cleaned import Verdict
from indexer.clean.menus import read_sections
from indexer.rules import Rule, read_rules

MAX_CHARACTERS = 300
"""Code points of the longest line that may be boilerplate or a note as a whole."""

_MARKS = "[(*>'\"©#_ "
"""Characters before the first letter of a line."""


class _Row(NamedTuple):
    rule: Rule
    form: re.Pattern[str]
    verdict: Verdict


class _Table(NamedTuple):
    """The compiled rules: those of each different `starts`, and the others by their guards."""

    heads: frozenset[str]
    started: dict[str, list[_Row]]
    guarded: dict[str, _Row]


class _Starts(NamedTuple):
    """A form with one group for each different `starts`, and the rules of each group."""

    form: re.Pattern[str]
    rows: list[list[_Row]]


def classify_line(text: str) -> Verdict | None:
    """Return the verdict on a line that is no part of an article wherever it stands.

    >>> classify_line("Baca juga: Harga Cabai Turun"), classify_line("Editor : Marsiti A.")
    (Verdict(kind='link', is_note=False), Verdict(kind='editor', is_note=True))
    >>> classify_line("Simak juga perkembangan harganya. Menurut Ani, harga turun.")
    """
    return row.verdict if (row := _find_row(text)) else None


def find_rule(text: str) -> Rule | None:
    """Return the rule that recognises a line."""
    row = _find_row(text)
    return row.rule if row else None


def may_start_a_rule(text: str) -> bool:
    """Return whether a line may begin with what a rule's `starts` matches."""
    return _has_head(text, _table().heads)


@cache
def read_line_rules() -> tuple[Rule, ...]:
    """Return the table."""
    return read_rules("indexer.clean", "line", {"sections": "|".join(sorted(read_sections()))})


def _find_row(text: str) -> _Row | None:
    """Return the row that recognises a line.

    Every line of every article comes here, so common cases take no further call.
    """
    if len(text) > MAX_CHARACTERS:
        return None
    heads, _, guarded = _table()
    head = text[:3].lower()
    if head in heads or text[0] in _MARKS and _has_head(text, heads):
        form, rows = _read_starts(head if head in heads else None)
        if (match := form.match(text)) and match.lastindex:
            for row in rows[match.lastindex - 1]:
                if row.form.fullmatch(text):
                    return row
    return _find_guarded(text, guarded)


def _has_head(text: str, heads: frozenset[str]) -> bool:
    if text[0] not in _MARKS:
        return text[:3].lower() in heads
    first = text.lstrip(_MARKS)[:3] if text[0] in "'\"" else ""
    return not first or first.lower() in heads


def _find_guarded(text: str, rows: dict[str, _Row]) -> _Row | None:
    """Try the rules without `starts`, in the order of the table, behind a cheap test each."""
    size, last = len(text), text[-1]
    if size < 30 and rows["heading"].form.fullmatch(text):
        return rows["heading"]
    if size < 10 and rows["label"].form.fullmatch(text):
        return rows["label"]
    if last in "{};" and rows["code"].form.fullmatch(text):
        return rows["code"]
    if (last in ")|" or "(" in text and "(c)" in text) and rows["credit"].form.fullmatch(text):
        return rows["credit"]
    if size < 80 and "/" in text and rows["slash"].form.fullmatch(text):
        return rows["slash"]
    if "adalah" in text[:60] and rows["adalah"].form.fullmatch(text):
        return rows["adalah"]
    if "eserved" in text and rows["reserved"].form.fullmatch(text):
        return rows["reserved"]
    return None


@cache
def _table() -> _Table:
    started, guarded = dict[str, list[_Row]](), dict[str, _Row]()
    for rule in read_line_rules():
        row = _Row(rule, _compile(rule), Verdict.parse(rule.keys["verdict"]))
        if "starts" in rule.keys:
            started.setdefault(rule.keys["starts"], []).append(row)
        else:
            guarded[rule.keys["guard"]] = row
    return _Table(_heads(read_line_rules()), started, guarded)


@cache
def _read_starts(head: str | None) -> _Starts:
    """Return the starts of the rules with this head, or of all: to try all takes far longer."""
    started = {start: rows for start, rows in _table().started.items()
               if head is None or head in _heads(row.rule for row in rows)}
    form = re.compile("|".join(f"({start})" for start in started), re.IGNORECASE)
    return _Starts(form, list(started.values()))


def _compile(rule: Rule) -> re.Pattern[str]:
    exact = rule.keys.get("case") == "exact"
    return re.compile(rule.pattern, re.NOFLAG if exact else re.IGNORECASE)


def _heads(rules: Iterable[Rule]) -> frozenset[str]:
    heads = [head for rule in rules for head in rule.keys.get("heads", "").split()]
    return frozenset(head.replace("␣", " ") for head in heads)
