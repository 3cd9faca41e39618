"""Time and memory of adding articles, and what stories cost.

    python -m benchmarks.ingest.costs ARTICLES.jsonl.zst [--runs 3]
    python -m benchmarks.ingest.costs ARTICLES.jsonl --stories     only what stories cost

Prints JSON: CPU seconds and peak memory of `indexer add` in fresh processes, in turn for an archive
that knows no words, one that knows them, and one that has all articles already; the time that
building an article takes; the share of a load that stories take; and the time of a page with and
without collapsed stories.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.machine import describe_machine
from indexer import formats
from indexer.article import pipeline
from indexer.article.trace import Trace
from indexer.ingest.groups import group_records
from indexer.record import Record
from search import Archive, Query, open_archive
from search.engines.whoosh.commits import generation
from search.engines.whoosh.segments import builder, merger

QUERIES = ("presiden", "bea cukai", '"timnas indonesia"', "harga OR saham", "nuklir*", "")
PAGE_ROUNDS = 40

STORY_FUNCTIONS = (
    (builder.FieldInverter, "sketches"), (builder, "sort_sketches"), (generation, "find_pairs"),
    (merger, "_bands"),
)
"""The functions whose time is the cost of stories."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--stories", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as root:
        figures: dict[str, Any] = {"machine": describe_machine()}
        if options.stories:
            figures["stories"] = measure_stories(options.articles, Path(root) / "share")
            print(json.dumps(figures, indent=1))
            return
        figures["building"] = measure_building(options.articles)
        figures["add"] = measure_adding(options.articles, Path(root), options.runs)
        figures["stories"] = measure_stories(options.articles, Path(root) / "share")
        figures["pages"] = measure_pages(open_archive(f"whoosh:{root}/share"))
    print(json.dumps(figures, indent=1))


def measure_building(path: Path) -> dict[str, Any]:
    """Return the microseconds per article, and counts of what was found out about them."""
    records = [each for each in formats.read(path) if isinstance(each, Record)]
    began = time.process_time()
    groups = ([pipeline.map_record(each) for each in group if isinstance(each, Record)]
              for group in group_records(records))
    found = [result for group in groups for result in pipeline.finish(group)]
    spent = time.process_time() - began
    kept = [each.article for each in found if isinstance(each, Trace)]
    sources = {name: Counter(str(article.extra.get(name)) for article in kept)
               for name in ("outlet_source", "date_source")}
    return {"articles": len(kept), "us": round(spent / len(kept) * 1e6, 1), **sources,
            "extra": Counter(name for article in kept for name in article.extra)}


def measure_adding(path: Path, root: Path, runs: int) -> dict[str, Any]:
    """Return the medians of CPU seconds, articles per CPU second and peak memory by kind of run."""
    spent: dict[str, list[tuple[float, int]]] = {"fresh": [], "known": [], "unchanged": []}
    for number in range(runs):
        fresh, known = root / f"fresh-{number}", root / f"known-{number}"
        spent["fresh"].append(_add(path, fresh))
        known.mkdir()
        shutil.copy(fresh / "vocabulary.arrays", known)
        spent["known"].append(_add(path, known))
        spent["unchanged"].append(_add(path, known))
        shutil.rmtree(fresh)
        shutil.rmtree(known)
    count = sum(1 for _ in formats.read(path))
    return {
        kind: {"cpu_seconds": [round(cpu, 2) for cpu, _ in each],
               "articles_a_cpu_second": round(count / statistics.median(cpu for cpu, _ in each)),
               "peak_mb": round(statistics.median(peak for _, peak in each) / 1024)}
        for kind, each in spent.items()
    }


def _add(path: Path, folder: Path) -> tuple[float, int]:
    command = [sys.executable, "-m", "indexer", "--engine", f"whoosh:{folder}", "add",
               "--jobs", "1", "--rejected", os.devnull, str(path)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    assert status == 0
    return used.ru_utime + used.ru_stime, used.ru_maxrss


def measure_stories(path: Path, folder: Path) -> dict[str, Any]:
    """Return the share of the CPU time of a load that stories take.

    The load runs in this process alone, into an archive that knows no words.
    """
    spent = Counter[str]()
    originals = [(owner, name, getattr(owner, name)) for owner, name in STORY_FUNCTIONS]
    for owner, name, function in originals:
        setattr(owner, name, _count_time(function, name, spent))
    began = time.process_time()
    for _ in open_archive(f"whoosh:{folder}").add(build_articles(path)):
        pass
    whole = time.process_time() - began
    for owner, name, function in originals:
        setattr(owner, name, function)
    return {"seconds": {name: round(each, 3) for name, each in spent.items()},
            "whole": round(whole, 2), "share": round(sum(spent.values()) / whole, 3)}


def build_articles(path: Path) -> Any:
    """Yield all articles of a file."""
    for record in formats.read(path):
        found = pipeline.trace_article(record)  # type: ignore[arg-type]
        if isinstance(found, Trace):
            yield found.article


def _count_time(function: Callable[..., Any], name: str, spent: Counter[str]) -> Callable[..., Any]:
    """Return the function with its CPU time added up, including that of what it yields."""
    @contextmanager
    def counted() -> Iterator[None]:
        began = time.process_time()
        try:
            yield
        finally:
            spent[name] += time.process_time() - began

    def each(found: Iterator[Any]) -> Iterator[Any]:
        while True:
            with counted():
                one = next(found, each)
            if one is each:
                return
            yield one

    def timed(*args: Any, **kwargs: Any) -> Any:
        with counted():
            found = function(*args, **kwargs)
        return each(found) if isinstance(found, Iterator) else found
    return timed


def measure_pages(archive: Archive) -> dict[str, Any]:
    """Return the median milliseconds of a page with and without collapsed stories, in turn."""
    archive.warm()
    taken: dict[str, dict[str, list[float]]] = {}
    for _ in range(PAGE_ROUNDS):
        for text in QUERIES:
            for collapse in ("none", "story"):
                began = time.perf_counter()
                archive.search(Query(text, collapse=collapse))
                taken.setdefault(text or "(all)", {}).setdefault(collapse, []).append(
                    1000 * (time.perf_counter() - began))
    return {text: {collapse: round(statistics.median(each), 2) for collapse, each in both.items()}
            for text, both in taken.items()}


if __name__ == "__main__":
    main()
