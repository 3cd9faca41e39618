"""How the chunks of texts are found: by the reference's own expression, or by compiled kernels."""

from collections.abc import Sequence
from types import ModuleType
from typing import NamedTuple, Protocol
from weakref import proxy

import numpy as np

from search.analysis.interner import Hash, Hashed, joined
from search.analysis.words import words
from search.arrays import Array
from search.kernel_loader import compiled


class Reading(NamedTuple):
    """The chunks of some texts, in order: u4 each, and how many each text has, i8.

    `starts` and `ends` count code points in their text. `text` u1 are the texts, UTF-8, and
    `bounds` i8 where each begins and the last ends; a chunk begins at the byte `places` there,
    which only the kernel tells.
    """

    numbers: Array
    starts: Array
    ends: Array
    counts: Array
    text: Array
    bounds: Array
    places: Array


class Learner(Protocol):
    """Who finds out what chunks mean."""

    def __len__(self) -> int: ...

    def add(self, chunks: Sequence[str]) -> list[int]:
        """Take in new chunks: their numbers, which follow those of before."""


class ByExpression:
    """Chunks as the reference's regular expression finds them."""

    bytes = 0

    def __init__(self, learner: Learner) -> None:
        self._learner = proxy(learner)  # which holds this: else only a collection would free both
        self._known: dict[str, int] = {}

    def reading(self, texts: Sequence[str]) -> Reading:
        """The chunks of the texts."""
        found = [(match.group(), *match.span(), n)
                 for n, text in enumerate(texts) for match in words(text)]
        runs, starts, ends, owners = zip(*found) if found else ((),) * 4
        new = list(dict.fromkeys(run for run in runs if run not in self._known))
        self._known.update(zip(new, self._learner.add(new)))
        numbers = [self._known[run] for run in runs]
        columns = [np.array(column, np.uint32) for column in (numbers, starts, ends)]
        counts = np.bincount(np.array(owners, np.int64), minlength=len(texts))
        return Reading(columns[0], columns[1], columns[2], counts, *_encoded(texts),
                       np.zeros(0, np.int64))

    def skip(self, count: int) -> None:
        """Nothing to do: numbers given elsewhere are no chunk's."""

    def mend(self) -> None:
        """Nothing to do: a chunk is known when its number is."""


class ByKernel:
    """Chunks as the compiled kernel finds them: a chunk's number is that of its string."""

    def __init__(self, learner: Learner, kernels: ModuleType, hash: Hash) -> None:
        self._learner = proxy(learner)  # which holds this: else only a collection would free both
        self._scan = kernels.scan
        self.strings = Hashed(kernels, hash)

    @property
    def bytes(self) -> int:
        """Room for the chunks."""
        return int(self.strings.text.nbytes)

    def reading(self, texts: Sequence[str]) -> Reading:
        """The chunks of the texts; what an interruption leaves is to be mended."""
        text, bounds = _encoded(texts)
        most = len(text) // 2 + len(texts) + 1
        numbers, starts, ends = (np.empty(most, np.uint32) for _ in range(3))
        places, counts = np.empty(most, np.int64), np.zeros(len(texts), np.int64)
        known, done, at, more, found = self.strings, 0, 0, 0, 0
        while done < len(texts):
            done, at, more, known.count, found, size = self._scan(
                text, bounds, done, at, more, known.table, known.at, known.text, known.count,
                known.hash.seed, known.hash.kept, numbers, starts, ends, places, found,
                counts)
            if done < len(texts):
                known.make_room(size)
        new = range(len(self._learner), known.count)
        if new:
            self._learner.add(known.texts(new))
        return Reading(numbers[:found], starts[:found], ends[:found], counts, text, bounds,
                       places[:found])

    def skip(self, count: int) -> None:
        """Give so many numbers to no chunk."""
        self.strings.skip(count)

    def mend(self) -> None:
        """Forget chunks whose meaning is not known."""
        self.strings.cut(len(self._learner))


def _encoded(texts: Sequence[str]) -> tuple[Array, Array]:
    return joined([text.encode("utf-8", "surrogatepass") for text in texts])


def reader(learner: Learner) -> ByExpression | ByKernel:
    """How a new vocabulary finds chunks."""
    kernels = compiled("analysis")
    return ByKernel(learner, kernels[0], Hash()) if kernels else ByExpression(learner)
