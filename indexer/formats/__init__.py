"""The formats that articles come in.

    registry.py  lists the formats, a row each
    format.py    says what a format is, and what its reader must do
    exports.py   leaves out drafts, comments and attachments that sites export
    settings.py  recognises settings, licences and the like among articles
    tables.py    tells the tables of articles in a dump or database from the others
    tokens.py    joins lists of tokens to prose

Each other module or package has the reader of one format, or of two that are alike; io/ has what
they share. Every reader streams: it holds one record in memory, or the first rows of tables
whose names do not say what they are.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from io import BufferedReader, RawIOBase
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import BinaryIO, cast

from indexer.formats import exports, settings, tokens
from indexer.formats.format import Format
from indexer.formats.io import archive
from indexer.formats.io.compressed import (
    COMPRESSED,
    ENDINGS_SHOWN,
    detect_compression,
    open_decompressed,
)
from indexer.formats.registry import ADVICE, FORMATS, find_format, sniff_format
from indexer.record import Location, ReadResult, Rejection

__all__ = ["FORMATS", "is_readable", "read", "read_stream"]

Opener = Callable[[str, int], int]
"""Opens the file of a path, with flags as `os.open` takes them; returns its descriptor."""

_NO_MAPPING: Mapping[str, str] = MappingProxyType({})
_EMPTY = "an empty file, which is not even compressed: copy it again"
_NESTED = "an archive in an archive is not read: unpack it first"


def is_readable(path: Path) -> bool:
    """Return whether a file's name says that it has a known format, and may hold articles."""
    return find_format(path.name)[0] is not None and not settings.is_beside_articles(path)


def read(
    path: Path, format: str | None = None, mapping: Mapping[str, str] = _NO_MAPPING,
    on_open: Callable[[BinaryIO], None] = lambda file: None, opener: Opener | None = None,
) -> Iterator[ReadResult]:
    """Yield the records of a file. Whatever cannot be read becomes a rejection, not an exception.

    `format` is a name in FORMATS and overrides what the file's name says. `mapping` (their name →
    ours) names fields beyond the usual ones. `on_open` is called with the open file, whose position
    shows how much of it has been read. `opener` opens it, as that of `open` does.
    """
    named, compression = find_format(path.name)
    try:
        with open(path, "rb", opener=opener) as file:
            on_open(file)
            yield from _read(
                file, str(path), FORMATS.get(format) if format else named, compression, mapping,
                sniff=format is None)
    except OSError as error:
        yield Rejection(location=Location(str(path)), reason=f"cannot be read: {error}")


def read_stream(
    file: BinaryIO, name: str, format: str, mapping: Mapping[str, str] = _NO_MAPPING
) -> Iterator[ReadResult]:
    """Yield the records of an open file, such as a pipe, as `read` does.

    `format` is a name in FORMATS, perhaps followed by an ending in COMPRESSED.
    """
    compression = next((ending for ending in COMPRESSED if format.endswith(ending)), "")
    bare_format = FORMATS.get(format.removesuffix(compression))
    yield from _read(file, name, bare_format, compression, mapping, sniff=False)


def _read(
    file: BinaryIO, name: str, format: Format | None, compression: str,
    mapping: Mapping[str, str], sniff: bool,
) -> Iterator[ReadResult]:
    """Yield the records of a file, without those that are no articles.

    With `sniff` a file that is called text, a page or XML is read as what it turns out to be.
    """
    if format is None:
        yield Rejection(location=Location(name), reason=_describe_unknown(name))
        return
    try:
        packed = _make_peekable(file)
        ending = detect_compression(packed, compression)
        if ending and not cast(BufferedReader, packed).peek(1):
            yield Rejection(location=Location(name), reason=_EMPTY)
            return
        with open_decompressed(packed, ending, format.compressed_by_record) as decompressed:
            content = _make_peekable(decompressed)
            actual = sniff_format(content, format) if sniff else format
            results = map(tokens.join_tokens, _read_as(actual, content, name, mapping))
            yield from filter(exports.is_article, results)
    except archive.DAMAGE as error:
        yield Rejection(location=Location(name), reason=archive.describe_damage(error))


def _describe_unknown(name: str) -> str:
    """Return that a file's format is unknown, and what to do about it."""
    ending = PurePosixPath(name).suffix.lower()
    if advice := ADVICE.get(ending):
        return f"unknown format: {ending} is not read; {advice}"
    known = ", ".join(ending for each in FORMATS.values() for ending in each.endings)
    return f"unknown format: the known ones are {known}, also compressed as {ENDINGS_SHOWN}"


def _read_as(
    format: Format, file: BinaryIO, name: str, mapping: Mapping[str, str]
) -> Iterator[ReadResult]:
    if format.list_members:
        members = format.list_members(file)
        return archive.read_members(members, name, partial(_choose_member_reader, mapping=mapping))
    assert format.read, f"{format.name} has neither a reader nor members"
    return format.read(file, name, mapping)


def _choose_member_reader(
    name: str, mapping: Mapping[str, str]
) -> archive.MemberReader | str | None:
    """Return the reader of a member of an archive, or why there is none; None to skip it."""
    path = PurePosixPath(name.replace("\\", "/"))
    format, compression = find_format(path.name)
    if format is None or settings.is_beside_articles(path):
        return None
    if format.is_archive:
        return _NESTED
    return partial(_read, format=format, compression=compression, mapping=mapping, sniff=True)


def _make_peekable(file: BinaryIO) -> BinaryIO:
    return file if hasattr(file, "peek") else BufferedReader(cast(RawIOBase, file))
