"""What a page says of parameters that it changed, and of limits that a query exceeds."""

from collections.abc import Sequence
from typing import Any

from search.budget import Omission
from search.errors import InvalidCondition, QuerySyntaxError
from search.facets import OWN
from web.parameters.mending import Notice, NoticeKind
from web.phrases import PHRASES
from web.views.translator import Translator

_LABELS = {"q": "query_label", "page": "pages", "limit": "lines", "past": "past"}
"""The phrases that name parameters; others are named by the phrase of their own name."""

_UNDERSTOOD = ("from", "to", "page", "page_size")
"""Dates and numbers: what one was read as says enough of how it is written."""

_DATED = ("before", "after", "on")
"""The conditions whose value is a date."""

_LONGEST = 60


def describe_notice(say: Translator, notice: Notice) -> str:
    """Return what became of a parameter, and how to write it."""
    said = say(f"notice_{notice.kind}", name=name_parameter(say, notice.parameter),
               given=_shorten(notice.given), used=_shorten(notice.used))
    advice = f"invalid_{notice.parameter.removeprefix('exclude_')}"
    return f"{said} {say(advice)}" if _needs_advice(notice) and advice in PHRASES else said


def _needs_advice(notice: Notice) -> bool:
    """Return whether a page says how to write a parameter."""
    return notice.kind is NoticeKind.IGNORED or (
        notice.kind is NoticeKind.READ_AS and notice.parameter not in _UNDERSTOOD)


def describe_omissions(say: Translator, omitted: Sequence[Omission]) -> list[str]:
    """Return what a page says of what it lacks because it would have taken too long."""
    if not omitted:
        return []
    return [say("partial", what=", ".join(say(f"omitted_{each}") for each in omitted))]


def describe_limit(say: Translator, error: QuerySyntaxError) -> str:
    """Return which limit a query exceeds, and by how much, or what is wrong with a condition."""
    if isinstance(error, InvalidCondition):
        kind = "date" if error.condition in _DATED else error.condition
        return f"{say(f'condition_{kind}', name=error.name)} {say('condition_quote')}"
    return say(f"limit_{error.limit}", **{
        name: say.format_number(number) for name, number in (
            ("count", error.count), ("most", error.most), ("excess", error.count - error.most))})


def describe_problem(
    say: Translator, error: QuerySyntaxError, plain: str, link: str
) -> dict[str, Any]:
    """Return what a page says of a query that exceeds a limit: the problem, and a way out.

    `plain` are the words of the query, of which the page has the first; `link` is where they lead.
    """
    return {"problem": describe_limit(say, error), "plain": _shorten(plain), "plain_link": link}


def name_parameter(say: Translator, name: str) -> str:
    """Return the label of a parameter; its own name if it has none."""
    facet = name.removeprefix("exclude_")
    phrase = _LABELS.get(facet, facet)
    label = (say.name_facet(facet) if facet in OWN else
             say(phrase) if phrase in PHRASES else facet)
    return label if facet == name else f"{label} ({say('except')})"


def _shorten(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"
