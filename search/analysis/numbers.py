"""Reads numbers, amounts of money and dates in digits, however their parts are separated.

Indonesians write 1.000.000,50 and, as the English do, 1,000,000.50.
"""

import re
from datetime import date

CURRENCIES = ("rp", "idr", "usd")
SCALES = ("ribu", "juta", "miliar", "milyar", "triliun")
"""The words for what a number is multiplied by."""

PERCENT = "persen"
"""The word that % behind a number is."""

_AMOUNT = re.compile(
    rf"({'|'.join(CURRENCIES)})?([0-9]+(?:[.,][0-9]+)*)(?:[ ]?(%)|({'|'.join(SCALES)}))?",
    re.IGNORECASE)
_GROUPED = (
    (".", re.compile(r"([1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,([0-9]+))?")),
    (",", re.compile(
        r"([1-9][0-9]{0,2}(?:,[0-9]{3}){2,}|[1-9][0-9]{0,2},[0-9]{3}(?=\.))(?:\.([0-9]+))?")),
)
"""What separates thousands, and numbers with such groups. 1,234 alone has decimals."""

_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_DATES = (
    re.compile(r"(?P<day>[0-9]{1,2})([-/.])(?P<month>[0-9]{1,2})\2(?P<year>[0-9]{4})"),
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})"),
)


def split_amount(word: str) -> list[tuple[str, int, int]]:
    """Return currency, number and scale of an amount, each with its place; [] for other words.

    A percent sign is a scale.

    >>> split_amount("Rp1.500.000,00"), split_amount("5,7")
    ([('rp', 0, 2), ('1500000', 2, 14)], [('5,7', 0, 3)])
    >>> split_amount("50%")
    [('50', 0, 2), ('persen', 2, 3)]
    """
    match = _AMOUNT.fullmatch(word)
    number = normalize_number(match[2]) if match else None
    if match is None or number is None:
        return []
    percent = PERCENT if match[3] else ""
    forms = ((match[1] or "").lower(), number, percent, (match[4] or "").lower())
    return [(form, *match.span(group)) for group, form in enumerate(forms, 1) if form]


def normalize_number(text: str) -> str | None:
    """Return digits without separators of thousands, and with a comma before decimals.

    None for what is no single number: 1.2.3 and 8.30.00.

    >>> [normalize_number(text) for text in ("1.000.000", "1,000,000", "1.000,00", "6.8", "1.2.3")]
    ['1000000', '1000000', '1000', '6,8', None]
    """
    for separator, grouped in _GROUPED:
        if match := grouped.fullmatch(text):
            decimals = (match[2] or "").rstrip("0")
            return match[1].replace(separator, "") + (f",{decimals}" if decimals else "")
    return text.replace(".", ",") if _PLAIN.fullmatch(text) else None


def read_date(text: str) -> str | None:
    """Return the date that digits write, as YYYY-MM-DD; None if they write none.

    >>> read_date("17/8/1945"), read_date("17-08-1945"), read_date("1945-08-17")
    ('1945-08-17', '1945-08-17', '1945-08-17')
    >>> read_date("8/17/1945"), read_date("17/8")
    (None, None)
    """
    for form in _DATES:
        if match := form.fullmatch(text):
            return format_date(int(match["year"]), int(match["month"]), int(match["day"]))
    return None


def format_date(year: int, month: int, day: int) -> str | None:
    """Return a date as YYYY-MM-DD; None if there is no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
