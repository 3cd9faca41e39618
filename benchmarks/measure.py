"""Time, memory and disk of `indexer add`, and the latency of searches: one run, written down.

    python benchmarks/measure.py ARTICLES.jsonl.zst [--into FOLDER] [--rounds 20]
"""

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

from search import Query, open_archive

CLASSES = {
    "word": ["perundingan", "banjir", "vaksin", "presiden", "jakarta"],
    "two or three words": ["gempa aceh", "korupsi dana desa", "harga minyak dunia"],
    "phrase": ['"korea utara"', '"dewan perwakilan rakyat"', '"harga minyak"'],
    "or": ["banjir OR longsor OR gempa", "nikel ATAU batubara"],
    "without": ["jakarta -polisi", "presiden -menteri"],
    "prefix": ["nukl*", "peme*"],
    "fuzzy": ["presidn~", "pemilihna~"],
    "exact": ["=berunding", "=pemilihan"],
    "everything": [""],
}


def main() -> None:
    """Measure, print, and write the run down if asked to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--into", type=Path)
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = f"whoosh:{folder}/archive"
        figures = {"machine": machine(), "add": added(url, options.articles)}
        figures["search"] = searched(url, options.rounds)
    print(summary(figures))
    if options.into:
        options.into.mkdir(parents=True)
        (options.into / "figures.json").write_text(json.dumps(figures, indent=1) + "\n")
        (options.into / "README.md").write_text(summary(figures) + "\n")


def machine() -> dict:
    """Where this was measured, and with what."""
    model = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text()
                  .splitlines() if line.startswith("model name")), platform.processor())
    packages = ("Whoosh", "PySastrawi", "rapidfuzz", "Flask")
    return {
        "date": time.strftime("%Y-%m-%d"), "processor": model, "cores": len(affinity()),
        "load": Path("/proc/loadavg").read_text().split()[:3], "python": platform.python_version(),
        "versions": {name: version(name) for name in packages},
    }


def affinity() -> set:
    """The cores this process may use."""
    return os.sched_getaffinity(0)


def added(url: str, articles: Path) -> dict:
    """What `indexer add` costs: seconds, CPU seconds, peak MB, MB on disk."""
    began = time.perf_counter()
    command = [sys.executable, "-m", "indexer", "--engine", url, "add", str(articles)]
    report = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()
    wall = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    status = open_archive(url).status()
    return {
        "report": report, "articles": status.articles, "wall_s": round(wall, 1),
        "cpu_s": round(used.ru_utime + used.ru_stime, 1),
        "peak_mb": used.ru_maxrss // 1024, "disk_mb": status.bytes // 1_000_000,
    }


def searched(url: str, rounds: int) -> dict:
    """Latency of a search with total, facets and ten highlighted hits, in ms, by class.

    The queries take turns, so that noise falls on all classes alike.
    """
    archive = open_archive(url)
    began = time.perf_counter()
    archive.search(Query("jakarta"))
    first = (time.perf_counter() - began) * 1000
    times: dict[str, list[float]] = {name: [] for name in CLASSES}
    for _ in range(rounds):
        for name, queries in CLASSES.items():
            times[name] += [archive.search(Query(text)).took_ms for text in queries]
    every = [took for taken in times.values() for took in taken]
    rows = {name: quantiles(taken) for name, taken in (*times.items(), ("all", every))}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return {"first_ms": round(first, 1), "peak_mb": peak, "ms": rows, "raw": times}


def quantiles(taken: list[float]) -> dict:
    """Median and 99th percentile."""
    ordered = sorted(taken)
    p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return {"p50": round(statistics.median(ordered), 2), "p99": round(p99, 2)}


def summary(figures: dict) -> str:
    """The run as a page to read."""
    add, search, at = figures["add"], figures["search"], figures["machine"]
    rows = "\n".join(
        f"| {name} | {row['p50']} | {row['p99']} |" for name, row in search["ms"].items()
    )
    versions = ", ".join(f"{name} {number}" for name, number in at["versions"].items())
    rate = add["articles"] / add["cpu_s"]
    return f"""# {at['date']}: {add['articles']:,} articles

{at['processor']}, {at['cores']} cores, load {' '.join(at['load'])} at the start;
Python {at['python']}, {versions}.

`indexer add`: {add['wall_s']} s, {add['cpu_s']} CPU s ({rate:,.0f} articles a CPU second),
peak {add['peak_mb']} MB; {add['disk_mb']} MB on disk, articles included.

Searching, with total, both facets and ten highlighted hits; the first search, which opens the
archive, took {search['first_ms']} ms; peak {search['peak_mb']} MB.

| class | p50 ms | p99 ms |
|---|---|---|
{rows}"""


if __name__ == "__main__":
    main()
