"""What the words of a dateline say: the place, the outlet, the agency."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from indexer.dates import calendar
from indexer.outlets import hosts, lists

WIRES = {
    lists.key(name): name for name in (
        "ANTARA", "AFP", "Reuters", "Xinhua", "AP", "Associated Press", "Bernama", "Kyodo",
        "Yonhap", "DPA", "TASS", "RIA Novosti", "Sputnik", "EFE", "Anadolu", "IRNA", "UPI", "PTI",
        "ANSA", "KCNA", "SPA", "WAM", "OANA", "MENA", "Bloomberg", "Business Wire", "PR Newswire",
        "Media OutReach", "Globe Newswire", "CNN", "BBC", "VOA", "DW", "Al Jazeera",
        "The Guardian", "New York Times", "Getty Images", "Thomson Reuters", "EPA", "Shutterstock",
    )
}
"""Whose stories others print: named in a dateline or a credit, they are not the outlet.

The broadcasters among them are outlets where a URL or a copyright says so.
"""

PRESS = re.compile(
    r"harian|pos(?:t|kota)?\b|kabar|koran|warta|berita|news|media\b|suara|radar|tribun|majalah"
    r"|tabloid|times\b|jurnal\b|gazette|online|daily|\btv\b|radio", re.IGNORECASE)
"""Words by which a name tells that it is an outlet's, though no list has it."""

SITE = re.compile(r"[A-Za-z\d][\w-]{1,40}(?:\.[A-Za-z]{2,10}){1,3}")
_NAME = re.compile(r"[A-Z\d][\w.'’&-]{0,25}(?: [A-Z\d][\w.'’&-]{0,25}){0,3}")
_SEVERAL = re.compile(r"[A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20}){1,2}")
"""A name that nothing else than an outlet can be, where it stands behind a known place."""
_SHORT = 3
"""Code points of a short form: AS, UEA, NTT."""
_TOWN = re.compile(r"(?i:kota|kabupaten|kab\.?|provinsi|kecamatan|pulau) (?=\w)")
_IN_PARENTHESES = re.compile(r"(?P<before>[^()]{2,70}?)\s*-*\s*\((?P<inner>[^()]{2,40})\)")
_COMMA = re.compile(r"\s*,[\s,]*| \| |(?:(?<=\.CO)|(?<=\.COM)|(?<=\.ID))\.\s+")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a text comes from. It is sure if an outlet or an agency that is known is named."""

    place: str | None
    outlet: str | None
    agency: str | None
    sure: bool


@dataclass(frozen=True, slots=True)
class _Parts:
    """What stands between the commas of a dateline."""

    places: list[str]
    others: list[str]
    country: bool

    @property
    def place(self) -> str | None:
        return ", ".join(self.places) or None


@lru_cache(4_096)  # an archive has few datelines
def read(words: str) -> Origin | None:
    """What the words before a dash say of a text's origin; None if they are no dateline.

    >>> read("Moskow (ANTARA News)")
    Origin(place='Moskow', outlet='ANTARA', agency='ANTARA', sure=True)
    >>> read("JAKARTA, KOMPAS.com")
    Origin(place='Jakarta', outlet='KOMPAS.com', agency=None, sure=True)
    >>> read("Korea Utara"), read("Pelatih")
    (None, None)
    """
    words = " ".join(words.split())
    if match := _IN_PARENTHESES.fullmatch(words):
        return _parenthesised(match["before"], match["inner"])
    return _listed(words) if "(" not in words else None


def place(name: str) -> tuple[str, str] | None:
    """A place under the name used here, and its kind: city, region or country."""
    found = lists.places().get(lists.letters(name))
    if found or not name:
        return found
    if town := _TOWN.match(name):
        inner = place(name[town.end():])
        return (name, inner[1]) if inner else None
    several = re.split("[-/]", name) if len(name) < 50 else []
    return (name, "city") if len(several) > 1 and all(map(_single, several)) else None


def names(text: str) -> tuple[str | None, str | None]:
    """The outlet and the agency that a text names, if it names nothing else.

    >>> names("detikcom"), names("ANTARA/Business Wire"), names("CB")
    (('detik.com', None), (None, 'ANTARA/Business Wire'), (None, None))
    """
    key = lists.key(text)
    if key.startswith("antaranews"):
        return "ANTARA", "ANTARA"
    if key not in WIRES and key in lists.outlets():
        return lists.outlets()[key], None
    if "." in key and SITE.fullmatch(text) and (outlet := hosts.known(key) or _torn(key)):
        return outlet, None
    wires = [WIRES.get(lists.key(part)) or _antara(part) for part in text.split("/")]
    return None, "/".join(filter(None, wires)) or None


def plain(name: str) -> bool:
    """Whether an outlet's name can be nothing but that: `Surya` is also a man's."""
    return "." in name or " " in name or not name.istitle() or PRESS.search(name) is not None


def _capital(words: str) -> str:
    """A word in nothing but capitals as in a sentence: `WASPADA` may head a column, `VIVA` hardly.

    >>> _capital("WASPADA"), _capital("VIVA"), _capital("KOMPAS.com")
    ('Waspada', 'VIVA', 'KOMPAS.com')
    """
    return words.capitalize() if words.isupper() and len(words) > 4 and words.isalpha() else words


def _torn(key: str) -> str | None:
    """The outlet of a site whose `.com,` became `.co.`, as in pages that were taken apart."""
    return lists.outlets().get(f"{key}m") if key.endswith(".co") else None


def _antara(part: str) -> str | None:
    """ANTARA where a bureau or a slip is written behind it: `Antara Bali`, `AntaraKL`."""
    bureau = part[:6].casefold() == "antara" and not part[6:7].islower()
    return "ANTARA" if bureau else None


def _single(name: str) -> bool:
    return name == name.strip() and lists.letters(name) in lists.places()


def _parenthesised(before: str, inner: str) -> Origin | None:
    parts = _parted(_COMMA.split(before))
    if not parts or len(parts.others) > 1:
        return None
    outlet, agency = names(inner)
    if outlet or agency:
        where = parts.place or parts.others[0]
        return Origin(where, outlet, agency, True)
    if parts.others or parts.country and not before.isupper():
        return None
    named = _press(inner) or _SEVERAL.fullmatch(inner) and not place(inner)
    return Origin(parts.place, inner if named else None, None, False)


def _listed(words: str) -> Origin | None:
    pieces = [piece for piece in _COMMA.split(words) if piece]
    for at, piece in enumerate(pieces if len(pieces) <= 4 else ()):
        outlet, agency = names(piece)
        if outlet or agency:
            parts = _parted(pieces[:at] + pieces[at + 1:])
            return _signed(words, parts, outlet, agency) if parts else None
    return _unsigned(words, pieces) if len(pieces) <= 4 else None


def _signed(
    words: str, parts: _Parts, outlet: str | None, agency: str | None
) -> Origin | None:
    """A dateline with a known outlet: its place may be one that is not known."""
    alone = not parts.place and not parts.others
    if len(parts.others) > 1 or alone and not (outlet and plain(_capital(words))):
        return None
    where = parts.place or next(iter(parts.others), None)
    return Origin(where, outlet, agency, True)


def _unsigned(words: str, pieces: list[str]) -> Origin | None:
    """A dateline without a known outlet: its place must be one that is known, and no short form.

    `AS - China` is a pair, and `DIY - ` may be anything.
    """
    if len(words) <= _SHORT:
        return None
    parts = _parted(pieces)
    if not parts or len(parts.others) > 1:
        return _unknown_town(pieces) if parts else None
    outlet = parts.others[0] if parts.others else None
    if outlet and SITE.fullmatch(outlet) and len(pieces) == 1 and _press(outlet):
        return Origin(None, outlet, None, False)
    if outlet and not (SITE.fullmatch(outlet) or "." not in outlet and _press(outlet)):
        if not (pieces[0].isupper() and pieces[1:] == [outlet] and _SEVERAL.fullmatch(outlet)):
            return None
    if not parts.places or parts.country and not outlet and not words.isupper():
        return None
    return Origin(parts.place, outlet, None, False)


def _unknown_town(pieces: list[str]) -> Origin | None:
    """`SAGARA, KABARSAGARA.com` can be nothing else."""
    if len(pieces) == 2 and pieces[0].isupper() and "." in pieces[1] and SITE.fullmatch(pieces[1]):
        return Origin(pieces[0], pieces[1], None, False)
    return None


@cache
def _date_form() -> re.Pattern[str]:
    weekday = rf"(?:{'|'.join(calendar.weekday_spellings())})"
    return re.compile(
        rf"{weekday}|(?:{weekday} ?)?\(?\d{{1,2}}(?:[/.-]| ?[a-z]{{3,9}}\.? ?)\d{{0,4}}"
        r"(?:[/.-]\d{2,4})?\)?", re.IGNORECASE)


def _parted(pieces: Iterable[str]) -> _Parts | None:
    places, others, kinds = [], [], []
    for piece in filter(None, pieces):
        if found := place(piece):
            places.append(found[0])
            kinds.append(found[1])
        elif _NAME.fullmatch(piece) or SITE.fullmatch(piece):
            others.append(piece)
        elif not _date_form().fullmatch(piece):
            return None
    others = [each for each in others if not _date_form().fullmatch(each)]
    return _Parts(places, others, kinds[:1] == ["country"])


def _press(name: str) -> bool:
    return any(map(str.isalpha, name)) and PRESS.search(name) is not None
