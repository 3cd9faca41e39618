"""Dates as Indonesian news writes them.

    parser.py         parses a date into YYYY[-MM[-DD[Thh:mm:ss+07:00]]] in Asia/Jakarta
    forms.py          the forms in which dates are written: data/forms.ini
    date_spelling.py  spells dates as the forms have them: data/spelling.ini
    date_field.py     the one sure date in a field that says more: data/around.ini
    relative_date.py  ages: `4 tahun lalu` beside the time at which a page was read
    calendar.py       names of months and weekdays: data/names.tsv and data/spellings.tsv
"""

from indexer.dates.date_field import (
    SEVERAL_DAYS,
    FieldDate,
    detect_day_order,
    is_of_picture,
    read_field,
    read_serial,
)
from indexer.dates.parser import (
    JAKARTA,
    has_passed,
    parse_date,
    parse_date_line,
)
from indexer.dates.relative_date import resolve_age

__all__ = [
    "JAKARTA", "SEVERAL_DAYS", "FieldDate", "detect_day_order", "has_passed",
    "is_of_picture", "parse_date", "parse_date_line", "read_field", "read_serial", "resolve_age",
]
