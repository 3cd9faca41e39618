"""Explains the score of a hit from the leaves that find it, which the cluster names."""

from collections.abc import Mapping, Sequence

from search.engines.opensearch.columns import EVERYWHERE, ID
from search.engines.opensearch.queries import LeafNames, list_fields, scores_everywhere
from search.explanation import Role, ScorePart
from search.query import (
    And,
    AtLeast,
    Boost,
    EarlyTerm,
    Everything,
    Keyword,
    Node,
    Not,
    Or,
    Weighted,
    Within,
)

Named = Mapping[str, float]
"""The names of the leaves that find a hit, in each field, and what these score there."""


def list_parts(
    node: Node | EarlyTerm, found: Named, names: LeafNames, weight: float = 1.0,
    role: Role = Role.MATCH,
) -> list[ScorePart] | None:
    """Return what the leaves of a tree add to a hit; None if the tree does not find it."""
    match node:
        case Everything():
            return []
        case Within() | Keyword():
            return [] if names.find(node, ID) in found else None
        case Not(child):
            return [] if list_parts(child, found, names) is None else None
        case And(children):
            return _list_some(len(children), children, found, names, weight, role)
        case Or(children):
            return _list_some(1, children, found, names, weight, role)
        case AtLeast(count, children):
            return _list_some(max(count, 1), children, found, names, weight, role)
        case Weighted(more, child):
            return list_parts(child, found, names, weight * more, role)
        case Boost():
            return _list_boosted(node, found, names, weight, role)
    by_field = {field: found[name] for field, _ in list_fields(node)
                if (name := names.find(node, field)) in found}
    if scores_everywhere(node):
        by_field = _share(found.get(names.find(node, EVERYWHERE), 0.0), by_field)
    by_field = {field: score * weight for field, score in by_field.items()}
    return [ScorePart(role, node, weight, by_field)] if by_field else None


def _list_boosted(
    node: Boost, found: Named, names: LeafNames, weight: float, role: Role
) -> list[ScorePart] | None:
    parts = list_parts(node.child, found, names, weight, role)
    return None if parts is None else parts + [
        part for more, boost in node.boosts
        for part in list_parts(boost, found, names, weight * more, Role.BOOST) or ()]


def _share(score: float, by_field: Mapping[str, float]) -> dict[str, float]:
    """Return what each field adds to the score of all, given what it would score by itself."""
    whole = sum(by_field.values()) or 1.0
    return {field: score * own / whole for field, own in by_field.items()}


def _list_some(
    least: int, children: Sequence[Node], found: Named, names: LeafNames, weight: float, role: Role
) -> list[ScorePart] | None:
    parts = [own for child in children
             if (own := list_parts(child, found, names, weight, role)) is not None]
    return [part for own in parts for part in own] if len(parts) >= least else None
