"""How well stories agree with a reader: pairs of articles, judged by reading both.

    python -m benchmarks.fit.stories ARTICLES.jsonl.zst

`stories.tsv` has 165 pairs of ids in that file, each with a verdict: `same` (both are one report),
`different` or `unsure`. They were drawn at random from bands of similarity, which the reader did
not know. Prints, as JSON, precision and recall for several thresholds, each judged pair standing
for all candidate pairs of its band; and figures of the stories that the articles form.
"""

import argparse
import json
from bisect import bisect
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from indexer.article.trace import Trace
from indexer.ingest.load import FileReader, ReadOptions
from search import Article, kernel_loader
from search.analysis import Analyzer
from search.arrays import Array
from search.documents import build_documents
from search.engines.whoosh.segments.builder import FieldInverter, bounds
from search.stories import (
    MIN_SHINGLES,
    SIMILARITY_THRESHOLD,
    compute_jaccard,
    compute_signatures,
    connect,
)

BANDS = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
"""The similarities at which the bands begin."""

THRESHOLDS = (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7)
_MAX_GROUP_ARTICLES = 300
"""Larger groups of articles that agree in two slots are not compared."""


def main() -> None:
    """Compare, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    read = FileReader(ReadOptions()).trace(parser.parse_args().articles)
    given = [each.article for each in read if isinstance(each, Trace)]
    by_id = {article.id: number for number, article in enumerate(given)}
    sets, slots = _read_shingles(given)
    pairs = _find_pairs(sets, slots)
    verdicts = {
        (by_id[one], by_id[other]): verdict for one, other, verdict in read_verdicts()
    }
    judged_pairs = {pair: compute_jaccard(sets[pair[0]], sets[pair[1]]) for pair in verdicts}
    figures = {
        "thresholds": {limit: measure_agreement(limit, judged_pairs, verdicts, pairs)
                       for limit in THRESHOLDS},
        "stories": summarize_stories(given, [
            pair for pair, alike in pairs.items() if alike >= SIMILARITY_THRESHOLD]),
    }
    print(json.dumps(figures, indent=1))


def read_verdicts() -> list[tuple[str, str, str]]:
    """Return the pairs and their verdicts."""
    lines = Path(__file__).with_suffix(".tsv").read_text("utf-8").splitlines()[1:]
    return [(one, other, verdict) for one, other, verdict in (line.split("\t") for line in lines)]


def measure_agreement(
    limit: float, judged_pairs: Mapping[Any, float], verdicts: Mapping[Any, str],
    pairs: Mapping[Any, float],
) -> dict[str, float]:
    """Return precision and recall of a threshold among pairs from the lowest band on."""
    drawn = Counter(bisect(BANDS, alike) for alike in judged_pairs.values())
    there = Counter(bisect(BANDS, alike) for alike in pairs.values())
    sums = Counter[str]()
    for pair, alike in judged_pairs.items():
        if alike >= BANDS[0] and verdicts[pair] != "unsure":
            weight = there[bisect(BANDS, alike)] / drawn[bisect(BANDS, alike)]
            sums[f"{alike >= limit} {verdicts[pair]}"] += weight
    right, wrong, missed = sums["True same"], sums["True different"], sums["False same"]
    return {"precision": round(right / (right + wrong), 3),
            "recall": round(right / (right + missed), 3)}


def summarize_stories(
    given: Sequence[Article], pairs: Sequence[tuple[int, int]]
) -> dict[str, Any]:
    """Return the number of stories, their sizes, and how many are from several outlets."""
    labels = connect(np.array(pairs, np.int64).reshape(-1, 2), len(given))
    sizes = Counter(labels.tolist())
    stories = {label for label, size in sizes.items() if size > 1}
    outlets = {label: set() for label in stories}
    for label, article in zip(labels.tolist(), given):
        if label in stories:
            outlets[label].add(article.outlet)
    return {
        "pairs": len(pairs), "stories": len(stories), "articles": sum(map(sizes.get, stories)),
        "sizes": dict(sorted(Counter(map(sizes.get, stories)).items())),
        "of several outlets": sum(len(each) > 1 for each in outlets.values()),
    }


def _read_shingles(given: Sequence[Article]) -> tuple[list[Array], Array]:
    """Return the shingles of each article, and the slots of its signature."""
    kernel_loader.load("analysis")
    analyzer, inverter = Analyzer(), FieldInverter()
    for first in range(0, len(given), 1_000):
        for document in build_documents(analyzer, given[first:first + 1_000]):
            inverter.add(document.words["body"])
    sets = inverter.shingles()
    return sets, compute_signatures(np.concatenate(sets), bounds(np.array(list(map(len, sets)))))


def _find_pairs(sets: Sequence[Array], slots: Array) -> dict[tuple[int, int], float]:
    """Return the similarity of all pairs that agree in adjacent slots, more than stories need."""
    found: set[tuple[int, int]] = set()
    for slot in range(slots.shape[1] - 1):
        keys = slots[:, slot].astype(np.uint64) << np.uint64(32) | slots[:, slot + 1]
        order = np.argsort(keys, kind="stable")
        for some in np.split(order, np.flatnonzero(np.diff(keys[order])) + 1):
            some = [n for n in some.tolist() if len(sets[n]) >= MIN_SHINGLES]
            if len(some) <= _MAX_GROUP_ARTICLES:
                found.update(combinations(sorted(some), 2))
    return {
        pair: alike for pair in found
        if (slots[pair[0]] == slots[pair[1]]).sum() >= 8
        and (alike := compute_jaccard(sets[pair[0]], sets[pair[1]])) >= BANDS[0]
    }


if __name__ == "__main__":
    main()
