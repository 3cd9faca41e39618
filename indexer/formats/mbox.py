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

_NO_MAILS = "no mail in it: each must follow a line From with the sender and the date"


def read(file: BinaryIO, name: str, mapping: Mapping[str, str]) -> Iterator[ReadResult]:
    """Yield a record or a rejection for each mail; drafts, deleted mails and spam are counted."""
    passed_over, any_mail = Counter[str](), False
    for line, data in _split_mails(encoding.transcode_wide(file)):
        any_mail, location = True, Location(name, line)
        if data is None:
            yield Rejection(location=location, reason=TOO_LARGE)
        elif kind := eml.find_kind(data):
            passed_over[kind] += 1
        else:
            yield from eml.read_mail(_QUOTED_SEPARATOR.sub(rb"\1", data), location)
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
