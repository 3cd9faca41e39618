"""Fits the weights of `indexer.dating.classifier` to the half "seen" of the dated articles.

    python -m benchmarks.fit.points ARTICLES.jsonl.zst

Prints the weight of each feature. For each threshold, it also prints the share of the pool that
would be dated and the share of those that would be right, by weights fitted to other articles.
Features and words were chosen by the same measure, without looking at the other half.
"""

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.fit.dating import (
    Record,
    count_days_off,
    date_by_text,
    find_half,
    read_articles,
    select_pool,
)
from indexer import dating
from indexer.dating import candidates, classifier

_DIVISIONS, _THRESHOLDS = 4, range(6, 32)


def fit(records: list[Record]) -> dict[str, Any]:
    """Fit the weight of each feature: a ridge logistic regression over the likeliest days.

    Return the weights and, by threshold, the coverage of the pool and the share that is right. Each
    fifth is scored with the weights of the other four.
    """
    inside = select_pool(records)
    stated, rows, right, stricter = 0, [], [], []
    for record in inside:
        best = _likeliest(record["body"])
        if not best:
            stated += bool(date_by_text(record).published)
            continue
        rows.append(best.features | classifier.find_text_features(record["body"], best))
        right.append(abs(count_days_off(record, best.day.isoformat())) <= 1)
        stricter.append(best.threshold - classifier.THRESHOLD)
    names = sorted(set(classifier.WEIGHTS))
    table = np.array(
        [[1, *(name in features for name in names)] for features in rows], float)
    truth = np.array(right, float)
    fitted = (round(10 * each) for each in _logistic(table, truth))
    weights = dict(zip(["INTERCEPT", *names], fitted))
    scores = _score_held_out(table, truth) - stricter
    return {"weights": weights, "by threshold": _by_threshold(scores, truth, stated, len(inside))}


def _score_held_out(table: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Score each row by the weights of the other four fifths: the mean of four divisions."""
    scores = np.zeros(len(right))
    for seed in range(_DIVISIONS):
        fifth = np.random.default_rng(seed).integers(0, 5, len(right))
        for part in range(5):
            out = fifth == part
            scores[out] += table[out] @ _logistic(table[~out], right[~out])
    return 10 * scores / _DIVISIONS


def _by_threshold(
    scores: np.ndarray, right: np.ndarray, stated: int, articles: int
) -> dict[str, Any]:
    """Return coverage and precision by threshold; `stated` articles are all right and need none."""
    figures = {}
    for threshold in _THRESHOLDS:
        over = scores >= threshold
        dated = over.sum() + stated
        figures[str(threshold)] = {
            "coverage": round(dated / articles, 4),
            "within a day": round((right[over].sum() + stated) / dated, 4)}
    return figures


def _likeliest(body: str) -> classifier.Candidate | None:
    """Return the likeliest day of a body that does not state its date."""
    today = date.today()
    past = [each for each in candidates.find_mentions(body) if each.day and each.day <= today]
    if not past or dating.find_date(body).source in ("line", "footer", "dateline"):
        return None
    inferred = dating.infer_years(body, [], None, past, today)
    return classifier.choose_likeliest(
        body, sorted([*past, *inferred], key=lambda each: each.start))


def _logistic(table: np.ndarray, right: np.ndarray, ridge: float = 2.0) -> np.ndarray:
    """Fit by Newton's method; the first column, of ones, is not penalised."""
    weights = np.zeros(table.shape[1])
    penalty = np.diag([1e-6] + [ridge] * (table.shape[1] - 1))
    for _ in range(25):
        chance = 1 / (1 + np.exp(-table @ weights))
        slope = table.T @ (right - chance) - penalty @ weights
        curve = (table * (chance * (1 - chance))[:, None]).T @ table + penalty
        weights += np.linalg.solve(curve, slope)
    return weights


def main() -> None:
    """Fit the weights and print them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("articles", type=Path)
    records = read_articles(parser.parse_args().articles)
    print(json.dumps(fit([each for each in records if find_half(each) == "seen"]), indent=1))


if __name__ == "__main__":
    main()
