"""A tree of terms → the documents it finds and their scores.

Scores are BM25F: the frequencies of a word in title and body are weighed, normalised by the
field's length and added before they saturate (Robertson and Zaragoza, The Probabilistic
Relevance Framework: BM25 and Beyond, 2009, section 3.6). A phrase, and all the forms that a
prefix or a fuzzy word stands for, are scored as if they were one word.
"""

from collections import defaultdict
from math import log

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from search.engines.whoosh.snapshot import Snapshot
from search.fields import SEARCHABLE, TEXT
from search.nearness import count
from search.query import And, Channel, Everything, Fuzzy, Node, Not, Or, Phrase, Prefix, Term

K1 = 0.9
B = 0.75

Scores = dict[int, float]
Frequencies = dict[int, int]


class Evaluation:
    """Evaluates trees on one snapshot; what a query says twice is looked up once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._known: dict[Node, Scores] = {}

    def scores(self, node: Node) -> Scores:
        """The documents that the tree finds, deleted ones left out, each with its score."""
        if node not in self._known:
            self._known[node] = self._evaluated(node)
        return self._known[node]

    def _evaluated(self, node: Node) -> Scores:
        match node:
            case Everything():
                return dict.fromkeys(self._snapshot.columns.live, 0.0)
            case And(children):
                found = [self.scores(child) for child in _positive(children)]
                excluded = [self.scores(child) for child in _negative(children)]
                return _all(found, excluded, self._snapshot)
            case Or(children):
                return _any([self.scores(child) for child in children])
            case Not(child):
                return _all([], [self.scores(child)], self._snapshot)
            case _:
                return _scores(_leaf(node, self._snapshot), self._snapshot)


def _positive(children: tuple[Node, ...]) -> list[Node]:
    return [child for child in children if not isinstance(child, Not)]


def _negative(children: tuple[Node, ...]) -> list[Node]:
    return [child.child for child in children if isinstance(child, Not)]


def _all(found: list[Scores], excluded: list[Scores], snapshot: Snapshot) -> Scores:
    numbers = min(found, key=len).keys() if found else snapshot.columns.live
    return {
        number: sum((scores[number] for scores in found), 0.0)
        for number in numbers
        if all(number in scores for scores in found)
        and not any(number in scores for scores in excluded)
    }


def _any(found: list[Scores]) -> Scores:
    total: Scores = defaultdict(float)
    for scores in found:
        for number, score in scores.items():
            total[number] += score
    return dict(total)


def _leaf(
    node: Term | Phrase | Prefix | Fuzzy, snapshot: Snapshot
) -> dict[str, Frequencies]:
    """By field: how often the leaf occurs in each document."""
    fields = [node.field] if node.field else [field.name for field in TEXT]
    return {field: _frequencies(node, field, snapshot) for field in fields}


def _frequencies(
    node: Term | Phrase | Prefix | Fuzzy, field: str, snapshot: Snapshot
) -> Frequencies:
    match node:
        case Term(term, channel):
            return snapshot.frequencies(field, channel, term)
        case Phrase():
            return _phrase(node, field, snapshot)
        case Prefix(prefix):
            return _forms(snapshot.forms(field, prefix), field, snapshot)
        case Fuzzy(form, distance):
            close = extract(form, snapshot.vocabulary(field), scorer=OSA.distance,
                            score_cutoff=distance, limit=None)
            return _forms([other for other, *_ in close], field, snapshot)


def _forms(forms: list[str], field: str, snapshot: Snapshot) -> Frequencies:
    total: Frequencies = defaultdict(int)
    for form in forms:
        for number, frequency in snapshot.frequencies(field, Channel.FORM, form).items():
            total[number] += frequency
    return total


def _phrase(node: Phrase, field: str, snapshot: Snapshot) -> Frequencies:
    positions = {
        term: snapshot.positions(field, node.channel, term) for term in dict.fromkeys(node.terms)
    }
    rarest = min(positions.values(), key=len)
    found: Frequencies = {}
    for number in rarest:
        if all(number in documents for documents in positions.values()):
            here = {term: documents[number] for term, documents in positions.items()}
            if frequency := count(node.terms, here, node.slop):
                found[number] = frequency
    return found


def _scores(frequencies: dict[str, Frequencies], snapshot: Snapshot) -> Scores:
    weighted: Scores = defaultdict(float)
    for field, documents in frequencies.items():
        weight = SEARCHABLE[field].weight
        lengths = snapshot.columns.lengths.get(field)
        average = snapshot.columns.average_lengths.get(field, 1.0)
        for number, frequency in documents.items():
            relative = lengths[number] / average if lengths else 1.0
            weighted[number] += weight * frequency / (1 - B + B * relative)
    rarity = _idf(len(weighted), len(snapshot.columns.live))
    return {number: rarity * tf / (K1 + tf) for number, tf in weighted.items()}


def _idf(found: int, of: int) -> float:
    """Never negative: ln(1 + (N − n + ½) / (n + ½)), as in Lucene."""
    return log(1 + (of - found + 0.5) / (found + 0.5))
