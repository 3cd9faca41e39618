"""Finds articles in the objects and lists that APIs wrap around them.

An article is an object with a title and a body.
"""

from typing import Any

from indexer.fields import synonyms
from search.urls import parsing

_ARTICLE_FIELDS = {"title", "body"}
_GHOST_BODY = "html"
"""The name of a text next to a title; elsewhere it may name a page."""

_MAX_LEVELS = 12
"""Objects and lists around an article."""

_NAMES_OF_LISTS = frozenset("""
    items item entries entry articles article posts post results result data news stories docs hits
    berita artikel
""".split())
"""Names of lists of articles. They tell a channel, which has a title and a description itself, from
an article."""

_NAMES_OF_CONTEXT = frozenset("""
    feed channel source site meta metadata info head seo page paging pagination author category
    kanal sumber penulis kategori
""".split())
"""Names of objects that stand beside articles and may have a title, but describe something else."""


_NAMES_OF_REPLIES = frozenset(
    "comments komentar replies balasan tanggapan responses revisions versions".split())
"""Names of lists of what stands beside articles and may have a title and a text."""

_NAMES_OF_DRAFTS = frozenset("drafts draf trash trashed sampah".split())
_DRAFT = {"_status": "draft"}
"""Names of lists of articles that are not published, and what each article in them says of that."""

_NAMES_OF_TRANSLATIONS = ("translations", "terjemahan")
_LANGUAGE_KEYS = ("languages_code", "language_code", "language", "lang", "locale", "langcode")
"""Names of lists of one article in several languages, and of what says which one it is."""

_NAMES_OF_SOURCES = ("source", "publisher", "sumber", "media", "outlet")
"""Names of objects that say who published the article beside them."""

_COMPONENT = "__component"
"""What an element of a list has that is a part of an article in Strapi."""

_TABLES = (
    ("columns", "data"), ("columns", "rows"), ("headers", "rows"), ("headers", "data"),
    ("header", "rows"), ("header", "data"), ("fields", "values"), ("fields", "rows"))
"""Names of two lists that are a table: the names of its columns, and its rows."""

_NAMES_OF_PARTS = frozenset("sections section bagian parts subbab chapters".split())
"""Names of lists of what an article consists of, each part with a heading and a text."""

_NAMES_OF_SYSTEMS = ("sys", "system")
"""Names of objects that say whether the article beside them is published."""


def unwrap(fields: dict[str, Any], levels: int = _MAX_LEVELS) -> list[Any]:
    """Return the articles that an object wraps, in order; none if it is an article itself.

    If a list has one article, all its elements are returned, since the others are articles from
    which something is missing. The same goes for an object beside two articles in an object. All
    else in the object is about the answer, and is left out.
    """
    if rows := _read_table(fields):
        return rows
    if not levels or _is_complete_article(fields) or _is_in_parts(fields):
        return []
    if is_article(fields):
        return _unwrap_channel(fields, levels)
    return _unwrap_object(fields, levels) or _find_only_list(fields, levels)


def _read_table(fields: dict[str, Any]) -> list[Any]:
    """Return the rows of a table that pandas wrote by columns, or with the names apart.

    >>> _read_table({"judul": {"0": "A", "1": "B"}, "isi": {"0": "Naik.", "1": None}})
    [{'judul': 'A', 'isi': 'Naik.'}, {'judul': 'B', 'isi': None}]
    >>> _read_table({"columns": ["judul", "isi"], "index": [0], "data": [["A", "Naik."]]})
    [{'judul': 'A', 'isi': 'Naik.'}]
    """
    if rows := _read_rows(fields):
        return rows
    for names, cells in _TABLES:
        if isinstance(columns := fields.get(names), list) and isinstance(fields.get(cells), list):
            return _name_cells(columns, fields[cells])
    if isinstance(schema := fields.get("schema"), dict) and isinstance(schema.get("fields"), list):
        return _name_cells(
            list(map(_get_name, schema["fields"])),
            list(map(_unwrap_row, fields.get("rows") or ())))
    return _transpose(fields) if _ARTICLE_FIELDS & _find_fields(fields) else []


def _name_cells(columns: list[Any], rows: list[Any]) -> list[Any]:
    """Return rows as objects; none unless all are lists as long as that of the names."""
    named = all(isinstance(name, str) for name in columns)
    whole = all(isinstance(row, list) and len(row) == len(columns) for row in rows)
    return [dict(zip(columns, row)) for row in rows] if named and whole else []


def _get_name(column: Any) -> Any:
    return column.get("name") if isinstance(column, dict) else None


def _unwrap_row(row: Any) -> Any:
    """Return the cells of a row of BigQuery's: `{"f": [{"v": "Beras"}]}`; any other as it is."""
    cells = row.get("f") if isinstance(row, dict) else None
    return [cell.get("v") for cell in cells if isinstance(cell, dict)] if isinstance(
        cells, list) else row


def read_names(row: Any) -> list[str]:
    """Return the names of columns in the first row of a table; none if it is something else.

    >>> read_names(["judul", "isi"]), read_names(["Beras", "Naik."])
    (['judul', 'isi'], [])
    """
    is_named = isinstance(row, list) and all(isinstance(name, str) for name in row) and (
        _ARTICLE_FIELDS <= set(map(synonyms.find_field, row)))
    return row if is_named else []


def _read_rows(fields: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows below a row of names, as Google's spreadsheets have them.

    >>> _read_rows({"range": "A1:B2", "values": [["judul", "isi"], ["A", "Naik."]]})
    [{'judul': 'A', 'isi': 'Naik.'}]
    """
    rows = fields.get("values")
    if not isinstance(rows, list) or len(rows) < 2 or not all(
            isinstance(row, list) for row in rows):
        return []
    names = [name for name in rows[0] if isinstance(name, str)]
    if len(names) < len(rows[0]) or _ARTICLE_FIELDS.isdisjoint(map(synonyms.find_field, names)):
        return []
    return [dict(zip(names, row)) for row in rows[1:]]


def _transpose(columns: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of columns; none unless all have values for the same row numbers.

    Columns may also be lists: an article has no two titles.
    """
    cells = list(columns.values())
    if _ARTICLE_FIELDS <= _find_fields(columns) and all(
            isinstance(column, list) and len(column) == len(cells[0]) > 1 for column in cells):
        return [dict(zip(columns, row)) for row in zip(*cells)]
    numbers = list(cells[0]) if isinstance(cells[0], dict) else []
    if not all(number.isdecimal() for number in numbers) or not all(
            isinstance(column, dict) and list(column) == numbers for column in cells):
        return []
    return [{name: column[number] for name, column in columns.items()} for number in numbers]


def is_article(fields: dict[str, Any]) -> bool:
    """Return whether an object has a title and a body, and neither is an article itself."""
    return _ARTICLE_FIELDS <= {
        "body" if name == _GHOST_BODY else synonyms.find_field(name)
        for name, value in fields.items()
        if not isinstance(value, dict) or not _ARTICLE_FIELDS <= _find_fields(value)
    }


def _is_complete_article(fields: dict[str, Any]) -> bool:
    """Return whether an object is an article with a body that is not empty and no summary."""
    return is_article({
        name: value for name, value in fields.items()
        if value not in (None, "", []) and not synonyms.is_summary(name)
    })


def _is_in_parts(fields: dict[str, Any]) -> bool:
    """Return whether an object is an article whose text is in a list of parts."""
    own = {synonyms.find_field(name) for name, value in fields.items() if isinstance(value, str)}
    return "title" in own and "body" not in own and any(
        name.lower() in _NAMES_OF_PARTS and _is_list_of_objects(value)
        and not any("url" in _find_fields(part) for part in value)
        for name, value in fields.items())


def _find_fields(fields: dict[str, Any]) -> set[str | None]:
    return set(map(synonyms.find_field, fields))


def _unwrap_channel(fields: dict[str, Any], levels: int) -> list[Any]:
    """Return the items of a channel, with its title as their outlet."""
    items = [item for name, value in fields.items()
             if name.lower() in _NAMES_OF_LISTS and isinstance(value, list)
             for item in _unwrap_list(value, levels - 1)]
    title = next(value for name, value in fields.items() if synonyms.find_field(name) == "title")
    outlet = {"outlet": title} if isinstance(title, str) else {}
    return [_select_context(item, outlet) | item if isinstance(item, dict) else item
            for item in items]


def _unwrap_object(fields: dict[str, Any], levels: int) -> list[Any]:
    """Return the articles in the values of an object that is no article."""
    found = {name: _unwrap_value(value, levels - 1) for name, value in fields.items()
             if isinstance(value, (dict, list))}
    if chosen := _choose_translation(fields):
        return [{name: value for name, value in fields.items() if name != chosen[0]} | chosen[1]]
    found |= {name: [_DRAFT | each if isinstance(each, dict) else each for each in articles]
              for name, articles in found.items() if name.lower() in _NAMES_OF_DRAFTS}
    if any(articles for name, articles in found.items() if name.lower() not in _NAMES_OF_REPLIES):
        found = {name: articles for name, articles in found.items()
                 if name.lower() not in _NAMES_OF_REPLIES}
    several = sum(isinstance(fields[name], dict) and is_article(fields[name]) for name in found) > 1
    return [
        article for name, articles in found.items() for article in (
            articles if isinstance(fields[name], list)
            else _unwrap_member(fields, name, articles, several))
    ]


def _choose_translation(fields: dict[str, Any]) -> tuple[str, dict[str, Any]] | None:
    """Return the list of translations in an object and the Indonesian one, else the first."""
    for name, value in fields.items():
        if name.lower() in _NAMES_OF_TRANSLATIONS and _is_list_of_objects(value):
            languages = [next((str(each[key]).lower() for key in _LANGUAGE_KEYS if key in each), "")
                         for each in value]
            if all(languages) and any(map(is_article, value)):
                own = next((at for at, each in enumerate(languages) if each[:2] in ("id", "in")), 0)
                return name, value[own]
    return None


def _unwrap_member(
    around: dict[str, Any], name: str, articles: list[Any], several: bool
) -> list[Any]:
    """Return what an object in another contributes, given the articles found in it.

    `several` says that the outer object has more than one article. What stands beside a single
    article belongs to it.
    """
    value, is_context = around[name], name.lower() in _NAMES_OF_CONTEXT
    if parsing.is_page_url(name):
        return [{"url": name} | each for each in articles]
    if articles and articles[0] is value:
        if is_context and not _is_complete_article(value):
            return []
        return [_select_context(value, around) | value]
    return [value] if not articles and several and not is_context else articles


def _unwrap_value(value: Any, levels: int) -> list[Any]:
    """Return the articles in an object or a list, which may be the object itself."""
    if isinstance(value, list):
        return _unwrap_list(value, levels) if levels > 0 else []
    if not isinstance(value, dict) or levels <= 0:
        return []
    return unwrap(value, levels) or [value] if is_article(value) else _unwrap_object(value, levels)


def _unwrap_list(values: list[Any], levels: int) -> list[Any]:
    """Return all elements of a list but nulls, if any is an article or wraps one; else none."""
    if any(isinstance(value, dict) and _COMPONENT in value for value in values):
        return []
    found = [_unwrap_value(value, levels - 1) for value in values]
    if not any(found):
        return []
    return [article for value, articles in zip(values, found) if value is not None
            for article in articles or [value]]


def _select_context(article: dict[str, Any], around: dict[str, Any]) -> dict[str, Any]:
    """Return what the object around an article says about it and the article itself does not.

    Ids are kept, as they may be two.
    """
    known = _find_fields(article) - {None, "id"}
    return {name: value for name, value in around.items()
            if (not isinstance(value, (dict, list)) or name in _NAMES_OF_SYSTEMS
                or isinstance(value, dict) and name in _NAMES_OF_SOURCES and "name" in value)
            and synonyms.find_field(name) not in known}


def _find_only_list(fields: dict[str, Any], levels: int) -> list[dict[str, Any]]:
    """Return the only list of objects in an object; none if there are several, or it is an article.

    It is used if nothing in it has both a title and a body. A list with either goes first.
    """
    if _ARTICLE_FIELDS & _find_fields(fields):
        return []
    lists = [value for value in fields.values() if _is_list_of_objects(value)]
    likely = [value for value in lists if _ARTICLE_FIELDS & _find_fields(value[0])]
    found = likely if len(likely) == 1 else lists
    if not found and levels:
        inner = [value for value in fields.values() if isinstance(value, dict)]
        found = [each for each in (_find_only_list(value, levels - 1) for value in inner) if each]
    return found[0] if len(found) == 1 else []


def _is_list_of_objects(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(
        isinstance(item, dict) for item in value)
