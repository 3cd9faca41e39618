"""Stages: modules of `benchmarks.engines`, each run in a process of its own.

A stage prints its figures as one line of JSON, its last. Stages that must start at the same
moment, in several processes, call `wait_for_start()` once they are ready; `run_together()` gives
them the time to start when all of them are, however long that takes.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[1]

READY = "ready"
START_DELAY = 0.5
"""Seconds between the last process's "ready" and the start of all: time to read one line."""


class StageFailed(Exception):
    """A stage's process failed; the message is the last line it wrote to standard error."""


def run_stage(module: str, *arguments: object) -> Any:
    """Run a module of `benchmarks.engines` and return the JSON it prints.

    A dict gains the costs of the process under `process`. Raises StageFailed.
    """
    costs, output = measure_command(build_command(module, *arguments))
    answer = _parse(output)
    return answer | {"process": costs} if isinstance(answer, dict) else answer


def build_command(module: str, *arguments: object) -> list[object]:
    """Return the command that runs a module of `benchmarks.engines`."""
    return [sys.executable, "-m", f"benchmarks.engines.{module}", *arguments]


def run_together(commands: Sequence[Sequence[object]]) -> list[Any]:
    """Run commands that call `wait_for_start()`; return the JSON that each prints.

    If one fails, the others are killed. Raises StageFailed.
    """
    with ExitStack() as stack:
        logs = [stack.enter_context(tempfile.TemporaryFile("w+")) for _ in commands]
        processes = [_start(command, log) for command, log in zip(commands, logs)]
        try:
            for process, log in zip(processes, logs):
                if process.stdout.readline().strip() != READY:
                    process.kill()
                    raise StageFailed(_read_last_error(process, log))
            start = f"{time.time() + START_DELAY}\n"
            return [_parse(output) for output in _finish(processes, logs, start)]
        finally:
            for process in processes:
                process.kill()
                process.communicate()


def wait_for_start() -> None:
    """Tell `run_together` that this process is ready, and sleep until all are to start."""
    print(READY, flush=True)
    time.sleep(max(0.0, float(sys.stdin.readline()) - time.time()))


def measure_command(
    command: Sequence[object], checkout: Path = ROOT
) -> tuple[dict[str, float], str]:
    """Run a command in a checkout of Warta; return its costs and what it printed.

    The costs are seconds, CPU seconds including children, and peak MB. Raises StageFailed.
    """
    with tempfile.TemporaryFile("w+") as output, tempfile.TemporaryFile("w+") as log:
        began = time.perf_counter()
        process = subprocess.Popen(
            list(map(str, command)), stdout=output, stderr=log, cwd=checkout,
            env=os.environ | {"PYTHONPATH": str(checkout)})
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise StageFailed(_read_last_error(process, log))
        output.seek(0)
        return {
            "wall_s": round(wall, 2), "cpu_s": round(used.ru_utime + used.ru_stime, 2),
            "peak_mb": used.ru_maxrss // 1024,
        }, output.read()


def measure_disk(folder: Path) -> dict[str, float]:
    """Return the MB of all files below a folder, in total and by file suffix."""
    sizes: dict[str, int] = {}
    for path in folder.rglob("*"):
        if path.is_file():
            sizes[path.suffix] = sizes.get(path.suffix, 0) + path.stat().st_size
    megabytes = {suffix or "other": round(size / 1e6, 2) for suffix, size in sizes.items()}
    return {"all": round(sum(sizes.values()) / 1e6, 1)} | megabytes


def _start(command: Sequence[object], log: IO[str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(list(map(str, command)), stdin=subprocess.PIPE, stderr=log,
                            stdout=subprocess.PIPE, text=True, cwd=ROOT)


def _finish(
    processes: "list[subprocess.Popen[str]]", logs: list[IO[str]], start: str
) -> list[str]:
    """Give every process the time to start; return what each printed after that."""
    for process in processes:
        process.stdin.write(start)
        process.stdin.flush()
    outputs = []
    for process, log in zip(processes, logs):
        outputs.append(process.communicate()[0])
        if process.returncode:
            raise StageFailed(_read_last_error(process, log))
    return outputs


def _read_last_error(process: "subprocess.Popen[str]", log: IO[str]) -> str:
    code = process.wait()
    log.seek(0)
    lines = log.read().strip().splitlines()
    return lines[-1] if lines else f"exit code {code}"


def _parse(output: str) -> Any:
    """Return the last line as JSON. Raises StageFailed if it is not."""
    try:
        return json.loads(output.splitlines()[-1])
    except (IndexError, ValueError):
        raise StageFailed(f"printed no figures: {output[-200:]!r}") from None
