"""Reads PDF files with text in them: one article each, whatever the number of its pages."""

import logging
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from indexer.formats.io.extras import import_extra
from indexer.formats.io.temporary_files import open_on_disk
from indexer.record import Location, ReadResult, Record, Rejection, describe_error
from indexer.text.repair import repair_fields

_MAX_PAGES = 2_000
_MAX_PAGE_BYTES, _MAX_BYTES = 4 << 20, 64 << 20
"""Limits of the instructions that draw a page, and all pages."""

_MAX_CHARACTERS = 10_000_000

_EDGE_LINES = 2
"""Lines at the top and at the bottom of a page that may be a running head."""

_MIN_RECURRENCES = 3
"""Pages on which a line at the edge must stand to be a running head, or both of two."""

_FULL_LINE = 0.85
"""A line that ends a sentence and is shorter than this share of the usual width ends a
paragraph."""

_SENTENCE_END = re.compile(r"[.!?:][\"”’)\]]*$")
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:halaman|hal|page|hlm)\W{1,3})?0(?:\W{1,3}(?:dari|of|/)\W{0,3}0)?\W*")
"""A line with the number of a page, once it is folded."""

_TORN = re.compile(r"(?P<first>[^\W\d_]+)(?P<hyphen>[-\xad])\n(?P<second>[a-z]+)(?P<rest>\S*) ?")
"""A word that is torn at the end of a line."""

_ENCRYPTED = "encrypted: save it without a password first"
_TOO_LARGE = f"more than {_MAX_PAGES:,} pages: split it"
_NO_TEXT = "no text in it: its pages are pictures, which OCR has to read first"
_NOT_PDF = "not a PDF that can be read"

_Lines = list[str]


def read(file: BinaryIO, name: str, mapping: Mapping[str, str]) -> Iterator[ReadResult]:
    """Yield the one record of the file."""
    location = Location(name)
    try:
        pypdf = import_extra("pypdf", "pdf")
    except ValueError as error:
        yield Rejection(location=location, reason=str(error))
        return
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        with open_on_disk(file) as on_disk:
            yield _read_document(pypdf.PdfReader(on_disk, strict=False), location)
    except Exception as error:  # pypdf may raise anything on damaged files
        yield Rejection(location=location, reason=f"{_NOT_PDF}: {describe_error(error)}")


def _read_document(document: Any, location: Location) -> ReadResult:
    if document.is_encrypted and not _decrypt(document):
        return Rejection(location=location, reason=_ENCRYPTED)
    if len(document.pages) > _MAX_PAGES:
        return Rejection(location=location, reason=_TOO_LARGE)
    pages, unread = _read_pages(document)
    texts, heads = _remove_running_heads(pages)
    body = _join(texts)
    if not body:
        return Rejection(location=location, reason=_NO_TEXT)
    fields, repairs = repair_fields({"body": body} | ({"running_heads": heads} if heads else {}))
    if title := _find_title(document, pages):
        fields["title"] = title
    notes = (f"pages that cannot be read: {', '.join(map(str, unread[:20]))}",) if unread else ()
    return Record(location=location, fields=fields, notes=repairs + notes)


def _decrypt(document: Any) -> bool:
    """Return whether a document can be read without a password, as many can that forbid printing.

    pypdf raises several exceptions if it lacks the library for a method of encryption.
    """
    try:
        return bool(document.decrypt(""))
    except Exception:
        return False


def _read_pages(document: Any) -> tuple[list[_Lines], list[int]]:
    """Return the lines of each page, and the numbers of pages that cannot be read, from 1."""
    pages, unread, size, characters = list[_Lines](), list[int](), 0, 0
    for number in range(len(document.pages)):
        try:
            page = document.pages[number]
            contents = page.get_contents()
            length = len(contents.get_data()) if contents is not None else 0
            size += length
            if length > _MAX_PAGE_BYTES or size > _MAX_BYTES or characters > _MAX_CHARACTERS:
                raise ValueError("too large")
            text = page.extract_text()
        except Exception:  # pypdf may raise anything on damaged pages
            unread.append(number + 1)
            continue
        characters += len(text)
        pages.append([line.strip() for line in text.strip().split("\n")])
    return pages, unread


def _remove_running_heads(pages: Sequence[_Lines]) -> tuple[list[_Lines], list[str]]:
    """Return the pages without the lines at their edges that recur, and these lines, each once."""
    counts = Counter[str]()
    for lines in pages:
        counts.update({_fold(lines[place]) for place in _list_edges(lines)})
    least = _MIN_RECURRENCES if len(pages) >= _MIN_RECURRENCES else 2
    kept, heads = list[_Lines](), dict[str, str]()
    for lines in pages:
        dropped = {place for place in _list_edges(lines) if _is_running_head(
            _fold(lines[place]), counts, least)}
        heads |= {_fold(lines[place]): lines[place] for place in sorted(dropped)
                  if _fold(lines[place]) not in heads}
        kept.append([line for place, line in enumerate(lines) if place not in dropped])
    return kept, [line for key, line in heads.items() if not _PAGE_NUMBER.fullmatch(key)]


def _list_edges(lines: _Lines) -> list[int]:
    """Return the places of the first and last lines of a page that are not blank."""
    places = [place for place, line in enumerate(lines) if line]
    return places[:_EDGE_LINES] + places[_EDGE_LINES:][-_EDGE_LINES:]


def _fold(line: str) -> str:
    """Return a line without what differs from page to page: its numbers."""
    return re.sub(r"\d+", "0", line.casefold())


def _is_running_head(folded: str, counts: Mapping[str, int], least: int) -> bool:
    """Return whether a line at the edge of a page recurs; rows of numbers are no running heads."""
    has_words = any(char.isalpha() for char in folded)
    return counts[folded] >= least and (has_words or bool(_PAGE_NUMBER.fullmatch(folded)))


def _join(pages: Sequence[_Lines]) -> str:
    """Return all lines, with a blank one where a short line ends a paragraph.

    A sentence, and a word, may go on on the next page.
    """
    lines = [line for page in pages for line in "\n".join(page).strip().split("\n")]
    lengths = sorted(len(line) for line in lines if line)
    if not lengths:
        return ""
    width = lengths[math.ceil(len(lengths) * 0.9) - 1]
    ended = [f"{line}\n" if len(line) < _FULL_LINE * width and _SENTENCE_END.search(line) else line
             for line in lines]
    return _join_torn_words("\n".join(ended)).strip()


def _join_torn_words(text: str) -> str:
    r"""Return a text with the words whole that the setting tore at the ends of lines.

    The hyphen of a word that is doubled, or that stands in the text with one, is its own.

    >>> _join_torn_words("dan peme-\nrintah kota, kupu-\nkupu")
    'dan pemerintah\nkota, kupu-kupu\n'
    """
    hyphenated = frozenset(re.findall(r"[^\W\d_]+-[^\W\d_]+", text.casefold()))

    def join(match: re.Match[str]) -> str:
        first, second = match["first"].casefold(), match["second"]
        own = match["hyphen"] == "-" and (
            second.startswith(first) or f"{first}-{second}" in hyphenated)
        return f"{match['first']}{'-' if own else ''}{second}{match['rest']}\n"

    return _TORN.sub(join, text)


def _find_title(document: Any, pages: Sequence[_Lines]) -> str:
    """Return the title that the file states, "" unless its first page shows it.

    Many programs state a file's name instead.
    """
    try:
        title = " ".join(str(document.metadata.title or "").split())
    except Exception:  # damaged metadata, or none
        return ""
    shown = " ".join(" ".join(pages[0]).split()) if pages else ""
    return title if len(title) > 3 and title in shown else ""
