"""Finds what is wrong with the environment of a service before it starts, a line each.

What only keeps it from answering for now, such as an archive that is not there yet, is no reason
not to start: `/readyz` says so.
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from web import preflight


def find_problems(environment: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each variable that cannot be used, which says what to do."""
    log, counts = map(environment.get, ("SEARCH_QUERY_LOG", "PROMETHEUS_MULTIPROC_DIR"))
    if log and not _can_write_in(Path(log).absolute().parent):
        yield (f"SEARCH_QUERY_LOG={log}: its folder is not there, or cannot be written to: name a "
               "file in another one")
    if counts and not _can_write_in(Path(counts)):
        yield (f"PROMETHEUS_MULTIPROC_DIR={counts}: the folder is not there, or cannot be written "
               "to: create it, empty, before each start")


def find_address_problem(host: str, port: str) -> str | None:
    """Return why nothing can listen on an address, and what to do; None if something can.

    >>> find_address_problem("127.0.0.1", "abc")
    'PORT=abc is not a port: choose a number between 1 and 65535'
    """
    return preflight.find_port_problem(host, port)


def _can_write_in(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)
