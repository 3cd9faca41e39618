"""Loads the compiled kernels; until then, and without numba, the reference implementations answer.

A kernel is one of the few loops that decide how fast Warta is. Each exists twice: a readable
reference implementation, which needs nothing but NumPy, and a version that numba compiles to
machine code. Property tests hold both to the same result.

Numba is optional, and this module is the only place that decides whether it is used. Importing
numba and the cached machine code takes 1 to 2 seconds, which a single search on the command line
must not pay; compiling everything for the first time takes a minute or two, during which a server
should already answer. So a process starts with the reference implementations and calls `load` when
it expects enough work: the web server in a background thread, the indexer before a long load.

The kernels form four groups, so that a process loads only what it needs:

    analysis    splits texts into chunks and numbers strings (search.analysis)
    highlight   finds what to show of a page of articles (search.highlight)
    loading     builds and merges segments, and looks terms up (an engine)
    searching   evaluates queries (an engine)

The package that owns a group registers the modules of its compiled kernels. A module with compiled
kernels is imported by nobody else, since importing it imports numba and may compile for minutes.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Literal, get_args

log = logging.getLogger(__name__)

Group = Literal["analysis", "highlight", "loading", "searching"]

GROUPS: tuple[Group, ...] = get_args(Group)

Notify = Callable[[str], None]
"""Receives each progress message of `load`."""

COMPILING = "compiling the search kernels (only once, takes a minute or two)"
READY = "compiled search kernels are ready"

_loading = threading.RLock()
_registered: dict[Group, tuple[str, ...]] = {}
_loaded: dict[Group, tuple[ModuleType, ...]] = {}
_listeners: list[Callable[[], None]] = []
_reference_only = False
_report: Notify = log.warning
_reported: set[str] = set()


def register(
    group: Group, *modules: str, on_change: Callable[[], None] | None = None
) -> None:
    """Declare the modules that hold the compiled kernels of a group.

    `on_change` is called whenever other kernels are to be used: see `compiled_modules`.
    """
    _registered[group] = modules
    if on_change and on_change not in _listeners:
        _listeners.append(on_change)


def load(*groups: Group, report: Notify | None = None) -> bool:
    """Load the compiled kernels of these groups, by default of all; return False without numba.

    Each group is used as soon as it is loaded. `report` receives one message if kernels have to
    be compiled or cannot be cached, and one when all are ready, or when numba is missing. Without
    it the first kind is logged as a warning and the second as information. Any thread may call
    this, at any time and repeatedly; it returns when the kernels are in use.
    """
    global _report
    with _loading:
        _report, finished = report or log.warning, report or log.info
        try:
            import_module("numba")
        except (ImportError, OSError) as error:  # it is not there, or its library cannot be loaded
            finished(f"compiled search kernels are not used, searches are slower ({error})")
            return False
        for group in groups or GROUPS:
            _load(group)
        finished(READY)
        return True


def is_loaded(group: Group) -> bool:
    """Return whether the compiled kernels of a group are in use."""
    return bool(compiled_modules(group))


def compiled_modules(group: Group) -> tuple[ModuleType, ...]:
    """Return the modules of a group's compiled kernels; empty while the reference is in use."""
    return () if _reference_only else _loaded.get(group, ())


@contextmanager
def use_reference() -> Iterator[None]:
    """Use only the reference implementations inside the `with` block, in all threads.

    For tests and comparisons. A vocabulary keeps the kernels it was created with.
    """
    global _reference_only
    before, _reference_only = _reference_only, True
    _notify()
    try:
        yield
    finally:
        _reference_only = before
        _notify()


def report_once(message: str) -> None:
    """Pass a message to whoever called `load`, once in a process: many kernels send the same."""
    if message not in _reported:
        _reported.add(message)
        _report(message)


def _load(group: Group) -> None:
    if group not in _loaded and group in _registered:
        _loaded[group] = tuple(map(import_module, _registered[group]))
        _notify()


def _notify() -> None:
    for listener in _listeners:
        listener()
