"""Spells the dates of fields plainly: as the forms have them, without icons and syntax of programs.

Only fields that are no date as they stand come here. The table is `data/spelling.ini`.
"""

import re
import unicodedata
from functools import cache

from indexer.dates import calendar
from indexer.dates.forms import ZONES
from indexer.rules import Rule, read_rules

_FOLDED = {
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2212": "-", "‘": "'", "’": "'", "ʼ": "'",
    "»": "|", "«": "|", "~": "|", "\u2044": "/", "\u2215": "/"}
"""Characters that stand for others in dates: dashes, quotation marks, slashes; and separators."""

_CONSTRUCTED = re.compile(
    r"(?:(?P<javascript>(?:new )?(?-i:Date))|(?:datetime\.)?date(?:time)?)"
    r"\((\d{4}), ?(\d{1,2}), ?(\d{1,2})"
    r"(?:, ?(\d{1,2}), ?(\d{1,2})(?:, ?(\d{1,2}))?(?:, ?\d{1,6})?)?"
    r"(?P<utc>, ?tzinfo=[\w.<]{0,20}utc[\w.>]{0,3})?\)", re.IGNORECASE)
"""How Python writes a moment, and JavaScript, which counts months from 0."""


def spell_plainly(text: str) -> str:
    """Return a field in one line, with its dates spelt as the forms have them.

    >>> spell_plainly("📅 26 Apr '19 @ 14:05"), spell_plainly("/Date(1556262300000+0700)/")
    ('26 Apr 2019 14:05', '1556262300000')
    >>> spell_plainly("２６.４.２０１９"), spell_plainly("26 Dhésèmber 2019")
    ('26/4/2019', '26 Dhesember 2019')
    """
    if constructed := _CONSTRUCTED.fullmatch(text.strip("[] ")):
        return _write_constructed(constructed)
    plain = " ".join(_fold_characters(text).split()).strip("| ")
    folded = plain.casefold()
    for form, becomes, markers in _spellings():
        if not markers or any(map(folded.__contains__, markers)):
            plain = form.sub(becomes, plain)
            folded = plain.casefold()
    return " ".join(plain.split())


@cache
def read_spelling_rules() -> tuple[Rule, ...]:
    """Return the table."""
    return read_rules("indexer.dates", "spelling", {
        "month": "|".join(calendar.month_spellings_in_fields()),
        "weekday": "|".join(calendar.weekday_spellings_in_fields()),
        "zones": "|".join(ZONES),
    })


@cache
def _spellings() -> list[tuple[re.Pattern[str], str, tuple[str, ...]]]:
    return [
        (re.compile(rule.pattern, re.IGNORECASE), rule.keys["becomes"].replace("␣", " "),
         rule.markers)
        for rule in read_spelling_rules()]


def _write_constructed(match: re.Match[str]) -> str:
    year, month, day, hour, minute, second = (int(each or 0) for each in match.groups()[1:7])
    written = f"{year:04}-{month + bool(match['javascript']):02}-{day:02}"
    if not match[5]:
        return written
    return f"{written} {hour:02}:{minute:02}:{second:02}{' UTC' if match['utc'] else ''}"


def _fold_characters(text: str) -> str:
    """Return a text without accents and invisible characters, icons turned to separators."""
    if text.isascii() and "~" not in text:
        return text
    return "".join(_FOLDED.get(char) or (char if char.isascii() else _fold(char)) for char in text)


def _fold(char: str) -> str:
    kind = unicodedata.category(char)
    if kind == "Nd":
        return str(unicodedata.decimal(char))
    if kind in ("So", "Sm") or "\U0001f3fb" <= char <= "\U0001f3ff":
        return " | "
    if kind in ("Cf", "Mn", "Me"):
        return ""
    is_wide = "\uff00" < char < "\uff5f"
    pieces = unicodedata.normalize("NFKD" if is_wide else "NFD", char)
    return "".join(each for each in pieces if not unicodedata.combining(each))
