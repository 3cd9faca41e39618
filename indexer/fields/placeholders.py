"""Recognises what programs and people write when they have nothing to write."""

import re
from typing import Any

from indexer.record import NaN

EMPTY_CELLS = frozenset((
    "", "nan", "NaN", "NaT", "None", "NULL", "null", r"\N", "NA", "<NA>", "N/A", "n/a", "#N/A",
    "#NA",
))
"""How spreadsheets, R, pandas and databases write a cell without a value."""

_PLACEHOLDER_WORDS = frozenset("""
    none null n/a (none) (null) [null] undefined unknown (unknown) tidak_ada (tidak_ada)
    tidak_diketahui tidak_tersedia kosong (kosong) nihil http:// https://
""".split())
"""In any case. "Nan" and "Nat" are missing because people are called so."""

_UNTITLED = frozenset("""
    untitled untitled_document untitled_post no_title notitle title_missing missing_title
    not_available tanpa_judul tidak_ada_judul judul_tidak_ada belum_ada_judul judul_kosong
    nan
""".split())
"""What stands where a title is missing, without brackets around it and in any case."""

_MAX_UNTITLED_CHARACTERS = 30

_MAX_PLACEHOLDER_CHARACTERS = 20
_ONLY_PUNCTUATION = re.compile(r"[\s!-/:-@\[-`{-~–—…·•]+")
"""ASCII punctuation, and the dashes and dots that stand for nothing."""


def is_blank(value: Any) -> bool:
    """Return whether a value is null or an empty text, list or object.

    >>> [is_blank(value) for value in (None, " ", [], 0, "-")]
    [True, True, True, False, False]
    """
    return value is None or isinstance(value, (str, list, dict)) and not value or (
        isinstance(value, str) and value.isspace())


def is_placeholder(value: Any) -> bool:
    """Return whether a value stands for an unknown name, address or date.

    Do not ask this of a title or a body: either may be such a word.

    >>> [is_placeholder(value) for value in ("N/A", "(kosong)", "-", "", "Nan", NaN("NaN"))]
    [True, True, True, False, False, True]
    """
    if not isinstance(value, str) or len(value) > _MAX_PLACEHOLDER_CHARACTERS:
        return isinstance(value, NaN)
    words = value.split()
    return bool(words) and (
        value.strip() in EMPTY_CELLS or "_".join(words).casefold() in _PLACEHOLDER_WORDS
        or _ONLY_PUNCTUATION.fullmatch(value) is not None)


def is_untitled(title: str) -> bool:
    """Return whether a title only says that there is none.

    >>> [is_untitled(title) for title in ("(Tanpa Judul)", "N/A", "-", "null", "Judul Baru")]
    [True, True, True, True, False]
    """
    if len(title) > _MAX_UNTITLED_CHARACTERS:
        return False
    words = title.strip(" ()[]<>{}*\"'.-:").casefold().split()
    return "_".join(words) in _UNTITLED or is_placeholder(title)


def is_missing_id(value: Any) -> bool:
    """Return whether a value is a placeholder or zero, which many articles share as their id.

    >>> [is_missing_id(value) for value in (0, "0", "none", False, 10, "a-1")]
    [True, True, True, False, False, False]
    """
    return is_placeholder(value) or type(value) in (int, float) and value == 0 or (
        isinstance(value, str) and value.strip() == "0")
