"""Explains scores: what each leaf of a query adds to the score of each hit of a page."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from search.arrays import Array
from search.engine import Request
from search.engines.whoosh.kernels import FieldPostings, types
from search.engines.whoosh.kernels.types import WeightedDocuments
from search.engines.whoosh.querying.leaf_postings import (
    K1,
    weigh_by_field,
    weigh_phrase_by_field,
)
from search.engines.whoosh.querying.program import ProgramCompiler
from search.engines.whoosh.querying.snapshot import LiveSegment
from search.explanation import Explanation, Role, ScorePart
from search.fields import TEXT
from search.query import (
    REFINED,
    And,
    AtLeast,
    Boost,
    Everything,
    Keyword,
    Leaf,
    Node,
    Not,
    Or,
    Phrase,
    Refinement,
    Sort,
    Term,
    Weighted,
    Within,
)

Shares = Mapping[str, float]
"""What a leaf scores in each field of a document that has it."""


def explain(
    compiler: ProgramCompiler, node: Node, request: Request, hits: Sequence[tuple[int, int]],
    gains: Sequence[float],
) -> tuple[Explanation, ...]:
    """Return the parts of the score of each hit of a page, given by part and document.

    `gains` are what recency has added to each score.
    """
    if request.sort is not Sort.RELEVANCE:
        return ((),) * len(hits)
    explainers = {
        part: _PartExplainer(compiler, part, sorted(doc for each, doc in hits if each == part))
        for part in {part for part, _ in hits}}
    node, explanations = compiler.drop_absent(node), []
    for rank, ((part, document), gain) in enumerate(zip(hits, gains), request.offset):
        explainer = explainers[part]
        parts = explainer.explain(node, document, 1.0, Role.MATCH) or []
        for weight, refinement in request.refinements if rank < REFINED else ():
            parts += explainer.explain_refinement(refinement, document, weight)
        if gain:
            parts.append(ScorePart(Role.RECENCY, None, request.recency, {"published": gain}))
        explanations.append(tuple(parts))
    return tuple(explanations)


class _PartExplainer:
    """Explains the scores of some documents, ascending, of one part of a snapshot."""

    def __init__(self, compiler: ProgramCompiler, part: int, documents: Sequence[int]) -> None:
        self._compiler, self._part = compiler, compiler.snapshot.parts[part]
        self._number = part
        self._documents = np.array(documents, np.uint32)
        self._documents.flags.writeable = False
        self._shares: dict[tuple[Leaf, bool], Mapping[int, Shares]] = {}

    def explain(
        self, node: Node, document: int, weight: float, role: Role
    ) -> list[ScorePart] | None:
        """Return what the leaves of a tree add to a document, None if the tree does not find it."""
        match node:
            case Everything():
                return []
            case Within() | Keyword():
                holding, _ = self._compiler.look_up_leaf(node).pieces[self._number]
                return [] if document in holding else None
            case Not(child):
                found = self.explain(child, document, weight, role) is not None
                return None if found else []
            case Boost():
                return self._explain_boosted(node, document, weight, role)
            case And(children):
                return self._explain_some(len(children), children, document, weight, role)
            case Weighted(more, child):
                return self.explain(child, document, weight * more, role)
            case Or(children):
                limited = self._compiler.limit_rarities(children)
                return self._explain_some(1, limited, document, weight, role)
            case AtLeast(count, children):
                least = min(max(count, 1), types.MOST_NEEDED)
                return self._explain_some(least, children, document, weight, role)
            case _:
                shares = self._find_shares(node, role is Role.REFINEMENT).get(document)
                return None if shares is None else [_build_part(role, node, weight, shares)]

    def explain_refinement(
        self, refinement: Refinement, document: int, weight: float
    ) -> list[ScorePart]:
        """Return what a refinement adds to a document: one part, or none."""
        if isinstance(refinement, Phrase):
            return self.explain(refinement, document, weight, Role.REFINEMENT) or []
        rarity = self._compiler.refining_rarity(refinement)
        among = np.array([document], np.uint32)
        among.flags.writeable = False
        _, _, *weighed = self._compiler.refine_by_early(refinement, self._number, among)
        shares = {field.name: rarity * weights.item()
                  for field, weights in zip(TEXT, weighed) if weights.item()}
        return [_build_part(Role.REFINEMENT, refinement, weight, shares)] if shares else []

    def _explain_boosted(
        self, node: Boost, document: int, weight: float, role: Role
    ) -> list[ScorePart] | None:
        parts = self.explain(node.child, document, weight, role)
        return None if parts is None else parts + [
            part for more, boost in node.boosts
            for part in self._explain_boost(boost, node.child, document, weight * more) or ()]

    def _explain_boost(
        self, boost: Node, child: Node, document: int, weight: float
    ) -> list[ScorePart] | None:
        """Return what a boost adds; one phrase that boosts another is as rare as among its hits."""
        if not (isinstance(boost, Phrase) and isinstance(child, Phrase)):
            return self.explain(boost, document, weight, Role.BOOST)
        rarity = self._compiler.look_up_leaf(boost, child).rarity
        shares = _share(dict(self._weigh(boost)), rarity, self._documents).get(document)
        return None if shares is None else [_build_part(Role.BOOST, boost, weight, shares)]

    def _explain_some(
        self, least: int, children: Sequence[Node], document: int, weight: float, role: Role
    ) -> list[ScorePart] | None:
        found = [parts for child in children
                 if (parts := self.explain(child, document, weight, role)) is not None]
        return [part for parts in found for part in parts] if len(found) >= least else None

    def _find_shares(self, leaf: Leaf, refines: bool) -> Mapping[int, Shares]:
        """Return the shares of a leaf in each of the documents that have it; found once."""
        shares = self._shares.get((leaf, refines))
        if shares is None:
            rarity = (self._compiler.refining_rarity(leaf)
                      if refines and isinstance(leaf, Phrase) else self._compiler.rarity(leaf))
            shares = self._shares[leaf, refines] = _share(
                dict(self._weigh(leaf)), rarity, self._documents)
        return shares

    def _weigh(self, leaf: Leaf) -> Iterator[tuple[str, WeightedDocuments]]:
        """Yield each field that the leaf is looked for in, and its weights in documents there."""
        names = [leaf.field] if leaf.field else [field.name for field in TEXT]
        if isinstance(leaf, Term):
            return zip(names, _weigh_term(leaf, self._part, self._documents))
        if isinstance(leaf, Phrase):
            numbers = self._compiler.number_terms(leaf, self._number)
            return zip(names, weigh_phrase_by_field(leaf, numbers, self._part, self._documents))
        return zip(names, weigh_by_field(leaf, self._part))


def _build_part(role: Role, leaf: Leaf | Refinement, weight: float, shares: Shares) -> ScorePart:
    by_field = {field: weight * share for field, share in shares.items()}
    return ScorePart(role, leaf, weight, by_field)


def _weigh_term(term: Term, part: LiveSegment, among: Array) -> Iterator[WeightedDocuments]:
    """Yield for each field the documents among these that have a term, and its weight there."""
    text = np.frombuffer(term.term.encode(), np.uint8)
    for field, place in part.fields[term.field, term.channel]:
        number, _ = field.look_up(text)
        postings = part.postings[place]
        freqs = [_find_frequency(postings, number * field.blocks + (document >> 16), document)
                 for document in among.tolist()] if number >= 0 else [0] * len(among)
        has = np.array(freqs, np.float32)
        norms = postings.base + postings.slope * postings.lengths[among]
        yield among[has > 0], (postings.weight * has / norms)[has > 0]


def _find_frequency(postings: FieldPostings, slot: int, document: int) -> int:
    """Return how often the term of a slot stands in a document of its block."""
    begin, end = postings.at[slot:slot + 2].tolist()
    place = begin + int(np.searchsorted(postings.docs[begin:end], document & 0xFFFF))
    held = place < end and postings.docs[place] == document & 0xFFFF
    return int(postings.freqs[place]) if held else 0


def _share(
    weights: Mapping[str, WeightedDocuments], rarity: float, among: Array
) -> dict[int, Shares]:
    """Return what each field adds to the score that all weights of a document have together."""
    by_document: dict[int, dict[str, float]] = {}
    for field, (documents, own) in weights.items():
        held = np.isin(documents, among)
        for document, weight in zip(documents[held].tolist(), own[held].tolist()):
            by_document.setdefault(document, {})[field] = weight
    return {
        document: {field: rarity * weight / (K1 + sum(fields.values()))
                   for field, weight in fields.items()}
        for document, fields in by_document.items()}
