"""A tree of terms → the documents it finds and their scores, segment by segment.

Scores are BM25F: the frequencies of a word in title and body are weighed, normalised by the
field's length and added before they saturate (Robertson and Zaragoza, The Probabilistic
Relevance Framework: BM25 and Beyond, 2009, section 3.6). A phrase, and all the forms that a
prefix or a fuzzy word stands for, are scored as if they were one word.
"""

from collections.abc import Sequence
from math import log

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from search.engines.whoosh.arrays import Array
from search.engines.whoosh.phrases import phrase
from search.engines.whoosh.segment import Field
from search.engines.whoosh.snapshot import Part, Snapshot
from search.fields import TEXT
from search.query import And, Channel, Everything, Fuzzy, Node, Not, Or, Phrase, Prefix, Term

K1 = 0.9

Found = tuple[Array, Array]
"""Documents of one segment, unsigned, ascending and live; and for each its score, f4."""

Leaf = Term | Phrase | Prefix | Fuzzy

NOTHING: Found = (np.zeros(0, np.uint32), np.zeros(0, np.float32))


class Evaluation:
    """Evaluates trees on one snapshot; what a query says twice is looked up once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._known: dict[Node, list[Found]] = {}

    def found(self, node: Node) -> list[Found]:
        """What the tree finds in each part of the snapshot."""
        if node not in self._known:
            self._known[node] = self._evaluated(node)
        return self._known[node]

    def _evaluated(self, node: Node) -> list[Found]:
        parts = self._snapshot.parts
        match node:
            case Everything():
                return [(part.documents, _zeros(part.documents)) for part in parts]
            case And(children):
                found = [self.found(child) for child in children if not isinstance(child, Not)]
                excluded = [self.found(each.child) for each in children if isinstance(each, Not)]
                return self._all(found, excluded)
            case Or(children):
                return [_any(each) for each in zip(*map(self.found, children))]
            case Not(child):
                return self._all([], [self.found(child)])
            case _:
                return self._leaf(node)

    def _all(self, found: list[list[Found]], excluded: list[list[Found]]) -> list[Found]:
        every = found or [self.found(Everything())]
        together = [_all(each) for each in zip(*every)]
        for without in excluded:
            together = [_without(one, other) for one, other in zip(together, without)]
        return together

    def _leaf(self, leaf: Leaf) -> list[Found]:
        weighed = [_weighed(leaf, part) for part in self._snapshot.parts]
        held = sum(len(docs) for docs, _ in weighed)
        rarity = np.float32(_idf(held, self._snapshot.count))
        k1 = np.float32(K1)
        return [(docs, rarity * weights / (k1 + weights)) for docs, weights in weighed]


def _weighed(leaf: Leaf, part: Part) -> Found:
    """The live documents that hold the leaf, and its weighed frequency over all fields."""
    fields = [leaf.field] if leaf.field else [field.name for field in TEXT]
    pieces = []
    for field in fields:
        docs, freqs = _occurrences(leaf, field, part)
        weights = part.weights.get(field)
        if len(docs):
            weighed = _zeros(docs) if weights is None else weights[docs] * freqs
            pieces.append((docs, weighed.astype(np.float32, copy=False)))
    docs, total = _any(pieces)
    alive = part.live[docs]
    return (docs, total) if alive.all() else (docs[alive], total[alive])


def _occurrences(leaf: Leaf, field: str, part: Part) -> Found:
    """The documents whose field holds the leaf, and how often, as u4 and a number."""
    match leaf:
        case Term(term, channel):
            return _postings(part.field(field, channel), [term.encode()])
        case Phrase(terms, slop, channel):
            return phrase(part.field(field, channel), terms, slop)
        case Prefix(prefix):
            forms = part.field(field, Channel.FORM)
            return _run(forms, forms.beginning(prefix.encode()))
        case Fuzzy(form, distance):
            forms = part.field(field, Channel.FORM)
            close = extract(form, forms.about(len(form), distance), scorer=OSA.distance,
                            score_cutoff=distance, limit=None)
            return _postings(forms, [word.encode() for word, *_ in close])


def _postings(field: Field, terms: Sequence[bytes]) -> Found:
    """The documents that hold any of the terms, and how often all together."""
    numbers = [number for number in map(field.find, terms) if number >= 0]
    return _any([field.postings(number) for number in numbers])


def _run(field: Field, numbers: range) -> Found:
    if not numbers:
        return NOTHING
    docs, freqs = field.postings(numbers.start, numbers.stop)
    return _summed(docs, freqs) if len(numbers) > 1 else (docs, freqs)


def _any(pieces: Sequence[Found]) -> Found:
    """The documents in any piece, values added."""
    pieces = [piece for piece in pieces if len(piece[0])]
    if len(pieces) < 2:
        return pieces[0] if pieces else NOTHING
    return _summed(*(np.concatenate(columns) for columns in zip(*pieces)))


def _summed(docs: Array, values: Array) -> Found:
    """Each document once, its values added."""
    order = np.argsort(docs, kind="stable")
    docs, values = docs[order], values[order]
    firsts = np.flatnonzero(np.concatenate(([True], docs[1:] != docs[:-1])))
    if len(firsts) == len(docs):
        return docs, values
    wide = np.uint32 if values.dtype.kind == "u" else values.dtype
    return docs[firsts], np.add.reduceat(values, firsts, dtype=wide)


def _all(pieces: Sequence[Found]) -> Found:
    """The documents in every piece, values added; the shortest piece leads."""
    ordered = sorted(pieces, key=lambda piece: len(piece[0]))
    docs, values = ordered[0]
    for other, others in ordered[1:]:
        places, inside = _places(docs, other)
        docs, values = docs[inside], values[inside] + others[places[inside]]
    return docs, values


def _without(one: Found, other: Found) -> Found:
    _, inside = _places(one[0], other[0])
    return one[0][~inside], one[1][~inside]


def _places(docs: Array, other: Array) -> tuple[Array, Array]:
    """Where each document would stand in `other`, and whether it does."""
    if not len(other):
        return np.zeros(len(docs), np.int64), np.zeros(len(docs), bool)
    places = np.searchsorted(other, docs)
    places[places == len(other)] = 0
    return places, other[places] == docs


def _zeros(docs: Array) -> Array:
    return np.zeros(len(docs), np.float32)


def _idf(found: int, of: int) -> float:
    """Never negative: ln(1 + (N − n + ½) / (n + ½)), as in Lucene."""
    return log(1 + (of - found + 0.5) / (found + 0.5))
