"""Lines that are no part of an article where they stand below it: `data/end.ini`."""

import re
from functools import cache

from indexer.clean.cleaned import Verdict
from indexer.clean.line_rules import MAX_CHARACTERS
from indexer.rules import Rule, read_fragments, read_rules

_PROGRAMME = re.compile(
    r"(?!penulis|editor|reporter|pewarta)[\w/ ]{3,24} ?: ?\S.{0,80}", re.IGNORECASE)
"""A line of a programme of events, whose next line may be a topic rather than a tag."""


def classify_end(text: str, above: str) -> Verdict | None:
    """Return the verdict on the last line of a text, given the line above it.

    >>> classify_end("Tag: jembatan, banjir", "Air surut.")
    Verdict(kind='tags', is_note=True)
    >>> classify_end("12 Komentar", "Air surut.")
    Verdict(kind='comments', is_note=False)
    >>> classify_end("Topik: Sungai Kita", "Tempat: Balai Kota")
    """
    if len(text) > MAX_CHARACTERS:
        return None
    verdict = next((verdict for form, verdict in _forms() if form.fullmatch(text)), None)
    is_programme = verdict and verdict.kind == "tags" and _PROGRAMME.fullmatch(above)
    return None if is_programme else verdict


@cache
def read_end_rules() -> tuple[Rule, ...]:
    """Return the table."""
    return read_rules("indexer.clean", "end", read_fragments("indexer.clean", "line"))


@cache
def _forms() -> list[tuple[re.Pattern[str], Verdict]]:
    return [
        (re.compile(rule.pattern, re.IGNORECASE), Verdict.parse(rule.keys["verdict"]))
        for rule in read_end_rules()
    ]
