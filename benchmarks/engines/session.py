"""Build and measure everything: Warta beside its peers, in one run on the same tokens.

    python benchmarks/run.py ARTICLES.jsonl.zst --sizes 25k,200k,1M \\
        --into benchmarks/runs/DATE-MACHINE
"""

import argparse
import json
import shutil
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.corpus import Corpus
from benchmarks.engines import chart, report
from benchmarks.engines.indexing import indexing
from benchmarks.engines.peers import ALL
from benchmarks.figures import quantile
from benchmarks.machine import load, machine
from benchmarks.stage import ROOT, StageFailed, stage

SLOW, SLOW_FROM = ("xapian", "whoosh"), 50_000
MILLION, MILLION_FROM = ("warta", "tantivy", "lucene"), 500_000
"""Who is left out above how many articles, and who alone is measured above how many more."""

OURS = "warta"
SHARED = (OURS, "tantivy")
"""Whose threads are measured."""

THREADS = (1, 2, 4, 8)
OPENINGS = 5
BEGAN = time.monotonic()


def main() -> None:
    """Measure, write the run down, print where."""
    options = _options()
    options.into.mkdir(parents=True)
    options.cache.mkdir(parents=True, exist_ok=True)
    found = stage("prepare", "engines", *options.engines)
    versions, missing = found["versions"], found["missing"]
    figures: dict[str, Any] = {
        "machine": machine(), "peers": versions, "left_out": missing,
        "settings": {"budget_s": options.budget, "rounds": options.rounds}, "sizes": {},
    }
    for name in options.sizes:
        made = _prepared(name, options)
        figures["sizes"][name] = _size(made, list(versions), options)
        if name == options.sizes[0]:
            figures |= _whole(made, options, "tantivy" in versions)
        _discard(made, options)
    figures["machine"] |= {"minutes": round((time.monotonic() - BEGAN) / 60, 1), "load_end": load()}
    _write(figures, options.into)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("articles", type=Path, help="real articles, as .jsonl or .jsonl.zst")
    parser.add_argument("--into", type=Path, required=True, help="a new folder")
    parser.add_argument("--sizes", type=lambda text: text.split(","), default=["25k", "200k"],
                        help="smallest first (default: 25k,200k)")
    parser.add_argument("--engines", type=lambda text: text.split(","), default=list(ALL),
                        help=f"of {','.join(ALL)} (default: all)")
    parser.add_argument("--slow", action="store_true",
                        help=f"{' and '.join(SLOW)} above {SLOW_FROM:,} articles too")
    parser.add_argument("--reuse", action="store_true",
                        help="keep the peers' indexes, and take those that are kept")
    parser.add_argument("--budget", type=float, default=1.0,
                        help="seconds an engine may take for one cell (default: 1)")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=2.0, help="of each run of threads")
    parser.add_argument("--cache", type=Path, default=ROOT / "benchmarks" / "cache",
                        help="where texts and indexes lie meanwhile (default: benchmarks/cache)")
    options = parser.parse_args()
    options.cache, options.articles = options.cache.resolve(), options.articles.resolve()
    if options.into.exists():
        parser.error(f"{options.into} is there already: runs are never overwritten")
    return options


def _size(made: Corpus, names: list[str], options: argparse.Namespace) -> dict[str, Any]:
    """Everything that is measured of a corpus with every engine."""
    asked = _asked(options)
    chosen = [name for name in names if _takes_part(name, made.articles, options.slow)]
    figures: dict[str, Any] = {
        "articles": made.articles, "recombined": made.recombined, "label": made.label,
        "load": load(), "left_out": {name: "takes too long at this size"
                                     for name in names if name not in chosen},
    }
    figures["build"] = _built(made, chosen, figures["left_out"], options)
    built = list(figures["build"])
    _say(made.name, "queries")
    figures["cells"] = stage(
        "compare", made.folder, asked, options.budget, options.rounds, *built)
    figures["cells"].pop("process")
    figures["workers"] = {name: _worker(name, made, asked) for name in built}
    figures["threads"] = {
        name: _threads(name, made, asked, options.seconds) for name in SHARED if name in built}
    return figures


def _prepared(name: str, options: argparse.Namespace) -> Corpus:
    """The corpus and its tokens; the words of the run's first one make its queries."""
    _say(name, "articles and tokens")
    asked = [_asked(options)] if name == options.sizes[0] else []
    made = stage("prepare", "corpus", options.articles, name, options.cache, *asked)
    made.pop("process")
    return Corpus.from_dict(made)


def _asked(options: argparse.Namespace) -> Path:
    cache: Path = options.cache
    return cache / "queries.json"


def _takes_part(name: str, articles: int, slow: bool) -> bool:
    if articles > MILLION_FROM:
        return name in MILLION
    return slow or name not in SLOW or articles <= SLOW_FROM


def _built(
    made: Corpus, names: list[str], left_out: dict[str, str], options: argparse.Namespace
) -> dict[str, Any]:
    """The costs of each engine's index; an engine that fails is left out, and told of."""
    built = {}
    for name in names:
        _say(made.name, f"index of {name}")
        try:
            kept = _kept(made, name) if options.reuse else None
            built[name] = kept or stage("build", name, made.folder)
            (made.folder / f"{name}.json").write_text(json.dumps(built[name]))
        except StageFailed as failure:
            left_out[name] = f"no index: {failure}"
    return built


def _kept(made: Corpus, name: str) -> dict[str, Any] | None:
    """What a peer's index cost in an earlier run, if it is there and of the same tokens."""
    written, tokens = made.folder / f"{name}.json", made.folder / "tokens.jsonl"
    there = name != OURS and (made.folder / name).exists() and written.exists()
    if not there or written.stat().st_mtime < tokens.stat().st_mtime:
        return None
    return json.loads(written.read_text()) | {"reused": True}


def _worker(name: str, made: Corpus, asked: Path) -> dict[str, Any]:
    """Times of fresh processes until the first answer, and the memory of one after all queries."""
    _say(made.name, f"worker of {name}")
    opened = [stage("worker", "open", name, made.folder, asked, time.time())
              for _ in range(OPENINGS)]
    after = stage("worker", "all", name, made.folder, asked, time.time())
    return {"memory_mb": after["memory_mb"]} | {
        what: quantile([each[what] for each in opened], 0.5)
        for what in ("open_ms", "start_ms")
    }


def _threads(name: str, made: Corpus, asked: Path, seconds: float) -> dict[str, Any]:
    """Pages a second by threads, and of two processes of one thread each."""
    _say(made.name, f"threads of {name}")

    def run(threads: int, start: float) -> Any:
        return stage("threads", name, made.folder, asked, threads, seconds, start)

    def start() -> float:
        return time.time() + 4 + made.articles / 100_000

    rows = {f"{threads} thread{'s' * (threads > 1)}": run(threads, start())
            for threads in THREADS}
    with ThreadPoolExecutor(2) as both:
        pair = list(both.map(run, (1, 1), [start()] * 2))
    rows["2 processes"] = {
        "per_s": sum(each["per_s"] for each in pair), "p50": max(each["p50"] for each in pair),
        "p99": max(each["p99"] for each in pair), "n": sum(each["n"] for each in pair),
    }
    return rows


def _whole(made: Corpus, options: argparse.Namespace, rivals: bool) -> dict[str, Any]:
    """What is measured with a user's archive: indexing from raw articles, and serving."""
    _say(made.name, "indexing end to end")
    rows = indexing(made, rivals)
    _say(made.name, "serving")
    archive = made.folder / "end-to-end" / "new"
    ways = stage("serving", archive, _asked(options), min(5, options.rounds))
    ways.pop("process")
    return {"indexing": rows, "serving": ways}


def _discard(made: Corpus, options: argparse.Namespace) -> None:
    """Take the indexes away, but what the next run may reuse; texts and tokens serve it too."""
    for folder in made.folder.iterdir():
        peers = folder.name in ALL and folder.name != OURS
        if folder.is_dir() and not (options.reuse and peers):
            shutil.rmtree(folder, ignore_errors=True)


def _write(figures: dict[str, Any], into: Path) -> None:
    (into / "figures.json").write_text(json.dumps(figures) + "\n")
    try:
        chart.draw(figures, into / "summary.svg")
    except ImportError as error:
        figures["left_out"]["summary.svg"] = str(error)
    (into / "README.md").write_text(report.page(figures))
    print(into / "README.md")


def _say(size: str, what: str) -> None:
    minutes = (time.monotonic() - BEGAN) / 60
    print(f"{minutes:5.1f} min  {size}: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
