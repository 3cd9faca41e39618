"""Which outlet an article names as its own: in a credit line, or in its dateline."""

import re

_CREDITS = [
    re.compile(form, re.IGNORECASE) for form in (
        r"(?:copyright ?)?(?:©|\(c\)) ?(?:\d{4} )?(?P<outlet>.{2,60}?)(?: \d{4})?\.?",
        r"(?:sumber|credit|kredit) ?: ?(?P<outlet>.{2,60}?)\.?",
        r"credit (?P<outlet>[\w-]+(?:\.[\w-]+)+)",
    )
]
_PLACE = r"[A-Z][\w.'’/-]{1,40}(?: [A-Z][\w.'’/-]{1,40})?"
_NAME = r"[A-Z][\w.'’& -]{1,40}"
_SITE = r"[a-z]\w{2,30}(?:\.\w{2,10})*"
_DASH = r" ?(?:--|[-–—]) "
_IN_PARENTHESES = re.compile(rf"{_PLACE} ?\((?P<outlet>{_NAME}|{_SITE})\){_DASH}")
_AFTER_COMMA = re.compile(rf"(?P<first>{_NAME}), ?(?P<second>{_NAME}?){_DASH}")
_LINE = 300
"""Code points of a line that are looked at."""

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

_NO_OUTLETS = _PLACES | frozenset("""
    indonesia|malaysia|thailand|filipina|vietnam|jepang|china|tiongkok|korea selatan|korea utara|
    amerika serikat|rusia|inggris|jerman|prancis|belanda|australia|india|mesir|turki|arab saudi|
    dki jakarta|kepulauan riau|bangka belitung|bengkulu|gorontalo|singapore|myanmar|iran|
    sumatra utara|sumatra barat|sumatra selatan|aceh|sumatera utara|sumatera barat|
    sumatera selatan|riau|lampung|banten|jawa barat|
    jawa tengah|jawa timur|bali|nusa tenggara barat|nusa tenggara timur|kalimantan barat|
    kalimantan tengah|kalimantan selatan|kalimantan timur|kalimantan utara|sulawesi utara|
    sulawesi tengah|sulawesi selatan|sulawesi tenggara|sulawesi barat|maluku|maluku utara|papua|
    papua barat|senin|selasa|rabu|kamis|jumat|jum'at|jum’at|sabtu|minggu|ahad|monday|tuesday|
    wednesday|thursday|friday|saturday|sunday
""".replace("\n", "").replace("    ", "").split("|"))
"""What stands beside a city in a dateline without being an outlet."""


def find(body: str) -> str | None:
    """The outlet, as it is written there; None where nothing says it.

    >>> find("Beijing (Kabar Nusa) - Delegasi tiba."), find("JAKARTA, Lentera Pos -- Harga naik.")
    ('Kabar Nusa', 'Lentera Pos')
    >>> find("Isi.\\n\\nCopyright © Harian Sagara 2013")
    'Harian Sagara'
    """
    lines = [" ".join(line.split())[:_LINE] for line in body.splitlines() if line.strip()]
    return _credited(lines[-8:]) or _in_dateline(lines[:4])


def _credited(lines: list[str]) -> str | None:
    for line in reversed(lines):
        for form in _CREDITS:
            match = form.fullmatch(line)
            if match and any(char.isalpha() for char in match["outlet"]):
                return match["outlet"].strip()
    return None


def _in_dateline(lines: list[str]) -> str | None:
    for line in lines:
        if match := _IN_PARENTHESES.match(line):
            return match["outlet"].strip()
        if match := _AFTER_COMMA.match(line):
            first, second = match["first"].strip(), match["second"].strip()
            if first.lower() in _PLACES and second.lower() not in _NO_OUTLETS:
                return second
            if second.lower() in _PLACES and first.lower() not in _NO_OUTLETS:
                return first
    return None
