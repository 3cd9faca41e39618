"""The points of `indexer.dating.classifier`, fitted to the half "seen" of the dated articles.

    python -m benchmarks.fit.points ARTICLES.jsonl.zst

prints the points of each mark, and for each number of points from which a day may be believed
which share of the pool would be dated and how much of that right, by points of other articles.
Marks and words were chosen by the same measure; the other half had no say in either.
"""

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.fit.dating import Record, articles, half, off, pool, text_only
from indexer import dating
from indexer.dating import candidates, classifier

_DIVISIONS, _BARS = 4, range(6, 32)


def fit(records: list[Record]) -> dict[str, Any]:
    """The points of each mark: a ridge logistic regression over the likeliest days. Beside them,
    for each number of points from which a day may be believed, the coverage of the pool and the
    share that is right, with the points of each fifth from the other four."""
    inside = pool(records)
    stated, rows, right, more = 0, [], [], []
    for record in inside:
        best = _likeliest(record["body"])
        if not best:
            stated += bool(text_only(record).published)
            continue
        rows.append(best.marks | classifier.of_text(record["body"], best))
        right.append(abs(off(record, best.day.isoformat())) <= 1)
        more.append(best.enough - classifier.ENOUGH)
    names = sorted(set(classifier.POINTS))
    table = np.array([[1, *(name in marks for name in names)] for marks in rows], float)
    truth = np.array(right, float)
    weights = dict(zip(["BASE", *names], (round(10 * each) for each in _logistic(table, truth))))
    bars = _bars(_held_out(table, truth) - more, truth, stated, len(inside))
    return {"points": weights, "believed from": bars}


def _held_out(table: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The points of each row by those of the other four fifths, the mean of four divisions."""
    points = np.zeros(len(right))
    for seed in range(_DIVISIONS):
        fifth = np.random.default_rng(seed).integers(0, 5, len(right))
        for part in range(5):
            out = fifth == part
            points[out] += table[out] @ _logistic(table[~out], right[~out])
    return 10 * points / _DIVISIONS


def _bars(points: np.ndarray, right: np.ndarray, stated: int, articles: int) -> dict[str, Any]:
    """What each bar lets through; `stated` articles, all right, need none."""
    bars = {}
    for bar in _BARS:
        over = points >= bar
        dated = over.sum() + stated
        bars[str(bar)] = {"coverage": round(dated / articles, 4),
                          "within a day": round((right[over].sum() + stated) / dated, 4)}
    return bars


def _likeliest(body: str) -> classifier.Candidate | None:
    """The likeliest day of a body that does not state its date."""
    today = date.today()
    past = [each for each in candidates.full(body) if each.day and each.day <= today]
    if not past or dating.find(body).source in ("line", "footer", "dateline"):
        return None
    inferred = dating.inferred(body, [], None, past, today)
    return classifier.likeliest(body, sorted([*past, *inferred], key=lambda each: each.start))


def _logistic(table: np.ndarray, right: np.ndarray, ridge: float = 2.0) -> np.ndarray:
    """Newton's method; the first column, of ones, is not held down."""
    weights = np.zeros(table.shape[1])
    penalty = np.diag([1e-6] + [ridge] * (table.shape[1] - 1))
    for _ in range(25):
        chance = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (right - chance) - penalty @ weights
        curve = (table * (chance * (1 - chance))[:, None]).T @ table + penalty
        weights += np.linalg.solve(curve, slope)
    return weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("articles", type=Path)
    records = articles(parser.parse_args().articles)
    print(json.dumps(fit([each for each in records if half(each) == "seen"]), indent=1))


if __name__ == "__main__":
    main()
