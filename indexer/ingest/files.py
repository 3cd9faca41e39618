"""Finds the files to read: those that are named, and those in folders."""

import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from indexer import formats
from indexer.formats.io.skipped_files import SkippedFiles, is_hidden_name
from indexer.record import Location, Rejection

log = logging.getLogger(__name__)

_BROKEN_LINK = "cannot be read: a link to something that does not exist; a disk may not be mounted"

_LEADS_OUT = "a link that leads out of the folder has taken its place"

_FolderKey = tuple[int, int] | str
"""What identifies a folder whatever its name: device and inode, else its real path."""


@dataclass(frozen=True, slots=True)
class OutsideLink:
    """A link in a folder that leads out of it and is not followed, and where it leads."""

    path: str
    target: str

    def __str__(self) -> str:
        return f"{self.path} -> {self.target}"


@dataclass(frozen=True, slots=True)
class FolderContent:
    """The files of a folder that may be read, by name; what was not opened, and what is skipped.

    Skipped are files whose names say no known format; hidden ones do not count.
    """

    files: Sequence[Path]
    unopened: Sequence[Rejection | OutsideLink]
    skipped: SkippedFiles


def look_through(
    folder: Path, format: str | None = None, follow_links: bool = False
) -> FolderContent:
    """Return what is in a folder, as `find_files` finds it."""
    walk, files, skipped = _Walk(folder, format, follow_links), list[Path](), SkippedFiles()
    for file in walk.find():
        if walk.is_readable(file):
            files.append(file)
        else:
            skipped.add(file)
    return FolderContent(sorted(files), sorted(walk.unopened, key=str), skipped)


def find_files(
    paths: Iterable[Path], format: str | None = None, follow_links: bool = False
) -> Iterator[Path | Rejection | OutsideLink]:
    """Yield the named files and, for each folder, what is not opened, then its files by name.

    Folders are walked recursively. Hidden files are skipped, and files whose names say no known
    format, unless a `format` is given for all. A file that links lead to is yielded once. Links
    that lead out of the folder are followed only with `follow_links`.
    """
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        content = look_through(path, format, follow_links)
        if not content.files and not content.unopened:
            log.warning("%s: no file of a known format in it", path)
        yield from content.unopened
        yield from content.files


def survey(
    paths: Iterable[Path], format: str | None = None, follow_links: bool = False
) -> tuple[int, SkippedFiles]:
    """Return the number of bytes to read, and the files of folders that are skipped.

    Skipped are files whose names say no known format; hidden ones do not count.
    """
    size, skipped = 0, SkippedFiles()
    for path in paths:
        walk = _Walk(path, format, follow_links)
        for file in walk.find() if path.is_dir() else [path]:
            if file == path or walk.is_readable(file):
                size += file.stat().st_size if file.exists() else 0
            else:
                skipped.add(file)
    return size, skipped


def open_below(folder: str, path: str, flags: int) -> int:
    """Open what a path within a folder leads to, and nothing outside; return its descriptor.

    The walk may be long ago, and a link may have taken the place of a file or of a folder on the
    way. No link is followed but those that lead to a place in the folder. Raises OSError.
    """
    root = os.path.realpath(folder)
    inside = os.path.relpath(os.path.realpath(path), root)
    if inside == os.curdir or inside.split(os.sep)[0] == os.pardir:
        raise OSError(_LEADS_OUT)
    if os.open not in os.supports_dir_fd:  # Windows, where few may make links
        return os.open(path, flags)
    *folders, name = inside.split(os.sep)
    descriptor = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for each in folders:
            inner = os.open(
                each, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = inner
        return os.open(name, flags | os.O_NOFOLLOW, dir_fd=descriptor)
    finally:
        os.close(descriptor)


class _Walk:
    """A walk through a folder. `unopened` is what it met and did not open.

    What a link leads to is left to the walk itself if it comes there without the link. So links
    neither lead in circles nor show a file twice.
    """

    def __init__(self, folder: Path, format: str | None, follow_links: bool) -> None:
        self.unopened: list[Rejection | OutsideLink] = []
        self._folder = str(folder)
        self._root = Path(os.path.realpath(folder))
        self._format = format
        self._follow_links = follow_links
        self._visited = set[_FolderKey]()
        self._linked_files = set[str]()

    def is_readable(self, file: Path) -> bool:
        """Return whether a file is to be read: its name says its format, or an option does."""
        return bool(self._format) or formats.is_readable(file)

    def find(self) -> Iterator[Path]:
        """Yield the files below the folder, also those that are not readable."""
        folders = [(self._folder, False)]
        while folders:
            folder, behind_link = folders.pop()
            for entry in self._list_entries(folder) if self._visit(folder) else ():
                is_link = entry.is_symlink()
                if is_hidden_name(entry.name) or is_link and not self._goes_through(entry.path):
                    continue
                if entry.is_dir():
                    folders.append((entry.path, behind_link or is_link))
                elif entry.is_file() and self._is_new(entry.path, behind_link or is_link):
                    yield Path(entry.path)

    def _goes_through(self, link: str) -> bool:
        """Return whether to go where a link leads; note what is not opened because of it."""
        target = os.path.realpath(link)
        inside = self._find_inside(target)
        if inside is None and not self._follow_links:
            self.unopened.append(OutsideLink(link, target))
            return False
        if not os.path.exists(link):
            self.unopened.append(Rejection(location=Location(link), reason=_BROKEN_LINK))
            return False
        return inside is None or not self._comes_to(inside)

    def _find_inside(self, target: str) -> Path | None:
        """Return the place of a real path below the folder; None if it lies outside."""
        try:
            return Path(target).relative_to(self._root)
        except ValueError:
            return None

    def _comes_to(self, inside: Path) -> bool:
        """Return whether the walk comes to a place without going through a link."""
        is_opened = self.is_readable(inside) or os.path.isdir(self._root / inside)
        return is_opened and not any(map(is_hidden_name, inside.parts))

    def _is_new(self, file: str, behind_link: bool) -> bool:
        """Return whether a file was not met before; only behind links can that be."""
        if not behind_link:
            return True
        before = len(self._linked_files)
        self._linked_files.add(os.path.realpath(file))
        return len(self._linked_files) > before

    def _list_entries(self, folder: str) -> list[os.DirEntry[str]]:
        """Return what is in a folder, the last name first: the last folder is visited first."""
        try:
            with os.scandir(folder) as entries:
                return sorted(entries, key=lambda entry: entry.name, reverse=True)
        except OSError as error:
            self.unopened.append(Rejection(
                location=Location(folder), reason=f"cannot be read: {error.strerror}"))
            return []

    def _visit(self, folder: str) -> bool:
        """Add a folder to those visited; return whether it was new."""
        try:
            status = os.stat(folder)
        except OSError:
            return True  # listing it says why
        before = len(self._visited)
        self._visited.add(
            (status.st_dev, status.st_ino) if status.st_ino else os.path.realpath(folder))
        return len(self._visited) > before
