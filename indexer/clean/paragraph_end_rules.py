"""What may stand at the end of a paragraph, behind its last sentence: `data/paragraph_end.ini`."""

import re
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from indexer.clean.cleaned import Verdict
from indexer.rules import Rule, read_fragments, read_rules

SEARCHED_CHARACTERS = 700
"""Code points at the end of a paragraph that are searched."""


class Ending(NamedTuple):
    """A rule with one of its markers, and what the search for all markers finds at that marker.

    It matches at most `most` code points.
    """

    key: str
    marker: str
    form: re.Pattern[str]
    verdict: Verdict
    after_sentence: bool
    most: int


def has_ending_near(text: str) -> bool:
    """Return whether any rule may match the end of a text."""
    return _key_form().search(text, max(0, len(text) - SEARCHED_CHARACTERS)) is not None


def find_endings(text: str, end: int) -> list[Ending]:
    """Return the rules with a marker near the end, in the order of the table."""
    found = _key_form().findall(text, max(0, end - SEARCHED_CHARACTERS), end)
    keys = {"(" if key[0] == "(" else key for key in found}
    return [ending for ending in _endings() if ending.key in keys] if keys else []


@cache
def link_form() -> re.Pattern[str]:
    """Return the form of a link to another article."""
    return re.compile(read_fragments("indexer.clean", "paragraph_end")["link"])


@cache
def initials_form() -> re.Pattern[str]:
    """Return the form of the initials of a writer and an editor."""
    return re.compile(read_fragments("indexer.clean", "paragraph_end")["initials"])


@cache
def read_paragraph_end_rules() -> tuple[Rule, ...]:
    """Return the table."""
    return read_rules("indexer.clean", "paragraph_end")


@cache
def _key_form() -> re.Pattern[str]:
    """Search for all markers at once, the shorter first: one by one takes several times as long.

    Those with the same first letter stand together, so that fewer are compared at each place.
    """
    glances = {rule.keys["glance"] for rule in read_paragraph_end_rules() if "glance" in rule.keys}
    lists = [f"{re.escape(first)}(?:{'|'.join(re.escape(marker[1:]) for marker in markers)})"
             for first, markers in groupby(_bare_markers(), itemgetter(0))]
    return re.compile("|".join([*glances, *lists]))


@cache
def _bare_markers() -> list[str]:
    markers = {marker.lstrip("(") for rule in read_paragraph_end_rules() for marker in rule.markers}
    return sorted(markers - {""})


@cache
def _endings() -> list[Ending]:
    return [
        Ending(_key(marker), marker, re.compile(rule.pattern),
               Verdict.parse(rule.keys["verdict"]), rule.keys["after-sentence"] == "yes",
               int(rule.keys.get("max", SEARCHED_CHARACTERS)))
        for rule in read_paragraph_end_rules() for marker in rule.markers
    ]


def _key(marker: str) -> str:
    bare = marker.lstrip("(")
    return next(key for key in _bare_markers() if bare.startswith(key)) if bare else "("
