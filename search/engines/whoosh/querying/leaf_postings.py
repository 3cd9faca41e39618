"""Phrases, prefixes and fuzzy words → the documents that hold them, and what they weigh there.

A phrase, and all the forms that a prefix or a fuzzy word stands for, are scored as if they
were one word.
"""

from collections import Counter
from dataclasses import dataclass
from math import log

import numpy as np

from search.arrays import Array
from search.engines.whoosh import kernels
from search.engines.whoosh.kernels import Plane, scratch
from search.engines.whoosh.querying.snapshot import Part, Snapshot
from search.engines.whoosh.segments.segment import Field
from search.query import Channel, Fuzzy, Phrase, Prefix

K1 = 0.9

Found = tuple[Array, Array]
"""Documents of one segment, u4, ascending; and for each a weight, f4."""

Leaf = Phrase | Prefix | Fuzzy


@dataclass(frozen=True, eq=False)
class Held:
    """What holds a leaf in each part of a snapshot, deleted documents too; how many live."""

    pieces: list[Found]
    frequency: int
    rarity: float


def held(leaf: Leaf, snapshot: Snapshot) -> Held:
    """Look a leaf up in all parts of a snapshot."""
    pieces = [_weighed(leaf, part) for part in snapshot.parts]
    frequency = sum(_live(docs, part) for (docs, _), part in zip(pieces, snapshot.parts))
    return Held(pieces, frequency, idf(frequency, snapshot.count))


def idf(found: int, of: int) -> float:
    """Never negative: ln(1 + (N − n + ½) / (n + ½)), as in Lucene."""
    return log(1 + (of - found + 0.5) / (found + 0.5))


def _weighed(leaf: Leaf, part: Part) -> Found:
    """The documents that hold the leaf, and what it weighs in each."""
    channel = leaf.channel if isinstance(leaf, Phrase) else Channel.FORM
    pieces = [_occurrences(leaf, field, part.planes[place])
              for field, place in part.sides[leaf.field, channel]]
    found = [piece for piece in pieces if len(piece[0])] or pieces[:1]
    return found[0] if len(found) == 1 else kernels.add_up(*found[0], *found[1])


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
                field.text, field.text_at, field.letters, wanted, distance,
                scratch.matching(field.count)))


def _gathered(field: Field, plane: Plane, numbers: Array) -> Found:
    """The documents that hold any of the terms, which all together weigh as one."""
    if not len(numbers):
        return _nothing()
    if numbers[-1] - numbers[0] == len(numbers) - 1:
        postings = field.touch(int(numbers[0]), int(numbers[-1]) + 1)
    else:
        postings = sum([field.touch(number, number + 1) for number in numbers.tolist()])
    most = min(postings, len(plane.lengths))
    return kernels.gather(plane, field.windows, numbers, scratch.gathering(most))


def _phrase(field: Field, plane: Plane, terms: tuple[str, ...], slop: int | None) -> Found:
    """`slop` None: adjacent and in order; n: in any order within len(terms) + n positions."""
    numbers = [field.find(term.encode()) for term in terms]
    if min(numbers) < 0:
        return _nothing()
    needed = Counter(numbers)
    most = min([field.touch(number, number + 1) for number in needed])
    for number in needed:
        field.touch_hits(number, number + 1)
    wanted = numbers if slop is None else list(needed)
    return kernels.phrase(
        plane, field.windows, field.hits, field.hits_at, np.array(wanted),
        np.arange(len(wanted)), np.array([needed[number] for number in wanted]),
        0 if slop is None else len(terms) + slop, field.longest,
        scratch.phrasing(len(wanted), field.longest, most),
    )


def _live(docs: Array, part: Part) -> int:
    """How many of the documents are live."""
    return len(docs) if part.live is None else int(np.count_nonzero(part.live[docs]))


def _nothing() -> Found:
    return np.zeros(0, np.uint32), np.zeros(0, np.float32)
