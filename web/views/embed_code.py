"""The HTML that other sites copy: the element <warta-search> with its script, or a frame."""

from collections.abc import Iterable, Iterator
from html import escape
from urllib.parse import urlencode

from search.query import Query
from web.address import (
    FRAME_PAGE,
    PAGE_COLLAPSE,
    Parameters,
    build_address,
    build_search_parameters,
)
from web.parameters.embedding import THEMES, USUAL_SIZE, EmbedRequest
from web.views.embed_script import VERSIONS, build_script_path, compute_integrity
from web.views.translator import Translator

_LISTS = ("outlet", "year", "byline", "rubric", "place", "tag", "agency")
_SINGLE = ("from", "to", "past", "sort", "collapse", "expand")
"""The parameters that are attributes of the element, with several values or one."""

_HIT_HEIGHT, _FORM_HEIGHT = 150, 130
"""Pixels that a hit in a frame takes, and the form above them with the links below."""


def write_script(home: str) -> str:
    """Return the script of the element, which a page needs once."""
    return _write_tag("script", [
        ("src", home + build_script_path()), ("integrity", compute_integrity(VERSIONS[-1])),
        ("crossorigin", "anonymous")], "async") + "</script>"


def write_element(asked: EmbedRequest, home: str) -> str:
    """Return the element, with a form in it for readers without scripts: it has the same query."""
    say = Translator(asked.language)
    kept = [pair for pair in _build_search(asked) if pair[0] != "q"]
    hidden = [f"    {_write_tag('input', [('type', 'hidden'), ('name', name), ('value', value)])}\n"
              for name, value in kept]
    text = [("value", asked.query.text)] if asked.query.text else []
    box = _write_tag("input", [
        ("type", "search"), ("name", "q"), *text, ("aria-label", say("embed_label"))])
    return (f"{_write_tag('warta-search', list_attributes(asked, home))}\n"
            f"  {_write_tag('form', [('action', home + '/')])}\n"
            f"{''.join(hidden)}    {box}\n    <button>{escape(say('search'))}</button>\n"
            "  </form>\n</warta-search>")


def list_attributes(asked: EmbedRequest, home: str) -> Parameters:
    """Return the attributes of the element that shows a search.

    >>> query = Query("gempa", selected={"year": ("2006", "2007")})
    >>> list_attributes(EmbedRequest(query, "id", "page", None), "https://a.example")[1:3]
    [('q', 'gempa'), ('year', '2006|2007')]
    """
    query = asked.query
    shown = [("q", query.text)] if query.text or query.sort != Query().sort else []
    size = [("page-size", str(query.page_size))] if query.page_size != USUAL_SIZE else []
    theme = [("theme", asked.theme)] if asked.theme != THEMES[0] else []
    accent = [("accent", asked.accent)] if asked.accent else []
    return [("endpoint", home), *shown, *_join(_build_search(asked)), *size,
            ("lang", asked.language), *theme, *accent]


def _build_search(asked: EmbedRequest) -> Parameters:
    """Return what is looked for, and in which order."""
    pairs = build_search_parameters(asked.query, PAGE_COLLAPSE)
    if asked.past is None:
        return pairs
    return [pair for pair in pairs if pair[0] not in ("from", "to")] + [("past", asked.past)]


def _join(pairs: Parameters) -> Iterator[tuple[str, str]]:
    """Yield parameters as attributes; those that have none of their own come together at last."""
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    values.pop("q", None)
    others: Parameters = []
    for name, several in values.items():
        if name in _SINGLE or (name in _LISTS and not any("|" in value for value in several)):
            yield name, "|".join(several)
        else:
            others += [(name, value) for value in several]
    if others:
        yield "filters", urlencode(others)


def write_frame(asked: EmbedRequest, home: str) -> str:
    """Return a frame that shows a search."""
    return _write_tag("iframe", [
        ("src", home + build_frame_address(asked)),
        ("title", Translator(asked.language)("embed_label")), ("width", "100%"),
        ("height", str(find_height(asked.query))), ("loading", "lazy")]) + "</iframe>"


def build_frame_address(asked: EmbedRequest, page: int = 1) -> str:
    """Return the address of a page of hits in a frame."""
    number = [("page", str(page))] if page > 1 else []
    return build_address(FRAME_PAGE, list_frame_parameters(asked) + number)


def list_frame_parameters(asked: EmbedRequest) -> Parameters:
    """Return the parameters of the page in a frame."""
    query = asked.query
    size = [("page_size", str(query.page_size))] if query.page_size != USUAL_SIZE else []
    theme = [("theme", asked.theme)] if asked.theme != THEMES[0] else []
    return [*_build_search(asked), *size, *theme, ("lang", asked.language)]


def find_height(query: Query) -> int:
    """Return how high a frame is that shows all hits of a page, in pixels, as a rule."""
    return _FORM_HEIGHT + _HIT_HEIGHT * query.page_size


def _write_tag(name: str, attributes: Iterable[tuple[str, str]], *flags: str) -> str:
    """Return a start tag.

    >>> _write_tag("a", [("href", '/?q="')], "hidden")
    '<a href="/?q=&quot;" hidden>'
    """
    written = [f'{attribute}="{escape(value)}"' for attribute, value in attributes]
    return f"<{' '.join([name, *written, *flags])}>"
