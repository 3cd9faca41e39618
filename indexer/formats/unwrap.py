"""Articles in the objects and lists that APIs put around them."""

from collections.abc import Iterator
from typing import Any

from indexer import names

_OWN = {"title", "body"}
_LEVELS = 5
"""Objects in one another around articles."""

_LISTS = frozenset("""
    items item entries entry articles article posts post results result data news stories docs hits
    berita artikel
""".split())
"""Names of lists of articles: a channel has a title and a description as well as they."""


def unwrapped(fields: dict[str, Any]) -> list[Any]:
    """What an object wraps, in order; nothing if it is an article itself or wraps none.

    That is every article, and what else stands in a list, or in an object, of articles: it may be
    one that lacks something, or no object at all.
    """
    if _is_whole(fields):
        return []
    if is_article(fields):
        return _in_object({name: each for name, each in fields.items() if _are_items(name, each)})
    return _in_object(fields) or _listed(fields)


def is_article(fields: dict[str, Any]) -> bool:
    """Whether it has a title and a text, and neither is an article."""
    return _OWN <= {names.meaning(name) for name, value in fields.items()
                    if not isinstance(value, dict) or not _OWN <= _meanings(value)}


def _is_whole(fields: dict[str, Any]) -> bool:
    """Whether it is an article with a text that is no summary."""
    return is_article({name: value for name, value in fields.items()
                       if not names.is_summary(name)})


def _meanings(fields: dict[str, Any]) -> set[str | None]:
    return set(map(names.meaning, fields))


def _are_items(name: str, value: Any) -> bool:
    """Whether a value beside a title and a summary is a list of articles, and the two its own."""
    return isinstance(value, list) and any(
        isinstance(each, dict) and (_is_whole(each) or name.lower() in _LISTS and is_article(each))
        for each in value)


def _in_object(value: dict[str, Any], levels: int = _LEVELS) -> list[Any]:
    """What an object wraps. What stands beside an article in it alone belongs to the article."""
    if not levels:
        return []
    found = {name: _within(each, levels) for name, each in value.items()
             if isinstance(each, (dict, list))}
    listed = any(found[name] and isinstance(value[name], list) for name in found)
    single = [name for name in found if isinstance(value[name], dict) and is_article(value[name])]
    return [each for name, some in found.items()
            for each in (_single(value, name, listed, len(single) > 1)
                         if isinstance(value[name], dict) and some in ([], [value[name]])
                         else some)]


def _single(around: dict[str, Any], name: str, listed: bool, several: bool) -> Iterator[Any]:
    """An object in another, if it is an article.

    Beside a list of them it is none that has only a summary, such as the channel that they are
    of; beside several others it is one even where it lacks something.
    """
    value = around[name]
    if is_article(value):
        if _is_whole(value) or not listed:
            yield _beside(value, around) | value
    elif several and _OWN & _meanings(value):
        yield value


def _in_list(values: list[Any], levels: int) -> list[Any]:
    """All that stands in a list, null aside, if any of it is an article or wraps one."""
    inner = [_within(each, levels) for each in values]
    if not any(inner):
        return []
    return [each for value, found in zip(values, inner) if value is not None
            for each in found or [value]]


def _within(value: Any, levels: int) -> list[Any]:
    if isinstance(value, list):
        return _in_list(value, levels)
    if not isinstance(value, dict):
        return []
    return unwrapped(value) or [value] if is_article(value) else _in_object(value, levels - 1)


def _beside(article: dict[str, Any], around: dict[str, Any]) -> dict[str, Any]:
    """What an object says of an article in it, but for what the article says itself."""
    known = _meanings(article) - {None}
    return {name: value for name, value in around.items()
            if not isinstance(value, (dict, list)) and names.meaning(name) not in known}


def _listed(fields: dict[str, Any], levels: int = _LEVELS) -> list[dict[str, Any]]:
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
