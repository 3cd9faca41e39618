"""Dates as Indonesian news writes them.

    parser.py  parses a date into YYYY[-MM[-DD[Thh:mm:ss+07:00]]] in Asia/Jakarta
    forms.py   lists the forms in which dates are written
"""

from indexer.dates.parser import JAKARTA, day, has_come, line, order, read

__all__ = ["JAKARTA", "day", "has_come", "line", "order", "read"]
