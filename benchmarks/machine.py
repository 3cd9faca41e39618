"""Where, when and with what was this measured?"""

import os
import platform
import subprocess
import time
from importlib.metadata import version
from pathlib import Path

from benchmarks.stage import ROOT

PACKAGES = ("numpy", "PySastrawi", "rapidfuzz", "Flask", "waitress")


def machine() -> dict[str, object]:
    """The machine, the date, the load at the start, and the versions of what Warta stands on."""
    return {
        "date": time.strftime("%Y-%m-%d"), "processor": _processor(),
        "cores": len(os.sched_getaffinity(0)), "memory_gb": _memory_gb(),
        "kernel": platform.release().partition("-")[0], "python": platform.python_version(),
        "load": load(), "commit": _commit(), "versions": {name: version(name) for name in PACKAGES},
    }


def load() -> str:
    """The load of the last minute, five and fifteen."""
    return " ".join(Path("/proc/loadavg").read_text().split()[:3])


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def _memory_gb() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty", "--exclude=*"]
    answer = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    return answer.stdout.strip() or "unknown"
