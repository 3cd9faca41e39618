"""Dates in fields that say more than the date: labels, names, clocks of reading, counters.

Exactly one sure date in a field is the date. The table `data/around.ini` says what may stand around
it; around anything else, a date may be that of something else.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache, lru_cache
from html import unescape
from itertools import islice
from typing import NamedTuple

from indexer.dates import calendar, parser
from indexer.dates.date_spelling import spell_plainly
from indexer.dates.forms import ZONES
from indexer.rules import Rule, read_rules

_MAX_CHARACTERS = 300
"""Code points of the longest field in which a date is looked for."""

_MAX_DATES = 6
_ZONE_APART = re.compile(r"[|,\"'/-]\s?(?:WITA|WIT|GMT|UTC)\b|:\d\d\s(?-i:[A-Z])$", re.IGNORECASE)
"""A time zone that a mark separates from its clock, or of one letter."""

_FIRST_ONLINE_YEAR = "1995"
"""The first year of which a date beside a name is believed. `Jakarta, 17 Agustus 1945` is older."""

_DAY_CHARACTERS = len("2019-04-26")
_CLOCK = (
    r"\d{1,2}[:.]\d\d(?:[:.]\d\d(?:[.,]\d{1,9})?)?(?:\s?[ap]\.?m\b\.?)?"
    r"(?:\s?\(?(?:(?:utc|gmt)?\+\d\d:?\d\d\b|-\d{4}\b|(?:utc|gmt)[+-]\d{1,2}\b"
    rf"|(?:{'|'.join(ZONES)})\b))?")
_CLOCK_AFTER = re.compile(
    rf"\)?\s?[T,|/•·–—-]{{0,2}}\s?\(?(?:(?:pukul|jam|at|pkl?\.?)\s?:?\s?)?"
    rf"(?P<clock>{_CLOCK})(?![\d:])", re.IGNORECASE)
_CLOCK_BEFORE = re.compile(
    rf"(?<![\d:.])(?:(?:pukul|jam|at|pkl?\.?)\s)?(?P<clock>{_CLOCK})\s?[,|•·–—-]?\s?\Z",
    re.IGNORECASE)
_TAG_OR_ADDRESS = re.compile(r"<[^<>\d][^<>]{0,199}>|https?://\S{1,300}")
_BARS = re.compile(r"\|(?: \|)+")
_RANGE = re.compile(r"\W*(?:hingga|sampai(?: dengan)?|s/?d|s\.d|to|until)\W*", re.IGNORECASE)
"""What stands between the first day of several and the last one."""

_SEPARATOR = re.compile(
    r"[|•·–—;()\[\]{}\"“”/\\<>\n]|,(?!\d)|(?<!\d),|(?<!\w)['‘’]|['‘’](?!\w)|\s-+\s|^-|-$"
    r"|\.\s*$|:\s")
_CAPTION = re.compile(
    r"(?:^|[|(\[{,;•·–—/\"]\s?|[.-]\s)(?P<caption>"
    r"(?:(?:antara|reuters|afp|ap|file|sumber|kredit|credit)\s)?"
    r"(?:foto|photo|gambar|ilustrasi|dok(?:umen)?(?:tasi)?|arsip|caption|tangkapan\slayar"
    r"|screenshot|infografis|video|kredit|credit|istimewa)(?:grafer|grapher)?\b"
    r"(?!\s?[|>•·]|\s[-–—]\s)[^|)\]•·;>]*)\Z", re.IGNORECASE)
"""The words of a picture's caption, which date the picture. `Foto |` is a rubric."""

_CREDIT_OF_PICTURE = re.compile(
    r"\W*(?:(?:foto|photo|gambar|kredit|credit)\b(?:\s(?:oleh|by))?\s?[:/]?\s?)?(?P<origin>"
    r"(?:dok(?:umen(?:tasi)?)?|arsip|istimewa|ilustrasi|tangkapan layar|repro)\b"
    r"|(?:antara|afp|reuters|ap|getty)\b\W{0,3}(?:foto|photo|images))"
    r"|\W*(?:foto|photo|fotografer|kredit foto|photo credit)\s?(?:oleh|by|[:/])", re.IGNORECASE)
"""How a line begins that says who took a picture, or where it comes from."""

_MAX_CREDIT_CHARACTERS = 120
_HAS_CLOCK = re.compile(r"\d\d?[:.]\d\d\b(?![./]\d)")
_BEGINS_WITH_WORD = re.compile(r"[^\w(]*[A-Za-z]{3,9}\b.*\d")
_IMPOSSIBLE = "is no date: an impossible day or hour, or one that may be either of two"
SEVERAL_DAYS = "names several days, and no label says which is that of publication"
_NOT_UNDERSTOOD = "has words around its date that may make it another day"
_FIRST_SERIAL = 32_874
"""1 January 1990 as Excel counts days. Smaller numbers count something else."""

_SERIAL = re.compile(r"(\d{5})(\.\d{1,12})?")


class FieldDate(NamedTuple):
    """The date that a field gives, the words that state it, and whether it is that of a change.

    `published` is None if it gives none; `fault` says why. `doubt` is what speaks against a date.
    """

    published: str | None
    words: str = ""
    is_change: bool = False
    fault: str = ""
    doubt: str = ""


class _Found(NamedTuple):
    """A date within a field, and the code points that it takes up."""

    start: int
    end: int
    published: str | None
    words: str
    fault: str
    doubt: str = ""


@cache
def read_around_rules() -> tuple[Rule, ...]:
    """Return the table of what stands around dates."""
    return read_rules("indexer.dates", "around")


@lru_cache(4_096)  # articles come day by day
def read_field(text: str, month_first: bool = False) -> FieldDate:
    """Return the one sure date of a field.

    >>> read_field("Kompas.com - 10/06/2025, 21:23 WIB").published
    '2025-06-10T21:23:00+07:00'
    >>> read_field("Diperbarui 18 Jun 2025, 14:05 WIB")[:3]
    ('2025-06-18T14:05:00+07:00', '18 Jun 2025, 14:05 WIB', True)
    >>> read_field("18 Juni 2025 - 19 Juni 2025").fault
    'names several days, and no label says which is that of publication'
    >>> read_field("Sabtu, 18 Juni 2025")[::4]
    ('2025-06-18', 'but that was a Wednesday')
    """
    if found := _read_whole(text, month_first):
        return found
    if len(text) > _MAX_CHARACTERS:
        return FieldDate(None, fault="is no date")
    if text.startswith("<time") and (inner := _read_whole(spell_plainly(text), month_first)):
        return inner
    words = " ".join(unescape(_TAG_OR_ADDRESS.sub(" | ", text)).split())
    words = _BARS.sub("|", words) if "| |" in words else words
    found = _read_words(words, month_first)
    if found.published and not _ZONE_APART.search(words):
        return found
    plain = spell_plainly(words)
    return found if plain == words else (
        _read_whole(plain, month_first) or _read_words(plain, month_first))


def _read_whole(text: str, month_first: bool) -> FieldDate | None:
    """Return the date that a field is as a whole; None if it is anything else."""
    published = parser.parse_date(text, month_first)
    if not published:
        return None
    doubt = parser.find_weekday_doubt(text, month_first) if text[:1].isalpha() else ""
    if doubt == parser.OTHER_WEEKDAY:
        return FieldDate(None, fault=doubt)
    return FieldDate(published, text, doubt=doubt)


def _read_words(text: str, month_first: bool) -> FieldDate:
    """Return the one sure date among the words of a field."""
    found = _find_dates(text, month_first)
    return _choose(text, found) if found else FieldDate(None, fault="is no date")


def detect_day_order(text: str) -> str | None:
    """Return what a date in numbers has first: "day", "month", or "either"; None for other fields.

    >>> detect_day_order("Kabar Nusa - 4/26/2019, 14:05 WIB"), detect_day_order("5/4/2019")
    ('month', 'either')
    """
    order = parser.detect_day_order(text)
    if order or len(text) > _MAX_CHARACTERS:
        return order
    orders = {parser.detect_day_order(match[0]) for match in _day_form().finditer(text)}
    return next((each for each in ("month", "day", "either") if each in orders), None)


def is_of_picture(credit: str, line: str) -> bool:
    """Return whether a line with a date dates the picture whose credit stands right above it.

    One with a clock does not, nor does one with a weekday below the name of a photographer.

    >>> is_of_picture("Foto: Dok. Humas", "3 Januari 2012"), is_of_picture("Wira", "3 Januari 2012")
    (True, False)
    >>> is_of_picture("Foto: Dok. Humas", "3 Januari 2012 10:15 WIB")
    False
    >>> is_of_picture("Foto: Wira S.", "Selasa, 3 Januari 2012")
    False
    """
    if len(credit) > _MAX_CREDIT_CHARACTERS or _HAS_CLOCK.search(line):
        return False
    found = _CREDIT_OF_PICTURE.match(credit)
    return found is not None and bool(found["origin"] or not _BEGINS_WITH_WORD.match(line))


def read_serial(text: str) -> str | None:
    """Return the date that a number of a spreadsheet stands for: days since 30 December 1899.

    >>> read_serial("45826"), read_serial("45826.5"), read_serial("1250")
    ('2025-06-18', '2025-06-18T12:00:00+07:00', None)
    """
    match = _SERIAL.fullmatch(text.replace(",", "."))
    if not match or int(match[1]) < _FIRST_SERIAL:
        return None
    seconds = round(float(match[2] or 0) * 86_400)
    moment = datetime(1899, 12, 30) + timedelta(int(match[1]), seconds)
    return f"{moment.isoformat(timespec='seconds')}+07:00" if seconds else moment.date().isoformat()


def _find_dates(text: str, month_first: bool) -> list[_Found]:
    found: list[_Found] = []
    for match in islice(_day_form().finditer(text), _MAX_DATES):
        found.append(_read_date(text, match, found[-1].end if found else 0, month_first))
    return found


@cache
def _day_form() -> re.Pattern[str]:
    """Return the form of a day, or of a month with its year, without weekday and clock."""
    month = rf"(?:{'|'.join(calendar.month_spellings_in_fields())})"
    return re.compile(
        r"(?<![\w./+])(?<!\d[-:,])(?:"
        r"\d{4}(?P<dash>[-/])\d{1,2}(?P=dash)\d{1,2}(?=[T\s]\d|\W|$)"
        r"|\d{1,2}(?P<mark>[./-])\d{1,2}(?P=mark)(?:\d{4}|\d\d)(?![\w/]|[.-]\d)"
        rf"|\d{{1,2}}(?:st|nd|rd|th)?[\s/-]{{1,3}}{month}\.?[\s,/-]{{1,3}}"
        r"(?:\d{4}|(?<=-)\d\d)(?!\w)"
        rf"|{month}\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}(?!\w)"
        rf"|{month}\s\d{{4}}(?!\w))", re.IGNORECASE)


def _read_date(text: str, match: re.Match[str], left: int, month_first: bool) -> _Found:
    """Read a date with the weekday before it and the clock beside it."""
    start, end, day = match.start(), match.end(), match[0]
    if weekday := _weekday_before().search(text, left, start):
        start, day = weekday.start(), f"{weekday['weekday']}, {day}"
    if clock := _CLOCK_AFTER.match(text, end):
        end = clock.end()
    elif clock := _CLOCK_BEFORE.search(text[left:start]):
        start = left + clock.start()
    written = f"{day} {clock['clock'].replace('(', '')}" if clock else day
    published = parser.parse_date(written, month_first)
    if not published:
        return _Found(start, end, None, text[start:end], _IMPOSSIBLE)
    doubt = parser.find_weekday_doubt(written, month_first)
    fault = doubt if doubt == parser.OTHER_WEEKDAY else ""
    if several := _range_before().search(text[left:start]):
        start, fault = left + several.start(several.lastgroup or 0), SEVERAL_DAYS
    return _Found(start, end, published, text[start:end].strip(" |,"), fault, doubt)


@cache
def _range_before() -> re.Pattern[str]:
    """Return the form of what makes a date the last day or month of several: `26 April - `."""
    months = "|".join(calendar.month_spellings_in_fields())
    until = r"\s?s/?d\.?\s|\s?s\.d\.?\s|\s(?:hingga|sampai|sampai\sdengan|dan|to)\s|\s?&\s?"
    return re.compile(
        rf"(?P<first>(?<!\w)(?:\d{{1,2}}\s)?(?:{months})\.?(?:{until}|\s?[-–—/]\s?)"
        rf"|(?<![\w./-])\d{{1,2}}(?:{until}|[-–—]))\Z"
        r"|(?:\A|[|,(]\s?)(?P<apart>\d{1,2}\s[-–—]\s)\Z", re.IGNORECASE)


@cache
def _weekday_before() -> re.Pattern[str]:
    """Return the form of a weekday, perhaps with the day of the Javanese week, before a date."""
    names = "|".join(calendar.weekday_spellings_in_fields())
    return re.compile(
        rf"(?<!\w)(?P<weekday>{names})\.?(?:\s(?:legi|pah?ing|pon|wage|kliwon))?"
        r"\s?,?\s?(?:(?:tanggal|tgl\.?)\s)?\(?\Z",
        re.IGNORECASE)


def _choose(text: str, found: list[_Found]) -> FieldDate:
    """Return the date that the labels and the other words of a field single out."""
    gaps = (text[one.end:other.start] for one, other in zip(found, found[1:]))
    if any(_RANGE.fullmatch(gap) for gap in gaps):
        return FieldDate(None, fault=SEVERAL_DAYS)
    labels = _read_labels(text, found)
    if labels is None:
        return FieldDate(None, fault=_NOT_UNDERSTOOD)
    for says in ("published", "nothing", "updated"):
        own = [each for each, label in zip(found, labels) if label == says]
        if own:
            return _agree(own, is_change=says == "updated")
    return FieldDate(None, fault="names only days of something else")


def _agree(found: list[_Found], is_change: bool) -> FieldDate:
    """Return the one day of these dates with its clock, if one has it."""
    faults = [each.fault for each in found if each.fault]
    if faults:
        return FieldDate(None, fault=faults[0])
    best = max(found, key=lambda each: len(each.published or ""))
    _, *others = {(each.published or "")[:_DAY_CHARACTERS] for each in found}
    if others and not is_change:
        return FieldDate(None, fault=SEVERAL_DAYS)
    if others:
        best = min(found, key=lambda each: each.published or "")
    return FieldDate(best.published, best.words, is_change, doubt=best.doubt)


def _read_labels(text: str, found: list[_Found]) -> list[str] | None:
    """Return what each date is labelled as; None if a word around them is not understood."""
    labels = ["nothing"] * len(found)
    for at, (gap, after, before) in enumerate(_gaps(text, found)):
        if caption := _CAPTION.search(gap):
            gap = gap[:caption.start("caption")]
            labels[at:at + 1] = ["other"] if before else labels[at:at + 1]
        for is_apart, piece in _split(gap, after, before):
            says = classify_piece(piece)
            if says is None or says == "name" and not _may_name(found, at, is_apart):
                return None
            if says in ("published", "updated", "other"):
                labels[min(at, len(found) - 1)] = says
    return labels


def _may_name(found: list[_Found], at: int, is_apart: bool) -> bool:
    """Return whether a name may stand beside a date: apart from it, or before one with a clock."""
    published = found[min(at, len(found) - 1)].published
    if published is None:
        return True  # its own fault is the better reason
    is_timed = len(published) > _DAY_CHARACTERS and at < len(found)
    return published >= _FIRST_ONLINE_YEAR and (is_apart or is_timed)


def _gaps(text: str, found: list[_Found]) -> Iterator[tuple[str, bool, bool]]:
    """Yield what stands before each date and after the last: after a date, before one, or both."""
    starts = [0, *(each.end for each in found)]
    ends = [*(each.start for each in found), len(text)]
    for start, end in zip(starts, ends):
        yield text[start:end], start > 0, end < len(text)


def _split(gap: str, after: bool, before: bool) -> Iterator[tuple[bool, str]]:
    """Yield the pieces of a gap, and whether each stands apart from the dates beside it."""
    pieces = _SEPARATOR.split(gap)
    for at, piece in enumerate(pieces):
        if words := piece.strip(" -:.,=#\t"):
            is_apart = (at > 0 or not after) and (at < len(pieces) - 1 or not before)
            yield is_apart or ":" in piece, words


@lru_cache(1_024)
def classify_piece(piece: str) -> str | None:
    """Return what a piece beside a date says about it; None if it is not understood.

    >>> classify_piece("Terakhir diperbarui"), classify_piece("Rina Putri"), classify_piece("naik")
    ('updated', 'name', None)
    """
    return next((says for form, says in _around_forms() if form.fullmatch(piece)), None)


@cache
def _around_forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(rule.pattern, re.NOFLAG if "case" in rule.keys else re.IGNORECASE),
         rule.keys["says"])
        for rule in read_around_rules())
