"""The formats that articles come in: one reader a module, chosen by the file's name or by its own.

A reader takes the open file and its name, and yields records or rejections, in order,
holding no more than one record in memory.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from io import BufferedReader, RawIOBase
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import BinaryIO, cast

from indexer.formats import exports
from indexer.formats.csv import reader as csv
from indexer.formats.feed import reader as feed
from indexer.formats.html import reader as html
from indexer.formats.io import archive, encoding
from indexer.formats.io.compressed import COMPRESSED, decompressed
from indexer.formats.json import json_lines
from indexer.formats.json import reader as json
from indexer.formats.txt import reader as txt
from indexer.record import Location, Record, Rejection

Found = Record | Rejection
Reader = Callable[[BinaryIO, str], Iterator[Found]]

FORMATS = {
    "txt": (".txt",), "jsonl": (".jsonl", ".ndjson", ".jl"), "csv": (".csv",), "tsv": (".tsv",),
    "html": (".html", ".htm"), "feed": (".rss", ".atom", ".xml"), "json": (".json",),
    "zip": (".zip",), "tar": (".tar", ".tgz"),
}
"""The formats by name, and how their files' names end."""

_PLAIN: dict[str, Reader] = {
    "txt": txt.read, "html": html.read, "feed": feed.read, "json": json.read,
}
_ENDS = {end: format for format, ends in FORMATS.items() for end in ends}
_ARCHIVES = {"zip": archive.zipped, "tar": archive.tarred}
_NONE: Mapping[str, str] = MappingProxyType({})
_NESTED = "an archive within an archive is not read: unpack it first"


def reader(path: Path, mapping: Mapping[str, str] = _NONE) -> Reader | None:
    """The reader for a file of this name, None if its format is not known."""
    format, packed = _kind(path.name)
    return partial(
        _read, format=format, packed=packed, mapping=mapping, told=False) if format else None


def read(
    path: Path, format: str | None = None, mapping: Mapping[str, str] = _NONE
) -> Iterator[Found]:
    """The records of a file; what cannot be read becomes a rejection, never an exception.

    `format` is one of FORMATS, where the file's name does not say it; `mapping` has names of
    fields that are known beside the usual ones.
    """
    by_name, packed = _kind(path.name)
    try:
        with path.open("rb") as file:
            yield from _read(
                file, str(path), format or by_name, packed, mapping, told=format is not None)
    except OSError as error:
        yield Rejection(location=Location(str(path)), reason=f"cannot be read: {error}")


def read_stream(
    file: BinaryIO, name: str, format: str, mapping: Mapping[str, str] = _NONE
) -> Iterator[Found]:
    """The records of an open file, such as a pipe, as `read` gives them.

    `format` is one of FORMATS, and may end in .gz or .zst.
    """
    packed = next((end for end in COMPRESSED if format.endswith(end)), "")
    yield from _read(file, name, format.removesuffix(packed), packed, mapping)


def _read(
    file: BinaryIO, name: str, format: str | None, packed: str, mapping: Mapping[str, str],
    told: bool = True,
) -> Iterator[Found]:
    """The records of a file; of one that is only called text, as what it begins as."""
    if format not in FORMATS:
        known = ", ".join(_ENDS)
        yield Rejection(
            location=Location(name), reason=f"unknown format: {known} are read, also .gz and .zst")
        return
    try:
        with decompressed(file, packed) as unpacked:
            content = _peekable(unpacked)
            found = txt.format_of(content) if format == "txt" and not told else format
            yield from filter(exports.is_out, _reading(found, mapping)(content, name))
    except archive.DAMAGE as error:
        yield Rejection(location=Location(name), reason=archive.unreadable(error))


def _reading(format: str, mapping: Mapping[str, str]) -> Reader:
    if format in ("csv", "tsv"):
        return partial(csv.read, mapping=mapping)
    if format == "jsonl":
        return _json_lines
    if format in _ARCHIVES:
        def read(file: BinaryIO, name: str) -> Iterator[Found]:
            return archive.read(_ARCHIVES[format](file), name, partial(_member, mapping=mapping))
        return read
    return _PLAIN[format]


def _json_lines(file: BinaryIO, name: str) -> Iterator[Found]:
    """The records of JSON Lines, out of what Elasticsearch puts around them.

    Arrays and objects on several lines are often called so as well, and read as what they are.
    """
    file = encoding.wide(file) or file
    records = (json_lines if json_lines.in_lines(file) else json).read(file, name)
    for found in exports.without_actions(records):
        if isinstance(found, Record) and isinstance(found.fields.get("_source"), dict):
            yield from json.unwrapped(found)
        else:
            yield found


def _member(name: str, mapping: Mapping[str, str]) -> Reader | str | None:
    """The reader for a member of an archive, or why there is none; None if it is left aside."""
    path = Path(PurePosixPath(name.replace("\\", "/")).name)
    return _NESTED if _kind(path.name)[0] in _ARCHIVES else reader(path, mapping)


def _kind(name: str) -> tuple[str | None, str]:
    """The format that a file's name says, and how it is compressed.

    >>> _kind("a.JSONL.gz"), _kind("a.tgz"), _kind("a.gz"), _kind("a.zip.gz")
    (('jsonl', '.gz'), ('tar', '.gz'), (None, '.gz'), (None, '.gz'))
    """
    suffixes = [suffix.lower() for suffix in Path(name).suffixes]
    packed = suffixes.pop() if suffixes and suffixes[-1] in COMPRESSED else ""
    format = _ENDS.get(suffixes[-1]) if suffixes else None
    if format == "zip" and packed:
        return None, packed
    return format, ".gz" if suffixes and suffixes[-1] == ".tgz" else packed


def _peekable(file: BinaryIO) -> BinaryIO:
    return file if hasattr(file, "peek") else BufferedReader(cast(RawIOBase, file))
