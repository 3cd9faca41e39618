"""Amounts, dates and numbers of laws: what one of them asks for, however it is written."""

from collections.abc import Sequence

from search.analysis import Analyzer, Token, list_words
from search.analysis.numbers import CURRENCIES, SCALES, format_date, read_date
from search.query import Node, Or, Phrase, Term
from search.written_period import MONTHS

_RUPIAH = ("rp", "idr")
_SAME_SCALES = {"miliar": ("miliar", "milyar"), "milyar": ("miliar", "milyar")}
_NUMBER_WORDS = ("no", "nomor")
_YEARS = ("tahun", "thn", "th")
_SPECIFIC_DIGITS = 4
"""Digits of an amount that says enough without its currency."""


def interpret(tokens: Sequence[Token], field: str | None, analyzer: Analyzer) -> Node | None:
    """Return what an amount, a date or the number of a law asks for; None for all else."""
    forms = [token.form for token in list_words(tokens)]
    if len(forms) < 2 or field == "outlet":
        return None
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
    says_so = forms & {*_NUMBER_WORDS, *CURRENCIES, *SCALES, *_YEARS, *sum(MONTHS, ())}
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
    currency = forms[0] if forms[0] in CURRENCIES else None
    number, *scale = forms[bool(currency):]
    if not _is_number(number) or len(scale) > 1 or not set(scale) <= set(SCALES):
        return None
    if not scale and sum(map(str.isdigit, number)) >= _SPECIFIC_DIGITS:
        return Term(number, field=field)
    if not scale and currency:
        same = _RUPIAH if currency in _RUPIAH else (currency,)
        return _join([Phrase((each, number), field=field) for each in same])
    names = _SAME_SCALES.get(scale[0], scale)
    return _join([Phrase((number, _stem(name, analyzer)), field=field) for name in names])


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


def _join(nodes: Sequence[Phrase]) -> Node:
    return Or(tuple(nodes)) if len(nodes) > 1 else nodes[0]
