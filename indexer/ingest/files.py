"""Which files are read: those that are named, and those in the folders that are."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from indexer import formats
from indexer.formats.io.skipped_files import SkippedFiles
from indexer.record import Location, Rejection

_ABSENT = "cannot be read: a link to what is not there; a disk may not be mounted"


def find_files(paths: Iterable[Path], format: str | None = None) -> Iterator[Path | Rejection]:
    """The files named; of a folder first what cannot be looked into, then its files, by name.

    They are those of a known format, or all there are where a format is given for them, hidden
    ones aside.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        shut: list[Rejection] = []
        below = sorted(_below(path, shut))
        yield from shut
        yield from (each for each in below if format or formats.is_readable(each))


def survey(paths: Iterable[Path], format: str | None = None) -> tuple[int, SkippedFiles]:
    """How many bytes are to be read, and which files of these folders are not.

    Not read is what has the name of no known format, hidden files aside.
    """
    size, skipped = 0, SkippedFiles()
    for path in paths:
        for file in _below(path, []) if path.is_dir() else [path]:
            if file == path or format or formats.is_readable(file):
                size += file.stat().st_size if file.exists() else 0
            else:
                skipped.add(file)
    return size, skipped


def _below(path: Path, shut: list[Rejection]) -> Iterator[Path]:
    """The files below a folder, links followed; what cannot be looked into is told to `shut`.

    However many links lead to a folder, it is looked into once.
    """
    known, folders = set[tuple[int, int] | str](), [str(path)]
    while folders:
        folder = folders.pop()
        for entry in _entries(folder, shut) if _new(folder, known) else ():
            if entry.name.startswith(".") or entry.name == "__MACOSX":
                continue
            if os.path.isdir(entry) if entry.is_symlink() else entry.is_dir():
                folders.append(entry.path)
            elif os.path.isfile(entry) if entry.is_symlink() else entry.is_file():
                yield Path(entry.path)
            elif not os.path.exists(entry):
                shut.append(Rejection(location=Location(entry.path), reason=_ABSENT))


def _entries(folder: str, shut: list[Rejection]) -> list[os.DirEntry[str]]:
    """What is in a folder, the last name first: of its folders the last is looked into first."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name, reverse=True)
    except OSError as error:
        shut.append(Rejection(
            location=Location(folder), reason=f"cannot be read: {error.strerror}"))
        return []


def _new(folder: str, known: set[tuple[int, int] | str]) -> bool:
    """Whether a folder is none of those that are known; it is from now on.

    It is known by its number on its device, whatever its name, where the system numbers folders.
    """
    try:
        status = os.stat(folder)
    except OSError:
        return True  # looking into it says why
    before = len(known)
    known.add((status.st_dev, status.st_ino) if status.st_ino else os.path.realpath(folder))
    return len(known) > before
