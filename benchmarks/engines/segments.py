"""What several segments cost a query: an archive beside a copy merged into one segment.

    python -m benchmarks.engines.segments ARCHIVE COPY [--rounds 15]

COPY must not exist. Both archives are asked the same queries in turn. Prints JSON: for each class
the p50 and p99 milliseconds of a page without highlights, and the ratio of the medians.
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

from benchmarks.machine import describe_machine
from search import Archive, Query, open_archive
from search.engines.whoosh.commits import commit_file, generation, merge_policy
from search.engines.whoosh.commits.commit_file import UNFINISHED

QUERIES_PER_CLASS, SEED = 10, 5
_BANDS = {"rare": (.0005, .003), "middle": (.04, .12), "common": (.18, .45)}
"""Shares of the articles that contain a word."""


def main() -> None:
    """Merge, ask both archives, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("archive", type=Path)
    parser.add_argument("copy", type=Path)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    merge_copy(options.archive, options.copy)
    both = {name: open_archive(f"whoosh:{path}") for name, path in (
        ("several", options.archive), ("one", options.copy))}
    queries = list(choose_queries(find_generation(options.archive)))
    samples = time_queries(both, queries, options.rounds)
    print(json.dumps({
        "machine": describe_machine(), "articles": both["one"].size(),
        "segments": {
            name: [segment.count for segment, _ in generation.open_segments(find_generation(path))]
            for name, path in (("several", options.archive), ("one", options.copy))},
        "classes": {kind: summarize_class(times) for kind, times in samples.items()}}, indent=1))


def merge_copy(archive: Path, copy: Path) -> None:
    """Copy an archive, and merge all its segments into one."""
    shutil.copytree(archive, copy)
    merge_policy.MAX_SEGMENT_DOCUMENTS, merge_policy.SIZE_FACTOR = 1 << 40, 1 << 40
    path = find_generation(copy)
    change = commit_file.find_commit(path, UNFINISHED).change
    generation.commit(path, change, change, (), lambda pairs: np.zeros(len(pairs), bool), {})


def find_generation(archive: Path) -> Path:
    """Return the folder of an archive's current index."""
    return max(archive.glob("index-*"), key=lambda path: int(path.name.partition("-")[2]))


def choose_queries(path: Path) -> Iterator[tuple[str, str]]:
    """Yield classes and queries, of words of the largest segment."""
    chosen = random.Random(SEED)
    segments = [segment for segment, _ in generation.open_segments(path)]
    segment = max(segments, key=lambda each: each.count)
    field = segment.fields["body_form"]
    shares = np.diff(field.at[::field.blocks]) / segment.count
    words = {name: keep_plain(field.words(np.flatnonzero((shares >= low) & (shares < high))))
             for name, (low, high) in _BANDS.items()}
    rare, middle, common = (words[name] for name in _BANDS)
    for _ in range(QUERIES_PER_CLASS):
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


def keep_plain(words: list[str]) -> list[str]:
    """Return the words of ASCII letters only that are no operators of the query language."""
    return [word for word in words if word.isascii() and word.isalpha() and len(word) > 5]


def time_queries(
    both: dict[str, Archive], queries: list[tuple[str, str]], rounds: int
) -> dict[str, dict[str, list[float]]]:
    """Return the milliseconds of each class in each archive; both must find the same totals."""
    samples: dict[str, dict[str, list[float]]] = {}
    for archive in both.values():
        archive.warm()
    for number in range(rounds + 1):
        for kind, text in queries:
            totals = set()
            for name, archive in both.items():
                began = time.perf_counter()
                totals.add(archive.search(Query(text, highlight=False)).total)
                spent = 1_000 * (time.perf_counter() - began)
                if number:  # the first round only reads the files
                    samples.setdefault(kind, {}).setdefault(name, []).append(spent)
            assert len(totals) == 1, text
    return samples


def summarize_class(times: dict[str, list[float]]) -> dict[str, object]:
    """Return the percentiles of each archive, and the ratio of the medians."""
    medians = {name: statistics.median(each) for name, each in times.items()}
    return {name: {"p50": round(medians[name], 3),
                   "p99": round(float(np.percentile(each, 99)), 3)}
            for name, each in times.items()} | {
        "ratio": round(medians["several"] / medians["one"], 2)}


if __name__ == "__main__":
    main()
