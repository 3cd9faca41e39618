"""How much memory a long load takes: `indexer add` of a corpus of any size, looked at as it runs.

    python -m benchmarks.ingest.memory ARTICLES.jsonl.zst 4500k --cache benchmarks/cache [--jobs 1]

Prints JSON: seconds, CPU seconds, and the most that each process held, the one that loads first, in
MB: of resident memory, as the system counts it, of private memory, as often as it was looked at;
and what the first held at each tenth of the time. Needs Linux. 4,500k recombined articles are
10 GB of JSON Lines; they, the archive and a merge take three times as much room on disk.
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

from benchmarks.corpus import corpus
from benchmarks.machine import machine

_EACH = 0.25
"""Seconds from one look to the next."""

_FIELDS = {"peak": "VmHWM", "resident": "VmRSS", "private": "RssAnon"}


def main() -> None:
    """Load, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("size")
    parser.add_argument("--cache", type=Path, default=Path("benchmarks/cache"))
    parser.add_argument("--jobs", type=int, default=1)
    given = parser.parse_args()
    figures: dict[str, Any] = {"machine": machine()}
    measured = corpus(given.articles, given.size, given.cache)
    figures |= {"corpus": measured.label, "gb": round(measured.path.stat().st_size / 1e9, 2)}
    archive = Path(tempfile.mkdtemp(dir=given.cache))
    try:
        figures |= loaded(measured.path, archive, given.jobs)
    finally:
        shutil.rmtree(archive)
    print(json.dumps(figures, indent=1))


def loaded(path: Path, archive: Path, jobs: int) -> dict[str, Any]:
    """What loading a file into a new archive took."""
    began, seen = time.monotonic(), list[list[dict[str, int]]]()
    process = subprocess.Popen(
        [sys.executable, "-m", "indexer", "--engine", f"whoosh:{archive}", "add", "--jobs",
         str(jobs), "--rejected", os.devnull, str(path)], stdout=subprocess.DEVNULL)
    while not (ended := os.wait4(process.pid, os.WNOHANG))[0]:
        seen.append([memory(each) for each in (process.pid, *children(process.pid))])
        time.sleep(_EACH)
    _, status, used = ended
    assert status == 0
    return {
        "jobs": jobs, "seconds": round(time.monotonic() - began, 1),
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 1),
        "most": [{name: most(seen, n, name) for name in ("peak", "private")}
                 for n in range(max(map(len, seen)))],
        "tenths": [seen[len(seen) * n // 10][0] for n in range(1, 10)],
        "archive_gb": round(sum(file.stat().st_size for file in archive.rglob("*")) / 1e9, 2),
    }


def memory(process: int) -> dict[str, int]:
    """What a process held at the most, holds, and holds of its own, in MB; nothing if it ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return {}
    fields = dict(line.split(":", 1) for line in lines)
    return {name: int(fields[field].split()[0]) // 1024
            for name, field in _FIELDS.items() if field in fields}


def children(process: int) -> list[int]:
    """The processes that one started, whichever of its threads did."""
    listed: list[int] = []
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        with suppress(OSError):
            listed += map(int, task.read_text().split())
    return sorted(listed)


def most(seen: list[list[dict[str, int]]], process: int, name: str) -> int:
    """The most that one of the processes was seen to hold."""
    return max(look[process].get(name, 0) for look in seen if len(look) > process)


if __name__ == "__main__":
    main()
