"""Two checkouts of Warta beside each other: is any class of queries slower than before?

    python -m benchmarks.engines.versus ARTICLES.jsonl.zst --before CHECKOUT \\
        --size 25k --into benchmarks/runs/DATE-MACHINE-versus

Each checkout adds the same articles to an archive of its own and rebuilds the index: `add` commits
every few seconds, so how many segments it leaves depends on the load of the machine. Then a process
of each is asked the same queries in turn, query by query, the other one first each time; only the
calls themselves are timed. `--before .` compares a checkout with itself, which says how much of a
ratio is noise.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.corpus import Corpus
from benchmarks.engines.queries import Query, format_day, load_queries
from benchmarks.engines.report import render_table
from benchmarks.engines.serving import PATH, format_query
from benchmarks.figures import quantile, summarize
from benchmarks.machine import describe_commit, describe_machine, read_load
from benchmarks.stage import ROOT, StageFailed, measure_command, run_stage

OPERATIONS = {
    "page": "a page without highlights, through the archive",
    "shown": "a page with highlights, through the archive",
    "http": "`GET /api/v1/search`, through Flask's test client",
}
LIMIT = 1.03
"""The ratio above which a class counts as slower."""

Question = dict[str, Any]
Samples = dict[str, dict[int, list[float]]]
"""Milliseconds by side and number of the question."""


def main() -> None:
    """Build both archives, ask both checkouts, and write the report."""
    options = _parse_options()
    options.cache.mkdir(parents=True, exist_ok=True)
    queries = options.cache / "versus-queries.json"
    prepared = run_stage(
        "prepare", "corpus", options.articles, options.size, options.cache, queries)
    prepared.pop("process")
    corpus = Corpus.from_dict(prepared)
    checkouts = {"before": options.before, "after": options.after}
    figures: dict[str, Any] = {
        "machine": describe_machine(), "corpus": corpus.label,
        "commits": {side: describe_commit(path) for side, path in checkouts.items()},
        "indexing": {side: _add(path, corpus, side, options.reuse)
                     for side, path in checkouts.items()},
    }
    figures["segments"] = {side: _count_segments(corpus, side) for side in checkouts}
    questions = list(build_questions(load_queries(queries)))
    figures |= ask_checkouts(checkouts, corpus, questions, options.rounds)
    figures["machine"]["load_end"] = read_load()
    _write(figures, options.into)


def build_questions(queries: list[Query]) -> Iterator[Question]:
    """Yield the queries of the comparison of engines, and of classes that only Warta has."""
    for query in queries:
        dates = {"since": format_day(query.since), "until": format_day(query.until)}
        yield _build_question(query.kind, format_query(query), query.outlet,
                              dates if query.since else {})
        words = " ".join(query.words[:2])
        if query.kind == "and2":
            yield _build_question("near", f'"{words}"~5')
        if query.kind == "common":
            yield _build_question("newest", words, values={"sort": "newest"})
            yield _build_question("stories", words, values={"collapse": "story"})
    yield _build_question("all", "")


def _build_question(
    kind: str, text: str, outlet: str = "", values: dict[str, str] | None = None
) -> Question:
    values = values or {}
    names = {"since": "from", "until": "to"}
    parameters = {"q": text} | {names.get(name, name): value for name, value in values.items()}
    if outlet:
        parameters["outlet"] = outlet
    return {"kind": kind, "text": text, "outlet": outlet, "values": values,
            "address": PATH + urlencode(parameters)}


def ask_checkouts(
    checkouts: dict[str, Path], corpus: Corpus, questions: list[Question], rounds: int
) -> dict[str, Any]:
    """Return the percentiles and ratios by operation and class, and the questions that differ."""
    with ExitStack() as stack:
        askers = {side: stack.enter_context(_ask(checkout, corpus.folder / f"versus-{side}"))
                  for side, checkout in checkouts.items()}
        for asker in askers.values():
            _send(asker, questions)
        for asker in askers.values():
            _receive(asker, "ready")
        classes, differing = {}, set[str]()
        for operation in OPERATIONS:
            samples = _time_operation(askers, operation, questions, rounds, differing)
            classes[operation] = summarize_classes(questions, samples)
    return {"classes": classes, "differing": sorted(differing)}


def _time_operation(
    askers: dict[str, Any], operation: str, questions: list[Question], rounds: int,
    differing: set[str],
) -> Samples:
    """Ask every question of both, a round that is not counted first."""
    samples: Samples = {side: {} for side in askers}
    for turn in range(rounds + 1):
        for number, question in enumerate(questions):
            sides = list(askers) if (turn + number) % 2 else list(reversed(askers))
            totals = set()
            for side in sides:
                _send(askers[side], [operation, number])
                milliseconds, total = json.loads(_receive(askers[side]))
                totals.add(total)
                if turn:
                    samples[side].setdefault(number, []).append(milliseconds)
            if len(totals) > 1:
                differing.add(question["text"])
    return samples


def summarize_classes(questions: list[Question], samples: Samples) -> dict[str, Any]:
    """Return, by class, the percentiles of both sides and the ratio after : before.

    The ratio compares the sums of the medians of each question, which noise moves less than it
    moves the median of all samples.

    >>> questions = [{"kind": "rare"}, {"kind": "rare"}]
    >>> samples = {"before": {0: [1.0, 9.0, 1.0], 1: [3.0]}, "after": {0: [2.0], 1: [4.0]}}
    >>> summarize_classes(questions, samples)["rare"]["ratio"]
    1.5
    """
    classes: dict[str, Any] = {}
    for kind in dict.fromkeys(question["kind"] for question in questions):
        numbers = [number for number, question in enumerate(questions) if question["kind"] == kind]
        rows = {side: [times[number] for number in numbers] for side, times in samples.items()}
        sums = {side: sum(quantile(row, 0.5) for row in own) for side, own in rows.items()}
        classes[kind] = {side: summarize(sum(own, [])) for side, own in rows.items()}
        classes[kind]["ratio"] = round(sums["after"] / sums["before"], 3)
    return classes


def render_report(figures: dict[str, Any]) -> str:
    """Return the report, in Markdown."""
    machine, commits = figures["machine"], figures["commits"]
    parts = [f"# {machine['date']}: {commits['after']} beside {commits['before']}",
             f"{figures['corpus']}. {machine['processor']}, {machine['cores']} cores, "
             f"{machine['memory_gb']} GB; Python {machine['python']}; load {machine['load']} at "
             f"the start, {machine['load_end']} at the end.",
             "Both are asked the same queries in turn. p50 and p99 in ms of all samples of a "
             "class; the ratio compares the sums of each query's median, after : before "
             f"(below 1 is faster; **bold** above {LIMIT}). Segments: "
             f"{figures['segments']['before']} before, {figures['segments']['after']} after."]
    for operation, label in OPERATIONS.items():
        rows = [_build_row(kind, row) for kind, row in figures["classes"][operation].items()]
        parts.append(f"## {operation}: {label}\n\n" + render_table(
            ["class", "before p50", "after p50", "before p99", "after p99", "ratio"], rows))
    rows = [[side, costs["wall_s"], costs["cpu_s"], costs["peak_mb"]]
            for side, costs in figures["indexing"].items() if costs]
    if rows:
        parts.append("## indexer add\n\n" + render_table(
            ["", "s", "CPU s", "peak MB"], rows))
    if figures["differing"]:
        parts.append("Totals differ for: " + ", ".join(
            f"`{text}`" for text in figures["differing"]))
    return "\n\n".join(parts) + "\n"


def _build_row(kind: str, row: dict[str, Any]) -> list[object]:
    mark = "**" if row["ratio"] > LIMIT else ""
    times = [f"{row[side][figure]:.3f}"
             for figure in ("p50", "p99") for side in ("before", "after")]
    return [kind, *times, f"{mark}{row['ratio']:.3f}{mark}"]


def _parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Time two checkouts of Warta beside each other.")
    parser.add_argument("articles", type=Path, help="real articles, .jsonl or .jsonl.zst")
    parser.add_argument("--before", type=Path, required=True, help="checkout to compare with")
    parser.add_argument("--after", type=Path, default=ROOT, help="checkout (default: this one)")
    parser.add_argument("--size", default="25k", help="corpus size (default: 25k)")
    parser.add_argument("--rounds", type=int, default=30, help="rounds (default: 30)")
    parser.add_argument("--into", type=Path, required=True, help="new folder for the report")
    parser.add_argument("--reuse", action="store_true", help="use the archives of an earlier run")
    parser.add_argument("--cache", type=Path, default=ROOT / "benchmarks" / "cache",
                        help="folder for texts and archives (default: benchmarks/cache)")
    options = parser.parse_args()
    for name in ("articles", "before", "after", "cache"):
        setattr(options, name, getattr(options, name).resolve())
    if options.into.exists():
        parser.error(f"{options.into} exists: runs are never overwritten")
    return options


def _add(checkout: Path, corpus: Corpus, side: str, reuse: bool) -> dict[str, float] | None:
    """Add the corpus to a new archive with a checkout's indexer; return the costs of that."""
    folder = corpus.folder / f"versus-{side}"
    if reuse and folder.exists():
        return None
    shutil.rmtree(folder, ignore_errors=True)
    indexer = [sys.executable, "-m", "indexer", "--engine", f"whoosh:{folder}"]
    costs, _ = measure_command(
        [*indexer, "add", "--jobs", "1", "--rejected", os.devnull, corpus.path], checkout)
    measure_command([*indexer, "rebuild", "--jobs", "1"], checkout)
    return costs


def _count_segments(corpus: Corpus, side: str) -> int:
    return len(list((corpus.folder / f"versus-{side}").glob("index-*/MAIN_*.arrays")))


@contextmanager
def _ask(checkout: Path, archive: Path) -> Iterator["subprocess.Popen[str]"]:
    """Run an asker of a checkout while the context lasts."""
    command = [sys.executable, "-P", str(Path(__file__).with_name("asker.py")), str(archive)]
    process = subprocess.Popen(
        command, cwd=checkout, env=os.environ | {"PYTHONPATH": str(checkout)}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        yield process
    finally:
        process.stdin.close()
        process.kill()
        process.wait()


def _send(asker: "subprocess.Popen[str]", message: object) -> None:
    asker.stdin.write(json.dumps(message) + "\n")
    asker.stdin.flush()


def _receive(asker: "subprocess.Popen[str]", expected: str = "") -> str:
    """Return the next line. Raises StageFailed if there is none, or not the expected one."""
    line = asker.stdout.readline().strip()
    if not line or expected not in line:
        raise StageFailed("a process that asks has ended: see its message above")
    return line


def _write(figures: dict[str, Any], into: Path) -> None:
    into.mkdir(parents=True)
    (into / "figures.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    (into / "README.md").write_text(render_report(figures), encoding="utf-8")
    print(into / "README.md")


if __name__ == "__main__":
    main()
