"""Reads web archives (WARC, ISO 28500; WACZ): one article for each page that was captured."""

import io
import logging
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import count
from typing import Any, BinaryIO

from indexer.formats.format import Member
from indexer.formats.html import reader as html
from indexer.formats.io import archive
from indexer.formats.io.compressed import open_decompressed, skip_damage
from indexer.formats.io.lines import MAX_RECORD_BYTES, TOO_LARGE
from indexer.record import Location, ReadResult, Rejection

log = logging.getLogger(__name__)

_MAX_LINE_BYTES = 1 << 16
_MAX_HEADER_BYTES = 1 << 20
_CHUNK_BYTES = 1 << 16
_MAX_KINDS_SHOWN = 6
_PAGE_TYPES = ("text/html", "application/xhtml+xml")

_HEADER_TOO_LARGE = f"a header of more than {_MAX_HEADER_BYTES >> 20} MiB"
_NOT_A_RECORD = "not a WARC record: everything up to the next one is lost"
_NO_LENGTH = "a record without its Content-Length: everything up to the next one is lost"
_NO_PAGES = "no captured page in it: there must be a response with status 200 and type text/html"
_LOST = "{}: this record is lost"
_CUT_SHORT = "the file is cut short in this record"
_CAPTURED_IN_PART = "the capture says that it has only the beginning of this page"
_MEMBERS_OF_WACZ = "archive/"


def list_wacz(file: BinaryIO) -> Iterator[Member]:
    """Yield the WARC files in a WACZ file. Its lists of pages and its index repeat what they hold.

    Raises one of archive.DAMAGE if it cannot be read.
    """
    return (member for member in archive.list_zip(file) if member[0].startswith(_MEMBERS_OF_WACZ))


def read(file: BinaryIO, name: str, mapping: Mapping[str, str]) -> Iterator[ReadResult]:
    """Yield the record of each captured page; the line of its location is its number in the file.

    Whatever else was captured is passed over, and counted in a message.
    """
    passed_over, any_result = Counter[str](), False
    for result in _read_records(file, name, passed_over):
        any_result = True
        yield result
    if not any_result:
        yield Rejection(location=Location(name), reason=_NO_PAGES)
    if passed_over:
        log.warning("%s: passed over %s", name, _summarize(passed_over))


def _read_records(
    file: BinaryIO, name: str, passed_over: Counter[str]
) -> Iterator[ReadResult]:
    """Yield what each record gives, and a rejection for what is damaged between them."""
    from warcio.recordloader import ArcWarcRecordLoader  # only for those who have web archives

    loader, stream = ArcWarcRecordLoader(verify_http=False), _Stream(file)
    for number in count(1):
        location = Location(name, number)
        try:
            start, skipped = stream.find_record()
            if skipped:
                yield Rejection(location=location, reason=_NOT_A_RECORD)
            if not start:
                return
            yield from _read_record(loader, stream, start, location, passed_over)
        except (OSError, EOFError) as error:
            yield Rejection(
                location=location, reason=_LOST.format(archive.describe_damage(error)))
            if not stream.skip_damage():
                return


class _Stream:
    """A file whose lines are limited, and so are the headers of each record."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._header_bytes = 0
        self._is_after_damage = False

    def find_record(self) -> tuple[str, bool]:
        """Return the first line of the next record, "" at the end, and whether bytes were skipped.

        Blank lines between two records do not count, nor does the rest of a damaged one.
        """
        skipped, is_after_damage = False, self._is_after_damage
        self._is_after_damage = False
        while line := self._file.readline(_MAX_LINE_BYTES):
            if line.startswith(b"WARC/"):
                self._header_bytes = 0
                return line.decode("latin-1"), skipped
            skipped = skipped or bool(line.strip()) and not is_after_damage
        return "", skipped

    def skip_damage(self) -> bool:
        """Go on behind a damaged record; return False if nothing can be read there."""
        self._is_after_damage = True
        return skip_damage(self._file)

    def readline(self, length: int | None = None) -> bytes:
        """Return a line of a header. Raises ValueError if the header is too large."""
        limit = _MAX_LINE_BYTES if length is None else min(length, _MAX_LINE_BYTES)
        line = self._file.readline(limit)
        self._header_bytes += len(line)
        if len(line) == _MAX_LINE_BYTES or self._header_bytes > _MAX_HEADER_BYTES:
            raise ValueError(_HEADER_TOO_LARGE)
        return line

    def read(self, length: int) -> bytes:
        """Return as many bytes of a record's content, fewer at the end."""
        return self._file.read(length)

    def tell(self) -> int:
        """Return 0: warcio asks where a record without a length begins, and we refuse those."""
        return 0


def _read_record(
    loader: Any, stream: _Stream, start: str, location: Location, passed_over: Counter[str]
) -> Iterator[ReadResult]:
    """Yield what a record gives. What is no page is counted in `passed_over` by its kind."""
    from warcio.exceptions import ArchiveLoadFailed
    from warcio.limitreader import LimitReader
    from warcio.statusandheaders import StatusAndHeadersParserException

    try:
        record = loader.parse_record_stream(stream, start, "warc")
    except (ArchiveLoadFailed, StatusAndHeadersParserException, ValueError, TypeError,
            AttributeError, LookupError) as error:
        yield Rejection(location=location, reason=f"{_NOT_A_RECORD} ({error})")
        return
    if not isinstance(record.raw_stream, LimitReader):
        yield Rejection(location=location, reason=_NO_LENGTH)
        return
    if other := _name_other_kind(record):
        passed_over[other] += 1
    else:
        yield from _read_page(record, location)
    while record.raw_stream.read(_CHUNK_BYTES):
        pass
    if other and record.raw_stream.limit:
        yield Rejection(location=location, reason=_CUT_SHORT)


def _name_other_kind(record: Any) -> str | None:
    """Return what a record is if it is no page, None if it is one."""
    if record.rec_type not in ("response", "resource"):
        return str(record.rec_type or "without a type")[:40]
    if record.rec_type == "response" and not record.http_headers:
        return "response without HTTP headers"
    if record.http_headers and record.http_headers.get_statuscode() != "200":
        return f"status {record.http_headers.get_statuscode()[:3]}"
    media_type, _ = _read_content_type(record)
    return None if media_type in _PAGE_TYPES else media_type[:40] or "without a media type"


def _read_content_type(record: Any) -> tuple[str, str | None]:
    """Return the media type of what was captured, in lower case, and its charset."""
    headers = record.http_headers or record.rec_headers
    media_type, _, parameters = (headers.get_header("Content-Type") or "").partition(";")
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return media_type.strip().lower(), value.strip(" \"'") or None
    return media_type.strip().lower(), None


def _read_page(record: Any, location: Location) -> Iterator[ReadResult]:
    length = record.raw_stream.limit
    if length > MAX_RECORD_BYTES:
        yield Rejection(location=location, reason=TOO_LARGE)
        return
    data = record.raw_stream.read(length)
    if len(data) < length:
        yield Rejection(location=location, reason=_CUT_SHORT)
        return
    try:
        page = _decode_content(data, record.http_headers)
    except (ValueError, EOFError, OSError, zlib.error) as error:
        yield Rejection(location=location, reason=archive.describe_damage(error))
        return
    for result in html.read_page(page, location, _read_content_type(record)[1]):
        yield _add_capture(replace(result, location=location), record.rec_headers)


def _add_capture(result: ReadResult, headers: Any) -> ReadResult:
    """Add what the archive knows of a page: its address, and when it was captured.

    The date is no date of publication, which may be years before.
    """
    if isinstance(result, Rejection):
        return result
    own = "page_url" if html.ONE_OF_SEVERAL in result.notes else "url"
    captured = {own: headers.get_header("WARC-Target-URI"),
                "scraped_at": headers.get_header("WARC-Date")}
    fields = result.fields | {name: value for name, value in captured.items() if value}
    cut = (_CAPTURED_IN_PART,) if headers.get_header("WARC-Truncated") else ()
    return replace(result, fields=fields, notes=result.notes + cut)


def _decode_content(data: bytes, headers: Any) -> bytes:
    """Return the content of an HTTP response, without what was done to it on its way.

    Raises ValueError, EOFError, OSError or zlib.error if that cannot be undone.
    """
    if not headers:
        return data
    if "chunked" in (headers.get_header("Transfer-Encoding") or "").lower():
        from warcio.bufferedreaders import ChunkedDataReader

        data = ChunkedDataReader(io.BytesIO(data)).read()
    encodings = (headers.get_header("Content-Encoding") or "").lower().split(",")[:4]
    for name in map(str.strip, reversed(encodings)):
        if name and not _is_decoded(data):
            data = _CONTENT_ENCODINGS.get(name, _refuse)(data)
    return data


def _is_decoded(data: bytes) -> bool:
    """Return whether a page is plain already, as programs store it that leave its headers alone."""
    return data[:256].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") or not data


def _inflate(data: bytes) -> bytes:
    """Decompress gzip, and deflate with or without its header."""
    has_header = data[:2] == b"\x1f\x8b" or data[0] & 15 == zlib.DEFLATED
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 32 if has_header else -zlib.MAX_WBITS)
    content = inflater.decompress(data, MAX_RECORD_BYTES + 1)
    if len(content) > MAX_RECORD_BYTES:
        raise ValueError(TOO_LARGE)
    if not inflater.eof:
        raise EOFError("the compressed page is cut short")
    return content


def _open_zstandard(data: bytes) -> bytes:
    with open_decompressed(io.BytesIO(data), ".zst") as content:
        page = content.read(MAX_RECORD_BYTES + 1)
    if len(page) > MAX_RECORD_BYTES:
        raise ValueError(TOO_LARGE)
    return page


def _refuse(data: bytes) -> bytes:
    raise ValueError("the page is compressed by a method other than gzip, deflate and zstd: "
                     "capture it without")


_CONTENT_ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": _inflate, "x-gzip": _inflate, "deflate": _inflate, "zstd": _open_zstandard,
    "identity": bytes,
}
"""How to undo what Content-Encoding names."""


def _summarize(kinds: Counter[str]) -> str:
    """Return how many records there are, and of which kinds.

    >>> _summarize(Counter({"request": 3, "image/png": 1}))
    '4 records that are no pages (3 request, 1 image/png)'
    """
    shown = ", ".join(f"{number:,} {kind}" for kind, number in kinds.most_common(_MAX_KINDS_SHOWN))
    more = ", …" if len(kinds) > _MAX_KINDS_SHOWN else ""
    return f"{kinds.total():,} records that are no pages ({shown}{more})"
