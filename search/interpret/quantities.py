"""Amounts, dates and numbers of laws: what one of them asks for, however it is written."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, pairwise, product

from search.analysis import Analyzer, Token, list_words
from search.analysis.numbers import CURRENCIES, PERCENT, SCALES, format_date, read_date
from search.interpret import scoring
from search.query import Node, Or, Phrase, Term, Weighted
from search.written_period import MONTHS

_RUPIAH, _RUPIAH_BEHIND = ("rp", "idr"), "rupiah"
_DOLLARS, _DOLLAR, _OF_AMERICA = ("us", "usd"), ("dolar", "dollar"), "as"
"""US$ and USD before a number, or dolar and dolar AS behind it."""

_FIRST = {*CURRENCIES, *_DOLLARS}
_BEHIND = {**dict.fromkeys(_DOLLAR, "usd"), _RUPIAH_BEHIND: "rp"}
_SHORT_SCALES = {"rb": "ribu", "jt": "juta", "m": "miliar", "t": "triliun"}
"""How scales are shortened. M and T only behind a currency: Rp 1 T."""

_SAME_SCALES = {"miliar": ("miliar", "milyar"), "milyar": ("miliar", "milyar")}
_NUMBER_WORDS = ("no", "nomor")
_YEARS = ("tahun", "thn", "th")
_SPECIFIC_DIGITS = 4
"""Digits of an amount that says enough without its currency."""

_LEAP_YEAR = 2000
"""A year that has every day."""

_SHORT, _SHORT_YEAR = re.compile("[0-9]{1,2}"), re.compile("[0-9]{2}")
_CENTURIES, _LAST_YEAR = ("19", "20"), "40"
"""What stands before the two digits of a year, and the first that is of the century before."""

_MAGNITUDE = re.compile(r"m,?([0-9]),([0-9])")
"""M 5,7 and M5,7, their forms parted by commas: glued, what stands before the comma is one."""

_ROUND_DIGITS = 3
"""Digits before the zeros of a number that is also written with a scale: 1,5 juta."""

_GLUED = re.compile(
    r"(?:(rp|idr|usd?),?)?([0-9]+(?:,[0-9]+)?)(rb|ribu|jt|juta|miliar|milyar|triliun|m|t)")
"""An amount and its scale as one word: 5rb, Rp1,5jt. Its forms may have been parted at a comma."""

_CLOCK_WORDS, _ZONES = ("pukul", "jam"), ("wib", "wita", "wit")
_TIME = re.compile(r"([01]?[0-9]|2[0-3]),([0-5][0-9])")
_RANGE = re.compile(f"{_TIME.pattern},{_TIME.pattern}")

_DECADE = re.compile(r"(19|20)?([0-9]0)-?an")
_THIS_CENTURY = ("00", "10", "20")

_PHONE_DIGITS = range(9, 15)
"""Digits of a telephone number, which are written together or in groups."""

_PHONE_GROUPS = ((3,), (4,), (4, 3), (4, 4), (3, 3), (3, 4))
"""The digits of the groups of one, except for its last group."""

_COUNTRY = "62"
"""What stands for the first 0 of a telephone number in other countries: +62 812."""

_UNTIL = ((), ("hingga",), ("sampai",))
"""What may stand between the times of a range."""

_PERCENT = (PERCENT, "pct")
_AREA = ("ha", "hektare", "hektar")
"""Names of one unit. Only the first makes a quantity, since it is a name of people, too; the others
find each other word by word, which answers headlines better."""

_PLAIN = re.compile(r"[0-9]+(?:,[0-9]+)?")
"""A number that has a value."""

_TELLING = frozenset([
    *_PERCENT, _AREA[0], *_NUMBER_WORDS, *_FIRST, *_BEHIND, *SCALES, *_SHORT_SCALES, *_YEARS,
    *_CLOCK_WORDS, *_ZONES, *sum(MONTHS, ())])
"""Words that say that what stands beside them is a quantity."""

_SCALES_WRITTEN = ("ribu", "juta", "miliar", "triliun")
_LEAST, _MOST, _MOST_SIGNS = Decimal("0.1"), 10_000, 5
"""What stands before a scale where another is usual: 1500 miliar, 0,5 triliun."""

_VALUES = {"ribu": 10**3, "juta": 10**6, "miliar": 10**9, "milyar": 10**9, "triliun": 10**12}


def interpret(tokens: Sequence[Token], field: str | None, analyzer: Analyzer) -> Node | None:
    """Return what an amount, a date or the number of a law asks for; None for all else."""
    forms = [token.form for token in list_words(tokens)]
    if not forms or field == "outlet":
        return None
    if found := _interpret_decade(forms, field) or _interpret_phone(forms, field):
        return found
    if glued := _interpret_glued(forms, field, analyzer):
        return glued
    if len(forms) == 1:
        return _find_value(forms[0], field, analyzer) if _list_scaled(forms[0]) else None
    return (_interpret_percentage(forms, field, analyzer)
            or _interpret_area(forms, field, analyzer)
            or _interpret_magnitude(forms, field)
            or _interpret_date(tokens, forms, field, analyzer)
            or _interpret_amount(forms, field, analyzer)
            or _interpret_law(forms, field, analyzer)
            or _interpret_time(forms, field))


def interpret_words(
    tokens: Sequence[Token], field: str | None, analyzer: Analyzer
) -> Node | None:
    """Return what several words ask for that are a quantity; None if they are none.

    A number and a year side by side are one only where a word says so: No 30/2002. Telephone
    numbers and ranges of times say so themselves.
    """
    forms = [token.form for token in list_words(tokens)]
    says_so = not _TELLING.isdisjoint(forms) or (
        _read_phone(forms) or _RANGE.fullmatch(",".join(forms)))
    return interpret(tokens, field, analyzer) if says_so else None


def _interpret_percentage(
    forms: Sequence[str], field: str | None, analyzer: Analyzer
) -> Node | None:
    """Return the node of a number and its percent sign, or the word for it: 50%, 50 persen."""
    number, *rest = forms
    if not rest or rest[0] not in _PERCENT or rest[1:] not in ([], ["nya"]):
        return None
    return _join_units(number, _PERCENT, field, analyzer) if _is_number(number) else None


def _interpret_area(forms: Sequence[str], field: str | None, analyzer: Analyzer) -> Node | None:
    """Return the node of a number of hectares that are abbreviated: 3 ha, also as 3 hektare."""
    number, *unit = forms
    if unit != [_AREA[0]] or not _is_number(number):
        return None
    return _join_units(number, _AREA, field, analyzer)


def _join_units(
    number: str, names: Sequence[str], field: str | None, analyzer: Analyzer
) -> Node:
    """Return the node of a number before a unit of several names, or glued to the first."""
    apart = [Phrase((number, _stem(name, analyzer)), field=field) for name in names]
    return Or((*apart, Term(f"{number}{names[0]}", field=field)))


def _interpret_magnitude(forms: Sequence[str], field: str | None) -> Node | None:
    """Return the node of the magnitude of an earthquake: M 5,7, M5,7, magnitudo 5,7."""
    match = _MAGNITUDE.fullmatch(",".join(forms))
    if not match:
        return None
    number = ",".join(match.groups())
    same = (("m", number), (f"m{match[1]}", match[2]), ("magnitudo", number))
    return Or(tuple([Phrase(each, field=field) for each in same]))


def _interpret_date(
    tokens: Sequence[Token], forms: Sequence[str], field: str | None, analyzer: Analyzer
) -> Node | None:
    """Return the node of a date: in digits, or with any name of its month."""
    if len(forms) == 2:
        return _interpret_day(forms, field, analyzer)
    written = [token.form for token in tokens if read_date(token.form)]
    found = (written[0] if len(written) == 1 and len(forms) == 3
             else _read_month(forms) or _read_short_year(tokens))
    if found is None:
        return None
    year, month, day = found.split("-")
    days = dict.fromkeys([day.lstrip("0"), day])
    months = dict.fromkeys(_stem(name, analyzer) for name in MONTHS[int(month) - 1])
    phrases = [Phrase((day, name, year), field=field) for name in months for day in days]
    if written or forms[-1] != year:  # its figures are marked one by one
        phrases.insert(0, Phrase(tuple(forms), field=field))
    return Or((Term(found, field=field), *phrases))


def _interpret_day(
    forms: Sequence[str], field: str | None, analyzer: Analyzer
) -> Node | None:
    """Return the node of a day and the name of its month, 17 Agustus; also as (17/8)."""
    found = _read_month((*forms, str(_LEAP_YEAR)))
    if found is None:
        return None
    _, month, day = (each.lstrip("0") for each in found.split("-"))
    days = dict.fromkeys((day, f"{day:0>2}"))
    names = dict.fromkeys(_stem(name, analyzer) for name in MONTHS[int(month) - 1])
    named = [Phrase((day, name), field=field) for name in names for day in days]
    figures = [Phrase(pair, field=field) for pair in dict.fromkeys(
        product(days, (month, f"{month:0>2}")))]
    return Or((*named, *(Weighted(scoring.EQUIVALENT, each) for each in figures)))


def _interpret_decade(forms: Sequence[str], field: str | None) -> Node | None:
    """Return the node of a decade with its century and without: 1990-an, 90-an, 90an."""
    decade = _DECADE.fullmatch("".join(forms))
    if not decade:
        return None
    century, years = decade.groups()
    full = f"{century or (20 if years in _THIS_CENTURY else 19)}{years}an"
    typed, other = (full, f"{years}an") if century else (f"{years}an", full)
    return Or((Term(typed, field=field), Weighted(scoring.EQUIVALENT, Term(other, field=field))))


def _interpret_phone(forms: Sequence[str], field: str | None) -> Node | None:
    """Return the node of a telephone number, its digits together or in groups, with +62 or 0."""
    digits = _read_phone(forms)
    if digits is None:
        return None
    abroad = f"{_COUNTRY}{digits[1:]}"
    groups = [_cut(digits, sizes) for sizes in _PHONE_GROUPS]
    groups += [(_COUNTRY, first[1:], *rest) for first, *rest in groups] + [
        (f"{_COUNTRY}{first[1:]}", *rest) for first, *rest in groups] + [(_COUNTRY, digits[1:])]
    typed, *others = dict.fromkeys([tuple(forms), (digits,), (abroad,), *groups])
    return Or((_join_terms(typed, field), *(
        Weighted(scoring.EQUIVALENT, _join_terms(each, field)) for each in others)))


def _read_phone(forms: Sequence[str]) -> str | None:
    """Return the digits of a telephone number with a 0 in front; None if it is none.

    >>> _read_phone(["62", "812", "3456", "7890"]), _read_phone(["2019"])
    ('081234567890', None)
    """
    typed = "".join(forms)
    digits = f"0{typed[len(_COUNTRY):]}" if typed.startswith(_COUNTRY) else typed
    is_phone = digits.isdecimal() and digits[0] == "0" and len(digits) in _PHONE_DIGITS
    return digits if is_phone else None


def _cut(text: str, sizes: Sequence[int]) -> tuple[str, ...]:
    """Return the parts of a text of these sizes, and the rest.

    >>> _cut("08123", (2, 2))
    ('08', '12', '3')
    """
    places = [0, *accumulate(sizes), len(text)]
    return tuple([text[start:end] for start, end in pairwise(places)])


def _interpret_time(forms: Sequence[str], field: str | None) -> Node | None:
    """Return the node of a time of day, with a point or a colon: pukul 10.30, 10:30 WIB."""
    first = forms[:1] if forms[0] in _CLOCK_WORDS else ()
    last = forms[-1:] if forms[-1] in _ZONES else ()
    digits = ",".join(forms[len(first):len(forms) - len(last)])
    if range := _RANGE.fullmatch(digits):
        return _join(_list_ranges(range.groups(), field))
    time = _TIME.fullmatch(digits)
    if not time or not (first or last):
        return None
    befores = [(word,) for word in _CLOCK_WORDS] if first else [()]
    return _join([Phrase((*before, *each, *last), field=field)
                  for before in befores for each in dict.fromkeys(_write_time(*time.groups()))])


def _list_ranges(digits: Sequence[str], field: str | None) -> list[Phrase]:
    """Return the phrases of a range of times, such as 19.00-21.00, whatever stands around it."""
    pairs = dict.fromkeys(zip(_write_time(*digits[:2]), _write_time(*digits[2:])))
    return [Phrase((*one, *until, *other), field=field) for one, other in pairs for until in _UNTIL]


def _write_time(hour: str, minute: str) -> list[tuple[str, ...]]:
    """Return the words of a time of day, with and without a zero in front.

    >>> _write_time("9", "30")
    [('9,30',), ('9', '30'), ('09,30',), ('09', '30')]
    """
    hours = (hour.lstrip("0") or "0", f"{hour:0>2}")
    return [each for hour in hours for each in ((f"{hour},{minute}",), (hour, minute))]


def _read_month(forms: Sequence[str]) -> str | None:
    """Return the date of a day, the name of a month and a year; None if that is no date."""
    if len(forms) != 3 or not (forms[0].isdigit() and forms[2].isdigit() and len(forms[2]) == 4):
        return None
    months = [number for number, names in enumerate(MONTHS, 1) if forms[1] in names]
    return format_date(int(forms[2]), months[0], int(forms[0])) if months else None


def _read_short_year(tokens: Sequence[Token]) -> str | None:
    """Return the date whose year has two digits, 17-8-45 or 17 Agustus '45; None if it is none.

    One sign stands before the year, or a space and an apostrophe.
    """
    words = list_words(tokens)
    if len(words) != 3 or not _SHORT_YEAR.fullmatch(words[2].form):
        return None
    day, month, year = [word.form for word in words]
    gap = words[2].start - words[1].end
    year = f"{_CENTURIES[year < _LAST_YEAR]}{year}"
    if gap == len("-") and _SHORT.fullmatch(day) and _SHORT.fullmatch(month):
        return format_date(int(year), int(month), int(day))
    return _read_month((day, month, year)) if gap == len(" '") else None


def _interpret_amount(
    forms: Sequence[str], field: str | None, analyzer: Analyzer
) -> Node | None:
    """Return the node of a number with its currency, its scale (1 juta), or both."""
    currency, amount = _split_currency(forms)
    amount = _write_out_scale(currency, amount)
    if not amount or not _is_number(amount[0]) or not set(amount[1:]) <= {*SCALES} or amount[2:]:
        return None
    in_dollars = currency in _DOLLARS
    if len(amount) == 1 and sum(map(str.isdigit, amount[0])) >= _SPECIFIC_DIGITS:
        return _find_value(amount[0], field, analyzer) if currency != "us" else None
    if len(amount) == 1 and currency and not in_dollars:
        same = [(each, amount[0]) for each in (_RUPIAH if currency in _RUPIAH else (currency,))]
        same += [(amount[0], _stem(_RUPIAH_BEHIND, analyzer))] if currency in _RUPIAH else []
        return _join([Phrase(each, field=field) for each in same])
    if not (currency or amount[1:]):
        return None
    runs = [[_stem(word, analyzer) for word in each] for each in _list_same(amount)]
    if in_dollars:
        runs = [run for each in runs for run in (
            *([name, *each] for name in _DOLLARS),
            *([*each, _stem(name, analyzer)] for name in _DOLLAR))]
    return _join([_join_terms(tuple(run), field) for run in runs])


def _interpret_glued(
    forms: Sequence[str], field: str | None, analyzer: Analyzer
) -> Node | None:
    """Return the node of an amount that is written together with its scale, also apart."""
    glued = _GLUED.fullmatch(",".join(forms))
    parts = [part for part in glued.groups() if part] if glued else []
    amount = _interpret_amount(parts, field, analyzer) if parts else None
    return Or((_join_terms(tuple(forms), field), amount)) if amount else None


def _split_currency(forms: Sequence[str]) -> tuple[str | None, Sequence[str]]:
    """Return the currency of an amount, before or behind it, and the number and its scale."""
    if forms[0] in _FIRST:
        return forms[0], forms[1:]
    behind = forms[:-1] if forms[-1] == _OF_AMERICA else forms
    currency = _BEHIND.get(behind[-1])
    is_known = currency and (behind is forms or currency == "usd")
    return (currency, behind[:-1]) if is_known else (None, forms)


def _write_out_scale(currency: str | None, amount: Sequence[str]) -> Sequence[str]:
    """Return a number with its scale written out: 1 and juta for 1 jt."""
    if len(amount) != 2:
        return amount
    number, scale = amount
    is_clear = currency or len(scale) > 1
    return (number, _SHORT_SCALES.get(scale, scale)) if is_clear else amount


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
        for name in _SCALES_WRITTEN:
            if name != _SAME_SCALES.get(scale[0], scale)[0] and _is_usual(value / _VALUES[name]):
                yield _write(value / _VALUES[name]), name
        if value == int(value):
            yield (str(int(value)),)


def _is_usual(number: Decimal) -> bool:
    """Return whether people write a number before a scale: 0,5 or 1500, but not 0,03 or 15000."""
    return _LEAST <= number < _MOST and len(_write(number)) <= _MOST_SIGNS


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


def _join_terms(terms: tuple[str, ...], field: str | None) -> Term | Phrase:
    """Return a term, or a phrase of the terms if there are several."""
    return Phrase(terms, field=field) if len(terms) > 1 else Term(terms[0], field=field)


def _join(nodes: Sequence[Term | Phrase]) -> Node:
    return Or(tuple(nodes)) if len(nodes) > 1 else nodes[0]
