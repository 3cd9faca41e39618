"""Reads YAML: a list of articles item by item, as phpMyAdmin exports tables, or one article."""

import io
import json
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Any, BinaryIO

import yaml

from indexer.fields import synonyms
from indexer.formats import settings
from indexer.formats.io import encoding
from indexer.formats.io.lines import read_lines
from indexer.formats.json import reader as json_reader
from indexer.formats.json import unwrapping
from indexer.record import Location, ReadResult, Rejection

log = logging.getLogger(__name__)

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

_PROSE = re.compile(r"(?s)(?=.{80}).*\w[.!?](?:\s|$)")
"""A text with a sentence, which settings do not have."""

_ALIAS = re.compile(r"(?:^|[\s\[{,:-])\*\w", re.MULTILINE)
_UNREADABLE = "not YAML that can be read: {}"
_HAS_ALIASES = "aliases (*name) can stand for far more than is written: write it out"


_MAX_HELD = 1_000
_SETTINGS = "%s: passed over, as it holds settings and no article"


def read(file: BinaryIO, name: str, mapping: Mapping[str, str]) -> Iterator[ReadResult]:
    """Yield the articles of each item of a list, or of each document.

    Nothing is yielded of a file that holds nothing like an article, as most do that lie beside
    articles.
    """
    held: list[ReadResult] = []
    results = _read_items(file, name, mapping)
    for may_be_article, result in results:
        held.append(result)
        if may_be_article or len(held) > _MAX_HELD:
            yield from held
            yield from (each for _, each in results)
            return
    if held:
        log.warning(_SETTINGS, name)


def _may_be_article(value: Any, mapping: Mapping[str, str]) -> bool:
    """Return whether a value has anything that settings do not have.

    >>> _may_be_article({"title": "Kabar Nusa", "theme": {"title": "gelap"}}, {})
    False
    >>> _may_be_article([{"judul": "Harga beras naik", "isi": "Harga beras naik lagi."}], {})
    True
    """
    if isinstance(value, list):
        return any(_may_be_article(each, mapping) for each in value)
    if not isinstance(value, dict):
        return False
    texts = [each for name, each in value.items()
             if isinstance(each, str) and each.strip() and not synonyms.is_summary(name)]
    return (
        bool(synonyms.apply_mapping(value, mapping)) or settings.speaks_for_article(value)
        or any(map(_PROSE.search, texts)) or bool(unwrapping.unwrap(value))
        or unwrapping.is_article(dict.fromkeys(
            name for name, each in value.items() if each in texts)))


def _read_items(
    file: BinaryIO, name: str, mapping: Mapping[str, str]
) -> Iterator[tuple[bool, ReadResult]]:
    """Yield what each item holds, and whether it may be an article."""
    for line, written in _split(encoding.transcode_wide(file)):
        location = Location(name, line)
        if written is None:
            yield True, Rejection(location=location, reason=TOO_LARGE)
            continue
        text, _ = encoding.decode(written, None)
        try:
            value = _load(text)
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            reason = _UNREADABLE.format(str(error).partition("\n")[0])
            yield True, Rejection(location=location, reason=reason, raw=text)
            continue
        may_be_article = _may_be_article(value, mapping)
        as_json = io.BufferedReader(io.BytesIO(json.dumps(value).encode()))
        for result in json_reader.read(as_json, name, mapping):
            yield may_be_article, replace(result, location=location)


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
