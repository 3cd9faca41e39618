"""Starts workers: processes that do a part of another one's work, and talk to it in pipes.

Used by the engines, whose workers have modules of their own.
"""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

_START = (
    "import sys; module = sys.argv[1]; count = int(sys.argv[2]); "
    "sys.path[:] = sys.argv[3:3 + count]; "
    "from importlib import import_module; "
    "import_module(module).main(*sys.argv[3 + count:])"
)
"""Imports nothing before the path is set: the current folder may hold anybody's modules."""

_ROOT = str(Path(__file__).parents[1])
"""The folder that `search` is imported from."""


def build_command(module: str, arguments: Sequence[str]) -> list[str]:
    """Return the command that calls `main` of a module, which it imports from where we do.

    Never from the current folder, which an empty entry of the path stands for.
    """
    path = [entry or _ROOT for entry in sys.path]
    return [sys.executable, "-P", "-c", _START, module, str(len(path)), *path, *arguments]


def start_worker(module: str, arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start a worker with pipes for orders and answers."""
    return subprocess.Popen(
        build_command(module, arguments), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        start_new_session=True)  # Ctrl-C goes to the process that loads, which ends this one


def redirect_output() -> int:
    """Return a descriptor for answers; whatever else this worker prints goes to standard error."""
    answers = os.dup(1)
    os.dup2(2, 1)
    return answers
