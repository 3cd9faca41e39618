"""Checks that a disk has space for what is about to be written, before anything is."""

import shutil
from pathlib import Path

from search.errors import DiskFull

_UNITS = (("GB", 1e9), ("MB", 1e6), ("kB", 1e3))


def require_space(folder: Path, needed: int, what: str) -> None:
    """Raise DiskFull unless the disk of a folder has so many bytes free. `what` needs them.

    >>> require_space(Path("/"), 0, "nothing")
    """
    free = find_free(folder)
    if free is not None and free < needed:
        raise DiskFull(f"{what} needs about {_format(needed)} in {folder.absolute()}, and "
                       f"{_format(free)} are free: the disk is full")


def find_free(folder: Path) -> int | None:
    """Return the bytes that a user may still write in a folder, or where it would be created.

    None if that cannot be told.
    """
    there = next((each for each in (folder, *folder.absolute().parents) if each.exists()), None)
    try:
        return shutil.disk_usage(there).free if there else None
    except OSError:
        return None


def _format(size: int) -> str:
    unit, value = next(((unit, value) for unit, value in _UNITS if size >= value), ("kB", 1e3))
    return f"{size / value:,.1f} {unit}"
