"""A step of the measurement in a process of its own, with what that process took."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


class StageFailed(Exception):
    """The last line that the process wrote before it failed."""


def stage(module: str, *arguments: object) -> Any:
    """What a module of `benchmarks.engines` prints as JSON, its own costs under `process`."""
    figures, output = measured(
        [sys.executable, "-m", f"benchmarks.engines.{module}", *arguments])
    answer = json.loads(output.splitlines()[-1])
    return answer | {"process": figures} if isinstance(answer, dict) else answer


def measured(command: list[object]) -> tuple[dict[str, float], str]:
    """Seconds, CPU seconds with children, and peak MB of a command; and what it prints.

    Raises StageFailed if it fails.
    """
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as errors:
        began = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command], stdout=output, stderr=errors, cwd=ROOT)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        if process.returncode:
            lines = errors.read().strip().splitlines() or [f"exit code {process.returncode}"]
            raise StageFailed(lines[-1])
        return {
            "wall_s": round(wall, 2), "cpu_s": round(used.ru_utime + used.ru_stime, 2),
            "peak_mb": used.ru_maxrss // 1024,
        }, output.read()


def disk(folder: Path) -> dict[str, float]:
    """MB below a folder: all of it, and by the ends of the files' names."""
    sizes: dict[str, int] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            sizes[path.suffix] = sizes.get(path.suffix, 0) + path.stat().st_size
    megabytes = {suffix or "other": round(size / 1e6, 2) for suffix, size in sizes.items()}
    return {"all": round(sum(sizes.values()) / 1e6, 1)} | megabytes
