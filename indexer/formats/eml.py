"""Reads mail (RFC 5322): one message is one article, and its attachments are ignored.

Each message of a digest and each whole article of a newsletter is one as well.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from email import message_from_bytes, message_from_string, policy
from email.errors import MessageDefect
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from typing import Any, BinaryIO, cast

from indexer.formats.html import reader as html
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

_MAX_HEAD_BYTES = 1 << 20
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

_APPLE_SIZE = re.compile(rb"(\d{1,9})[ \t]*\r?\n(?=[\w-]+:)")
_APPLE_FLAGS = re.compile(rb"<key>flags</key>\s*<integer>(\d{1,18})</integer>")
_DELETED, _DRAFT = 1 << 1, 1 << 6
"""Bits of the flags that Apple Mail keeps behind a mail."""

_BETWEEN_MESSAGES = re.compile(r"^-{30}(?:-{40})?[ \t]*\n\s*(?:Message: \d+\n)?", re.MULTILINE)
_MESSAGE_HEADERS = re.compile(r"(?:[\w-]{1,40}:.*\n(?:[ \t].*\n)*)*From:")
_HEADING = re.compile(rb"<h[1-4][\s>]", re.IGNORECASE)
_MIN_HEADINGS = 2
_OF_NEWSLETTER = ("published", "outlet", "byline")
"""What the headers of a newsletter state of each of its articles."""

_TOO_COMPLEX = "a message with more lines or parts, or longer headers, than an article can have"
_NOT_A_MAIL = "not a mail: it has no Subject, From or Date"
_NO_TEXT = "no text in it: attachments are not read"
DAMAGED = "damaged mail: parts of it may be missing"


def read(file: BinaryIO, name: str, mapping: Mapping[str, str]) -> Iterator[ReadResult]:
    """Yield the record of the file, or one for each of its articles."""
    location = Location(name)
    data = read_whole(encoding.transcode_wide(file))
    if data is None:
        yield Rejection(location=location, reason=TOO_LARGE)
        return
    data, flags = _open_envelope(data)
    kind = "drafts" if flags & _DRAFT else "deleted" if flags & _DELETED else find_kind(data)
    hidden = f"a header of the mail says that it is {kind}" if kind else ""
    for result in read_mail(data, location):
        yield replace(result, hidden=hidden) if isinstance(result, Record) else result


def _open_envelope(data: bytes) -> tuple[bytes, int]:
    """Return the mail in a file of Apple Mail, and the flags behind it; another mail as it is."""
    size = _APPLE_SIZE.match(data)
    if size is None:
        return data, 0
    end = size.end() + int(size[1])
    flags = _APPLE_FLAGS.search(data, end)
    return data[size.end():end], int(flags[1]) if flags else 0


def find_kind(data: bytes) -> str | None:
    """Return what the headers of a mail say that it is, None if it is an ordinary one."""
    head = re.split(rb"\r?\n\r?\n", data[:_MAX_HEAD_BYTES], maxsplit=1)[0]
    return next((kind for kind, pattern in _SET_ASIDE if pattern.search(head)), None)


def read_mail(data: bytes, location: Location) -> Iterator[ReadResult]:
    """Yield the record of one mail in bytes, or one for each of its articles."""
    try:
        yield from list(_read_articles(parse(data), location))
    except Exception as error:  # the parser may raise anything on odd headers and charsets
        yield Rejection(
            location=location, reason=f"not a mail that can be read: {describe_error(error)}")


def _read_articles(message: EmailMessage, location: Location) -> Iterator[ReadResult]:
    whole = _read_message(message, location)
    inner = _find_messages(message, is_empty=isinstance(whole, Rejection))
    if inner:
        for each in inner:
            yield from _read_articles(each, location)
        return
    if isinstance(whole, Record) and (several := list(_read_newsletter(message, whole))):
        yield from several
        return
    yield whole


def _find_messages(message: EmailMessage, is_empty: bool) -> list[EmailMessage]:
    """Return the messages in a digest, or those that a mail without a text forwards."""
    parts = list(_walk(message))
    is_digest = any(part.get_content_type() == "multipart/digest" for part in parts)
    if is_digest or is_empty:
        inner = [cast(EmailMessage, part.get_payload(0)) for part in parts
                 if part.get_content_type() == "message/rfc822" and part.is_multipart()]
        return [each for each in inner if each["subject"]]
    text = message.get_content() if message.get_content_type() == "text/plain" and (
        "digest" in str(message["subject"] or "").lower()) else ""
    return [message_from_string(part, policy=policy.default) for part in _split_digest(text)]


def _walk(part: EmailMessage) -> Iterator[EmailMessage]:
    """Yield a part and those inside it, but none inside another message."""
    yield part
    if part.is_multipart() and part.get_content_maintype() == "multipart":
        for inner in part.iter_parts():
            yield from _walk(cast(EmailMessage, inner))


def _split_digest(text: str) -> list[str]:
    """Return the messages of a digest in plain text (RFC 1153)."""
    parts = _BETWEEN_MESSAGES.split(text)[1:]
    return [part for part in parts if _MESSAGE_HEADERS.match(part)]


def _read_newsletter(message: EmailMessage, whole: Record) -> Iterator[ReadResult]:
    """Yield the articles of a mail whose HTML has several, each in full."""
    part = message.get_body(("html",))
    content = cast(bytes, part.get_payload(decode=True)) if part is not None else b""
    if part is None or len(_HEADING.findall(content)) < _MIN_HEADINGS:
        return
    results = list(html.read_page(content, whole.location, part.get_content_charset()))
    stated = {name: value for name, value in whole.fields.items() if name in _OF_NEWSLETTER}
    if len(results) > 1:
        for each in results:
            yield replace(each, fields=stated | (each.fields or {}), location=whole.location)


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
