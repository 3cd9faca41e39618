"""Articles in the objects and lists that APIs put around them."""

from typing import Any

from indexer.fields import synonyms

_OWN = {"title", "body"}
_LEVELS = 12
"""Objects and lists in one another around articles."""

_ITEMS = frozenset("""
    items item entries entry articles article posts post results result data news stories docs hits
    berita artikel
""".split())
"""Names of lists of articles: a channel has a title and a description as well as they."""

_ABOUT = frozenset("""
    feed channel source site meta metadata info head seo page paging pagination author category
    kanal sumber penulis kategori
""".split())
"""Names of objects beside articles that may have a title and tell of something else."""


def unwrapped(fields: dict[str, Any], levels: int = _LEVELS) -> list[Any]:
    """The articles that an object wraps, in order; none if it is one itself.

    An article has a title and a text. Of a list that has one all is given, and so is what has
    either beside two in an object: something is missing there. What else an object holds is about
    the answer, and is not given.
    """
    if rows := _rows(fields):
        return rows
    if not levels or _is_whole(fields):
        return []
    if is_article(fields):
        return _in_channel(fields, levels)
    return _in_object(fields, levels) or _listed(fields, levels)


def _rows(fields: dict[str, Any]) -> list[Any]:
    """The rows of a table that pandas wrote column by column, or apart from their names.

    >>> _rows({"judul": {"0": "A", "1": "B"}, "isi": {"0": "Naik.", "1": None}})
    [{'judul': 'A', 'isi': 'Naik.'}, {'judul': 'B', 'isi': None}]
    >>> _rows({"columns": ["judul", "isi"], "index": [0], "data": [["A", "Naik."]]})
    [{'judul': 'A', 'isi': 'Naik.'}]
    """
    columns, data = fields.get("columns"), fields.get("data")
    if isinstance(columns, list) and isinstance(data, list):
        named = all(isinstance(name, str) for name in columns)
        whole = all(isinstance(row, list) and len(row) == len(columns) for row in data)
        return [dict(zip(columns, row)) for row in data] if named and whole else []
    return _turned(fields) if _OWN & _meanings(fields) else []


def _turned(columns: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of columns that all have a value for each of the same numbers."""
    cells = list(columns.values())
    numbers = list(cells[0]) if isinstance(cells[0], dict) else []
    if not all(number.isdecimal() for number in numbers) or not all(
            isinstance(each, dict) and list(each) == numbers for each in cells):
        return []
    return [{name: each[number] for name, each in columns.items()} for number in numbers]


def is_article(fields: dict[str, Any]) -> bool:
    """Whether it has a title and a text, and neither is an article."""
    return _OWN <= {synonyms.find_field(name) for name, value in fields.items()
                    if not isinstance(value, dict) or not _OWN <= _meanings(value)}


def _is_whole(fields: dict[str, Any]) -> bool:
    """Whether it is an article with a text that is there and no summary."""
    return is_article({name: value for name, value in fields.items()
                       if value not in (None, "", []) and not synonyms.is_summary(name)})


def _meanings(fields: dict[str, Any]) -> set[str | None]:
    return set(map(synonyms.find_field, fields))


def _in_channel(fields: dict[str, Any], levels: int) -> list[Any]:
    """The items of what has a title and a description of its own, and is their outlet."""
    found = [each for name, value in fields.items()
             if name.lower() in _ITEMS and isinstance(value, list)
             for each in _in_list(value, levels - 1)]
    title = next(value for name, value in fields.items() if synonyms.find_field(name) == "title")
    known = {"outlet": title} if isinstance(title, str) else {}
    return [_beside(each, known) | each if isinstance(each, dict) else each for each in found]


def _in_object(fields: dict[str, Any], levels: int) -> list[Any]:
    """What an object that is no article wraps, name by name."""
    inner = {name: _within(value, levels - 1) for name, value in fields.items()
             if isinstance(value, (dict, list))}
    several = sum(isinstance(fields[name], dict) and is_article(fields[name]) for name in inner) > 1
    return [each for name, found in inner.items() for each in (
        found if isinstance(fields[name], list) else _single(fields, name, found, several))]


def _single(around: dict[str, Any], name: str, found: list[Any], several: bool) -> list[Any]:
    """What an object in another comes to, of which so much was found.

    What stands beside an article alone belongs to it.
    """
    value, about = around[name], name.lower() in _ABOUT
    if found and found[0] is value:
        return [] if about and not _is_whole(value) else [_beside(value, around) | value]
    return [value] if not found and several and not about else found


def _within(value: Any, levels: int) -> list[Any]:
    """The articles in what an object or a list holds."""
    if isinstance(value, list):
        return _in_list(value, levels) if levels > 0 else []
    if not isinstance(value, dict) or levels <= 0:
        return []
    return unwrapped(value, levels) or [value] if is_article(value) else _in_object(value, levels)


def _in_list(values: list[Any], levels: int) -> list[Any]:
    """All that stands in a list, null aside, if any of it is an article or wraps one."""
    inner = [_within(each, levels - 1) for each in values]
    if not any(inner):
        return []
    return [each for value, found in zip(values, inner) if value is not None
            for each in found or [value]]


def _beside(article: dict[str, Any], around: dict[str, Any]) -> dict[str, Any]:
    """What an object says of an article in it, but for what the article says itself, ids aside."""
    known = _meanings(article) - {None, "id"}
    return {name: value for name, value in around.items()
            if not isinstance(value, (dict, list)) and synonyms.find_field(name) not in known}


def _listed(fields: dict[str, Any], levels: int) -> list[dict[str, Any]]:
    """The only list of objects, where none has both, in an object that has neither itself."""
    if _OWN & _meanings(fields):
        return []
    lists = [value for value in fields.values() if _are_objects(value)]
    told = [each for each in lists if _OWN & _meanings(each[0])]
    found = told if len(told) == 1 else lists
    if not found and levels:
        inner = [value for value in fields.values() if isinstance(value, dict)]
        found = [each for each in (_listed(value, levels - 1) for value in inner) if each]
    return found[0] if len(found) == 1 else []


def _are_objects(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(
        isinstance(each, dict) for each in value)
