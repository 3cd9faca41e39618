"""Dates as Indonesian news writes them.

    parser.py    parses a date into YYYY[-MM[-DD[Thh:mm:ss+07:00]]] in Asia/Jakarta
    forms.py     the forms in which dates are written: data/forms.ini
    calendar.py  names of months and weekdays: Babel's, and data/spellings.tsv
"""

from indexer.dates.parser import (
    JAKARTA,
    detect_day_order,
    has_passed,
    parse_date,
    parse_date_line,
)

__all__ = ["JAKARTA", "detect_day_order", "has_passed", "parse_date", "parse_date_line"]
