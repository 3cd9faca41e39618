"""Which outlet an article names as its own: in a credit line, or in its dateline."""

import re

_CREDITS = [
    re.compile(form, re.IGNORECASE) for form in (
        r"(?:copyright\s*)?(?:©|\(c\))\s*(?:\d{4}\s+)?(?P<outlet>.{2,60}?)(?:\s+\d{4})?\.?",
        r"(?:sumber|credit|kredit)\s*:?\s+(?P<outlet>.{2,60}?)\.?",
    )
]
_PLACE = r"[A-Z][\w.'’ /-]{1,40}?"
_NAME = r"[A-Z][\w.'’& -]{1,40}?"
_DASH = r"\s*(?:--|[-–—])\s"
_IN_PARENTHESES = re.compile(rf"{_PLACE}\s*\((?P<outlet>{_NAME})\){_DASH}")
_AFTER_COMMA = re.compile(rf"(?P<first>{_PLACE}),\s*(?P<second>{_NAME}){_DASH}")

_PLACES = frozenset("""
    ambon|ankara|banda aceh|bandar lampung|bandung|bangkok|banjarmasin|batam|beijing|bekasi|
    bengkulu|berlin|bogor|canberra|cirebon|den haag|denpasar|depok|gorontalo|hanoi|
    istanbul|jakarta|jambi|jayapura|jenewa|kairo|kendari|kuala lumpur|kupang|kyiv|london|
    madinah|magelang|makassar|makkah|malang|mamuju|manado|manila|manokwari|mataram|medan|
    mekkah|moskow|new delhi|new york|padang|palangkaraya|palembang|palu|panmunjom|paris|
    pangkal pinang|pekanbaru|pontianak|pyongyang|roma|samarinda|semarang|seoul|serang|
    shanghai|sidoarjo|singapura|sleman|solo|surabaya|surakarta|sydney|tangerang|ternate|
    tokyo|vladivostok|washington|wina|yogyakarta
""".replace("\n", "").replace("    ", "").split("|"))
"""Cities that open datelines: they tell which side of `A, B -` is the place."""


def find(body: str) -> str | None:
    """The outlet, as it is written there; None where nothing says it.

    >>> find("Beijing (Kabar Nusa) - Delegasi tiba."), find("JAKARTA, Lentera Pos -- Harga naik.")
    ('Kabar Nusa', 'Lentera Pos')
    >>> find("Isi.\\n\\nCopyright © Harian Sagara 2013")
    'Harian Sagara'
    """
    lines = [line.strip() for line in body.splitlines() if line.strip()]
    return _credited(lines[-8:]) or _in_dateline(lines[:4])


def _credited(lines: list[str]) -> str | None:
    for line in reversed(lines):
        for form in _CREDITS:
            if match := form.fullmatch(line):
                return match["outlet"].strip()
    return None


def _in_dateline(lines: list[str]) -> str | None:
    for line in lines:
        if match := _IN_PARENTHESES.match(line):
            return match["outlet"].strip()
        if match := _AFTER_COMMA.match(line):
            first, second = match["first"].strip(), match["second"].strip()
            if first.lower() in _PLACES:
                return second
            if second.lower() in _PLACES:
                return first
    return None
