"""Reads the article that a page has as data, from which a script builds what readers see.

Next.js, Nuxt, Gatsby and others write it as JSON into a `<script>` of the page. The article is the
object with the title of the page and the longest text.
"""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from indexer.formats.html.page_blocks import (
    fold,
)
from indexer.text import cells, markup, rich_text

_MIN_CHARACTERS = 250
_MAX_SCRIPT_CHARACTERS = 4_000_000
_MAX_VALUES = 50_000
_ASSIGNED = re.compile(
    r"\s*(?:(?:var|let|const)\s+|window\.|self\.|globalThis\.)?[\w$.\[\]'\"]{1,60}\s*=\s*(?=[{\[])")
"""What assigns the data to a variable, as in `window.__INITIAL_STATE__ = {…}`."""

_PARSED = re.compile(r"JSON\.parse\(\s*(?=\")")
_DATES = ("publishedAt", "published_at", "datePublished", "publishedDate", "publishDate",
          "publish_date", "published", "pubDate", "firstPublishedAt", "date")
_TITLES = ("title", "headline", "judul", "name", "post_title")
_DECODER = json.JSONDecoder(strict=False)


def read_embedded_article(tree: Any, titles: Iterable[str]) -> dict[str, str]:
    """Return the text, title and date of the article in the data of a page, under our names.

    Return {} if there is none.
    """
    names = {fold(title) for title in titles if title}
    found = [(_read_text(each), each) for data in _read_data(tree)
             for each in _find_articles(data, names)]
    text, article = max(found, key=lambda each: len(each[0]), default=("", {}))
    if len(text) < _MIN_CHARACTERS:
        return {}
    title = next(filter(None, map(_get_rendered, map(article.get, _TITLES))), "")
    published = next((article[key] for key in _DATES if isinstance(article.get(key), str)), "")
    found_fields = {"title": title, "body": text, "published": published}
    return {name: value for name, value in found_fields.items() if value}


def _read_data(tree: Any) -> Iterator[Any]:
    """Yield the JSON in the scripts of a page, other than JSON-LD."""
    for script in tree.iter("script"):
        written = script.text or ""
        if "ld+json" in (script.get("type") or "") or not (
                _MIN_CHARACTERS <= len(written) <= _MAX_SCRIPT_CHARACTERS):
            continue
        assigned = _ASSIGNED.match(written)
        start = assigned.end() if assigned else len(written) - len(written.lstrip())
        if written[start:start + 1] in ("{", "["):
            yield from _decode(written, start)
        elif parsed := _PARSED.search(written):
            for text in _decode(written, parsed.end()):
                yield from _decode(text, 0) if isinstance(text, str) else ()


def _decode(written: str, start: int) -> Iterator[Any]:
    try:
        yield _DECODER.raw_decode(written, start)[0]
    except (ValueError, RecursionError):
        return


def _find_articles(data: Any, names: set[str]) -> Iterator[dict[str, Any]]:
    """Yield each object that has the title of the page."""
    values, seen = [data], 0
    while values and seen < _MAX_VALUES:
        value, seen = values.pop(), seen + 1
        if isinstance(value, dict):
            if _is_titled(value, names):
                yield value
            values += value.values()
        elif isinstance(value, list):
            values += value


def _is_titled(value: dict[str, Any], names: set[str]) -> bool:
    """Return whether an object has the title of the page, which may end in the name of the site."""
    stated = [_get_rendered(value.get(key)) for key in _TITLES]
    folded = [fold(each) for each in stated if each]
    return any(each and any(name == each or len(each) > len(name) // 2 and name.startswith(each)
                            for name in names) for each in folded)


def _get_rendered(value: Any) -> str:
    """Return a text, or the one that WordPress calls rendered."""
    value = value.get("rendered") if isinstance(value, dict) else value
    return value if isinstance(value, str) else ""


def _read_text(article: dict[str, Any]) -> str:
    """Return the longest text of an object: markup, or the document of an editor."""
    return max(map(_read_value, article.values()), key=len, default="")


def _read_value(value: Any) -> str:
    if isinstance(value, dict) and isinstance(value.get("rendered"), str):
        value = value["rendered"]
    written = cells.read_cell(value) if isinstance(value, str) else rich_text.to_text(value)
    return markup.to_text(written).strip() if written else ""
