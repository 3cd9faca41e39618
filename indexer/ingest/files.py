"""Finds the files to read: those that are named, and those in folders."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from indexer import formats
from indexer.formats.io.skipped_files import SkippedFiles
from indexer.record import Location, Rejection

_BROKEN_LINK = "cannot be read: a link to something that does not exist; a disk may not be mounted"

_FolderKey = tuple[int, int] | str
"""What identifies a folder whatever its name: device and inode, else its real path."""


def find_files(paths: Iterable[Path], format: str | None = None) -> Iterator[Path | Rejection]:
    """Yield the named files and, for each folder, what cannot be opened, then its files by name.

    Folders are walked recursively. Hidden files are skipped, and files whose names say no known
    format, unless a `format` is given for all.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        rejections: list[Rejection] = []
        files = sorted(_walk(path, rejections))
        yield from rejections
        yield from (file for file in files if format or formats.is_readable(file))


def survey(paths: Iterable[Path], format: str | None = None) -> tuple[int, SkippedFiles]:
    """Return the number of bytes to read, and the files of folders that are skipped.

    Skipped are files whose names say no known format; hidden ones do not count.
    """
    size, skipped = 0, SkippedFiles()
    for path in paths:
        for file in _walk(path, []) if path.is_dir() else [path]:
            if file == path or format or formats.is_readable(file):
                size += file.stat().st_size if file.exists() else 0
            else:
                skipped.add(file)
    return size, skipped


def _walk(path: Path, rejections: list[Rejection]) -> Iterator[Path]:
    """Yield the files below a folder; add to `rejections` what cannot be opened.

    Links are followed. Each folder is visited once, however many links lead to it.
    """
    visited, folders = set[_FolderKey](), [str(path)]
    while folders:
        folder = folders.pop()
        for entry in _list_entries(folder, rejections) if _visit(folder, visited) else ():
            if entry.name.startswith(".") or entry.name == "__MACOSX":
                continue
            if os.path.isdir(entry) if entry.is_symlink() else entry.is_dir():
                folders.append(entry.path)
            elif os.path.isfile(entry) if entry.is_symlink() else entry.is_file():
                yield Path(entry.path)
            elif not os.path.exists(entry):
                rejections.append(Rejection(location=Location(entry.path), reason=_BROKEN_LINK))


def _list_entries(folder: str, rejections: list[Rejection]) -> list[os.DirEntry[str]]:
    """Return what is in a folder, the last name first: the last folder is visited first."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name, reverse=True)
    except OSError as error:
        rejections.append(Rejection(
            location=Location(folder), reason=f"cannot be read: {error.strerror}"))
        return []


def _visit(folder: str, visited: set[_FolderKey]) -> bool:
    """Add a folder to those visited; return whether it was new."""
    try:
        status = os.stat(folder)
    except OSError:
        return True  # listing it says why
    before = len(visited)
    visited.add((status.st_dev, status.st_ino) if status.st_ino else os.path.realpath(folder))
    return len(visited) > before
