"""Which files are read: those that are named, and those in the folders that are."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from indexer import formats
from indexer.record import Place, Rejection

_ABSENT = "cannot be read: a link to what is not there; a disk may not be mounted"


def files(paths: Iterable[Path], format: str | None = None) -> Iterator[Path]:
    """The files of `found`."""
    return (each for each in found(paths, format) if isinstance(each, Path))


def found(paths: Iterable[Path], format: str | None = None) -> Iterator[Path | Rejection]:
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
        yield from (each for each in below if format or formats.reader(each))


def unread(paths: Iterable[Path]) -> Iterator[Path]:
    """A file of each folder that has some, but none whose name says a known format."""
    for path in filter(Path.is_dir, paths):
        below = sorted(_below(path, []))
        if not any(map(formats.reader, below)):
            yield from below[:1]


def _below(path: Path, shut: list[Rejection]) -> Iterator[Path]:
    """The files below a folder, links followed; what cannot be looked into is told to `shut`.

    However many links lead to a folder, it is looked into once.
    """
    known = {_folder(path)}

    def closed(error: OSError) -> None:
        shut.append(Rejection(Place(str(error.filename)), f"cannot be read: {error.strerror}"))

    for folder, folders, names in os.walk(path, onerror=closed, followlinks=True):
        folders[:] = [name for name in sorted(folders)
                      if not _hidden(name) and _new(Path(folder, name), known)]
        for file in (Path(folder, name) for name in names if not _hidden(name)):
            if file.is_file():
                yield file
            elif file.is_symlink() and not file.exists():
                shut.append(Rejection(Place(str(file)), _ABSENT))


def _new(folder: Path, known: set[tuple[int, int]]) -> bool:
    """Whether a folder is none of those that are known; it is from now on."""
    try:
        itself = _folder(folder)
    except OSError:
        return True  # looking into it says why
    before = len(known)
    known.add(itself)
    return len(known) > before


def _folder(path: Path) -> tuple[int, int]:
    """What a folder is known by, whatever its name: its device, and its number there."""
    status = path.stat()
    return status.st_dev, status.st_ino


def _hidden(name: str) -> bool:
    return name.startswith(".") or name == "__MACOSX"
