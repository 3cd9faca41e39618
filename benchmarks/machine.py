"""The machine, the date and the versions of a run."""

import os
import platform
import subprocess
import time
from importlib.metadata import version
from pathlib import Path

from benchmarks.stage import ROOT

PACKAGES = ("numpy", "PySastrawi", "rapidfuzz", "Flask", "waitress")


def describe_machine() -> dict[str, object]:
    """Return the machine, the date, the current load and the versions of Warta's libraries."""
    return {
        "date": time.strftime("%Y-%m-%d"), "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)), "memory_gb": _memory_gb(),
        "kernel": platform.release().partition("-")[0], "python": platform.python_version(),
        "load": read_load(), "commit": describe_commit(ROOT),
        "versions": {name: version(name) for name in PACKAGES},
    }


def read_load() -> str:
    """Return the load averages of the last 1, 5 and 15 minutes."""
    return " ".join(Path("/proc/loadavg").read_text().split()[:3])


def describe_commit(checkout: Path) -> str:
    """Return the short hash of a checkout's commit; "-dirty" marks local changes."""
    command = ["git", "describe", "--always", "--dirty", "--exclude=*"]
    answer = subprocess.run(command, capture_output=True, text=True, cwd=checkout, check=False)
    return answer.stdout.strip() or "unknown"


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def _memory_gb() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
