"""JSON Lines and CSV: an article a row, with the fields that are asked for."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from search.article import Article, is_text
from search.explore.cells import Cell, write_csv
from search.facets import FACETS, OWN, Facet


def build_facet_writer(facet: Facet) -> Callable[[Article], str | None]:
    """Return what writes the values that a facet counts an article under, None if it has none.

    >>> build_facet_writer(FACETS["tag"])(Article("a", extra={"tags": "gempa, tsunami"}))
    'gempa; tsunami'
    """
    def write(article: Article) -> str | None:
        return "; ".join(map(str, filter(None, facet.values(article)))) or None
    return write


_VALUES: dict[str, Callable[[Article], Any]] = {
    "id": lambda article: article.id,
    "title": lambda article: article.title,
    "body": lambda article: article.body,
    "outlet": lambda article: article.outlet,
    "byline": lambda article: article.byline,
    "published": lambda article: article.published,
    "date_precision": lambda article: article.date_precision,
    "url": lambda article: article.url,
    "extra": lambda article: _make_finite(dict(article.extra)),
    "revision": lambda article: article.revision,
    **{name: build_facet_writer(FACETS[name]) for name in OWN},
}

EXPORT_FIELDS = tuple(_VALUES)
"""The fields that an export may have, with the facets of the operator."""

CSV_FIELDS = "id", "title", "outlet", "byline", "published", "date_precision", "url", "body"
"""The columns of CSV, if none are asked for."""

JSON_FIELDS = tuple(name for name in _VALUES if name not in ("byline", *OWN))
"""The fields of JSON Lines, if none are asked for: those that `indexer add` takes back."""


def write_json_lines(articles: Iterable[Article], fields: Sequence[str]) -> Iterator[str]:
    """Yield a line of JSON for each article.

    >>> list(write_json_lines([Article("a", "Gempa")], ["title", "url"]))
    ['{"title": "Gempa", "url": null}\\n']
    """
    for article in articles:
        values = {name: _VALUES[name](article) for name in fields or JSON_FIELDS}
        yield f"{_dump(values)}\n"


def write_table(articles: Iterable[Article], fields: Sequence[str]) -> Iterator[str]:
    """Yield a heading and a row of CSV for each article, harmless to spreadsheets.

    >>> list(write_table([Article("a", "=1+1")], ["id", "title"]))
    ['id,title\\r\\n', "a,'=1+1\\r\\n"]
    """
    names = fields or CSV_FIELDS
    yield write_csv([names])
    for article in articles:
        yield write_csv([[_build_cell(_VALUES[name](article)) for name in names]])


def _build_cell(value: Any) -> Cell:
    if value is None or isinstance(value, (str, int)):
        return value
    return _dump(value)


def _dump(value: Any) -> str:
    """Return JSON; lone surrogates, which no encoding can represent, are escaped."""
    line = json.dumps(value, ensure_ascii=False)
    return line if is_text(line) else json.dumps(value)


def _make_finite(value: Any) -> Any:
    """Return a JSON value without NaN and infinity, which become text: JSON has none."""
    try:
        json.dumps(value, allow_nan=False)
    except ValueError:
        return json.loads(json.dumps(value), parse_constant=str)
    return value
