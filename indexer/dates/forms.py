"""The forms in which dates are written, compiled on first use from `data/forms.ini`."""

import re
from functools import cache

from indexer.dates import calendar
from indexer.rules import Rule, read_rules

ZONES = {
    "wib": 7, "wita": 8, "wit": 9, "asia/jakarta": 7, "asia/pontianak": 7, "asia/makassar": 8,
    "asia/jayapura": 9, "sgt": 8, "myt": 8, "hkt": 8, "awst": 8, "ict": 7, "jst": 9, "kst": 9,
    "aest": 10, "aedt": 11, "msk": 3, "eet": 2, "eest": 3, "cet": 1, "cest": 2, "wet": 0, "west": 1,
    "z": 0, "ut": 0, "utc": 0, "gmt": 0,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}
"""Hours ahead of UTC: of Indonesia and its neighbours, of Europe, and the names of RFC 822. Names
of several zones, such as IST and BST, are not here."""

Forms = tuple[re.Pattern[str], ...]


@cache
def read_forms() -> tuple[Rule, ...]:
    """Return the table of forms."""
    return read_rules("indexer.dates", "forms", {
        "months": "|".join(calendar.month_spellings()),
        "weekdays": "|".join(calendar.weekday_spellings()),
        "field_months": "|".join(calendar.month_spellings_in_fields()),
        "field_weekdays": "|".join(calendar.weekday_spellings_in_fields()),
        "zones": "|".join(ZONES),
    })


@cache
def line_forms() -> Forms:
    """Return the forms of a line that is nothing but a date."""
    return _compile("text", "field")


@cache
def field_forms() -> Forms:
    """Return the forms of a whole field: those of a line, and digits alone."""
    return line_forms() + _compile("digits")


@cache
def program_forms() -> Forms:
    """Return the forms that databases, mail and programs write, and texts do not."""
    return _compile("field")


@cache
def reversed_form() -> re.Pattern[str]:
    """Return the form that has the time before its day, as the groups `time` and `rest`."""
    return _compile("reversed")[0]


def _compile(*places: str) -> Forms:
    rows = {place: [row for row in read_forms() if row.keys["where"] == place] for place in places}
    return tuple(
        re.compile(row.pattern, re.IGNORECASE) for place in places for row in rows[place])
