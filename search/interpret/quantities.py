"""Amounts, dates and numbers of laws: what one of them asks for, however it is written."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from search.analysis import Analyzer, Token, list_words
from search.analysis.numbers import CURRENCIES, SCALES, format_date, read_date
from search.query import Node, Or, Phrase, Term
from search.written_period import MONTHS

_RUPIAH = ("rp", "idr")
_DOLLARS, _DOLLAR, _OF_AMERICA = ("us", "usd"), "dolar", "as"
"""US$ and USD before a number, or dolar and dolar AS behind it."""

_FIRST = {*CURRENCIES, *_DOLLARS}
_SAME_SCALES = {"miliar": ("miliar", "milyar"), "milyar": ("miliar", "milyar")}
_NUMBER_WORDS = ("no", "nomor")
_YEARS = ("tahun", "thn", "th")
_SPECIFIC_DIGITS = 4
"""Digits of an amount that says enough without its currency."""

_ROUND_DIGITS = 3
"""Digits before the zeros of a number that is also written with a scale: 1,5 juta."""

_PLAIN = re.compile(r"[0-9]+(?:,[0-9]+)?")
"""A number that has a value."""

_VALUES = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "milyar": 10**9, "triliun": 10**12}


def interpret(tokens: Sequence[Token], field: str | None, analyzer: Analyzer) -> Node | None:
    """Return what an amount, a date or the number of a law asks for; None for all else."""
    forms = [token.form for token in list_words(tokens)]
    if not forms or field == "outlet":
        return None
    if len(forms) == 1:
        return _find_value(forms[0], field, analyzer) if _list_scaled(forms[0]) else None
    return (_interpret_date(tokens, forms, field, analyzer)
            or _interpret_amount(forms, field, analyzer)
            or _interpret_law(forms, field, analyzer))


def interpret_words(
    tokens: Sequence[Token], field: str | None, analyzer: Analyzer
) -> Node | None:
    """Return what several words ask for that are a quantity; None if they are none.

    A number and a year side by side are one only where a word says so: No 30/2002.
    """
    forms = {token.form for token in tokens}
    says_so = forms & {
        *_NUMBER_WORDS, *_FIRST, _DOLLAR, *SCALES, *_YEARS, *sum(MONTHS, ())}
    return interpret(tokens, field, analyzer) if says_so else None


def _interpret_date(
    tokens: Sequence[Token], forms: Sequence[str], field: str | None, analyzer: Analyzer
) -> Node | None:
    """Return the node of a date: in digits, or with any name of its month."""
    written = [token.form for token in tokens if read_date(token.form)]
    found = written[0] if len(written) == 1 and len(forms) == 3 else _read_month(forms)
    if found is None:
        return None
    year, month, day = found.split("-")
    days = dict.fromkeys([day.lstrip("0"), day])
    months = dict.fromkeys(_stem(name, analyzer) for name in MONTHS[int(month) - 1])
    phrases = [Phrase((day, name, year), field=field) for name in months for day in days]
    if written:  # its figures are marked one by one
        phrases.insert(0, Phrase(tuple(forms), field=field))
    return Or((Term(found, field=field), *phrases))


def _read_month(forms: Sequence[str]) -> str | None:
    """Return the date of a day, the name of a month and a year; None if that is no date."""
    if len(forms) != 3 or not (forms[0].isdigit() and forms[2].isdigit() and len(forms[2]) == 4):
        return None
    months = [number for number, names in enumerate(MONTHS, 1) if forms[1] in names]
    return format_date(int(forms[2]), months[0], int(forms[0])) if months else None


def _interpret_amount(
    forms: Sequence[str], field: str | None, analyzer: Analyzer
) -> Node | None:
    """Return the node of a number with its currency, its scale (1 juta), or both."""
    currency, amount = _split_currency(forms)
    if not amount or not _is_number(amount[0]) or not set(amount[1:]) <= {*SCALES} or amount[2:]:
        return None
    in_dollars = currency in _DOLLARS
    if len(amount) == 1 and sum(map(str.isdigit, amount[0])) >= _SPECIFIC_DIGITS:
        return _find_value(amount[0], field, analyzer) if currency != "us" else None
    if len(amount) == 1 and currency and not in_dollars:
        same = _RUPIAH if currency in _RUPIAH else (currency,)
        return _join([Phrase((each, amount[0]), field=field) for each in same])
    if not (currency or amount[1:]):
        return None
    runs = [[_stem(word, analyzer) for word in each] for each in _list_same(amount)]
    if in_dollars:
        runs = [run for each in runs for run in (
            *([name, *each] for name in _DOLLARS), [*each, _stem(_DOLLAR, analyzer)])]
    return _join([Phrase(tuple(run), field=field) if len(run) > 1 else Term(run[0], field=field)
                  for run in runs])


def _split_currency(forms: Sequence[str]) -> tuple[str | None, Sequence[str]]:
    """Return the currency of an amount, before or behind it, and the number and its scale."""
    if forms[0] in _FIRST:
        return forms[0], forms[1:]
    behind = forms[:-1] if forms[-1] == _OF_AMERICA else forms
    return ("usd", behind[:-1]) if behind[-1] == _DOLLAR else (None, forms)


def _find_value(number: str, field: str | None, analyzer: Analyzer) -> Node:
    """Return the node of a number that says enough by itself, also written with a scale."""
    scaled = [Phrase((each, _stem(scale, analyzer)), field=field)
              for each, scale in _list_scaled(number)]
    return _join([Term(number, field=field), *scaled])


def _list_scaled(number: str) -> list[tuple[str, str]]:
    """Return a round number as it is written with a scale: 1,5 and juta for 1500000."""
    if not number.isdecimal() or len(number) < 5 or len(number.rstrip("0")) > _ROUND_DIGITS:
        return []
    value = int(number)
    unit = max((each for each in _VALUES.values() if each <= value), default=0)
    return [(_write(Decimal(value) / unit), name) for name, each in _VALUES.items() if each == unit]


def _list_same(amount: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield the ways to write a number, or one with a scale, that mean the same."""
    number, *scale = amount
    if not scale:
        yield amount
        return
    for name in _SAME_SCALES.get(scale[0], scale):
        yield number, name
    if _PLAIN.fullmatch(number):  # 5² is a number, too
        value = Decimal(number.replace(",", ".")) * _VALUES[scale[0]]
        if value == int(value):
            yield (str(int(value)),)


def _write(value: Decimal) -> str:
    """Return a number as articles have it.

    >>> _write(Decimal("1.50")), _write(Decimal("200"))
    ('1,5', '200')
    """
    text = format(value, "f")
    return text.rstrip("0").rstrip(".").replace(".", ",") if "." in text else text


def _interpret_law(forms: Sequence[str], field: str | None, analyzer: Analyzer) -> Node | None:
    """Return the node of a number and a year, as laws have them: 30/2002, No 30 Tahun 2002."""
    number, *rest = forms[forms[0] in _NUMBER_WORDS:]
    if not set(rest[:-1]) <= set(_YEARS) or len(rest) > 2 or not (rest and _is_year(rest[-1])):
        return None
    if not (number.isdigit() and len(number) <= 3):
        return None
    years = [Phrase((number, _stem(name, analyzer), rest[-1]), field=field) for name in _YEARS]
    return Or((*years, Phrase((number, rest[-1]), field=field)))


def _is_number(form: str) -> bool:
    return form[0].isdigit() and form.replace(",", "", 1).isdigit()


def _is_year(form: str) -> bool:
    return len(form) == 4 and form.isdigit() and form[:2] in ("19", "20")


def _stem(word: str, analyzer: Analyzer) -> str:
    return analyzer.tokenize(word)[0].stem


def _join(nodes: Sequence[Term | Phrase]) -> Node:
    return Or(tuple(nodes)) if len(nodes) > 1 else nodes[0]
