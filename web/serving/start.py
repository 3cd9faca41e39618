"""Finds what is wrong with the environment of a service before it starts, a line each.

What only keeps it from answering for now, such as an archive that is not there yet, is no reason
not to start: `/readyz` says so.
"""

import os
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from search import Archive
from search.errors import SearchError
from search.keys import KeyFile
from search.log_lines import sanitize
from web.serving import preflight
from web.settings import NAMES

_VARIABLES = (
    "SEARCH_ENGINE", "SEARCH_EQUIVALENTS", "SEARCH_FACETS", "SEARCH_KEYS", "SEARCH_CACHE",
    "SEARCH_SHARDS", "SEARCH_REPLICAS", "SEARCH_SETTINGS", "SEARCH_CLUSTER_USER",
    "SEARCH_CLUSTER_PASSWORD", "SEARCH_CLUSTER_PASSWORD_FILE", "SEARCH_CLUSTER_API_KEY",
    "SEARCH_CLUSTER_API_KEY_FILE", "SEARCH_CLUSTER_CA", "SEARCH_QUERY_LOG")
"""The variables besides the settings of the site."""

_LIKENESS = 0.85
"""How like a name is to that of a setting that was meant: other programs have names of their own.
"""


def find_problems(environment: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each variable that cannot be used, which says what to do."""
    log, counts = map(environment.get, ("SEARCH_QUERY_LOG", "PROMETHEUS_MULTIPROC_DIR"))
    if log and Path(log).is_dir():
        yield f"SEARCH_QUERY_LOG={log}: this is a folder: name a file"
    elif log and not _can_write_in(Path(log).absolute().parent):
        yield (f"SEARCH_QUERY_LOG={log}: its folder is not there, or cannot be written to: name a "
               "file in another one")
    keys = environment.get("SEARCH_KEYS")
    if keys and (Path(keys).is_dir() or not Path(keys).absolute().parent.is_dir()):
        yield f"SEARCH_KEYS={keys}: this is a folder, or in none that is there: name a file"
    if counts and not _can_write_in(Path(counts)):
        yield (f"PROMETHEUS_MULTIPROC_DIR={counts}: the folder is not there, or cannot be written "
               "to: create it, empty, before each start")


def find_warnings(environment: Mapping[str, str]) -> Iterator[str]:
    """Yield a line for each variable that is nearly the name of a setting, and so does nothing.

    >>> list(find_warnings({"SEARCH_RATELIMIT": "300", "SEARCH_SERVICE_HOST": "10.0.0.1"}))
    ['SEARCH_RATELIMIT is no setting, and does nothing: write SEARCH_RATE_LIMIT']
    """
    known = [*_VARIABLES, *(f"SEARCH_{name.upper()}" for name in NAMES)]
    for name in environment:
        if name.startswith("SEARCH_") and name not in known:
            for meant in get_close_matches(name, known, 1, _LIKENESS):
                yield f"{sanitize(name)} is no setting, and does nothing: write {meant}"


def find_faults(archive: Archive, keys: KeyFile) -> Iterator[str]:
    """Yield a line for what keeps a service from answering for now: of its archive, of its keys.

    It starts all the same, and /readyz says that it is not ready.
    """
    for check in (lambda: _check_archive(archive), keys.list_keys):
        try:
            check()
        except SearchError as error:
            yield str(error)


def _check_archive(archive: Archive) -> None:
    archive.refuse_stale()
    archive.check_counts()
    archive.check_index()


def find_address_problem(host: str, port: str) -> str | None:
    """Return why nothing can listen on an address, and what to do; None if something can.

    >>> find_address_problem("127.0.0.1", "abc")
    'PORT=abc is not a port: choose a number between 1 and 65535'
    """
    return preflight.find_port_problem(host, port)


def _can_write_in(folder: Path) -> bool:
    return folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)
