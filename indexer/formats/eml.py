"""Reads mail (RFC 5322): one message is one article, and its attachments are ignored."""

import re
from collections.abc import Iterator, Mapping
from email import message_from_bytes, policy
from email.errors import MessageDefect
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from typing import Any, BinaryIO, cast

from indexer.formats.io import encoding
from indexer.formats.io.lines import TOO_LARGE, read_whole
from indexer.record import Location, ReadResult, Record, Rejection, describe_error
from indexer.text import markup
from indexer.text.repair import repair_fields

_MAX_LINES = 500_000
"""As many as 37 MiB of attachments have; mail servers take less. The parser compares each line with
the boundaries of all multiparts around it."""

_MAX_MULTIPARTS = 20
_MAX_PARTS = 10_000
"""Each part takes about two kilobytes of memory, however short it is."""

_MAX_HEADER_BYTES = 10_000
_MAX_HEADERS_WORK = 4 * _MAX_HEADER_BYTES ** 2
"""Limits of a header that is parsed, and of the sum of the squares of all their lengths: parsing
takes time that is quadratic in a header's length."""

_PARSED_HEADERS = re.compile(
    rb"^(?:subject|from|date|message-id|list-id|content-[\w-]{1,40})[ \t]*:"
    rb"[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)

_TOO_COMPLEX = "a message with more lines or parts, or longer headers, than an article can have"
_NOT_A_MAIL = "not a mail: it has no Subject, From or Date"
_NO_TEXT = "no text in it: attachments are not read"
DAMAGED = "damaged mail: parts of it may be missing"


def read(file: BinaryIO, name: str, mapping: Mapping[str, str]) -> Iterator[ReadResult]:
    """Yield the one record of the file."""
    location = Location(name)
    data = read_whole(encoding.transcode_wide(file))
    if data is None:
        yield Rejection(location=location, reason=TOO_LARGE)
    else:
        yield read_mail(data, location)


def read_mail(data: bytes, location: Location) -> ReadResult:
    """Return the record of one mail in bytes."""
    try:
        return _read_message(parse(data), location)
    except Exception as error:  # the parser may raise anything on odd headers and charsets
        return Rejection(
            location=location, reason=f"not a mail that can be read: {describe_error(error)}")


def parse(data: bytes) -> EmailMessage:
    """Return a message with its parts.

    Raises ValueError if it is too complex, and whatever the parser raises on odd headers.
    """
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").lstrip(b"\xef\xbb\xbf\n")
    if _is_too_complex(data):
        raise ValueError(_TOO_COMPLEX)
    return message_from_bytes(data, policy=policy.default)


def _is_too_complex(data: bytes) -> bool:
    return (
        data.count(b"\n") > _MAX_LINES or data.count(b"\n--") > _MAX_PARTS
        or len(re.findall(rb"multipart/", data, re.IGNORECASE)) > _MAX_MULTIPARTS
        or _has_long_headers(data))


def _has_long_headers(data: bytes) -> bool:
    lengths = [len(match[0]) for match in _PARSED_HEADERS.finditer(data)]
    return max(lengths, default=0) > _MAX_HEADER_BYTES or (
        sum(length * length for length in lengths) > _MAX_HEADERS_WORK)


def _read_message(message: EmailMessage, location: Location) -> ReadResult:
    if not any(message[header] for header in ("subject", "from", "date")):
        return Rejection(location=location, reason=_NOT_A_MAIL)
    defects = list[MessageDefect](message.defects)
    content, notes = _read_content(message, defects)
    fields, repairs = repair_fields(_read_headers(message) | content)
    if not content:
        return Rejection(location=location, reason=_NO_TEXT, fields=fields)
    damage = (DAMAGED,) if defects else ()
    return Record(
        location=location, fields=fields, source="metadata", notes=notes + repairs + damage)


def _read_headers(message: EmailMessage) -> dict[str, Any]:
    """Return what the headers state.

    The sender of a personal mail is its author. A mailing list or newsletter speaks for an outlet.
    Addresses are left out, because they are private.
    """
    sender = "outlet" if message["list-id"] else "byline"
    fields = {
        "id": str(message["message-id"] or "").strip().strip("<>"),
        "title": str(message["subject"] or ""),
        "published": str(message["date"] or ""),
        sender: _join_names(message["from"]),
    }
    return {name: value for name, value in fields.items() if value.strip()}


def _join_names(header: Any) -> str:
    """Return the names of senders, without their addresses."""
    addresses = header.addresses if isinstance(header, AddressHeader) else ()
    names = (address.display_name for address in addresses)
    return ", ".join(name for name in names if name and "@" not in name)


def _read_content(
    message: EmailMessage, defects: list[MessageDefect]
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the body, from plain text if there is some, and notes on how it was decoded.

    The fields are empty if there is no text. Defects of the part are added to `defects`.
    """
    for kind in ("plain", "html"):
        part = message.get_body((kind,))
        if part is None:
            continue
        data = cast(bytes, part.get_payload(decode=True))
        if encoding.is_binary(data):
            raise ValueError(encoding.NOT_TEXT)
        text, notes = encoding.decode(data, part.get_content_charset())
        body, captions = markup.to_text_and_captions(text) if kind == "html" else (text, [])
        if body.strip():
            defects += part.defects if part is not message else ()
            return {"body": body.strip()} | ({"captions": captions} if captions else {}), notes
    return {}, ()
