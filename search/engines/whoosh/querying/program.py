"""Compiles a query into the program that the kernels run, for each segment of a snapshot.

Scores are BM25F: the frequencies of a word in title and body are weighted, normalised by the
length of the field and added before they saturate (Robertson and Zaragoza, The Probabilistic
Relevance Framework: BM25 and Beyond, 2009, section 3.6).
"""

from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from search.arrays import Array
from search.engines.whoosh.kernels import Program, types
from search.engines.whoosh.kernels.types import WeightedDocuments
from search.engines.whoosh.querying.leaf_postings import (
    LeafMatches,
    TermNumbers,
    idf,
    look_up,
    look_up_phrase,
    look_up_restriction,
)
from search.engines.whoosh.querying.refinement import (
    EarlyRefinement,
    PhraseRefinement,
    RefinedDocuments,
    RefinementPlan,
    plan_refinements,
    refine,
)
from search.engines.whoosh.querying.snapshot import Snapshot
from search.fields import TEXT
from search.query import (
    And,
    AtLeast,
    Boost,
    Channel,
    EarlyTerm,
    Everything,
    Fuzzy,
    Keyword,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Refinement,
    Restriction,
    Term,
    Weighted,
    Within,
)

_Leaf = Phrase | Prefix | Fuzzy | Restriction

Step = tuple[int, int, int, int, int]

MOST_KEPT = 1 << 12
"""Terms whose places are kept of a snapshot: 2 MB. Words of queries recur."""

_TEXT = {field.name: place for place, field in enumerate(TEXT)}
"""The places of the two fields in which a word is searched, by their names."""

_NO_DOCUMENTS, _NO_WEIGHTS = np.zeros(0, np.uint32), np.zeros(0, np.float32)
_NO_PIECES = np.zeros(1, np.int64)


def drop_scoring(node: Node) -> Node:
    """Return a tree that finds the same, without what only adds to scores."""
    match node:
        case Boost(child) | Weighted(_, child):
            return drop_scoring(child)
        case And(children) | Or(children):
            return type(node)(tuple(map(drop_scoring, children)))
        case AtLeast(count, children):
            return AtLeast(count, tuple(map(drop_scoring, children)))
        case Not(child):
            return Not(drop_scoring(child))
    return node


class TermLookup:
    """The places of a term's postings in each part of a snapshot.

    A place is a field and the number of the term in it, of two fields: the first one twice, without
    a number, if the term is looked up in one. `frequency` is the number of documents that have the
    term in a field, the larger number if it is looked up in two. It includes deleted documents,
    since only that is known without reading postings.
    """

    __slots__ = "places", "counts", "frequency", "rarity"

    def __init__(
        self, places: list[tuple[int, int, int, int]], counts: tuple[int, int], of: int
    ) -> None:
        self.places, self.counts = places, counts
        self.frequency = max(counts)
        self.rarity = idf(min(self.frequency, of), of)

    def narrow_to(self, nth: int, of: int) -> "TermLookup":
        """Return what a look-up in one of the two fields would; `of` are all documents."""
        sides = [place[2 * nth:2 * nth + 2] for place in self.places]
        places = [(field, -1, field, number) for field, number in sides]
        return TermLookup(places, (0, self.counts[nth]), of)


def _find_term(
    term: str, channel: Channel, field: str | None, snapshot: Snapshot
) -> TermLookup:
    text = np.frombuffer(term.encode(), np.uint8)
    places: list[tuple[int, int, int, int]] = []
    most = other_most = 0
    for part in snapshot.parts:
        fields = part.fields[field, channel]
        last, place = fields[-1]
        number, count = last.look_up(text)
        most += count
        other_place, other_number = place, -1
        if len(fields) > 1:
            other, other_place = fields[0]
            other_number, count = other.look_up(text)
            other_most += count
        places.append((other_place, other_number, place, number))
    return TermLookup(places, (other_most, most), snapshot.count)


class ProgramCompiler:
    """Compiles queries for one snapshot; looks each leaf up only once, and hardly a term twice."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._leaves: dict[tuple[_Leaf, Phrase | None], LeafMatches] = {}
        self._terms: dict[tuple[str, Channel, str | None], TermLookup] = snapshot.looked_up

    def programs(self, node: Node) -> list[Program]:
        """Return the program that evaluates the tree in each part of the snapshot."""
        return self.snapshot.programs.prepare(node, lambda: self._compile(node))

    def _compile(self, node: Node) -> list[Program]:
        node = self.drop_absent(node)
        return [ProgramBuilder(self, number).program(node)
                for number in range(len(self.snapshot.parts))]

    def drop_absent(self, node: Node) -> Node:
        """Return the tree without alternatives that no document has, as far as terms tell.

        A first alternative that is a phrase is kept, since it limits the rarities of the others.
        """
        match node:
            case Term() | Phrase():
                return node
            case And(children):
                return And(tuple(map(self.drop_absent, children)))
            case Boost(child, boosts):
                some = self.drop_absent(child)
                return node if some is child else Boost(some, boosts)
            case AtLeast(count, children):
                return AtLeast(count, tuple(map(self.drop_absent, children)))
            case Weighted(weight, child):
                return Weighted(weight, self.drop_absent(child))
            case Not(child):
                return Not(self.drop_absent(child))
            case Or(children):
                first = children[:1] if isinstance(children[0], Phrase) else ()
                rest = children[len(first):]
                kept = [*first, *(each for each in rest if not self._is_absent(each))]
                present = tuple(map(self.drop_absent, kept or children[:1]))
                return Or(present) if len(present) > 1 else present[0]
        return node

    def _is_absent(self, node: Node) -> bool:
        """Return whether a node is a term of no document, or a phrase with such a term."""
        match node:
            case Weighted(_, child):
                return self._is_absent(child)
            case Term(term, channel, field):
                return not self.look_up_term(term, channel, field).frequency
            case Phrase(terms, _, channel, field):
                return not all([
                    self.look_up_term(term, channel, field).frequency for term in terms])
        return False

    def look_up_term(
        self, term: str, channel: Channel = Channel.STEM, field: str | None = None
    ) -> TermLookup:
        """Look a term up, unless that was done before for this snapshot."""
        lookup = self._terms.get((term, channel, field))
        if lookup is None:
            whole = self._terms.get((term, channel, None)) if field in _TEXT else None
            lookup = (whole.narrow_to(_TEXT[field], self.snapshot.count) if whole and field
                      else _find_term(term, channel, field, self.snapshot))
            if len(self._terms) >= MOST_KEPT:
                self._terms.clear()
            self._terms[term, channel, field] = lookup
        return lookup

    def look_up_leaf(self, leaf: _Leaf, boosted: Phrase | None = None) -> LeafMatches:
        """Look a leaf up, once; only in the documents of a phrase, if this is what it boosts."""
        matches = self._leaves.get((leaf, boosted))
        if matches is None:
            matches = self._leaves[leaf, boosted] = self._find(leaf, boosted)
        return matches

    def _find(self, leaf: _Leaf, boosted: Phrase | None) -> LeafMatches:
        if isinstance(leaf, Phrase):
            among = [docs for docs, _ in self.look_up_leaf(boosted).pieces] if boosted else None
            numbers = [self.number_terms(leaf, part) for part in range(len(self.snapshot.parts))]
            return look_up_phrase(leaf, numbers, self.snapshot, among)
        if isinstance(leaf, (Prefix, Fuzzy)):
            return look_up(leaf, self.snapshot)
        return look_up_restriction(leaf, self.snapshot)

    def number_terms(self, phrase: Phrase, part: int) -> TermNumbers:
        """Return the numbers of the terms of a phrase in each of its fields, in a part."""
        channel, field = phrase.channel, phrase.field
        places = {term: self.look_up_term(term, channel, field).places[part]
                  for term in phrase.terms}
        numbers = {term: place[3] for term, place in places.items()}
        if field is not None:
            return (numbers,)
        return {term: place[1] for term, place in places.items()}, numbers

    def refine(
        self, refinements: Sequence[tuple[float, Refinement]], part: int, documents: Array
    ) -> tuple[Array, Array]:
        """Return the places of documents of a part, u4, in ascending order, i8, and in that order
        what refinements add to their scores, f4."""
        plan = self.snapshot.refinements.prepare(
            (refinements, part), lambda: self._plan_refinements(refinements, part))
        order, scores, title, body = refine(plan, self.snapshot.parts[part], documents)
        if len(plan.factors):
            scores += plan.factors @ (title + body)
        return order, scores

    def refine_by_early(self, term: EarlyTerm, part: int, documents: Array) -> RefinedDocuments:
        """Return what an early term weighs in documents of a part, u4, ascending."""
        plan = self._plan_refinements([(1.0, term)], part)
        return refine(plan, self.snapshot.parts[part], documents)

    def _plan_refinements(
        self, refinements: Sequence[tuple[float, Refinement]], part: int
    ) -> RefinementPlan:
        early = [self._prepare_early(weight, term, part) for weight, term in refinements
                 if isinstance(term, EarlyTerm)]
        phrases = [
            PhraseRefinement(
                weight * self.refining_rarity(phrase), phrase, self.number_terms(phrase, part))
            for weight, phrase in refinements if isinstance(phrase, Phrase)]
        return plan_refinements(phrases, early, self.snapshot.parts[part])

    def _prepare_early(self, weight: float, term: EarlyTerm, part: int) -> EarlyRefinement:
        lookup = self.look_up_term(term.term)
        _, title, _, body = lookup.places[part]
        return EarlyRefinement(weight * lookup.rarity, term, title, body)

    def refining_rarity(self, refinement: Refinement) -> float:
        """Return the rarity of a term that refines, or of the rarest term of a phrase."""
        if isinstance(refinement, EarlyTerm):
            return self.look_up_term(refinement.term).rarity
        channel, field = refinement.channel, refinement.field
        return max([self.look_up_term(term, channel, field).rarity for term in refinement.terms])

    def frequency(self, node: Node) -> int:
        """Estimate how many documents a tree finds: the rarest child of a conjunction leads."""
        match node:
            case Term(term, channel, field):
                return self.look_up_term(term, channel, field).frequency
            case Or(children) | AtLeast(_, children):
                return sum(map(self.frequency, children))
            case Boost(child) | Weighted(_, child):
                return self.frequency(child)
            case And(children):
                return min(map(self.frequency, children), default=self.snapshot.count)
            case Not() | Everything():
                return self.snapshot.count
            case _:
                return self.look_up_leaf(node).frequency

    def rarity(self, node: Node) -> float:
        """Return the rarity of a leaf, or of the first leaf of a tree; 0 if it has none."""
        match node:
            case Term(term, channel, field):
                return self.look_up_term(term, channel, field).rarity
            case And(children) | Or(children) | AtLeast(_, children):
                return self.rarity(children[0]) if children else 0.0
            case Boost(child) | Weighted(_, child):
                return self.rarity(child)
            case Not() | Everything() | Within() | Keyword():
                return 0.0
            case _:
                return self.look_up_leaf(node).rarity

    def limit_rarities(self, children: Sequence[Node]) -> Sequence[Node]:
        """Return alternatives with their weights lowered, so that those that are weighted count
        as no rarer than the first: a rare spelling tells no more than the common one."""
        if not any(isinstance(child, Weighted) for child in children):
            return children
        most = self.rarity(children[0])
        return [
            Weighted(each.weight * min(1.0, most / (self.rarity(each) or 1.0)), each.child)
            if isinstance(each, Weighted) and most else each for each in children]


class ProgramBuilder:
    """Builds the program of one part of a snapshot, step by step.

    The steps of a subtree push one list. `level` is the number of lists below it, `pool` the number
    of pools in use around it.
    """

    def __init__(self, compiler: ProgramCompiler, part: int) -> None:
        self._compiler, self._part = compiler, part
        self._steps: list[Step] = []
        self._factors: dict[int, float] = {}
        self._pieces: list[WeightedDocuments] = []
        self._levels = self._pools = 0
        self._raises: list[int] = []
        self._raised = 0

    def program(self, node: Node) -> Program:
        """Return the program of a tree."""
        self._push(node, 0, 0, 1.0)
        factors = [self._factors.get(number, 0.0) for number in range(len(self._steps))]
        return Program(
            np.array(self._steps, np.int64), np.array(factors), *self._find_tail(factors),
            self._levels, self._pools, *_concatenate(self._pieces),
        )

    def _find_tail(self, factors: Sequence[float]) -> tuple[int, Array]:
        """Return where the steps begin that only raise scores, and what each adds at most.

        An occurrence scores less than the factor of its step, since scores saturate.
        """
        gains = [-1.0] * len(factors)
        raises = self._raises if self._raised == len(factors) else []
        for number in raises:
            gains[number] = sum(factors[number:])
        return raises[0] if raises else len(factors), np.array(gains)

    def _push(self, node: Node, level: int, pool: int, weight: float) -> None:
        self._levels = max(self._levels, level + 1)
        match node:
            case Term():
                self._term(types.TERM, node, weight)
            case Everything():
                self._step(types.EVERYTHING)
            case And(children):
                self._all(children, level, pool, weight)
            case Or(children):
                self._some(1, self._compiler.limit_rarities(children), level, pool, weight)
            case AtLeast(count, children):
                self._some(count, children, level, pool, weight)
            case Boost(And(children), boosts):
                self._all(children, level, pool, weight, boosts)
            case Boost(child, boosts):
                self._push(child, level, pool, weight)
                self._raise(boosts, level, pool, weight, child)
            case Weighted(more, child):
                self._push(child, level, pool, weight * more)
            case Not():
                self._all((node,), level, pool, weight)
            case _:
                self._leaf(self._compiler.look_up_leaf(node), weight)

    def _some(
        self, count: int, children: Sequence[Node], level: int, pool: int, weight: float
    ) -> None:
        """Pour the children into a pool, the rarest first. A document that none of these has lacks
        too many, so the last count − 1 are only probed."""
        count = min(max(count, 1), types.MOST_NEEDED)
        self._pools = max(self._pools, pool + 1)
        if count > 1:
            children = sorted(children, key=self._compiler.frequency)
        poured = max(len(children) - count + 1, 0)
        for child in children[:poured]:
            self._push(child, level, pool + 1, weight)
            self._step(types.POUR, pool)
        for nth, child in enumerate(children[poured:], 1):
            self._step(types.LIST, pool, nth)
            self._keep_one(child, level, pool + 1, weight)
            self._step(types.POUR, pool)
        self._step(types.COLLECT, pool, count)

    def _all(
        self, children: Sequence[Node], level: int, pool: int, weight: float,
        more: Sequence[tuple[float, Node]] = (),
    ) -> None:
        """Let the rarest child lead, so that the others are only probed, or skipped if no
        document is left. What boosts all is added at last, and then what boosts a child: by then
        the fewest are left."""
        wanted, boosts = _take_boosts(children)
        if len(wanted) > 1:
            wanted.sort(key=self._compiler.frequency)
        self._push(wanted[0], level, pool, weight)
        skips: list[int] = []
        for child in wanted[1:]:
            skips.append(self._step(types.SKIP))
            self._keep(child, level, pool, weight)
        for excluded in children:
            if isinstance(excluded, Not):
                skips.append(self._step(types.SKIP))
                self._push(excluded.child, level + 1, pool, weight)
                self._step(types.WITHOUT)
        self._raise([*more, *boosts], level, pool, weight)
        for skip in skips:
            self._steps[skip] = types.SKIP, len(self._steps), 0, 0, 0

    def _keep_one(self, child: Node, level: int, pool: int, weight: float) -> None:
        """Keep of a list with scores 0 what a child finds, with its scores."""
        self._levels = max(self._levels, level + 1)
        bare, boosts = (child.child, child.boosts) if isinstance(child, Boost) else (child, ())
        self._keep(bare, level, pool, weight)
        self._raise(boosts, level, pool, weight)

    def _keep(self, child: Node, level: int, pool: int, weight: float) -> None:
        if isinstance(child, Term):
            self._term(types.KEEP, child, weight)
        else:
            self._push(child, level + 1, pool, weight)
            self._step(types.BOTH)

    def _raise(
        self, boosts: Sequence[tuple[float, Node]], level: int, pool: int, weight: float,
        child: Node | None = None,
    ) -> None:
        """Add the scores of boosts to the list at the top: that of a child, if one is given.

        A term is asked for each document there, but scored as a whole beside a term, which has
        many, unless it is the last to be added: then only the best are left. A phrase beside a
        phrase is looked for in its documents only.
        """
        last = level == pool == 0
        if last and self._raised != len(self._steps):
            self._raises = []
        for more, boost in boosts:
            if last:
                self._raises.append(len(self._steps))
            if isinstance(boost, Term) and (last or not isinstance(child, Term)):
                self._term(types.RAISE, boost, weight * more)
                continue
            if isinstance(boost, Phrase) and isinstance(child, Phrase):
                self._levels = max(self._levels, level + 2)
                self._leaf(self._compiler.look_up_leaf(boost, child), weight * more)
            else:
                self._push(boost, level + 1, pool, weight * more)
            self._step(types.ADD)
        if last:
            self._raised = len(self._steps)

    def _leaf(self, leaf: LeafMatches, weight: float) -> None:
        self._factors[len(self._steps)] = leaf.rarity * weight
        self._step(types.PIECE, len(self._pieces))
        self._pieces.append(leaf.pieces[self._part])

    def _term(self, kind: int, term: Term, weight: float) -> None:
        lookup = self._compiler.look_up_term(term.term, term.channel, term.field)
        self._factors[len(self._steps)] = lookup.rarity * weight
        self._step(kind, *lookup.places[self._part])

    def _step(self, kind: int, one: int = 0, term: int = 0, other: int = 0, last: int = 0) -> int:
        self._steps.append((kind, one, term, other, last))
        return len(self._steps) - 1


def _take_boosts(children: Sequence[Node]) -> tuple[list[Node], list[tuple[float, Node]]]:
    """Return the children that a conjunction wants, without their boosts, and these."""
    wanted: list[Node] = []
    boosts: list[tuple[float, Node]] = []
    for child in children:
        if isinstance(child, Boost) and not isinstance(child.child, Not):
            boosts += child.boosts
            wanted.append(child.child)
        elif not isinstance(child, Not):
            wanted.append(child)
    return wanted or [Everything()], boosts


def _concatenate(pieces: Sequence[WeightedDocuments]) -> tuple[Array, Array, Array]:
    """Return the documents and weights of all pieces, concatenated, and where each begins."""
    if not pieces:
        return _NO_DOCUMENTS, _NO_WEIGHTS, _NO_PIECES
    bounds = np.array([*accumulate([len(docs) for docs, _ in pieces], initial=0)])
    if len(pieces) == 1:
        return *pieces[0], bounds
    docs, weights = (np.concatenate(column) for column in zip(*pieces))
    return docs, weights, bounds
