"""The forms in which dates are written: those of Indonesian news, and those of programs."""

import re

ZONES = {
    "wib": 7, "wita": 8, "wit": 9, "asia/jakarta": 7, "asia/pontianak": 7, "asia/makassar": 8,
    "asia/jayapura": 9, "sgt": 8, "myt": 8, "z": 0, "ut": 0, "utc": 0, "gmt": 0,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}
"""Hours before UTC: of Indonesia and its neighbours, and what else RFC 822 has names for."""

MONTHS = {
    name: number
    for number, names in enumerate((
        "januari january jan", "februari february pebruari feb peb", "maret march mar",
        "april apr", "mei may", "juni june jun", "juli july jul",
        "agustus august agu ags agt aug", "september sept sep", "oktober october okt oct",
        "november nopember nov nop", "desember december des dec",
    ), 1)
    for name in names.split()
}
WEEKDAYS = {
    name: number
    for number, names in enumerate((
        "senin monday mon", "selasa tuesday tue", "rabu wednesday wed", "kamis thursday thu",
        "jumat jum'at jum’at jum`at jum‘at jumʼat friday fri", "sabtu saturday sat",
        "minggu ahad sunday sun",
    ))
    for name in names.split()
}
SHORT_WEEKDAYS = {
    name: number
    for number, names in enumerate((
        "sen snn", "sel sls", "rab rbu", "kam kms", "jum jmt", "sab sbt", "min mgg ahd",
    ))
    for name in names.split()
}
"""As databases and feeds shorten them; in a text some of these are other words."""

_MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
_WEEKDAY = rf"(?:(?P<weekday>{'|'.join(WEEKDAYS)})\s*,?\s*)?"
_CLOCK = (
    r"(?:\s*[,|•·–—-]?\s*(?:pukul\s+|jam\s+)?(?P<hour>\d{1,2})[:.](?P<minute>\d\d)"
    r"(?:[:.](?P<second>\d\d))?)?(?:\s*(?P<zone>wib|wita|wit)\b)?"
)
_WORDED = rf"(?P<day>\d{{1,2}})[\s-]+{_MONTH}\.?[\s,-]+(?P<year>\d{{4}})"
_NUMERIC = r"\(?(?P<day>\d{1,2})(?P<mark>[/.-])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})\)?"
_ENGLISH = rf"{_MONTH}\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})"
_YEAR_FIRST = rf"(?P<year>\d{{4}})/(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}}){_CLOCK}"
_ISO = (
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)"
    r"(?::(?P<second>\d\d)(?:[.,]\d+)?)?\s*"
    r"(?P<zone>wib|wita|wit|z|[+-]\d\d(?::?[0-5]\d)?)?)?)?)?"
)
_MONTH_ONLY = rf"{_MONTH}\s+(?P<year>\d{{4}})"

IN_TEXTS = [
    re.compile(form, re.IGNORECASE) for form in (
        _ISO, *(f"{_WEEKDAY}{day}{_CLOCK}" for day in (_WORDED, _NUMERIC, _ENGLISH)),
        _YEAR_FIRST, _MONTH_ONLY,
    )
]

SHORT_MONTHS = {"agst": 8, "mrt": 3}
"""Of fields alone: in a text MRT is a train."""

_ALL_WEEKDAYS = "|".join(WEEKDAYS | SHORT_WEEKDAYS)
_ANY_WEEKDAY = (
    rf"(?:(?P<weekday>{_ALL_WEEKDAYS})\.?(?:\s(?:legi|pah?ing|pon|wage|kliwon)\b)?\s?,?\s?)?")
"""Also with the day of the Javanese week."""

_OFFSET = r"(?:utc|gmt)[+-]\d{1,2}(?::?[0-5]\d)?|\+\d\d(?::?[0-5]\d)?|-\d{4}"
"""Of a clock behind UTC without a colon, or after a name: 08:00-10:00 are two hours."""

_TIME = (
    r"(?:(?:pukul|jam|at|pkl?\.?)\s)?(?P<hour>\d{1,2})[:.](?P<minute>\d\d)"
    r"(?:[:.](?P<second>\d\d)(?:[.,]\d+)?)?(?:\s?(?P<half>[ap])\.?m\b\.?)?"
    rf"(?:\s?(?P<zone>{_OFFSET}|(?:{'|'.join(ZONES)})\b)(?:\s\([^()]*\)|\sutc\b)?)?"
)
_THEN = r"(?:\s?[T,|•·–—-]\s?|\s)"
_DAYS_IN_FIELDS = (
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s/-]+"
    rf"(?P<month>{'|'.join(MONTHS | SHORT_MONTHS)})\.?[\s,/-]+(?P<year>\d{{4}})",
    _NUMERIC, _ENGLISH,
    r"(?P<year>\d{4})(?P<dash>[/-])(?P<month>\d{1,2})(?P=dash)(?P<day>\d{1,2})",
    rf"(?P<day>\d{{1,2}})-{_MONTH}-(?P<year>\d\d)",
    r"(?P<day>\d{1,2})(?P<mark>/)(?P<month>\d{1,2})/(?P<year>\d\d)",
)
IN_FIELDS = [
    re.compile(form, re.IGNORECASE) for form in (
        *(rf"{_ANY_WEEKDAY}{day}(?:{_THEN}{_TIME})?" for day in _DAYS_IN_FIELDS),
        rf"{_ENGLISH},?\s(?P<weekday>{_ALL_WEEKDAYS})",
        rf"{_ANY_WEEKDAY}(?P<day>\d{{1,2}})\s{_MONTH}\s(?P<year>\d\d)\s{_TIME}",
        rf"{_ANY_WEEKDAY}{_MONTH}\s(?P<day>\d{{1,2}})\s{_TIME}\s(?P<year>\d{{4}})",
    )
]
"""Forms in which databases, mail and programs write dates, and texts do not: of one line, its
blanks single."""

DIGITS = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)"
    r"(?:[T ]?(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d))?(?P<zone>z)?)?",
    re.IGNORECASE)
"""The same without anything between the numbers: in a text it may be any number."""

TIME_FIRST = re.compile(rf"(?P<time>{_TIME}){_THEN}(?P<rest>.+)", re.IGNORECASE)
