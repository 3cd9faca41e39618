"""The processes of a load: the service as it is deployed, its writer, and a rebuild beside them."""

import json
import os
import subprocess
import sys
import time
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from benchmarks.load.clients import ask

ROOT = Path(__file__).parents[2]
CONFIGURATION = ROOT / "docs" / "deploy" / "gunicorn.conf.py"
STARTING_SECONDS = 120


class Service:
    """gunicorn with two workers at one port, as docs/deploy configures it."""

    def __init__(self, folder: Path, port: int) -> None:
        """Start the service, and wait until it is ready with its kernels."""
        self.port = port
        command = ["gunicorn", "--config", str(CONFIGURATION), "wsgi:application"]
        self._server = _start(
            *command, SEARCH_ENGINE=f"whoosh:{folder}", WARTA_BIND=f"127.0.0.1:{port}")
        until = time.monotonic() + STARTING_SECONDS
        while ask(port, "/readyz")[0] != "200":
            if time.monotonic() > until or self._server.poll() is not None:
                raise SystemExit("the service does not start")
            time.sleep(0.2)

    def list_workers(self) -> list[int]:
        """Return the processes that answer."""
        server = self._server.pid
        return sorted(map(int, Path(f"/proc/{server}/task/{server}/children").read_text().split()))

    def measure_memory(self) -> list[float]:
        """Return the megabytes of each worker that are in no file."""
        lines = [line for worker in self.list_workers()
                 for line in Path(f"/proc/{worker}/status").read_text().splitlines()]
        return [int(line.split()[1]) / 1_024 for line in lines if line.startswith("RssAnon")]

    def end(self) -> None:
        """End the service."""
        self._server.terminate()
        self._server.wait()


class WriterProcess:
    """benchmarks/load/writer.py, which goes on until it is stopped."""

    def __init__(self, folder: Path) -> None:
        self._process = _start("benchmarks.load.writer", f"whoosh:{folder}")

    def end(self) -> None:
        """End the writer, if it has not ended."""
        self._process.kill()

    def stop(self) -> dict[str, Any]:
        """Let the writer finish; return what it did."""
        said = self._process.communicate()[0]
        if self._process.returncode:
            raise SystemExit("the writer failed")
        described: dict[str, Any] = json.loads(said)
        return described


class Rebuild:
    """`indexer rebuild`, as an operator runs it beside the service."""

    def __init__(self, folder: Path) -> None:
        self._arguments = "--engine", f"whoosh:{folder}", "rebuild"
        self._process: subprocess.Popen[str] | None = None
        self._span: Future[tuple[float, float]] = Future()

    def run(self) -> None:
        """Rebuild, and return when that is done."""
        began = time.monotonic()
        self._process = _start("indexer", *self._arguments)
        self._process.communicate()
        if self._process.returncode:
            self._span.set_exception(SystemExit("the rebuild failed"))
        else:
            self._span.set_result((began, time.monotonic()))

    def wait(self) -> tuple[float, float]:
        """Wait until it is done; return when it began and ended, by the monotonic clock."""
        return self._span.result()

    def end(self) -> None:
        """End it, if it has begun and not ended."""
        if self._process:
            self._process.terminate()


def _start(module: str, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-P", "-m", module, *arguments], cwd=ROOT,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [
            str(ROOT), os.environ.get("PYTHONPATH")])), **environment})
