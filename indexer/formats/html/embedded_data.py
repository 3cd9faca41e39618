"""Reads the article that a page has as data, from which a script builds what readers see.

Next.js, Nuxt, Gatsby and others write it as JSON into a `<script>` of the page. The article is the
object with the title of the page and the longest text. Newer versions of Next.js push it in
pieces, which together are rows: `5:{"title": …}` in JSON, or a long text `1a:T4f0,…` of so many
bytes, which others name as `$1a`. Newer versions of Nuxt write a list of all values, in which
objects hold the places of theirs. SvelteKit writes an object of JavaScript, whose names are bare.
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
_MAX_LEVELS = 60
_MAX_FIRST_VALUES = 8
_ASSIGNED = re.compile(
    r"\s*(?:(?:var|let|const)\s+|window\.|self\.|globalThis\.)?[\w$.\[\]'\"]{1,60}\s*=\s*(?=[{\[])")
"""What assigns the data to a variable, as in `window.__INITIAL_STATE__ = {…}`."""

_PARSED = re.compile(r"JSON\.parse\(\s*(?=\")")
_PUSHED = re.compile(r"\b__next_f\b[^;\n]{0,60}?\.push\(\s*(?=\[)")
_SVELTE = re.compile(r"\bdata\s{0,9}[:=]\s{0,9}(?=\[(?:null|\{))")
"""What stands before the data in a script of SvelteKit."""

_BARE = re.compile(
    r'"(?:[^"\\]|\\.)*+"|(?<=[{,])(?P<name>[A-Za-z_$][\w$]{0,60})(?=:)'
    r"|\bnew Date\((?P<date>[^()]{0,40})\)|\b(?P<nothing>void 0|undefined)\b"
    r"|(?P<no>!1)|(?P<yes>!0)")
"""A string, which is kept, or what is written otherwise in JavaScript than in JSON."""

_JSON_START = ('{"', '[{"')

_ROW = re.compile(rb"\s*([0-9a-f]{1,8}):(?:T([0-9a-f]{1,8}),)?")
_REFERENCE = re.compile(r"\$([0-9a-f]{1,8})")
_DATES = ("publishedAt", "published_at", "datePublished", "publishedDate", "publishDate",
          "publish_date", "published", "pubDate", "firstPublishedAt", "date")
_TITLES = ("title", "headline", "judul", "name", "post_title")
_DECODER = json.JSONDecoder(strict=False)


def read_embedded_article(tree: Any, titles: Iterable[str]) -> dict[str, str]:
    """Return the text, title and date of the article in the data of a page, under our names.

    Return {} if there is none.
    """
    names = {fold(title) for title in titles if title}
    found = [(_read_text(each), each) for data in (*_read_data(tree), *_read_pushed(tree))
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
        if "__sveltekit" in written and (svelte := _SVELTE.search(written)):
            yield from _decode(_BARE.sub(_write_json, written[svelte.end():]), 0)
            continue
        assigned = _ASSIGNED.match(written)
        start = assigned.end() if assigned else len(written) - len(written.lstrip())
        if written[start:start + 1] in ("{", "["):
            yield from map(_unflatten, _decode(written, start))
        elif parsed := _PARSED.search(written):
            for text in _decode(written, parsed.end()):
                yield from _decode(text, 0) if isinstance(text, str) else ()


def _write_json(match: re.Match[str]) -> str:
    """Return in JSON what a match of `_BARE` is in JavaScript."""
    name, date = match["name"], match["date"]
    if name or date is not None:
        return f'"{name}"' if name else date or "null"
    return "null" if match["nothing"] else "false" if match["no"] else (
        "true" if match["yes"] else match[0])


def _unflatten(data: Any) -> Any:
    """Return the objects of a flat list of all values, as Nuxt writes it, with the values.

    Return any other value as it is.

    >>> _unflatten([["Reactive", 1], {"judul": 2}, "Beras naik"])
    [{'judul': 'Beras naik'}]
    """
    is_flat = isinstance(data, list) and len(data) > 1 and any(
        isinstance(each, dict) and each and all(type(at) is int for at in each.values())
        for each in data[:_MAX_FIRST_VALUES])
    if not is_flat or not all(isinstance(each, (dict, list, str, int, float, type(None)))
                              for each in data[:_MAX_FIRST_VALUES]):
        return data
    return [{name: data[at] for name, at in each.items() if type(at) is int and 0 <= at < len(data)}
            for each in data if isinstance(each, dict)]


def _read_pushed(tree: Any) -> Iterator[Any]:
    """Yield the JSON in the rows that Next.js pushes in pieces, with the texts that they name."""
    pieces, size = list[str](), 0
    for script in tree.iter("script"):
        written = script.text or ""
        if "__next_f" not in written:
            continue
        for pushed in _PUSHED.finditer(written):
            for piece in _decode(written, pushed.end()):
                if isinstance(piece, list) and len(piece) > 1 and isinstance(piece[1], str):
                    pieces.append(piece[1])
                    size += len(piece[1])
        if size > _MAX_SCRIPT_CHARACTERS:
            return
    rows, texts = _split_rows("".join(pieces).encode("utf-8", "replace"))
    for row in rows:
        for value in _decode(row, 0):
            yield _resolve(value, texts)


def _split_rows(data: bytes) -> tuple[list[str], dict[str, str]]:
    """Return the rows of JSON that were pushed, and the texts by their numbers."""
    rows, texts, at = list[str](), dict[str, str](), 0
    while at < len(data):
        row = _ROW.match(data, at)
        if row and row[2]:
            end = row.end() + int(row[2], 16)
            texts[row[1].decode()] = data[row.end():end].decode("utf-8", "replace")
        else:
            end = data.find(b"\n", at) + 1 or len(data)
            if row and data[row.end():row.end() + 1] in (b"{", b"["):
                rows.append(data[row.end():end].decode("utf-8", "replace"))
        at = end
    return rows, texts


def _resolve(value: Any, texts: dict[str, str], levels: int = _MAX_LEVELS) -> Any:
    """Return a value with the texts in place of the references to them, and dates as they are."""
    if isinstance(value, str):
        if value.startswith(("$$", "$D")):
            return value[1 + (value[1] == "D"):]
        reference = _REFERENCE.fullmatch(value) if value[:1] == "$" else None
        return texts.get(reference[1], value) if reference else value
    if levels and isinstance(value, list):
        return [_resolve(each, texts, levels - 1) for each in value]
    if levels and isinstance(value, dict):
        return {name: _resolve(each, texts, levels - 1) for name, each in value.items()}
    return value


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
        elif isinstance(value, str) and len(value) > _MIN_CHARACTERS and (
                value.startswith(_JSON_START)):
            values += _decode(value, 0)


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
