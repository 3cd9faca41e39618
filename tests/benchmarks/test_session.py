"""A run of the benchmarks: a failing stage is named, and the others are measured and written."""

import json

import pytest

from benchmarks.corpus import parse_size
from benchmarks.engines import session
from benchmarks.engines.queries import CLASSES, OPERATIONS
from benchmarks.engines.report import render_report, write_report
from benchmarks.figures import summarize
from benchmarks.stage import StageFailed

PROCESS = {"process": {"wall_s": 1.0, "cpu_s": 1.0, "peak_mb": 100}}
CELLS = {operation: {kind: {name: summarize([1.0]) | {"cold": False, "by_query": [1.0]}
                            for name in ("warta", "tantivy")} for kind in CLASSES}
         for operation in OPERATIONS}
ADDED = {"wall_s": 1.0, "cpu_s": 1.0, "peak_mb": 100, "articles": 2, "per_s": 2, "per_cpu_s": 2,
         "mb": 1.0}
INDEXING = {"warta, no word known": ADDED, "warta, words known": ADDED | {"words_kept": True}}


@pytest.fixture
def options(tmp_path):
    options = session.parse_options([
        "articles.jsonl", "--into", str(tmp_path / "run"), "--sizes", "1k,2k",
        "--cache", str(tmp_path / "cache")])
    options.into.mkdir()
    return options


@pytest.fixture
def run(monkeypatch, options):
    """A function: run all stages, with fakes for their processes; those named fail."""

    def run(*failing):
        def run_stage(module, *arguments):
            label = " ".join([module, *map(str, arguments[:1])])
            if module in failing or label in failing:
                raise StageFailed(f"{label} is broken")
            return answer(module, arguments, options)

        def run_together(commands):
            if "threads" in failing:
                raise StageFailed("list index out of range")
            return [summarize([1.0]) | {"per_s": 10} for _ in commands]

        monkeypatch.setattr(session, "run_stage", run_stage)
        monkeypatch.setattr(session, "run_together", run_together)
        monkeypatch.setattr(session, "measure_indexing", lambda corpus, has_tantivy: INDEXING)
        return session.measure_all(options)

    return run


def answer(module, arguments, options):
    """Return what a stage prints."""
    if arguments[0] == "engines":
        return {"versions": {"warta": "1", "tantivy": "2"}, "missing": {}}
    if module == "prepare":
        size = arguments[2]
        (options.cache / size).mkdir(parents=True, exist_ok=True)
        return PROCESS | {
            "name": size, "folder": str(options.cache / size), "articles": parse_size(size),
            "recombined": False,
        }
    return {
        "build": {"s": 1.0, "mb": {"all": 1.0}} | PROCESS,
        "compare": CELLS | PROCESS,
        "worker": {"open_ms": 1.0, "start_ms": 2.0, "memory_mb": {"Rss": 9, "Private_Dirty": 4}},
        "serving": {"archive": {kind: summarize([1.0]) for kind in (*CLASSES, "all")}} | PROCESS,
    }[module]


def read_figures(options):
    return json.loads((options.into / "figures.json").read_text("utf-8"))


def test_a_run_without_a_failure_names_none(run, options):
    figures = run()
    assert figures["failed"] == []
    assert read_figures(options) == figures
    report = render_report(figures)
    assert "Failed stages" not in report
    for heading in ("### Threads", "### Index and worker", "## Growth", "## A whole search"):
        assert heading in report, heading


@pytest.mark.parametrize("stage, label", [
    ("prepare corpus", "2k: articles and tokens"), ("build warta", "1k: index of warta"),
    ("build", "1k: index of tantivy"), ("compare", "2k: queries"),
    ("worker open", "1k: worker of warta"), ("threads", "1k: threads of tantivy"),
    ("serving", "1k: serving"),
])
def test_a_failing_stage_is_named_with_its_reason_and_the_run_carries_on(
    run, options, stage, label
):
    figures = run(stage)
    reasons = {failure["stage"]: failure["reason"] for failure in figures["failed"]}
    assert "broken" in reasons[label] or "list index out of range" == reasons[label]
    report = write_report(figures, options.into).read_text("utf-8")
    assert f"- {label}: {reasons[label]}" in report


def test_a_failing_stage_takes_nothing_from_the_others(run):
    figures = run("threads")
    first = figures["sizes"]["1k"]
    assert first["threads"] == {} and first["cells"] and len(first["workers"]) == 2
    assert figures["sizes"]["2k"]["cells"] and figures["serving"]


def test_figures_are_written_after_every_stage(run, options, monkeypatch):
    written = []
    say = session.Log.say

    def read(log, text):
        if log.path.exists():
            written.append(read_figures(options))
        say(log, text)

    monkeypatch.setattr(session.Log, "say", read)
    run()
    builds = [len(figures["sizes"]["1k"]["build"]) for figures in written
              if "1k" in figures["sizes"]]
    assert builds[:3] == [1, 2, 2]
    assert [len(figures["sizes"]) for figures in written][-1] == 2


def test_the_report_of_an_interrupted_run_holds_what_was_measured(run, options):
    figures = run("threads", "serving")
    del figures["indexing"], figures["sizes"]["2k"]
    report = render_report(figures)
    assert "## 1,000 real articles" in report and "## Indexing" not in report
