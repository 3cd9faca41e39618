"""Reads YAML: a list of articles item by item, as phpMyAdmin exports tables, or one article."""

import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, BinaryIO

import yaml

from indexer.formats.io import encoding
from indexer.formats.io.lines import TOO_LARGE, read_lines
from indexer.formats.json import reader as json_reader
from indexer.record import Location, ReadResult, Rejection

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_MAX_BYTES = 1 << 20
"""Limit of an item of a list, and of what is no list: parsers of YAML are slow."""

_MAX_BRACKETS = 2_000
_ITEM = re.compile(rb"-(?:\s|\Z)")
_APART = re.compile(rb"(?:---|\.\.\.)(?:\s|\Z)|%|#")
"""Between documents, and a comment."""

_ALIAS = re.compile(r"(?:^|[\s\[{,:-])\*\w", re.MULTILINE)
_UNREADABLE = "not YAML that can be read: {}"
_HAS_ALIASES = "aliases (*name) can stand for far more than is written: write it out"


def read(file: BinaryIO, name: str, mapping: Mapping[str, str]) -> Iterator[ReadResult]:
    """Yield the articles of each item of a list, or of each document."""
    for line, written in _split(encoding.transcode_wide(file)):
        location = Location(name, line)
        if written is None:
            yield Rejection(location=location, reason=TOO_LARGE)
            continue
        text, _ = encoding.decode(written, None)
        try:
            value = _load(text)
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            reason = _UNREADABLE.format(str(error).partition("\n")[0])
            yield Rejection(location=location, reason=reason, raw=text)
            continue
        as_json = io.BufferedReader(io.BytesIO(json.dumps(value).encode()))
        for result in json_reader.read(as_json, name, mapping):
            yield replace(result, location=location)


def _split(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Yield the items and documents of a file, each with its first line; None if one is too large.
    """
    first, held, size = 1, list[bytes](), 0
    for number, line in enumerate(read_lines(file), 1):
        begins = line is not None and (_ITEM.match(line) or _APART.match(line)) is not None
        if begins and b"".join(held).strip():
            yield first, b"".join(held) if size <= _MAX_BYTES else None
        if begins:
            first, held, size = number, [], 0
        if line is None or not _APART.match(line):
            size += len(line) if line is not None else _MAX_BYTES + 1
            held += [line] if line is not None and size <= _MAX_BYTES else []
    if b"".join(held).strip():
        yield first, b"".join(held) if size <= _MAX_BYTES else None


def _load(text: str) -> Any:
    """Return what a text holds, with all values as texts. Raises YAMLError and ValueError."""
    if sum(map(text.count, "[{")) > _MAX_BRACKETS:
        raise ValueError("too many brackets")
    if _ALIAS.search(text) and any(
            isinstance(token, yaml.AliasToken) for token in yaml.scan(text, Loader=_LOADER)):
        raise ValueError(_HAS_ALIASES)
    return yaml.load(text, Loader=_LOADER)
