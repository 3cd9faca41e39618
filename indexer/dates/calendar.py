"""Names of months and weekdays: those of CLDR, and the spellings of Indonesian news.

Months are numbered from 1, weekdays from 0 (Monday), as in `datetime`. Spellings are lower case.
Everything is read on first use.
"""

from functools import cache
from importlib.resources import files


@cache
def month_names() -> tuple[str, ...]:
    """Return the Indonesian names, January first.

    >>> month_names()[:2]
    ('Januari', 'Februari')
    """
    return tuple(_read_names("months", "id", "wide").values())


@cache
def weekday_names() -> tuple[str, ...]:
    """Return the Indonesian names, Monday first.

    >>> weekday_names()[4:]
    ('Jumat', 'Sabtu', 'Minggu')
    """
    return tuple(_read_names("days", "id", "wide").values())


@cache
def month_spellings() -> dict[str, int]:
    """Return the spellings of months that are ones anywhere in a text, longest first.

    >>> month_spellings()["nopember"], month_spellings()["mei"], "mrt" in month_spellings()
    (11, 5, False)
    """
    return _by_length(
        _read_spellings("months", "id", "wide") | _read_spellings("months", "id", "abbreviated")
        | _read_spellings("months", "en", "wide") | _read_spellings("months", "en", "abbreviated")
        | _read_news_spellings(month_names(), 1, "text"))


@cache
def month_spellings_in_fields() -> dict[str, int]:
    """Return all spellings of months, longest first.

    >>> month_spellings_in_fields()["mrt"]
    3
    """
    return _by_length(month_spellings() | _read_news_spellings(month_names(), 1, "field"))


@cache
def weekday_spellings() -> dict[str, int]:
    """Return the spellings of weekdays that are ones anywhere in a text, longest first.

    >>> weekday_spellings()["ahad"], "min" in weekday_spellings()
    (6, False)
    """
    return _by_length(
        _read_spellings("days", "id", "wide") | _read_spellings("days", "en", "wide")
        | _read_spellings("days", "en", "abbreviated")
        | _read_news_spellings(weekday_names(), 0, "text"))


@cache
def weekday_spellings_in_fields() -> dict[str, int]:
    """Return all spellings of weekdays, longest first; `Rab` and `Min` are other words in a text.

    >>> weekday_spellings_in_fields()["min"]
    6
    """
    return _by_length(
        weekday_spellings() | _read_spellings("days", "id", "abbreviated")
        | _read_news_spellings(weekday_names(), 0, "field"))


def _read_names(kind: str, language: str, width: str) -> dict[int, str]:
    names = read_names()[kind, language, width]
    return dict(enumerate(names, 1 if kind == "months" else 0))


@cache
def read_names() -> dict[tuple[str, str, str], tuple[str, ...]]:
    """Return the names by kind (months, days), language (id, en) and width (wide, abbreviated)."""
    return {(kind, language, width): tuple(names.split())
            for kind, language, width, names in _read_rows("names")}


def _read_spellings(kind: str, language: str, width: str) -> dict[str, int]:
    names = _read_names(kind, language, width)
    return {name.lower(): number for number, name in names.items()}


def _read_news_spellings(names: tuple[str, ...], first: int, where: str) -> dict[str, int]:
    return {
        spelling: names.index(name) + first
        for spelling, name, place in read_news_spellings() if place == where and name in names
    }


@cache
def read_news_spellings() -> tuple[tuple[str, str, str], ...]:
    """Return the reviewed table: spelling, Indonesian name, and `text` or `field`."""
    return tuple((spelling, name, where) for spelling, name, where in _read_rows("spellings"))


def _read_rows(name: str) -> list[list[str]]:
    table = (files("indexer.dates") / "data" / f"{name}.tsv").read_text("utf-8")
    return [line.split("\t") for line in table.splitlines() if not line.startswith("#")]


def _by_length(spellings: dict[str, int]) -> dict[str, int]:
    """Return the longest first, as alternatives of a pattern are tried in order."""
    return dict(sorted(spellings.items(), key=lambda each: -len(each[0])))
