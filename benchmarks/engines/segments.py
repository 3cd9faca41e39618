"""What it costs to look through several segments: an archive beside a copy of it that has but one.

    python -m benchmarks.engines.segments ARCHIVE COPY [--rounds 15]

COPY is made. Prints JSON: for each class of queries the milliseconds of a page without highlights,
p50 and p99 of all samples, asked of both by turns, and the ratio of the medians.
"""

import argparse
import json
import random
import shutil
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.machine import machine
from search import Archive, Query, open_archive
from search.engines.whoosh.commits import commit_file
from search.engines.whoosh.commits import generation as index
from search.engines.whoosh.commits import merge_policy
from search.engines.whoosh.commits.commit_file import UNFINISHED

EACH, SEED = 10, 5
_BANDS = {"rare": (.0005, .003), "middle": (.04, .12), "common": (.18, .45)}
"""Shares of the articles that hold a word."""


def main() -> None:
    """Merge, ask, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("copy", type=Path)
    parser.add_argument("--rounds", type=int, default=15)
    given = parser.parse_args()
    merge(given.archive, given.copy)
    both = {name: open_archive(f"whoosh:{path}") for name, path in (
        ("several", given.archive), ("one", given.copy))}
    asked = list(queries(generation(given.archive)))
    found = asking(both, asked, given.rounds)
    print(json.dumps({
        "machine": machine(), "articles": both["one"].size(),
        "segments": {name: [segment.count for segment, _ in index.segments(generation(path))]
                     for name, path in (("several", given.archive), ("one", given.copy))},
        "classes": {kind: figures(taken) for kind, taken in found.items()}}, indent=1))


def merge(archive: Path, copy: Path) -> None:
    """Copy an archive, and make one segment of all."""
    shutil.copytree(archive, copy)
    merge_policy.LARGEST, merge_policy.FACTOR = 1 << 40, 1 << 40
    path = generation(copy)
    covers = commit_file.acknowledged(path, UNFINISHED).covers
    index.commit(path, covers, covers, (), lambda pairs: np.zeros(len(pairs), bool), {})


def generation(archive: Path) -> Path:
    """Where the current index of an archive lies."""
    return max(archive.glob("index-*"), key=lambda path: int(path.name.partition("-")[2]))


def queries(path: Path) -> Iterator[tuple[str, str]]:
    """Queries of each class, of words of the largest segment."""
    chosen = random.Random(SEED)
    segment = max((segment for segment, _ in index.segments(path)), key=lambda one: one.count)
    field = segment.fields["body_form"]
    held = np.diff(field.at[::field.windows]) / segment.count
    words = {name: plain(field.words(np.flatnonzero((held >= low) & (held < high))))
             for name, (low, high) in _BANDS.items()}
    rare, middle, common = (words[name] for name in _BANDS)
    for _ in range(EACH):
        one, other, third = chosen.sample(common, 3)
        misspelt = chosen.choice(middle)
        yield "rare", chosen.choice(rare)
        yield "common", one
        yield "and2", " ".join(chosen.sample(middle, 2))
        yield "and3", f"{one} {other} {chosen.choice(middle)}"
        yield "or3", f"{one} OR {other} OR {third}"
        yield "near", f'"{one} {chosen.choice(middle)}"~5'
        yield "prefix", f"{chosen.choice(middle)[:5]}*"
        yield "fuzzy", f"{misspelt[:3]}{misspelt[4:]}~"
    yield "all", ""


def plain(words: list[str]) -> list[str]:
    """Those of letters only, and no operators of the query language."""
    return [word for word in words if word.isascii() and word.isalpha() and len(word) > 5]


def asking(
    both: dict[str, Archive], asked: list[tuple[str, str]], rounds: int
) -> dict[str, dict[str, list[float]]]:
    """Milliseconds of each class in each archive; both must find the same."""
    taken: dict[str, dict[str, list[float]]] = {}
    for archive in both.values():
        archive.warm()
    for number in range(rounds + 1):
        for kind, text in asked:
            totals = set()
            for name, archive in both.items():
                began = time.perf_counter()
                totals.add(archive.search(Query(text, highlight=False)).total)
                spent = 1_000 * (time.perf_counter() - began)
                if number:  # the first round only brings all of it in
                    taken.setdefault(kind, {}).setdefault(name, []).append(spent)
            assert len(totals) == 1, text
    return taken


def figures(taken: dict[str, list[float]]) -> dict[str, object]:
    """Median and 99th percentile of each archive, and the ratio of the medians."""
    medians = {name: statistics.median(each) for name, each in taken.items()}
    return {name: {"p50": round(medians[name], 3),
                   "p99": round(float(np.percentile(each, 99)), 3)}
            for name, each in taken.items()} | {
        "ratio": round(medians["several"] / medians["one"], 2)}


if __name__ == "__main__":
    main()
