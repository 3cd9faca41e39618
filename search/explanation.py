"""Why a hit has its score: what each leaf of the query adds to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from search.query import Channel, EarlyTerm, Fuzzy, Leaf, Phrase, Prefix, Refinement, Term


class Role(StrEnum):
    """What a part of a score is for: what was looked for, a boost, a refinement, or the date."""

    MATCH = "match"
    BOOST = "boost"
    REFINEMENT = "refinement"
    RECENCY = "recency"


@dataclass(frozen=True, slots=True)
class ScorePart:
    """What a leaf adds to the score of an article that it finds; or its date, without a leaf.

    `by_field` has what each field that holds the leaf adds. `weight` is the product of the weights
    that the leaf stands under, by which those are multiplied already.
    """

    role: Role
    leaf: Leaf | Refinement | None
    weight: float
    by_field: Mapping[str, float]

    @property
    def score(self) -> float:
        """What all fields add."""
        return sum(self.by_field.values())


Explanation = tuple[ScorePart, ...]
"""The parts of a score, which add up to it except for rounding."""


def write_leaf(leaf: Leaf | Refinement) -> str:
    """Return a leaf in the notation of queries, with stems for words in any form.

    ^ stands before a term that counts the more the earlier it stands.

    >>> write_leaf(Term("runding")), write_leaf(Term("rundingan", Channel.FORM))
    ('runding', '=rundingan')
    >>> write_leaf(Phrase(("enam", "pihak"), 4, Channel.FORM, "title"))
    'title:="enam pihak"~4'
    >>> write_leaf(Prefix("runding", "body")), write_leaf(Fuzzy("putn", 1, before=("kim",)))
    ('body:runding*', 'kim-putn~1')
    >>> write_leaf(EarlyTerm("runding", 60))
    '^runding'
    """
    if isinstance(leaf, EarlyTerm):
        return f"^{leaf.term}"
    return (f"{leaf.field}:" if leaf.field else "") + _write_terms(leaf)


def _write_terms(leaf: Leaf) -> str:
    match leaf:
        case Term(term, channel):
            return _mark_exact(channel) + term
        case Phrase(terms, slop, channel):
            near = "" if slop is None else f"~{slop}"
            return f'{_mark_exact(channel)}"{" ".join(terms)}"{near}'
        case Prefix(prefix, _, before):
            return f"{'-'.join([*before, prefix])}*"
        case Fuzzy(form, distance, _, before):
            return f"{'-'.join([*before, form])}~{distance}"


def _mark_exact(channel: Channel) -> str:
    return "=" if channel is Channel.FORM else ""
