"""Names of months and weekdays: Babel's, and the spellings of Indonesian news.

Months are numbered from 1, weekdays from 0 (Monday), as in `datetime`. Spellings are lower case.
Everything is read on first use: the locales take 30 ms, which `indexer --help` can do without.
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


def _read_names(kind: str, locale: str, width: str) -> dict[int, str]:
    from babel import Locale  # see the module's docstring

    names: dict[int, str] = getattr(Locale(locale), kind)["format"][width]
    return {number: names[number] for number in sorted(names)}


def _read_spellings(kind: str, locale: str, width: str) -> dict[str, int]:
    names = _read_names(kind, locale, width)
    return {name.lower().rstrip("."): number for number, name in names.items()}


def _read_news_spellings(names: tuple[str, ...], first: int, where: str) -> dict[str, int]:
    return {
        spelling: names.index(name) + first
        for spelling, name, place in read_news_spellings() if place == where and name in names
    }


@cache
def read_news_spellings() -> tuple[tuple[str, str, str], ...]:
    """Return the reviewed table: spelling, Indonesian name, and `text` or `field`."""
    table = (files("indexer.dates") / "data" / "spellings.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    return tuple((spelling, name, where) for spelling, name, where in rows)


def _by_length(spellings: dict[str, int]) -> dict[str, int]:
    """Return the longest first, as alternatives of a pattern are tried in order."""
    return dict(sorted(spellings.items(), key=lambda each: -len(each[0])))
