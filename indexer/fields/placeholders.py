"""What programs and people write where they have nothing to write."""

import re
from typing import Any

from indexer.record import NaN

CELLS = frozenset((
    "", "nan", "NaN", "NaT", "None", "NULL", "null", r"\N", "NA", "<NA>", "N/A", "n/a", "#N/A",
    "#NA",
))
"""Cells without a value, as spreadsheets, R, pandas and databases write them."""

_WORDS = frozenset("""
    none null n/a (none) (null) [null] undefined unknown (unknown) tidak_ada (tidak_ada)
    tidak_diketahui tidak_tersedia kosong (kosong) nihil http:// https://
""".split())
"""In any case; Nan and Nat are names of people."""

_LONGEST = 20
_MARKS = re.compile(r"[\s!-/:-@\[-`{-~–—…·•]+")
"""Neither letters nor digits, in ASCII or of the dashes and dots that stand for nothing."""


def blank(value: Any) -> bool:
    """Whether a value is null, or a text, list or object with nothing in it.

    >>> [blank(value) for value in (None, " ", [], 0, "-")]
    [True, True, True, False, False]
    """
    return value is None or isinstance(value, (str, list, dict)) and not value or (
        isinstance(value, str) and value.isspace())


def placeholder(value: Any) -> bool:
    """Whether a value stands where a name, an address or a date is not known.

    A title or a text may be such a word.

    >>> [placeholder(value) for value in ("N/A", "(kosong)", "-", "", "Nan", NaN("NaN"))]
    [True, True, True, False, False, True]
    """
    if not isinstance(value, str) or len(value) > _LONGEST:
        return isinstance(value, NaN)
    words = value.split()
    return bool(words) and (value.strip() in CELLS or "_".join(words).casefold() in _WORDS
                            or _MARKS.fullmatch(value) is not None)


def no_id(value: Any) -> bool:
    """Whether a value is no id, since other articles have it as well: a placeholder, or nought.

    >>> [no_id(value) for value in (0, "0", "none", False, 10, "a-1")]
    [True, True, True, False, False, False]
    """
    return placeholder(value) or type(value) in (int, float) and value == 0 or (
        isinstance(value, str) and value.strip() == "0")
