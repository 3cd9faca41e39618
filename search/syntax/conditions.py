"""Reads what a query says of articles besides their words: when they were published."""

from collections.abc import Callable
from datetime import date

from search.errors import InvalidValue
from search.syntax.ast import Condition
from search.written_period import read_past, read_period

MAX_CONDITIONS = 16
"""Conditions of a query. Each is compared with all articles."""

CONDITION_NAMES = {
    "before": "before", "sebelum": "before",
    "after": "after", "sejak": "after",
    "on": "on", "pada": "on",
    "past": "past", "terakhir": "past",
}
"""All names of conditions in queries, and the condition that each means."""


def read_condition(name: str, written: str, today: date) -> Condition:
    """Return a condition that is given by any of its names. Raises InvalidValue.

    >>> str(read_condition("sebelum", "17/8/1945", date(2019, 5, 17)))
    'before:1945-08-17'
    >>> str(read_condition("past", "7d", date(2019, 5, 17)))
    'on:2019-05-10..2019-05-17'
    """
    return _READERS[CONDITION_NAMES[name.lower()]](written.strip().rstrip(",;."), today)


def _read_before(written: str, today: date) -> Condition:
    return Condition("before", read_period(written, today).first)


def _read_after(written: str, today: date) -> Condition:
    return Condition("after", read_period(written, today).first)


def _read_on(written: str, today: date) -> Condition:
    return Condition("on", str(read_period(written, today)))


def _read_past(written: str, today: date) -> Condition:
    return Condition("on", str(read_past(written, today)))


_READERS: dict[str, Callable[[str, date], Condition]] = {
    "before": _read_before, "after": _read_after, "on": _read_on, "past": _read_past,
}


def describe_fault(name: str, error: InvalidValue) -> str:
    """Return what is wrong with a condition, and how to search for its words instead."""
    return f"{name}: {error}; or put it in quotes to search for its words"
