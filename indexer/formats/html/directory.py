"""Tells pages that are a directory or a timetable from articles that contain a table.

Both have a sentence of introduction at most, no date, and a large table or list. The rows of a
directory name people or offices: they have telephones or addresses, or the table is headed and
columned as one. The page of a timetable is headed as one, and its rows have clocks or figures.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from indexer.dates import read_field
from indexer.formats.html.page_blocks import Passage
from indexer.formats.html.passages import WeighedPage

_MIN_ROWS = 5
_MIN_SHARE = 0.5
"""The share of rows that name a person or an office with a contact or a position."""

_MAX_SENTENCES, _MAX_CHARACTERS = 2, 350
"""What a directory says besides its rows."""

_MAX_DATE_LINE, _FULL_DATE = 100, len("2019-04-26")
_ROW_TAGS = frozenset("tr li dt dd".split())
_CONTACT = re.compile(
    r"\(?\b0\d{2,3}\)?[ -.]?\d{3,}|\+62[ -]?\d{2,}|[\w.]+@[\w-]+\.\w"
    r"|\b(?:telp?|telepon|hp|fax|ext)\b", re.IGNORECASE)
"""A telephone, or an address of mail."""

_STREET = re.compile(r"\b(?:jl|jln|jalan)\b\.? [A-Z]", re.IGNORECASE)
"""An address, which the places of an event or of markets have, too."""

_POSITION = re.compile(
    r"\b(?:kepala|sekretaris|camat|lurah|direktur|ketua|bendahara|anggota|staf|manajer|wakil"
    r"|koordinator|kasubbag|kabag|kabid|kasi|redaktur|reporter|pemimpin|editor|dosen|guru|rektor"
    r"|dekan|bupati|wali ?kota|asisten|komisaris|fotografer|pembina|penasihat)\b", re.IGNORECASE)
_HEADING_OF_TIMES = re.compile(
    r"(?:jadwal|klasemen|prakiraan cuaca|kurs|agenda|kalender|acara|forum|timetable|schedule"
    r"|standings|weather forecast|exchange rates|calendar|events)\b", re.IGNORECASE)
"""How the heading of a timetable begins. News of one begins so too, and has a text or a date."""

_CLOCK, _FIGURE = re.compile(r"\b[012]?\d[.:][0-5]\d\b"), re.compile(r"\b\d{1,7}\b")
_CLOCK_AT_END = re.compile(rf"^{_CLOCK.pattern}|{_CLOCK.pattern}(?: WI(?:B|TA|T))?$")
_MIN_FIGURES, _MIN_TIMES, _MIN_ALL_FIGURES, _MAX_TOLD_CHARACTERS = 2, 8, 24, 120
"""Figures of a row without a clock, the rows or figures of a timetable, and what it says besides
them."""

_HEADING = re.compile(
    r"(?:daftar|direktori|profil|susunan|struktur|kontak|nomor|alamat|kantor|staf|data|buku|para"
    r"|pimpinan|pejabat|anggota|pengurus|personel|tim|dewan|redaksi|hubungi|jaringan|cabang|our|the"
    r"|about|contacts?|directory|staff|people|team|members?|offices?)\b", re.IGNORECASE)
"""How the heading of a directory begins. No rule is made on it alone."""


def is_directory(page: WeighedPage) -> bool:
    """Return whether a page lists people or offices and has no text of its own."""
    texts, others = _read_bare_rows(page)
    is_named = any(_HEADING.match(page.passages[number].text) for number in page.titled)
    contacts = sum(bool(_CONTACT.search(text) or is_named and _STREET.search(text))
                   for text in texts)
    positions = sum(bool(_POSITION.search(text)) for text in texts)
    enough = max(1, _MIN_SHARE * len(texts))
    return (contacts >= enough or is_named and positions >= enough) and not _has_date(others)


def is_timetable(page: WeighedPage) -> bool:
    """Return whether a page is a timetable, a table of figures or a calendar, and has no text.

    It may have a table or list for each channel or day, or lines that begin or end with a clock.
    """
    if not any(_HEADING_OF_TIMES.match(page.passages[number].text) for number in page.titled):
        return False
    found, others = _part_rows(page, {
        row: numbers for rows in _read_tables(page) for row, numbers in rows.items()})
    lines = [each for each in others if _CLOCK_AT_END.search(each.text)]
    texts = [*found, *(each.text for each in lines)]
    counts = [len(_FIGURE.findall(text)) for text in texts]
    rows = sum(count >= _MIN_FIGURES or bool(_CLOCK.search(text))
               for count, text in zip(counts, texts, strict=True))
    is_large = len(texts) >= _MIN_TIMES or sum(counts) >= _MIN_ALL_FIGURES
    told = sum(len(each.text) for each in others if each.is_prose and each not in lines)
    return is_large and rows >= _MIN_SHARE * len(texts) and (
        told <= _MAX_TOLD_CHARACTERS and not _has_date(others))


def _read_bare_rows(page: WeighedPage) -> tuple[list[str], list[Passage]]:
    """Return the rows of a page and its other passages; no rows if it has a text of its own."""
    rows, others = _part_rows(page, max(_read_tables(page), key=len, default={}))
    prose = [each for each in others if each.is_prose]
    sentences = sum(each.text.count(". ") + 1 for each in prose)
    is_text = sentences > _MAX_SENTENCES or sum(len(each.text) for each in prose) > _MAX_CHARACTERS
    return [] if len(rows) < _MIN_ROWS or is_text else rows, others


def _part_rows(
    page: WeighedPage, rows: Mapping[int, Sequence[int]]
) -> tuple[list[str], list[Passage]]:
    """Return the text of each row, and the passages that are in none."""
    inside = {number for numbers in rows.values() for number in numbers}
    others = [each for number, each in enumerate(page.passages)
              if number not in inside and not page.blocks[each.block].beside]
    return [" ".join(page.passages[number].text for number in numbers)
            for numbers in rows.values()], others


def _read_tables(page: WeighedPage) -> list[dict[int, list[int]]]:
    """Return the numbers of the passages in each row or item of each table or list of a page.

    Rows of prose are the text of an article, and rows of links lead elsewhere.
    """
    tables = defaultdict[int, dict[int, list[int]]](dict)
    for number, each in enumerate(page.passages):
        at = row = each.block
        while at > 0 and page.blocks[at].element.tag not in ("table", "ul", "ol", "dl"):
            row = at if page.blocks[at].element.tag in _ROW_TAGS else row
            at = page.blocks[at].parent
        if at > 0 and not page.blocks[at].beside:
            tables[at].setdefault(row, []).append(number)
    return [{
        row: numbers for row, numbers in rows.items()
        if not any(page.passages[number].is_prose for number in numbers)
        and not all(page.passages[number].is_link for number in numbers)
    } for rows in tables.values()]


def _has_date(passages: Sequence[Passage]) -> bool:
    """Return whether a short line of a page is a date that is not one of a change."""
    found = (read_field(each.text) for each in passages if len(each.text) <= _MAX_DATE_LINE)
    return any(len(each.published or "") >= _FULL_DATE and not each.is_change for each in found)
