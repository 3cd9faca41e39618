"""The command that starts a worker: a process that does a part of another one's work.

Used by the engines, whose workers have modules of their own.
"""

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
