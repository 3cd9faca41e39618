"""Reads the files in an archive one after another, without unpacking them to disk.

It uses private parts of zipfile and tarfile; tests/indexer/formats/test_standard_library.py fails
when a new Python changes them.
"""

import io
import logging
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath
from typing import IO, Any, BinaryIO, cast

from indexer.formats.format import Member, MemberLink
from indexer.formats.io.compressed import Allowance, find_excess, limit_expansion
from indexer.formats.io.lines import MAX_RECORD_BYTES, TOO_LARGE
from indexer.formats.io.skipped_files import SkippedFiles, is_hidden_name
from indexer.record import Location, ReadResult, Rejection, describe_error

log = logging.getLogger(__name__)

MemberReader = Callable[[BinaryIO, str], Iterator[ReadResult]]
"""Reads a member, given its content and the name for its locations."""

DAMAGE = (
    OSError, EOFError, ValueError, zlib.error, zipfile.BadZipFile, tarfile.TarError,
    NotImplementedError, RuntimeError, struct.error, IndexError,
)
"""What zipfile and tarfile raise on damaged files."""

_MAX_DIRECTORY_BYTES = 48 << 20
"""Size of a zip's directory, which zipfile reads whole: about half a million members."""

_LARGE_HEADER_TYPES = (
    tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK,
)
"""Types of tar headers that are followed by a header of any size, which tarfile reads whole."""

_MAX_HEADER_BYTES = 1 << 20
_MAX_TARGET_BYTES = 4_096
_NOT_SEEKABLE = "a zip cannot be read from a pipe or within a compressed file: save it as a file"


def read_members(
    members: Iterator[Member], name: str,
    choose_reader: Callable[[str], MemberReader | str | None],
) -> Iterator[ReadResult]:
    """Yield the records of the members of an archive.

    `choose_reader` takes a member's name. It returns a reader, or why there is none, or None to
    skip the member. Links and skipped members are logged at the end; hidden ones do not count.
    """
    any_known, skipped, links, first_link = False, SkippedFiles(), 0, ""
    for member, content in members:
        reader = choose_reader(member)
        if _is_hidden(member):
            continue
        if isinstance(content, MemberLink):
            links, first_link = links + 1, first_link or f"{member} -> {content.target}"
            continue
        if reader is None:
            skipped.add(PurePosixPath(_replace_unprintable(member)))
            continue
        any_known = True
        location = Location(f"{name}/{_replace_unprintable(member)}")
        yield from _read_member(reader, content, location)
    if not any_known:
        yield Rejection(location=Location(name), reason="it contains no file of a known format")
    elif skipped:
        log.warning("%s: %s", _replace_unprintable(name), skipped)
    if links:
        log.warning("%s: links that are not followed: %s, such as %s", _replace_unprintable(name),
                    f"{links:,}", _replace_unprintable(first_link))


def _read_member(
    reader: MemberReader | str, content: BinaryIO | str, location: Location
) -> Iterator[ReadResult]:
    if isinstance(content, str):
        yield Rejection(location=location, reason=content)
        return
    if isinstance(reader, str):
        yield Rejection(location=location, reason=reader)
        return
    try:
        yield from reader(content, location.file)
    except DAMAGE as error:
        yield Rejection(location=location, reason=describe_damage(error))


def describe_damage(error: Exception) -> str:
    """Return the reason for a rejection, even if the exception has no message."""
    return f"cannot be read: {describe_error(error)}"


def open_parts(file: BinaryIO) -> zipfile.ZipFile:
    """Open a document that is a zip of parts. Raises one of DAMAGE if it cannot be read."""
    _read_end(file)
    return zipfile.ZipFile(file)


def read_part(archive: zipfile.ZipFile, name: str, limit: int | None = None) -> bytes:
    """Return a part of a document, up to a record's size or a smaller limit in bytes.

    Raises one of DAMAGE, or KeyError if there is no such part.
    """
    info = archive.getinfo(name)
    if info.file_size > (limit or MAX_RECORD_BYTES):
        raise ValueError(f"{name} is {TOO_LARGE}" if limit is None else f"{name} is too large")
    check_expansion([info])
    return archive.read(name)


def check_expansion(parts: Iterable[zipfile.ZipInfo]) -> None:
    """Raise ValueError if parts of a document expand too much, by what the directory states.

    zipfile never gives more of a part than that.
    """
    Allowance().spend(sum(find_excess(part.file_size, part.compress_size) for part in parts))


def _read_end(file: BinaryIO) -> Any:
    """Return what stands at the end of a zip file. Raises ValueError if it lists too many."""
    if not file.seekable():
        raise ValueError(_NOT_SEEKABLE)
    end = zipfile._EndRecData(file)  # type: ignore[attr-defined]
    if end and end[zipfile._ECD_SIZE] > _MAX_DIRECTORY_BYTES:  # type: ignore[attr-defined]
        raise ValueError("more than about 500,000 members: split it, or make it a .tar")
    return end


def list_zip(file: BinaryIO) -> Iterator[Member]:
    """Yield the members of a zip file in the order of its directory.

    Raises one of DAMAGE if it cannot be read, or at the end if members are missing.
    """
    end, allowance = _read_end(file), Allowance()
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
        for info in members:
            if info.flag_bits & 1:
                yield info.filename, "encrypted: unpack it with its password first"
            elif _is_link(info):
                yield info.filename, MemberLink(_read_target(archive, info))
            elif not info.filename.endswith("/"):
                yield info.filename, _open_member(archive, info, allowance)
    listed = end[zipfile._ECD_ENTRIES_TOTAL] if end else 0  # type: ignore[attr-defined]
    if len(members) % 65_536 != listed % 65_536:  # some programs write only 16 bits of it
        raise ValueError(f"its directory is damaged: {len(members):,} of {listed:,} members found")


def list_tar(file: BinaryIO) -> Iterator[Member]:
    """Yield the regular files and the links in a tar file in its order. Raises one of DAMAGE."""
    with tarfile.open(fileobj=file, mode="r|", tarinfo=_StrictHeader, ignore_zeros=True) as archive:
        while info := archive.next():
            if info.issym() or info.islnk():
                yield info.name, MemberLink(info.linkname)
            content = archive.extractfile(info) if info.isfile() else None
            if content:
                yield info.name, io.BufferedReader(_ForwardOnly(content))
            archive.members.clear()  # type: ignore[attr-defined]  # it would keep them all


class _ForwardOnly(io.RawIOBase):
    """The content of a member, read once from beginning to end.

    tarfile's own object cannot tell whether it is seekable if the tar is a pipe, and callers ask.
    """

    def __init__(self, content: IO[bytes]) -> None:
        self._content = content

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer as far as the next read allows."""
        data = self._content.read(len(buffer))
        buffer[:len(data)] = data
        return len(data)


class _StrictHeader(tarfile.TarInfo):
    """A tar header that is refused if it is damaged or too large.

    tarfile itself takes a damaged header for the end of the file, and an end without its mark for
    a regular end.
    """

    @classmethod
    def fromtarfile(cls, archive: Any) -> "_StrictHeader":
        """Return the next header. Raises ReadError if it cannot be read and is not the end."""
        try:
            header = super().fromtarfile(archive)
        except tarfile.EOFHeaderError:  # type: ignore[attr-defined]
            archive.at_end = True
            raise
        except tarfile.EmptyHeaderError:  # type: ignore[attr-defined]
            if getattr(archive, "at_end", False):
                raise
            raise tarfile.ReadError("no end mark: the file is cut short") from None
        except tarfile.HeaderError as error:
            raise tarfile.ReadError(f"a header in it is damaged: {error}") from None
        archive.at_end = False
        return header

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        if self.size > _MAX_HEADER_BYTES and self.type in _LARGE_HEADER_TYPES:
            raise tarfile.ReadError("a header of more than 1 MiB")
        return super()._proc_member(archive)  # type: ignore[misc, no-any-return]


def _open_member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, allowance: Allowance
) -> BinaryIO | str:
    try:
        content = cast(BinaryIO, archive.open(info))
        return cast(BinaryIO, limit_expansion(content, lambda: info.compress_size, allowance))
    except DAMAGE as error:
        return describe_damage(error)


def _is_link(info: zipfile.ZipInfo) -> bool:
    """Return whether a member is a symbolic link, by the type of file that Unix programs store."""
    return stat.S_ISLNK(info.external_attr >> 16)


def _read_target(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> str:
    """Return where a link leads: its content; "?" if that cannot be read."""
    try:
        with archive.open(info) as content:
            return content.read(_MAX_TARGET_BYTES).decode("utf-8", "replace")
    except DAMAGE:
        return "?"


def _is_hidden(member: str) -> bool:
    parts = PurePosixPath(member.replace("\\", "/")).parts
    return any(is_hidden_name(part) for part in parts if part not in (".", ".."))


def _replace_unprintable(member: str) -> str:
    return "".join(char if char.isprintable() else "\ufffd" for char in member)
