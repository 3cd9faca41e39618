"""A run: Warta beside its peers, on the same tokens, every stage in order.

A stage that fails is named in the report with its reason, and the run carries on. The figures are
written after every stage; `python -m benchmarks.engines.report FOLDER` makes a report of those of
an interrupted run.
"""

import argparse
import json
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.corpus import Corpus
from benchmarks.engines.indexing import measure_indexing
from benchmarks.engines.peers import ALL
from benchmarks.engines.report import write_report
from benchmarks.figures import quantile
from benchmarks.machine import describe_machine, read_load
from benchmarks.stage import ROOT, StageFailed, build_command, run_stage, run_together

SLOW_ENGINES, SLOW_LIMIT = ("xapian", "whoosh"), 50_000
"""Engines left out of corpora with more articles than the limit, unless `--slow` is given."""

FAST_ENGINES, FAST_LIMIT = ("warta", "tantivy", "lucene"), 500_000
"""The only engines measured on corpora with more articles than the limit."""

OURS = "warta"
THREADED_ENGINES = (OURS, "tantivy")
THREADS = (1, 2, 4, 8)
PROCESSES = 2
OPENINGS = 5

Figures = dict[str, Any]


@dataclass
class Log:
    """The figures of a run, in a file that is rewritten after every stage."""

    path: Path
    figures: Figures
    began: float = field(default_factory=time.monotonic)

    def attempt(
        self, label: str, figures: Figures, name: str, measure: Callable[..., Any],
        *arguments: object,
    ) -> None:
        """Set `figures[name]` to what `measure` returns.

        If it raises, `failed` gains the label and the reason, and nothing is set.
        """
        self.say(label)
        try:
            figures[name] = measure(*arguments)
        except Exception as error:  # the other stages count, whatever happened to this one
            reason = str(error) if isinstance(error, StageFailed) else repr(error)
            self.figures["failed"].append({"stage": label, "reason": reason})
            self.say(f"{label} FAILED: {reason}")
        self.save()

    def save(self) -> None:
        """Write the figures, replacing the file at once."""
        minutes = round((time.monotonic() - self.began) / 60, 1)
        self.figures["machine"] |= {"minutes": minutes, "load_end": read_load()}
        part = self.path.with_suffix(".part")
        part.write_text(json.dumps(self.figures, indent=1) + "\n", encoding="utf-8")
        part.replace(self.path)

    def say(self, text: str) -> None:
        """Print the minutes so far and a line of progress to standard error."""
        minutes = (time.monotonic() - self.began) / 60
        print(f"{minutes:5.1f} min  {text}", file=sys.stderr, flush=True)


def main() -> None:
    """Measure, write the report, and exit with 1 if a stage failed."""
    options = parse_options()
    options.into.mkdir(parents=True)
    options.cache.mkdir(parents=True, exist_ok=True)
    figures = measure_all(options)
    print(write_report(figures, options.into))
    sys.exit(1 if figures["failed"] else 0)


def parse_options(arguments: list[str] | None = None) -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(
        prog="run.py", description="Benchmark Warta beside other search engines.")
    parser.add_argument("articles", type=Path, help="real articles, .jsonl or .jsonl.zst")
    parser.add_argument("--into", type=Path, required=True, help="new folder for the report")
    parser.add_argument("--sizes", type=_split_names, default=["25k", "200k"],
                        help="corpus sizes, smallest first (default: 25k,200k)")
    parser.add_argument("--engines", type=_split_names, default=list(ALL),
                        help=f"engines to measure (default: all of {','.join(ALL)})")
    parser.add_argument("--slow", action="store_true",
                        help=f"measure {' and '.join(SLOW_ENGINES)} "
                             f"above {SLOW_LIMIT:,} articles too")
    parser.add_argument("--reuse", action="store_true",
                        help="keep the peers' indexes in the cache and use them again")
    parser.add_argument("--budget", type=float, default=1.0,
                        help="seconds per engine, class and operation (default: 1)")
    parser.add_argument("--rounds", type=int, default=20, help="rounds at most (default: 20)")
    parser.add_argument("--seconds", type=float, default=2.0,
                        help="duration of each run of threads (default: 2)")
    parser.add_argument("--cache", type=Path, default=ROOT / "benchmarks" / "cache",
                        help="folder for texts and indexes (default: benchmarks/cache)")
    options = parser.parse_args(arguments)
    options.cache, options.articles = options.cache.resolve(), options.articles.resolve()
    options.queries = options.cache / "queries.json"
    if options.into.exists():
        parser.error(f"{options.into} exists: runs are never overwritten")
    return options


def measure_all(options: argparse.Namespace) -> Figures:
    """Run every stage; return the figures, which are in figures.json too."""
    engines = run_stage("prepare", "engines", *options.engines)
    log = Log(options.into / "figures.json", {
        "machine": describe_machine(), "peers": engines["versions"],
        "left_out": engines["missing"],
        "settings": {"budget_s": options.budget, "rounds": options.rounds},
        "sizes": {}, "failed": [],
    })
    names = list(engines["versions"])
    for size in options.sizes:
        is_first = not log.figures["sizes"]
        corpus = _prepare(log, size, is_first, options)
        if corpus is None:
            continue
        _measure_size(log, corpus, names, options)
        if is_first:
            _measure_end_to_end(log, corpus, "tantivy" in names, options)
        _discard_indexes(corpus, options.reuse)
    return log.figures


def _prepare(
    log: Log, size: str, is_first: bool, options: argparse.Namespace
) -> Corpus | None:
    """Write the corpus and its tokens; the run's first corpus provides the queries too."""
    queries, prepared = [options.queries] if is_first else [], Figures()
    log.attempt(f"{size}: articles and tokens", prepared, "corpus", run_stage, "prepare",
                "corpus", options.articles, size, options.cache, *queries)
    if not prepared:
        return None
    prepared["corpus"].pop("process")
    return Corpus.from_dict(prepared["corpus"])


def _measure_size(
    log: Log, corpus: Corpus, names: list[str], options: argparse.Namespace
) -> None:
    """Measure a corpus with every engine."""
    chosen = [name for name in names if _takes_part(name, corpus.articles, options.slow)]
    figures: Figures = {
        "articles": corpus.articles, "recombined": corpus.recombined, "label": corpus.label,
        "load": read_load(), "build": {}, "cells": {}, "workers": {}, "threads": {},
        "left_out": {name: "too slow at this size" for name in names if name not in chosen},
    }
    log.figures["sizes"][corpus.name] = figures
    for name in chosen:
        log.attempt(f"{corpus.name}: index of {name}", figures["build"], name,
                    _build, name, corpus, options.reuse)
    built = list(figures["build"])
    log.attempt(f"{corpus.name}: queries", figures, "cells",
                _compare, corpus, built, options)
    for name in built:
        log.attempt(f"{corpus.name}: worker of {name}", figures["workers"], name,
                    _measure_worker, name, corpus, options.queries)
    for name in (name for name in THREADED_ENGINES if name in built):
        log.attempt(f"{corpus.name}: threads of {name}", figures["threads"], name,
                    _measure_threads, name, corpus, options)


def _takes_part(name: str, articles: int, slow: bool) -> bool:
    if articles > FAST_LIMIT:
        return name in FAST_ENGINES
    return slow or name not in SLOW_ENGINES or articles <= SLOW_LIMIT


def _build(name: str, corpus: Corpus, reuse: bool) -> Figures:
    """Index the corpus, or take an earlier run's index; return what indexing cost."""
    costs = _read_kept_costs(corpus, name) if reuse else None
    costs = costs or run_stage("build", name, corpus.folder)
    (corpus.folder / f"{name}.json").write_text(json.dumps(costs), encoding="utf-8")
    return costs


def _read_kept_costs(corpus: Corpus, name: str) -> Figures | None:
    """Return what a peer's index cost in an earlier run, if it has the same tokens."""
    costs, tokens = corpus.folder / f"{name}.json", corpus.folder / "tokens.jsonl"
    is_kept = name != OURS and (corpus.folder / name).exists() and costs.exists()
    if not is_kept or costs.stat().st_mtime < tokens.stat().st_mtime:
        return None
    return json.loads(costs.read_text(encoding="utf-8")) | {"reused": True}


def _compare(corpus: Corpus, names: list[str], options: argparse.Namespace) -> Figures:
    """Return the milliseconds of all engines, by operation, class and engine."""
    cells: Figures = run_stage(
        "compare", corpus.folder, options.queries, options.budget, options.rounds, *names)
    cells.pop("process")
    return cells


def _measure_worker(name: str, corpus: Corpus, queries: Path) -> Figures:
    """Return medians until the first answer, and the memory of a process after all queries."""
    opened = [run_stage("worker", "open", name, corpus.folder, queries, time.time())
              for _ in range(OPENINGS)]
    after = run_stage("worker", "all", name, corpus.folder, queries, time.time())
    return {"memory_mb": after["memory_mb"]} | {
        figure: quantile([times[figure] for times in opened], 0.5)
        for figure in ("open_ms", "start_ms")
    }


def _measure_threads(name: str, corpus: Corpus, options: argparse.Namespace) -> Figures:
    """Return pages per second of threads, and of processes with one thread each."""
    def build(threads: int) -> list[object]:
        return build_command(
            "threads", name, corpus.folder, options.queries, threads, options.seconds)

    rows = {f"{threads} thread{'s' * (threads > 1)}": run_together([build(threads)])[0]
            for threads in THREADS}
    pair = run_together([build(1)] * PROCESSES)
    rows[f"{PROCESSES} processes"] = {
        "per_s": sum(row["per_s"] for row in pair), "p50": max(row["p50"] for row in pair),
        "p99": max(row["p99"] for row in pair), "n": sum(row["n"] for row in pair),
    }
    return rows


def _measure_end_to_end(
    log: Log, corpus: Corpus, has_tantivy: bool, options: argparse.Namespace
) -> None:
    """Measure what a user of an archive sees: indexing raw articles, and serving them."""
    log.attempt(f"{corpus.name}: indexing end to end", log.figures, "indexing",
                measure_indexing, corpus, has_tantivy)
    log.attempt(f"{corpus.name}: serving", log.figures, "serving",
                _measure_serving, corpus.folder / "end-to-end" / "new", options)


def _measure_serving(archive: Path, options: argparse.Namespace) -> Figures:
    ways: Figures = run_stage("serving", archive, options.queries, min(5, options.rounds))
    ways.pop("process")
    return ways


def _discard_indexes(corpus: Corpus, reuse: bool) -> None:
    """Delete the indexes, except those the next run reuses. Texts and tokens stay."""
    for folder in corpus.folder.iterdir():
        is_peer = folder.name in ALL and folder.name != OURS
        if folder.is_dir() and not (reuse and is_peer):
            shutil.rmtree(folder, ignore_errors=True)


def _split_names(text: str) -> list[str]:
    return text.split(",")
