"""Reads mailboxes (mbox, RFC 4155): one article a mail, each read as a file of its own would be."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from indexer.formats import eml
from indexer.formats.format import MAIL_SEPARATOR
from indexer.formats.io import encoding
from indexer.formats.io.lines import MAX_RECORD_BYTES, TOO_LARGE
from indexer.formats.io.skipped_files import warn_passed_over
from indexer.record import Location, ReadResult, Rejection

_SEPARATOR = re.compile(MAIL_SEPARATOR + rb"\r?\n?")
_QUOTED_SEPARATOR = re.compile(rb"^>(>*From )", re.MULTILINE)
"""How a line of a mail is written that could be taken for a separator."""

_MAX_LINE_BYTES = 1 << 20

_SET_ASIDE = (
    ("deleted", re.compile(rb"^X-Mozilla-Status:[ \t]*[0-9a-f]{3}[89a-f]", re.I | re.M)),
    ("deleted", re.compile(rb"^X-Status:[ \t]*[A-Z]*D", re.M)),
    ("deleted", re.compile(rb"^X-Gmail-Labels:.*\b(?:Trash|Sampah)\b", re.M)),
    ("drafts", re.compile(rb"^X-Status:[ \t]*[A-Z]*T", re.M)),
    ("drafts", re.compile(rb"^X-Gmail-Labels:.*\b(?:Drafts?|Draf)\b", re.M)),
    ("drafts", re.compile(rb"^X-Mozilla-Draft-Info:", re.I | re.M)),
    ("drafts", re.compile(rb"^X-Unsent:[ \t]*1", re.I | re.M)),
    ("drafts", re.compile(rb"^X-Uniform-Type-Identifier:.*mail-draft\b", re.I | re.M)),
    ("spam", re.compile(rb"^X-Gmail-Labels:.*\bSpam\b", re.M)),
)
"""The headers by which programs mark mails that they show no longer, or that were never sent."""

_NO_MAILS = "no mail in it: each must follow a line From with the sender and the date"


def read(file: BinaryIO, name: str, mapping: Mapping[str, str]) -> Iterator[ReadResult]:
    """Yield a record or a rejection for each mail; drafts, deleted mails and spam are counted."""
    passed_over, any_mail = Counter[str](), False
    for line, data in _split_mails(encoding.transcode_wide(file)):
        any_mail, location = True, Location(name, line)
        if data is None:
            yield Rejection(location=location, reason=TOO_LARGE)
        elif kind := _find_kind(data):
            passed_over[kind] += 1
        else:
            yield eml.read_mail(_QUOTED_SEPARATOR.sub(rb"\1", data), location)
    if not any_mail:
        yield Rejection(location=Location(name), reason=_NO_MAILS)
    warn_passed_over(name, passed_over)


def _split_mails(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Yield the first line (from 1) and the content of each mail; None if it is too large."""
    start, number, size, lines = 1, 0, 0, list[bytes]()
    ended = True
    while line := file.readline(_MAX_LINE_BYTES):
        number += ended
        is_separator = ended and line.startswith(b"From ") and _SEPARATOR.fullmatch(line)
        ended = line.endswith(b"\n")
        if is_separator:
            yield from _join(start, size, lines)
            start, size, lines = number + 1, 0, []
            continue
        size += len(line)
        if size <= MAX_RECORD_BYTES:
            lines.append(line)
        else:
            lines.clear()
    yield from _join(start, size, lines)


def _join(line: int, size: int, lines: list[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Yield a mail with its line, unless it is blank."""
    data = b"".join(lines)
    if size > MAX_RECORD_BYTES:
        yield line, None
    elif data.strip(b"\xef\xbb\xbf \t\r\n"):
        yield line, data


def _find_kind(data: bytes) -> str | None:
    """Return what the headers of a mail say that it is, None if it is an ordinary one."""
    head = re.split(rb"\r?\n\r?\n", data[:_MAX_LINE_BYTES], maxsplit=1)[0]
    return next((kind for kind, pattern in _SET_ASIDE if pattern.search(head)), None)
