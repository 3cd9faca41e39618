"""Reads the date that a record states: in its field, in two columns, or as an age."""

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from indexer import dates
from indexer.fields import composed_names
from indexer.fields.mapped_fields import MappedFields
from indexer.fields.synonyms import fold_name, is_creation

_CLOCK_NAMES = frozenset("""
    time jam pukul waktu jamterbit waktuterbit jamtayang waktutayang jampublikasi waktupublikasi
    publishtime publishedtime pubtime posttime timepublished jamposting jammuat
""".split())
"""Folded names of a column with the clock of a date in another."""

_SEEN_NAMES = frozenset("""
    scrapedat crawledat fetchedat retrievedat accessedat downloadedat scrapeddate crawldate
    crawleddate scrapedate scrapetime crawltime scrapingdate scrapingtime accessdate retrieveddate
    tanggalscrape tanggalscraping waktuscrape waktuscraping tanggalakses waktuakses tanggalambil
    waktuambil tanggalcrawl waktucrawl diaksespada diambilpada collectedat
""".split())
"""Folded names of a field with the time at which a program read the page."""

_CLOCK = re.compile(
    r"(?:(?:pukul|jam|pkl?\.?)\s)?(\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s?[ap]\.?m\.?)?)(?:[.,]\d{1,9})?"
    r"(\s?(?:wib|wita|wit|[+-]\d\d:?\d\d))?", re.IGNORECASE)
_HAS_CLOCK = re.compile(r"\d[:.]\d\d(?![./\d])")
_ZONE = re.compile(r"(?:Z|UTC|GMT|WIB|WITA|WIT|[+-]\d\d:?\d\d)$", re.IGNORECASE)
"""The end of a time that says its zone."""

_FIRST_ONLINE_YEAR = "1995"
"""An earlier page was not on the web: the clock of the program was wrong."""

_ZONE_NAMES = frozenset(("pubdatetz", "timezone", "tz", "datetz"))
_ENDS_IN_CLOCK = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$")
_CLOCK_OF_UTC = re.compile(r"\d\d:\d\d")
_UTC = ("Z", "+00:00", "+0000", "UTC", "GMT")
_SHOWS_WIB = re.compile(r"\d\d[:.]\d\d(?:[:.]\d\d)?\s?WI(?:B|TA|T)\b")
_MAX_SHOWN_CHARACTERS = 120

_MAX_CLOCK_CHARACTERS, _MAX_NAME_CHARACTERS = 40, 64
_DAY_CHARACTERS = len("2019-04-26")


class StatedDate(NamedTuple):
    """The date that a record states, the words that state it, and whether it dates a change.

    `is_creation` if it dates the record instead. `published` is None if the record states none;
    `fault` says why.
    """

    published: str | None
    evidence: str
    is_change: bool = False
    fault: str = ""
    is_creation: bool = False


def read_stated_date(fields: MappedFields, source: str, month_first: bool) -> StatedDate:
    """Return the date that a record states; only a `field` may have a spreadsheet's number."""
    stated = _read_field(fields, source, month_first)
    if is_creation(fields.original_names.get("published", "")):
        return stated._replace(is_creation=True)
    return stated


def _read_field(fields: MappedFields, source: str, month_first: bool) -> StatedDate:
    written = fields.published
    if _is_in_utc(fields) and _ENDS_IN_CLOCK.search(written):
        written = f"{written}Z"
    found = dates.read_field(written, month_first)
    if found.published and written.endswith(_UTC):
        found = _mend_utc(fields, written, found)
    if found.published:
        return _complete(fields, written, found, month_first)
    if source == "field" and (serial := dates.read_serial(written)):
        return StatedDate(serial, written)
    if (age := _read_age(fields, written)):
        return age
    return StatedDate(None, "", fault=found.fault)


def _complete(
    fields: MappedFields, written: str, found: dates.FieldDate, month_first: bool
) -> StatedDate:
    """Add the clock of another column to a date without one, and say what became of its own."""
    published, words = found.published or "", found.words
    if found.doubt:
        words = f"{words} ({found.doubt})"
    is_midnight = published.endswith("T00:00:00+07:00")
    if is_midnight or len(published) == _DAY_CHARACTERS:
        if not is_midnight and _HAS_CLOCK.search(words):
            return StatedDate(published, f"{words} (the day there)", found.is_change)
        for clock in _read_clocks(fields):
            joined = dates.parse_date(f"{published[:_DAY_CHARACTERS]} {clock}", month_first)
            if joined:
                return StatedDate(joined, f"{words} {clock}", found.is_change)
    return StatedDate(published, words, found.is_change)


def _is_in_utc(fields: MappedFields) -> bool:
    """Return whether the name of the date, or a column beside it, says that its clock is UTC's."""
    if composed_names.is_utc(fields.original_names.get("published", "")):
        return True
    zones = (fields.values[name] for name in _find_columns(tuple(fields.values), _ZONE_NAMES))
    return any(zone in ("UTC", "GMT") for zone in zones)


def _mend_utc(fields: MappedFields, written: str, found: dates.FieldDate) -> dates.FieldDate:
    """Return a date as another column shows it that has the same clock, or another day, in WIB.

    Many sites write the clock of Jakarta with a false `Z`.
    """
    clock = _CLOCK_OF_UTC.search(written)
    for value in fields.values.values() if clock else ():
        if type(value) is not str or len(value) > _MAX_SHOWN_CHARACTERS or value == written:
            continue
        if not _SHOWS_WIB.search(value) or not clock:
            continue
        shown = dates.read_field(value)
        if shown.published and not shown.is_change and (
                shown.published[:_DAY_CHARACTERS] == written[:_DAY_CHARACTERS]
                and shown.published[_DAY_CHARACTERS + 1:][:5] == clock[0]):
            return shown
    return found


def _read_clocks(fields: MappedFields) -> list[str]:
    """Return the clocks that other columns give."""
    values = (fields.values[name] for name in _find_columns(tuple(fields.values), _CLOCK_NAMES))
    matches = (
        _CLOCK.fullmatch(value.strip()) for value in values
        if isinstance(value, str) and len(value) <= _MAX_CLOCK_CHARACTERS)
    return [f"{match[1]}{match[2] or ''}" for match in matches if match]


@lru_cache(256)  # the records of a file have the same names
def _find_columns(names: tuple[str, ...], folded: frozenset[str]) -> tuple[str, ...]:
    return tuple(
        name for name in names
        if len(name) <= _MAX_NAME_CHARACTERS and fold_name(name) in folded)


def _read_age(fields: MappedFields, written: str) -> StatedDate | None:
    """Return the date of a page that was so old when a program read it."""
    if not written[-1:].isalnum() or len(written) > _MAX_CLOCK_CHARACTERS:
        return None
    for _, seen in _list_seen(fields):
        if published := dates.resolve_age(written, seen):
            return StatedDate(published, f"{written} (seen {seen})")
    return None


def find_last_day(fields: MappedFields) -> datetime | None:
    """Return the day when a program read the page, the last on which it can have been published.

    Where the clock has no zone, it is the day after, as a day begins early in Indonesia. None if no
    field says so, or if that day is still to come.
    """
    days = [
        datetime.fromisoformat(seen[:_DAY_CHARACTERS]) + timedelta(days=not _ZONE.search(written))
        for written, seen in _list_seen(fields)
        if len(seen) >= _DAY_CHARACTERS and seen >= _FIRST_ONLINE_YEAR]
    last = min(days, default=None)
    return last if last and dates.has_passed(last.date().isoformat()) else None


def is_time_of_reading(name: str) -> bool:
    """Return whether a field of this name says when a program read the page.

    >>> [is_time_of_reading(name) for name in ("scraped_at", "Waktu Akses", "updated_at")]
    [True, True, False]
    """
    return fold_name(name) in _SEEN_NAMES


def _list_seen(fields: MappedFields) -> list[tuple[str, str]]:
    """Return when programs read the page: as it is written, and as a date."""
    values = (fields.values[name] for name in _find_columns(tuple(fields.values), _SEEN_NAMES))
    written = [value.strip() for value in values if isinstance(value, str)]
    return [(each, seen) for each in written if (seen := dates.parse_date(each))]
