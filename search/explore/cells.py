"""CSV that spreadsheets open without running anything in it."""

import csv
import re
from collections.abc import Iterable, Sequence
from io import StringIO

Cell = str | int | None

_FORMULA = re.compile(r"[\s\x00-\x1f\ufeff]*[=+\-@|%＝＋－＠]|[\t\r\n]")
"""The beginning of a text that a spreadsheet may run as a formula.

The first four begin a formula in Excel, LibreOffice and Google Sheets; in some languages their
full-width forms do, too (OWASP, CSV Injection). No program is known to run `|` and `%`; the package
defusedcsv escapes both, and so do we. Programs may drop the characters that come before.
"""


def write_csv(rows: Iterable[Sequence[Cell]]) -> str:
    """Return rows as CSV (RFC 4180); None is an empty cell.

    >>> write_csv([("from", "=1+1"), ("2007", 3)])
    "from,'=1+1\\r\\n2007,3\\r\\n"
    """
    text = StringIO()
    csv.writer(text).writerows([list(map(neutralize, row)) for row in rows])
    return text.getvalue()


def neutralize(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula: an apostrophe makes it text.

    >>> neutralize("-jepang"), neutralize("u-23"), neutralize(-3)
    ("'-jepang", 'u-23', -3)
    """
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell
