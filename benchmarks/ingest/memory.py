"""Memory of a long load: `indexer add` of a corpus of any size, sampled while it runs.

    python -m benchmarks.ingest.memory ARTICLES.jsonl.zst 4500k [--cache FOLDER] [--jobs 1]

Prints JSON: seconds, CPU seconds, the peaks of each process, the loading one first, and the memory
of that process at each tenth of the time. Peaks in MB: resident memory as the system counts it, and
private memory as sampled. Needs Linux. 4,500k recombined articles are 10 GB of JSON Lines; with the
archive and a merge they need three times as much disk space.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from benchmarks.corpus import prepare_corpus
from benchmarks.machine import describe_machine

SAMPLE_SECONDS = 0.25

STATUS_FIELDS = {"peak": "VmHWM", "resident": "VmRSS", "private": "RssAnon"}
"""Our names of fields of /proc/PID/status."""


def main() -> None:
    """Load a corpus and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("size")
    parser.add_argument("--cache", type=Path, default=Path("benchmarks/cache"))
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    figures: dict[str, Any] = {"machine": describe_machine()}
    corpus = prepare_corpus(options.articles, options.size, options.cache)
    figures |= {"corpus": corpus.label, "gb": round(corpus.path.stat().st_size / 1e9, 2)}
    archive = Path(tempfile.mkdtemp(dir=options.cache))
    try:
        figures |= measure_load(corpus.path, archive, options.jobs)
    finally:
        shutil.rmtree(archive)
    print(json.dumps(figures, indent=1))


def measure_load(path: Path, archive: Path, jobs: int) -> dict[str, Any]:
    """Load a file into a new archive; return what it took."""
    began, samples = time.monotonic(), list[list[dict[str, int]]]()
    process = subprocess.Popen(
        [sys.executable, "-m", "indexer", "--engine", f"whoosh:{archive}", "add", "--jobs",
         str(jobs), "--rejected", os.devnull, str(path)], stdout=subprocess.DEVNULL)
    while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
        samples.append([read_memory(pid) for pid in (process.pid, *list_children(process.pid))])
        time.sleep(SAMPLE_SECONDS)
    _, status, used = ended
    assert status == 0
    return {
        "jobs": jobs, "seconds": round(time.monotonic() - began, 1),
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 1),
        "most": [{name: find_peak(samples, number, name) for name in ("peak", "private")}
                 for number in range(max(map(len, samples)))],
        "tenths": [samples[len(samples) * tenth // 10][0] for tenth in range(1, 10)],
        "archive_gb": round(sum(file.stat().st_size for file in archive.rglob("*")) / 1e9, 2),
    }


def read_memory(pid: int) -> dict[str, int]:
    """Return the peak, resident and private memory of a process in MB; {} if it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return {}
    fields = dict(line.split(":", 1) for line in lines)
    return {name: int(fields[field].split()[0]) // 1024
            for name, field in STATUS_FIELDS.items() if field in fields}


def list_children(pid: int) -> list[int]:
    """Return the processes that a process started, by whichever thread."""
    children: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            children += map(int, task.read_text().split())
    return sorted(children)


def find_peak(samples: list[list[dict[str, int]]], number: int, name: str) -> int:
    """Return the largest sample of one of the processes, by its place in the samples."""
    return max(sample[number].get(name, 0) for sample in samples if len(sample) > number)


if __name__ == "__main__":
    main()
