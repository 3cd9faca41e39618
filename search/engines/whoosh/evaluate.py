"""A tree of terms → the documents it finds and their scores, segment by segment.

Scores are BM25F: the frequencies of a word in title and body are weighed, normalised by the
field's length and added before they saturate (Robertson and Zaragoza, The Probabilistic
Relevance Framework: BM25 and Beyond, 2009, section 3.6). A phrase, and all the forms that a
prefix or a fuzzy word stands for, are scored as if they were one word.
"""

from collections import Counter
from collections.abc import Sequence
from math import log

import numpy as np

from search.arrays import Array
from search.engines.whoosh import kernels
from search.engines.whoosh.kernels import Plane
from search.engines.whoosh.segment import Field
from search.engines.whoosh.snapshot import Part, Snapshot
from search.query import And, Channel, Everything, Fuzzy, Node, Not, Or, Phrase, Prefix, Term

K1 = 0.9

Found = tuple[Array, Array]
"""Documents of one segment, u4, ascending and live; and for each its score, f4."""

Leaf = Phrase | Prefix | Fuzzy


class Evaluation:
    """Evaluates trees on one snapshot; what a query says twice is looked up once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._known: dict[Node, list[Found]] = {}
        self._terms: dict[Term, Looked] = {}

    def found(self, node: Node) -> list[Found]:
        """What the tree finds in each part of the snapshot."""
        known = self._known.get(node)
        if known is None:
            known = self._known[node] = self._evaluated(node)
        return known

    def _evaluated(self, node: Node) -> list[Found]:
        parts = self._snapshot.parts
        match node:
            case Term():
                looked = self._looked(node)
                return [looked.weighed(number) for number in range(len(parts))]
            case Everything():
                return [_unscored(part.documents) for part in parts]
            case And(children):
                return self._all(children)
            case Or(children):
                return [_any(each) for each in zip(*map(self.found, children))]
            case Not():
                return self._all((node,))
            case _:
                return self._leaf(node)

    def _all(self, children: Sequence[Node]) -> list[Found]:
        """What all children find; the rarest leads, so that the others are only looked into."""
        excluded = [self.found(each.child) for each in children if isinstance(each, Not)]
        terms = [self._looked(each) for each in children if isinstance(each, Term)]
        others = [
            self.found(each) for each in children if not isinstance(each, (Not, Term))
        ]
        terms.sort(key=lambda term: term.frequency)
        return [
            self._all_in(number, terms, [found[number] for found in others],
                         [found[number] for found in excluded])
            for number in range(len(self._snapshot.parts))
        ]

    def _all_in(
        self, number: int, terms: Sequence["Looked"], others: list[Found], excluded: list[Found]
    ) -> Found:
        """The same in one part of the snapshot."""
        others.sort(key=lambda found: len(found[0]))
        if terms and (not others or terms[0].frequency < len(others[0][0])):
            found, terms = terms[0].weighed(number), terms[1:]
        elif others:
            found, others = others[0], others[1:]
        else:
            found = _unscored(self._snapshot.parts[number].documents)
        for other in others:
            found = kernels.both(*found, *other)
        for term in terms:
            found = term.intersected(number, found)
        for docs, _ in excluded:
            found = kernels.without(*found, docs)
        return found

    def _looked(self, term: Term) -> "Looked":
        looked = self._terms.get(term)
        if looked is None:
            looked = self._terms[term] = Looked(term, self._snapshot)
        return looked

    def _leaf(self, leaf: Leaf) -> list[Found]:
        weighed = [_live(_weighed(leaf, part), part) for part in self._snapshot.parts]
        rarity = _idf(sum(len(docs) for docs, _ in weighed), self._snapshot.count)
        return [(docs, _saturated(weights, rarity)) for docs, weights in weighed]


class Looked:
    """A term, and where its postings are in each part of a snapshot.

    Its frequency is that of the field in which more documents hold it, deleted ones included:
    what can be known without reading postings.
    """

    def __init__(self, term: Term, snapshot: Snapshot) -> None:
        text = np.frombuffer(term.term.encode(), np.uint8)
        self._parts = snapshot.parts
        self._places: list[tuple[Plane, Array, Plane, Array]] = []
        held = other_held = 0
        for part in snapshot.parts:
            (field, plane), *others = part.sides[term.field, term.channel]
            at, count = field.look(text)
            held += count
            other_plane, other_at = plane, field.nowhere
            for other, other_plane in others:
                other_at, count = other.look(text)
                other_held += count
            self._places.append((plane, at, other_plane, other_at))
        self.frequency = max(held, other_held)
        self._rarity = _idf(min(self.frequency, snapshot.count), snapshot.count)

    def weighed(self, number: int) -> Found:
        """The live documents that hold the term in one part of the snapshot."""
        found = kernels.weigh(*self._places[number], K1, self._rarity)
        return _live(found, self._parts[number])

    def intersected(self, number: int, found: Found) -> Found:
        """Those of the documents that hold the term too, its score added."""
        return kernels.intersect(*found, *self._places[number], K1, self._rarity)


def _weighed(leaf: Leaf, part: Part) -> Found:
    """The documents that hold the leaf, deleted ones too, and what it weighs in each, f4."""
    channel = leaf.channel if isinstance(leaf, Phrase) else Channel.FORM
    pieces = [_occurrences(leaf, *side) for side in part.sides[leaf.field, channel]]
    return _any([piece for piece in pieces if len(piece[0])])


def _occurrences(leaf: Leaf, field: Field, plane: Plane) -> Found:
    """The documents whose field holds the leaf, and what that weighs."""
    match leaf:
        case Phrase(terms, slop):
            return _phrase(field, plane, terms, slop)
        case Prefix(prefix):
            found = field.beginning(prefix.encode())
            return _gathered(field, plane, np.arange(found.start, found.stop))
        case Fuzzy(form, distance):
            wanted = np.array([ord(char) for char in form], np.uint32)
            assert field.letters is not None, "forms have letters"
            return _gathered(field, plane, kernels.alike(
                field.text, field.text_at, field.letters, wanted, distance))


def _gathered(field: Field, plane: Plane, numbers: Array) -> Found:
    """The documents that hold any of the terms, which all together weigh as one."""
    if not len(numbers):
        return _unscored(np.zeros(0, np.uint32))
    if numbers[-1] - numbers[0] == len(numbers) - 1:
        field.touch(int(numbers[0]), int(numbers[-1]) + 1)
    else:
        for number in numbers.tolist():
            field.touch(number, number + 1)
    return kernels.gather(plane, field.at, field.windows, numbers)


def _phrase(field: Field, plane: Plane, terms: tuple[str, ...], slop: int | None) -> Found:
    """`slop` None: adjacent and in order; n: in any order within len(terms) + n positions."""
    numbers = [field.find(term.encode()) for term in terms]
    if min(numbers) < 0:
        return _unscored(np.zeros(0, np.uint32))
    needed = Counter(numbers)
    for number in needed:
        field.touch(number, number + 1)
        field.touch_hits(number, number + 1)
    wanted = numbers if slop is None else list(needed)
    return kernels.phrase(
        plane, field.at, field.windows, field.hits, field.hits_at, np.array(wanted),
        np.arange(len(wanted)), np.array([needed[number] for number in wanted]),
        0 if slop is None else len(terms) + slop,
    )


def _any(pieces: Sequence[Found]) -> Found:
    """The documents in any piece, values added."""
    if len(pieces) < 2:
        return pieces[0] if pieces else _unscored(np.zeros(0, np.uint32))
    sizes = [len(docs) for docs, _ in pieces]
    docs, values = (np.concatenate(columns) for columns in zip(*pieces))
    return kernels.add_up(docs, values, np.cumsum([0, *sizes]))


def _live(found: Found, part: Part) -> Found:
    if part.live is None:
        return found
    alive = part.live[found[0]]
    return found[0][alive], found[1][alive]


def _unscored(docs: Array) -> Found:
    return docs, np.zeros(len(docs), np.float32)


def _saturated(weights: Array, rarity: float) -> Array:
    scores: Array = np.float32(rarity) * weights / (np.float32(K1) + weights)
    return scores


def _idf(found: int, of: int) -> float:
    """Never negative: ln(1 + (N − n + ½) / (n + ½)), as in Lucene."""
    return log(1 + (of - found + 0.5) / (found + 0.5))
