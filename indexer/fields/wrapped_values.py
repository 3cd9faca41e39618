"""Values that JSON writes as objects: ids and dates of MongoDB and PHP, fields of Drupal, whom and
what APIs name."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

_TYPES = ("$oid", "$date", "$numberLong", "$numberInt")
"""Of MongoDB's Extended JSON, those of ids and of dates."""

_NAMES = ("name", "nama")

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


def drupal(value: list[Any]) -> str | int | None:
    """The one value of a field in Drupal's answers; None if it is none, or several.

    >>> drupal([{"value": "Beras", "format": "html"}]), drupal([{"target_id": 5}])
    ('Beras', None)
    """
    inner = value[0].get("value") if len(value) == 1 and isinstance(value[0], dict) else None
    return inner if isinstance(inner, (str, int)) and not isinstance(inner, bool) else None


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


def named(value: Any) -> Any:
    """The name in an object that says more of whom or what it names, names of a list of such.

    Any other value as it is.

    >>> named({"id": None, "name": "Kabar Rejo"}), named([{"nama": "Wira"}, {"nama": "Asri"}])
    ('Kabar Rejo', ['Wira', 'Asri'])
    >>> named([{"id": 5}]), named("Wira")
    ([{'id': 5}], 'Wira')
    """
    if isinstance(value, list):
        found = [_name(each) for each in value]
        return found if found and all(found) else value
    return _name(value) or value


def says_more(value: Any) -> bool:
    """Whether an object, or one of a list, says more than the name that is taken of it."""
    if isinstance(value, list):
        return any(says_more(each) for each in value if isinstance(each, dict))
    name = _name(value)
    return name is not None and any(each not in (None, "", name) for each in value.values())


def _name(value: Any) -> str | None:
    given = [value.get(name) for name in _NAMES] if isinstance(value, dict) else []
    return next((name for name in given if isinstance(name, str) and name.strip()), None)
