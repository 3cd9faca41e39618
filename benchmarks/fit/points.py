"""Fits the weights of `indexer.dating.classifier` to the half "seen" of the dated articles.

    python -m benchmarks.fit.points ARTICLES.jsonl.zst

Prints the weight of each feature. For each threshold, it also prints the share of the pool that
would be dated and the share of those that would be right, overall and for each large outlet. Both
halves count there, as each outlet is scored by weights that were fitted to the other outlets.
Features and words were chosen on the half "seen".
"""

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

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

_THRESHOLDS = range(6, 32)
_LARGE_OUTLET = 1_000
"""Articles of the pool from which on the figures of an outlet are worth printing."""


class _Scored(NamedTuple):
    """What is known of the likeliest day of an article; no features if it states its date."""

    outlet: str
    features: frozenset[str] | None
    is_right: bool
    stricter: int


def fit(records: list[Record]) -> dict[str, Any]:
    """Return the weights fitted to the half "seen", and the figures of outlets held out."""
    every = [(find_half(record), _judge(record)) for record in select_pool(records)]
    names = sorted(classifier.WEIGHTS)
    seen = [each for half, each in every if half == "seen" and each.features is not None]
    weights = (round(10 * each) for each in _logistic(*_tabulate(seen, names)))
    pool = [each for _, each in every]
    return {
        "weights": dict(zip(["INTERCEPT", *names], weights)),
        "outlets held out, by threshold": _by_threshold(pool, _score_held_out(pool, names))}


def _judge(record: Record) -> _Scored:
    """Return the likeliest day of an article of the pool as the fit needs it."""
    best, outlet = _likeliest(record["body"]), record["outlet"] or ""
    if not best:
        stated = bool(date_by_text(record).published)
        return _Scored(outlet, None, stated, 0)
    return _Scored(
        outlet, best.features | classifier.find_text_features(record["body"], best),
        abs(count_days_off(record, best.day.isoformat())) <= 1,
        best.threshold - classifier.THRESHOLD)


def _tabulate(scored: list[_Scored], names: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return a row of ones and zeros for each day, the first always 1, and which days are right."""
    rows = [[1, *(name in (each.features or ()) for name in names)] for each in scored]
    return np.array(rows, float), np.array([each.is_right for each in scored], float)


def _score_held_out(pool: list[_Scored], names: list[str]) -> np.ndarray:
    """Score each article by the weights of the other outlets: infinite where it states its date."""
    table, right = _tabulate(pool, names)
    outlets = np.array([each.outlet for each in pool])
    likely = np.array([each.features is not None for each in pool])
    scores = np.where(right, np.inf, -np.inf)
    for outlet in set(outlets):
        out, others = (outlets == outlet) & likely, (outlets != outlet) & likely
        scores[out] = 10 * table[out] @ _logistic(table[others], right[others])
    return scores - np.array([each.stricter for each in pool])


def _by_threshold(pool: list[_Scored], scores: np.ndarray) -> dict[str, Any]:
    """Return the figures of all articles and of each large outlet by threshold."""
    right = np.array([each.is_right for each in pool])
    outlets = np.array([each.outlet for each in pool])
    groups = {"all": np.ones(len(pool), bool)} | {
        outlet: outlets == outlet for outlet in sorted(set(outlets))
        if (outlets == outlet).sum() >= _LARGE_OUTLET}
    return {
        str(threshold): {
            name: _summarize(scores[group] >= threshold, right[group])
            for name, group in groups.items()}
        for threshold in _THRESHOLDS}


def _summarize(dated: np.ndarray, right: np.ndarray) -> dict[str, float]:
    return {
        "coverage": round(dated.mean(), 4), "within a day": round(right[dated].mean(), 4)}


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
    print(json.dumps(fit(list(read_articles(parser.parse_args().articles))), indent=1))


if __name__ == "__main__":
    main()
