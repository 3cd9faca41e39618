"""bm25s: scores in sparse arrays, without positions or filters."""

import json
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import bm25s
import numpy as np

from benchmarks.engines.queries import Query
from benchmarks.engines.tokens import Entry

SCORES_ONLY = "only scores words"


class BM25S:
    """bm25s computes the scores; we find the ten best, the total and the counts with NumPy."""

    LACKS = dict.fromkeys(
        ("and2", "and3", "phrase", "prefix", "fuzzy", "date", "outlet"), SCORES_ONLY,
    ) | {"shown": "keeps no text"}

    @staticmethod
    def version() -> str:
        return version("bm25s")

    @classmethod
    def build(cls, entries: Iterable[Entry], folder: Path) -> None:
        vocabulary: dict[str, int] = {}
        rows, facets = [], []
        for entry in entries:
            ids = [vocabulary.setdefault(term, len(vocabulary)) for term in entry.stems.split(" ")]
            rows.append(np.array(ids, np.int32))
            facets.append((entry.outlet, entry.year))
        model = bm25s.BM25(method="lucene", k1=0.9, b=0.75)
        model.index((rows, vocabulary), show_progress=False)
        model.save(str(folder))
        (folder / "facets.json").write_text(json.dumps(facets))

    def __init__(self, folder: Path) -> None:
        self._model = bm25s.BM25.load(str(folder), mmap=True)
        outlets, years = zip(*json.loads((folder / "facets.json").read_text()))
        self._facets = [np.unique(values, return_inverse=True)[1] for values in (outlets, years)]

    def prepare(self, query: Query) -> list[int]:
        known = self._model.vocab_dict
        return [known[word] for word in query.words if word in known]

    def rank(self, prepared: list[int]) -> np.ndarray:
        return _find_best(self._score(prepared))

    def page(self, prepared: list[int]) -> tuple[int, np.ndarray]:
        scores = self._score(prepared)
        found = np.flatnonzero(scores > 0)
        for values in self._facets:
            np.bincount(values[found])
        return len(found), _find_best(scores)

    def shown(self, prepared: list[int]) -> list[str]:
        raise NotImplementedError

    def close(self) -> None:
        pass

    def _score(self, prepared: list[int]) -> np.ndarray:
        if not prepared:  # bm25s refuses no words
            return np.zeros(len(self._facets[0]), np.float32)
        return self._model.get_scores_from_ids(prepared)


def _find_best(scores: np.ndarray) -> np.ndarray:
    ten = np.argpartition(scores, -10)[-10:]
    return ten[np.argsort(-scores[ten])]
