"""Prepares a process that serves: its memory, its threads, and its kernels."""

import ctypes
import gc
import os
import sys
from collections.abc import Callable
from threading import Thread

from search import Archive

SWITCH_SECONDS = 0.0005
"""How long a thread may keep the interpreter from others, a tenth of what is usual. Whoever refuses
a request waits for it several times, and so does one that comes back from a kernel."""

ARENAS_OPTION, ARENAS = -8, 2
"""M_ARENA_MAX of malloc.h, and how many heaps all threads share. By default glibc has eight a core,
and what was freed in one is of no use to the threads of another."""

YOUNG_OBJECTS = 10_000
"""How many more objects than before make the garbage collector look through the new ones. At the
usual 700 it does so for nearly every page, whose objects have no cycles and are gone without it."""


def tune() -> None:
    """Let threads share a few heaps, and wait for each other only briefly."""
    _limit_arenas()
    sys.setswitchinterval(SWITCH_SECONDS)


def _limit_arenas() -> None:
    try:
        ctypes.CDLL(None).mallopt(ARENAS_OPTION, ARENAS)
    except (OSError, TypeError, AttributeError):  # another system, or another library
        pass


def start_warming(archive: Archive, report: Callable[[str], None]) -> None:
    """Load the kernels of an archive in a thread, also before this process is forked.

    A server may import the application before it forks its workers, as `gunicorn --preload` and
    uWSGI do. Only the thread that forks goes on in a worker: one that loads kernels would end
    half-way, with its locks held. SQLite forbids taking a connection into another process.
    """
    warming = Thread(target=_warm, args=[archive, report], daemon=True)
    warming.start()

    def prepare_fork() -> None:
        warming.join()
        archive.close()

    if hasattr(os, "register_at_fork"):  # not on Windows, which cannot fork
        os.register_at_fork(before=prepare_fork)


def _warm(archive: Archive, report: Callable[[str], None]) -> None:
    """Load the kernels. The garbage collector passes over what is there by then, which stays."""
    archive.warm(report=report)
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)
