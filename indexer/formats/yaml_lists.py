"""Reads YAML: a list of articles item by item, as phpMyAdmin exports tables, or one article."""

import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any, BinaryIO

import yaml

from indexer.formats.io import encoding
from indexer.formats.io.lines import read_lines
from indexer.formats.json import reader as json_reader
from indexer.record import Location, ReadResult, Rejection

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_MAX_BYTES = 1 << 20
"""Limit of an item of a list, and of what is no list: parsers of YAML are slow."""

TOO_LARGE = (
    f"an item of more than {_MAX_BYTES >> 20} MiB: no article is so large; split it or take it out")
_MAX_BRACKETS = 2_000
_ITEM = re.compile(rb"-(?:\s|\Z)")
_APART = re.compile(rb"(?:---|\.\.\.)(?:\s|\Z)|%|#")
"""Between documents, and a comment."""

_END = b"..."

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
    for number, line in enumerate(chain(read_lines(file), [_END]), 1):
        is_apart = line is not None and _APART.match(line) is not None
        if line is not None and (is_apart or _ITEM.match(line)):
            if size > _MAX_BYTES:
                yield first, None
            elif b"".join(held).strip():
                yield first, b"".join(held)
            first, held, size = number, [], 0
        if not is_apart:
            size += _MAX_BYTES + 1 if line is None else len(line)
            held += [line] if line is not None and size <= _MAX_BYTES else []


def _load(text: str) -> Any:
    """Return what a text holds, with all values as texts. Raises YAMLError and ValueError."""
    if sum(map(text.count, "[{")) > _MAX_BRACKETS:
        raise ValueError("too many brackets")
    if _ALIAS.search(text) and any(
            isinstance(token, yaml.AliasToken) for token in yaml.scan(text, Loader=_LOADER)):
        raise ValueError(_HAS_ALIASES)
    return yaml.load(text, Loader=_LOADER)
