"""Ids and dates as MongoDB and PHP write them in JSON: objects that say what they are."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

_TYPES = ("$oid", "$date", "$numberLong", "$numberInt")
"""Of MongoDB's Extended JSON, those of ids and of dates."""

_ZERO = datetime(1970, 1, 1, tzinfo=timezone.utc)


def mongo(value: Mapping[str, Any]) -> str | None:
    """The text, number or moment in an object of MongoDB's; None if it is none.

    >>> mongo({"$oid": "5f"}), mongo({"$date": {"$numberLong": "1556262300000"}})
    ('5f', '2019-04-26T07:05:00+00:00')
    """
    if len(value) != 1:
        return None
    [(name, inner)] = value.items()
    if name == "$date" and not isinstance(inner, str):
        return _moment(inner)
    return inner if name in _TYPES and isinstance(inner, str) else None


def php(value: Mapping[str, Any]) -> str | None:
    """The moment in an object that PHP makes of a DateTime, and its zone; None if it is none.

    >>> php({"date": "2019-04-26 14:05:00.000000", "timezone_type": 3, "timezone": "Asia/Jakarta"})
    '2019-04-26 14:05:00.000000 Asia/Jakarta'
    """
    if value.keys() != {"date", "timezone_type", "timezone"}:
        return None
    parts = value["date"], value["timezone"]
    return " ".join(parts) if all(isinstance(part, str) for part in parts) else None


def _moment(value: Any) -> str | None:
    """The moment so many milliseconds after 1970, or before."""
    if isinstance(value, dict) and len(value) == 1:
        value = value.get("$numberLong")
    if not isinstance(value, (str, int, float)) or isinstance(value, bool):
        return None
    try:
        return (_ZERO + timedelta(milliseconds=int(value))).isoformat()
    except (ValueError, OverflowError):
        return None
