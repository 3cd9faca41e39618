"""The files in an archive, read one after another and never unpacked to disk."""

import io
import logging
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import IO, Any, BinaryIO, cast

from indexer.formats.io.skipped_files import Unread
from indexer.record import Location, Record, Rejection

log = logging.getLogger(__name__)

Found = Record | Rejection
Member = tuple[str, "BinaryIO | str"]
"""A member's name, and its bytes or why it cannot be read."""

DAMAGE = (
    OSError, EOFError, ValueError, zlib.error, zipfile.BadZipFile, tarfile.TarError,
    NotImplementedError, RuntimeError, struct.error, IndexError,
)
"""What zipfile and tarfile raise on what is none."""

_LARGEST_DIRECTORY = 48 << 20
"""Bytes of a zip's directory, which is read whole: half a million members."""

_HEADERS = (
    tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK,
)
_LARGEST_HEADER = 1 << 20
_PIPED = "a zip cannot be read from a pipe or within a compressed file: save it as a file"


def read(
    members: Iterator[Member], name: str,
    reader: Callable[[str], Callable[[BinaryIO, str], Iterator[Found]] | str | None],
) -> Iterator[Found]:
    """The records of each member that `reader` knows how to read, or says why not.

    What it does not know is passed over, which is logged at the end.
    """
    known, unread = False, Unread()
    for member, content in members:
        reading = reader(member)
        if _hidden(member):
            continue
        if reading is None:
            unread.add(PurePosixPath(_printable(member)))
            continue
        known = True
        yield from _read(reading, content, Location(f"{name}/{_printable(member)}"))
    if not known:
        yield Rejection(location=Location(name), reason="holds no file of a format that is read")
    elif unread:
        log.warning("%s: %s", _printable(name), unread)


def _read(
    reading: Callable[[BinaryIO, str], Iterator[Found]] | str, content: BinaryIO | str,
    place: Location,
) -> Iterator[Found]:
    if isinstance(reading, str) or isinstance(content, str):
        yield Rejection(
            location=place, reason=content if isinstance(content, str) else str(reading))
        return
    try:
        yield from reading(content, place.file)
    except DAMAGE as error:
        yield Rejection(location=place, reason=unreadable(error))


def unreadable(error: Exception) -> str:
    """That something cannot be read, and why."""
    return f"cannot be read: {str(error) or type(error).__name__}"


def zipped(file: BinaryIO) -> Iterator[Member]:
    """The members of a zip file, in its order."""
    if not file.seekable():
        raise ValueError(_PIPED)
    end = zipfile._EndRecData(file)  # type: ignore[attr-defined]
    if end and end[zipfile._ECD_SIZE] > _LARGEST_DIRECTORY:  # type: ignore[attr-defined]
        raise ValueError("more than about 500,000 members: make it several, or a .tar")
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
        for info in members:
            if info.flag_bits & 1:
                yield info.filename, "encrypted: unpack it with its password first"
            elif not info.filename.endswith("/"):
                yield info.filename, _member(archive, info)
    listed = end[zipfile._ECD_ENTRIES_TOTAL] if end else 0  # type: ignore[attr-defined]
    if len(members) % 65_536 != listed % 65_536:  # some write no more than 16 bits of it
        raise ValueError(f"its directory is damaged: {len(members):,} of {listed:,} members found")


def tarred(file: BinaryIO) -> Iterator[Member]:
    """The files in a tar file, as they come."""
    with tarfile.open(fileobj=file, mode="r|", tarinfo=_Info, ignore_zeros=True) as archive:
        while info := archive.next():
            content = archive.extractfile(info) if info.isfile() else None
            if content:
                yield info.name, io.BufferedReader(_Forward(content))
            archive.members.clear()  # type: ignore[attr-defined]  # it would keep them all


class _Forward(io.RawIOBase):
    """A member that is read from its beginning to its end: tarfile's own cannot say whether it can
    seek where the tar is a pipe, and some ask."""

    def __init__(self, content: IO[bytes]) -> None:
        self._content = content

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int:
        """Bytes as they come."""
        data = self._content.read(len(room))
        room[:len(data)] = data
        return len(data)


class _Info(tarfile.TarInfo):
    """A header; one that is as large as a bomb is refused before it is held.

    tarfile takes a damaged one for the end, and an end without its mark for one.
    """

    @classmethod
    def fromtarfile(cls, archive: Any) -> "_Info":
        """The next header. Raises ReadError where none can be read, before the end."""
        try:
            found = super().fromtarfile(archive)
        except tarfile.EOFHeaderError:  # type: ignore[attr-defined]
            archive.at_end = True
            raise
        except tarfile.EmptyHeaderError:  # type: ignore[attr-defined]
            if getattr(archive, "at_end", False):
                raise
            raise tarfile.ReadError("no end mark: it is cut short") from None
        except tarfile.HeaderError as error:
            raise tarfile.ReadError(f"a header in it is damaged: {error}") from None
        archive.at_end = False
        return found

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        if self.size > _LARGEST_HEADER and self.type in _HEADERS:
            raise tarfile.ReadError("a header of more than 1 MiB")
        return super()._proc_member(archive)  # type: ignore[misc, no-any-return]


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO | str:
    try:
        return cast(BinaryIO, archive.open(info))
    except DAMAGE as error:
        return unreadable(error)


def _hidden(member: str) -> bool:
    """Whether a part of the name begins with a dot, or is what macOS puts beside every file."""
    parts = PurePosixPath(member.replace("\\", "/")).parts
    return any(part.startswith(".") and part not in (".", "..") or part == "__MACOSX"
               for part in parts)


def _printable(member: str) -> str:
    return "".join(char if char.isprintable() else "\ufffd" for char in member)
