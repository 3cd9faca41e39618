"""Values that programs wrap in JSON objects: MongoDB, PHP, Drupal, CSL, and APIs that describe
people and outlets."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

_MONGO_TYPES = ("$oid", "$date", "$numberLong", "$numberInt", "S", "N")
"""The types of MongoDB's Extended JSON that ids and dates have, and those of DynamoDB."""

_NAME_KEYS = ("name", "nama", "Name", "title")

_LANGUAGE = re.compile(r"und|[a-z]{2}(?:-[a-z]{2,4})?")
"""The key of an object in which Drupal 7 keeps the values of a field by language."""

_LOCALE = re.compile(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?")
_INDONESIAN = re.compile(r"id\b|id_|in_ID", re.ASCII)
"""The keys of an object that keeps a text by language, and those of the Indonesian one."""

_DRUPAL_KEYS = frozenset(("format", "processed", "safe_value", "lang"))
"""One of these stands beside the value of a field in Drupal."""

_NINJS_KEYS = frozenset(("role", "contenttype"))
"""One of these stands beside a text in version 2 of ninjs, which may give several."""

_FORMS = {
    "title": ("main", "basic", "default", "rendered", "S", "text", "value", "plain", "title",
              "headline", "raw"),
    "body": ("text", "plain_text", "plain", "html", "rendered", "S", "content", "main", "full",
             "body", "value", "markdown", "raw", "basic"),
}
"""Names of the forms of a text in an object, the most trusted first; DynamoDB's is `S`."""

_NUMBER_LAST = re.compile(r"[A-Za-z_ -]{0,12}(\d{1,3})")
_LINK_KEYS = ("href", "url", "@id", "link")
_LINK = re.compile(r"\s*<a\s[^<>]*?href\s*=\s*[\"']?(https?:[^\"'<>\s]+)", re.IGNORECASE)

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def unwrap_property(value: Any) -> Any:
    """Return what a property of Notion holds, which is under the name of its type.

    Return any other value as it is.

    >>> unwrap_property({"type": "date", "date": {"start": "2019-04-26"}}), unwrap_property("Beras")
    ({'start': '2019-04-26'}, 'Beras')
    """
    if type(value) is dict and type(kind := value.get("type")) is str:
        return value.get(kind, value)
    return value


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


def unwrap_drupal(value: Any) -> str | int | list[str | int] | None:
    """Return what a field of Drupal's holds, several values as a list; None if it is another's.

    >>> unwrap_drupal([{"value": "Beras", "format": "html"}]), unwrap_drupal([{"target_id": 5}])
    ('Beras', None)
    >>> unwrap_drupal({"und": [{"value": "Beras"}, {"value": "Cabai"}]})  # Drupal 7
    ['Beras', 'Cabai']
    >>> unwrap_drupal({"value": "Beras", "format": "html", "summary": ""})  # JSON:API
    'Beras'
    """
    if isinstance(value, dict):
        if len(value) == 1 and isinstance(inner := value.get(next(iter(value))), list):
            return unwrap_drupal(inner) if _LANGUAGE.fullmatch(next(iter(value))) else None
        return _get_value(value) if value.keys() & _DRUPAL_KEYS else None
    if not isinstance(value, list) or not value:
        return None
    values = [_get_value(item) for item in value]
    whole = [each for each in values if each is not None]
    if len(whole) < len(values):
        return None
    return whole[0] if len(whole) == 1 else whole


def choose_main(value: Any) -> Any:
    """Return of several texts in ninjs the one with the main role, else the longest, as a list.

    Return any other value as it is.

    >>> choose_main([{"role": "short", "value": "Beras"}, {"role": "main", "value": "Beras naik"}])
    [{'role': 'main', 'value': 'Beras naik'}]
    """
    if not isinstance(value, list) or len(value) < 2 or not all(
            isinstance(item, dict) and isinstance(item.get("value"), str)
            and item.keys() & _NINJS_KEYS for item in value):
        return value
    main = next((item for item in value if item.get("role") == "main"), None)
    return [main or max(value, key=lambda item: len(item["value"]))]


def choose_language(value: Any) -> Any:
    """Return of the translations of a text the Indonesian one, else the first that is not blank.

    Contentful and others keep them by language. Return any other value as it is.

    >>> choose_language({"en": "Rice", "id": "Beras"}), choose_language({"id-ID": "Beras"})
    ('Beras', 'Beras')
    >>> choose_language({"id": "Beras"}), choose_language({"isi": "Beras"})  # one may be an id
    ({'id': 'Beras'}, {'isi': 'Beras'})
    """
    if not isinstance(value, dict) or not value or not all(
            _LOCALE.fullmatch(name) for name in value):
        return value
    if value.keys() == {"id"} and not (isinstance(value["id"], str) and " " in value["id"].strip()):
        return value
    texts = {name: text for name, text in value.items() if isinstance(text, (str, dict, list))}
    own = [name for name in texts if _INDONESIAN.match(name)]
    filled = [name for name in (*own, *texts) if texts[name]]
    return texts[filled[0]] if filled else value


def choose_form(ours: str, value: Any) -> Any:
    """Return of the forms of a title or a body in an object the most trusted one.

    The numbered parts of a text become one. Return any other value as it is.

    >>> choose_form("title", {"main": "Beras", "print": "Naik"}), choose_form("body", {"a": "x"})
    ('Beras', {'a': 'x'})
    >>> choose_form("body", {"p2": "Cabai.", "p1": "Beras."}).split()
    ['Beras.', 'Cabai.']
    >>> choose_form("title", [{"plain_text": "Beras "}, {"plain_text": "naik"}])
    'Beras naik'
    >>> choose_form("title", [{"type": "heading1", "text": "Beras naik"}])
    'Beras naik'
    """
    if type(value) is list and value and (texts := _list_pieces(value)):
        return "".join(texts)
    if type(value) is not dict:
        return value
    for name in _FORMS[ours]:
        if type(text := value.get(name)) is str and text.strip():
            return text
    numbers = [_NUMBER_LAST.fullmatch(name) for name in value]
    if not value or not all(numbers) or not all(type(text) is str for text in value.values()):
        return value
    parts = sorted((int(number[1]), text) for number, text in zip(numbers, value.values())
                   if number)
    return "\n\n".join(text for _, text in parts)


def _list_pieces(value: list[Any]) -> list[str]:
    """Return the pieces in which Notion and Prismic write one line; [] of any other list."""
    pieces = [each.get("plain_text", each.get("text")) if type(each) is dict else None
              for each in value]
    texts = [piece for piece in pieces if type(piece) is str]
    return texts if len(texts) == len(pieces) else []


def is_title_property(value: Any) -> bool:
    """Return whether a property of Notion is the title of its page, whatever its name.

    >>> is_title_property({"id": "title", "type": "title", "title": [{"plain_text": "Beras"}]})
    True
    """
    return type(value) is dict and value.get("type") == "title" and type(
        value.get("title")) is list


def find_other_forms(ours: str, value: Any) -> dict[str, Any]:
    """Return what an object has besides the form that `choose_form` takes, if it has that.

    >>> find_other_forms("body", {"text": "Beras.", "harga": 5}), find_other_forms("body", "Beras.")
    ({'harga': 5}, {})
    """
    if type(value) is not dict or choose_language(value) is not value or (
            unwrap_drupal(value) is not None):
        return {}
    chosen = next((name for name in _FORMS[ours]
                   if type(text := value.get(name)) is str and text.strip()), "")
    return {name: item for name, item in value.items() if name != chosen} if chosen else {}


def unwrap_link(value: Any) -> Any:
    """Return the address in an object or list of links; any other value as it is.

    >>> unwrap_link([{"href": "https://a.example/1", "type": "text/html"}])
    'https://a.example/1'
    >>> unwrap_link({"@id": "https://a.example/1"}), unwrap_link({"a": 1})
    ('https://a.example/1', {'a': 1})
    """
    is_list = isinstance(value, list) and value and isinstance(value[0], dict)
    one = value[0] if is_list else value
    if isinstance(one, dict):
        one = next((one[name] for name in _LINK_KEYS if isinstance(one.get(name), str)), value)
    if isinstance(one, str) and (link := _LINK.match(one)):
        return link[1]
    return one if isinstance(one, str) else value


def join_date(value: list[Any]) -> Any:
    """Return a list of numbers, or of texts about one date, as one text; else the list.

    Java writes year, month, day, hour and so on; feedparser nine numbers, in UTC.

    >>> join_date([2019, 4, 26, 14, 5]), join_date([2019, 4, 26, 7, 5, 0, 4, 116, 0])
    ('2019-04-26 14:05:00', '2019-04-26 07:05:00Z')
    >>> join_date(["26 April 2019", " 14:05 WIB"]), join_date([5])
    ('26 April 2019 | 14:05 WIB', [5])
    """
    if all(isinstance(each, str) for each in value):
        return " | ".join(text for each in value if (text := " ".join(each.split())))
    if len(value) not in (3, 5, 6, 7, 9) or not all(type(each) is int for each in value):
        return value
    year, month, day, *clock = value
    written = f"{year:04}-{month:02}-{day:02}"
    if not clock:
        return written
    hour, minute, second = (*clock, 0)[:3]
    return f"{written} {hour:02}:{minute:02}:{second:02}{'Z' if len(value) == 9 else ''}"


def find_summaries(value: Any) -> dict[str, str]:
    """Return the summaries beside the texts of a Drupal field, by the names they are kept under.

    >>> find_summaries({"value": "Beras naik.", "summary": "Beras"})
    {'body_summary': 'Beras'}
    """
    if isinstance(value, dict) and len(value) == 1:
        [value] = value.values()
    items = value if isinstance(value, list) else [value]
    texts = [item.get("summary") for item in items if _get_value(item) is not None]
    found = [text for text in texts if isinstance(text, str) and text.strip()]
    return {"body_summary": "\n\n".join(found)} if found else {}


def _get_value(item: Any) -> str | int | None:
    """Return the text or number in one value of a Drupal field."""
    inner = item.get("value") if isinstance(item, dict) else None
    return inner if isinstance(inner, (str, int)) and not isinstance(inner, bool) else None


def unwrap_date(value: Mapping[str, Any]) -> str | None:
    """Return the date in an object of PHP's, of CSL JSON or of Firestore; None of something else.

    >>> unwrap_date({"date-parts": [[2019, 4, 26]]}), unwrap_date({"date-parts": [["2019"]]})
    ('2019-04-26', '2019')
    >>> unwrap_date({"_seconds": 1556262300, "_nanoseconds": 0}), unwrap_date({"seconds": 5})
    ('1556262300', None)
    """
    if {name.strip("_") for name in value} == {"seconds", "nanoseconds"}:
        return str(value.get("_seconds", value.get("seconds")))
    if {"year", "month", "day"} <= value.keys():
        return _write_day(value)
    if {"tanggal", "bulan", "tahun"} <= value.keys():
        return " ".join(str(value[name]) for name in ("tanggal", "bulan", "tahun"))
    if isinstance(written := value.get("start", value.get("published")), str):
        return written
    parts = value.get("date-parts")
    if not isinstance(parts, list):
        return unwrap_php(value)
    first = parts[0] if parts and isinstance(parts[0], list) else parts
    numbers = [str(part) for part in first if type(part) in (str, int)]
    return "-".join(f"{number:0>2}" for number in numbers) or None


def _write_day(value: Mapping[str, Any]) -> str | None:
    """Return the day in an object with year, month and day; None if they are no numbers."""
    numbers = [value[name] for name in ("year", "month", "day")]
    if not all(type(each) in (str, int) and str(each).isdecimal() for each in numbers):
        return None
    return "-".join(f"{each:0>2}" for each in map(str, numbers))


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
