"""The forms in which dates are written: those of Indonesian news, and those of programs."""

import re

ZONES = {"wib": 7, "wita": 8, "wit": 9}
"""Hours before UTC."""

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

_MONTH = rf"(?P<month>{'|'.join(MONTHS)})"
_WEEKDAY = rf"(?:(?P<weekday>{'|'.join(WEEKDAYS)})\s*,?\s*)?"
_CLOCK = (
    r"(?:\s*[,|•·–—-]?\s*(?:pukul\s+|jam\s+)?(?P<hour>\d{1,2})[:.](?P<minute>\d\d)"
    r"(?:[:.](?P<second>\d\d))?)?(?:\s*(?P<zone>wib|wita|wit)\b)?"
)
_WORDED = rf"{_WEEKDAY}(?P<day>\d{{1,2}})[\s-]+{_MONTH}\.?[\s,-]+(?P<year>\d{{4}}){_CLOCK}"
_NUMERIC = (
    rf"{_WEEKDAY}\(?(?P<day>\d{{1,2}})(?P<mark>[/.-])(?P<month>\d{{1,2}})(?P=mark)"
    rf"(?P<year>\d{{4}})\)?{_CLOCK}"
)
_ENGLISH = (
    rf"{_WEEKDAY}{_MONTH}\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}){_CLOCK}"
)
_YEAR_FIRST = rf"(?P<year>\d{{4}})/(?P<month>\d{{1,2}})/(?P<day>\d{{1,2}}){_CLOCK}"
_ISO = (
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:[T ](?P<hour>\d\d):(?P<minute>\d\d)"
    r"(?::(?P<second>\d\d)(?:[.,]\d+)?)?\s*"
    r"(?P<zone>wib|wita|wit|z|[+-]\d\d(?::?\d\d)?)?)?)?)?"
)
_MONTH_ONLY = rf"{_MONTH}\s+(?P<year>\d{{4}})"

IN_TEXTS = [
    re.compile(form, re.IGNORECASE)
    for form in (_ISO, _WORDED, _NUMERIC, _ENGLISH, _YEAR_FIRST, _MONTH_ONLY)
]
IN_FIELDS = [
    re.compile(form, re.IGNORECASE) for form in (
        rf"(?P<day>\d{{1,2}})-{_MONTH}-(?P<year>\d\d){_CLOCK}",
        r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)"
        r"(?:[T ]?(?P<hour>\d\d):?(?P<minute>\d\d)(?::?(?P<second>\d\d))?)?",
    )
]
"""Forms in which databases write dates, and texts do not."""
