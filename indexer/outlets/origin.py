"""The words of a dateline: the place, the outlet, the agency (`data/origin.ini`)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from indexer.dates import calendar
from indexer.outlets import hosts, lists
from indexer.rules import Rule, read_rules

WIRES = {lists.fold_name(name): name for name, *_ in lists.read_rows("agencies")}
"""The agencies of `data/agencies.tsv` by their folded names."""

_MAX_ABBREVIATION_CHARACTERS = 3
"""Code points of abbreviations: AS, UEA, NTT."""


@cache
def read_origin_rules() -> tuple[Rule, ...]:
    """Return the table of the words of a dateline or a credit: `data/origin.ini`."""
    return read_rules(
        "indexer.outlets", "origin", {"weekdays": "|".join(calendar.weekday_spellings())})


@cache
def get_form(name: str) -> re.Pattern[str]:
    """Return the form of a rule of the table."""
    [rule] = (rule for rule in read_origin_rules() if rule.name == name)
    return re.compile(
        rule.pattern, re.IGNORECASE if rule.keys.get("case") == "any" else re.NOFLAG)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a text comes from; certain if a known outlet or agency is named."""

    place: str | None
    outlet: str | None
    agency: str | None
    is_certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """The parts of a dateline between its commas."""

    places: list[str]
    others: list[str]
    is_country: bool

    @property
    def place(self) -> str | None:
        return ", ".join(self.places) or None


@lru_cache(4_096)  # an archive has few datelines
def parse_origin(words: str) -> Origin | None:
    """Return the origin that the words before a dash state; None if they are no dateline.

    >>> parse_origin("Moskow (ANTARA News)")
    Origin(place='Moskow', outlet='ANTARA', agency='ANTARA', is_certain=True)
    >>> parse_origin("JAKARTA, KOMPAS.com")
    Origin(place='Jakarta', outlet='KOMPAS.com', agency=None, is_certain=True)
    >>> parse_origin("Korea Utara"), parse_origin("Pelatih")
    (None, None)
    """
    words = " ".join(words.split())
    if match := get_form("name in parentheses behind a place").fullmatch(words):
        return _parse_parenthesised(match["before"], match["inner"])
    return _parse_list(words) if "(" not in words else None


def find_place(name: str) -> tuple[str, str] | None:
    """Return the name of a place used here, and its kind: city, region or country."""
    found = lists.places().get(lists.fold_place(name))
    if found or not name:
        return found
    if district := get_form("kind of a district").match(name):
        inner = find_place(name[district.end():])
        return (name, inner[1]) if inner else None
    several = re.split("[-/]", name) if len(name) < 50 else []
    return (name, "city") if len(several) > 1 and all(map(_is_place, several)) else None


def identify_names(text: str) -> tuple[str | None, str | None]:
    """Return the outlet and the agency that a text names, if it names nothing else.

    >>> identify_names("detikcom"), identify_names("ANTARA/Business Wire")
    (('detik.com', None), (None, 'ANTARA/Business Wire'))
    >>> identify_names("CB")
    (None, None)
    """
    key = lists.fold_name(text)
    if key.startswith("antaranews"):
        return "ANTARA", "ANTARA"
    if key not in WIRES and key in lists.outlets_by_name():
        return lists.outlets_by_name()[key], None
    if "." in key and get_form("site").fullmatch(text):
        if outlet := hosts.find_host_outlet(key) or _find_cut_site(key):
            return outlet, None
    wires = [WIRES.get(lists.fold_name(part)) or _identify_antara(part) for part in text.split("/")]
    return None, "/".join(filter(None, wires)) or None


def is_unmistakable(name: str) -> bool:
    """Return whether an outlet's name can be nothing else: `Surya` is also a man's."""
    if "." in name or " " in name or not name.istitle():
        return True
    return get_form("press").search(name) is not None


def _lower_capitals(words: str) -> str:
    """Return a long word in capitals as in a sentence: `WASPADA` may head a column, `VIVA` hardly.

    >>> _lower_capitals("WASPADA"), _lower_capitals("VIVA"), _lower_capitals("KOMPAS.com")
    ('Waspada', 'VIVA', 'KOMPAS.com')
    """
    return words.capitalize() if words.isupper() and len(words) > 4 and words.isalpha() else words


def _find_cut_site(key: str) -> str | None:
    """Return the outlet of a site whose `.com,` became `.co.`, as in pages that were scraped."""
    return lists.outlets_by_name().get(f"{key}m") if key.endswith(".co") else None


def _identify_antara(part: str) -> str | None:
    """Return ANTARA for it and its bureaus, also misspelt: `Antara Bali`, `AntaraKL`."""
    is_bureau = part[:6].casefold() == "antara" and not part[6:7].islower()
    return "ANTARA" if is_bureau else None


def _is_place(name: str) -> bool:
    return name == name.strip() and lists.fold_place(name) in lists.places()


def _parse_parenthesised(before: str, inner: str) -> Origin | None:
    parts = _sort_parts(get_form("separator").split(before))
    if not parts or len(parts.others) > 1:
        return None
    outlet, agency = identify_names(inner)
    if outlet or agency:
        where = parts.place or parts.others[0]
        return Origin(place=where, outlet=outlet, agency=agency, is_certain=True)
    if parts.others or parts.is_country and not before.isupper():
        return None
    is_name = _is_press(inner) or _has_several_words(inner) and not find_place(inner)
    outlet = inner if is_name else None
    return Origin(place=parts.place, outlet=outlet, agency=None, is_certain=False)


def _parse_list(words: str) -> Origin | None:
    pieces = [piece for piece in get_form("separator").split(words) if piece]
    for at, piece in enumerate(pieces if len(pieces) <= 4 else ()):
        outlet, agency = identify_names(piece)
        if outlet or agency:
            parts = _sort_parts(pieces[:at] + pieces[at + 1:])
            return _parse_signed(words, parts, outlet, agency) if parts else None
    return _parse_unsigned(words, pieces) if len(pieces) <= 4 else None


def _parse_signed(
    words: str, parts: _Parts, outlet: str | None, agency: str | None
) -> Origin | None:
    """Parse a dateline with a known outlet, whose place may be unknown."""
    is_alone = not parts.place and not parts.others
    if len(parts.others) > 1:
        return None
    if is_alone and not (outlet and is_unmistakable(_lower_capitals(words))):
        return None
    where = parts.place or next(iter(parts.others), None)
    return Origin(place=where, outlet=outlet, agency=agency, is_certain=True)


def _parse_unsigned(words: str, pieces: list[str]) -> Origin | None:
    """Parse a dateline without a known outlet, whose place must be known, and no abbreviation.

    `AS - China` is a pair, and `DIY - ` may be anything.
    """
    if len(words) <= _MAX_ABBREVIATION_CHARACTERS:
        return None
    parts = _sort_parts(pieces)
    if not parts or len(parts.others) > 1:
        return _parse_unknown_town(pieces) if parts else None
    outlet = parts.others[0] if parts.others else None
    if outlet and _is_site(outlet) and len(pieces) == 1 and _is_press(outlet):
        return Origin(place=None, outlet=outlet, agency=None, is_certain=False)
    if outlet and not (_is_site(outlet) or "." not in outlet and _is_press(outlet)):
        is_last = pieces[0].isupper() and pieces[1:] == [outlet]
        if not (is_last and _has_several_words(outlet)):
            return None
    if not parts.places or parts.is_country and not outlet and not words.isupper():
        return None
    return Origin(place=parts.place, outlet=outlet, agency=None, is_certain=False)


def _parse_unknown_town(pieces: list[str]) -> Origin | None:
    """Parse an unknown town and site, such as `SAGARA, KABARSAGARA.com`."""
    if len(pieces) == 2 and pieces[0].isupper() and "." in pieces[1] and _is_site(pieces[1]):
        return Origin(place=pieces[0], outlet=pieces[1], agency=None, is_certain=False)
    return None


def _sort_parts(pieces: Iterable[str]) -> _Parts | None:
    places, others, kinds = [], [], []
    for piece in filter(None, pieces):
        if found := find_place(piece):
            places.append(found[0])
            kinds.append(found[1])
        elif get_form("name").fullmatch(piece) or get_form("site").fullmatch(piece):
            others.append(piece)
        elif not get_form("day").fullmatch(piece):
            return None
    others = [each for each in others if not get_form("day").fullmatch(each)]
    return _Parts(places=places, others=others, is_country=kinds[:1] == ["country"])


def _is_press(name: str) -> bool:
    return any(map(str.isalpha, name)) and get_form("press").search(name) is not None


def _is_site(name: str) -> bool:
    return get_form("site").fullmatch(name) is not None


def _has_several_words(name: str) -> bool:
    return get_form("name of several words").fullmatch(name) is not None
