"""Values that programs wrap in JSON objects: MongoDB, PHP, Drupal, and APIs that describe people
and outlets."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

_MONGO_TYPES = ("$oid", "$date", "$numberLong", "$numberInt")
"""The types of MongoDB's Extended JSON that ids and dates have."""

_NAME_KEYS = ("name", "nama")

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def unwrap_mongo(value: Mapping[str, Any]) -> str | None:
    """Return the id, number or date in an object of MongoDB's; None if it is something else.

    >>> unwrap_mongo({"$oid": "5f"}), unwrap_mongo({"$date": {"$numberLong": "1556262300000"}})
    ('5f', '2019-04-26T07:05:00+00:00')
    """
    if len(value) != 1:
        return None
    [(name, inner)] = value.items()
    if name == "$date" and not isinstance(inner, str):
        return _milliseconds_to_iso(inner)
    return inner if name in _MONGO_TYPES and isinstance(inner, str) else None


def unwrap_drupal(value: list[Any]) -> str | int | None:
    """Return the single value of a field in Drupal's answers; None if it has none or several.

    >>> unwrap_drupal([{"value": "Beras", "format": "html"}]), unwrap_drupal([{"target_id": 5}])
    ('Beras', None)
    """
    inner = value[0].get("value") if len(value) == 1 and isinstance(value[0], dict) else None
    return inner if isinstance(inner, (str, int)) and not isinstance(inner, bool) else None


def unwrap_php(value: Mapping[str, Any]) -> str | None:
    """Return the date and time zone of a PHP DateTime; None if the object is something else.

    >>> unwrap_php({"date": "2019-04-26 14:05:00.000000", "timezone_type": 3,
    ...             "timezone": "Asia/Jakarta"})
    '2019-04-26 14:05:00.000000 Asia/Jakarta'
    """
    if value.keys() != {"date", "timezone_type", "timezone"}:
        return None
    parts = value["date"], value["timezone"]
    return " ".join(parts) if all(isinstance(part, str) for part in parts) else None


def _milliseconds_to_iso(value: Any) -> str | None:
    """Return the ISO date of a number of milliseconds since 1970; None if it is none."""
    if isinstance(value, dict) and len(value) == 1:
        value = value.get("$numberLong")
    if not isinstance(value, (str, int, float)) or isinstance(value, bool):
        return None
    try:
        return (_EPOCH + timedelta(milliseconds=int(value))).isoformat()
    except (ValueError, OverflowError):
        return None


def unwrap_names(value: Any) -> Any:
    """Return the name in an object that describes someone or something, or a list of such names.

    Return any other value as it is.

    >>> unwrap_names({"id": None, "name": "Kabar Rejo"}), unwrap_names([{"nama": "Wira"}])
    ('Kabar Rejo', ['Wira'])
    >>> unwrap_names([{"id": 5}]), unwrap_names("Wira")
    ([{'id': 5}], 'Wira')
    """
    if isinstance(value, list):
        names = [_get_name(item) for item in value]
        return names if names and all(names) else value
    return _get_name(value) or value


def has_more_than_name(value: Any) -> bool:
    """Return whether an object, or one in a list, holds more than the name unwrapped from it."""
    if isinstance(value, list):
        return any(has_more_than_name(item) for item in value if isinstance(item, dict))
    name = _get_name(value)
    return name is not None and any(item not in (None, "", name) for item in value.values())


def _get_name(value: Any) -> str | None:
    candidates = [value.get(key) for key in _NAME_KEYS] if isinstance(value, dict) else []
    return next((name for name in candidates if isinstance(name, str) and name.strip()), None)
