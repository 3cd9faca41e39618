"""A page made ready to find its article in."""

from collections import Counter
from typing import Any

_TOOLBARS = ("wm-ipp-base", "wm-ipp-print", "donato")
"""What the Wayback Machine puts into pages, by id."""

_PARTS = ("table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption")
_WEIGHTS = {"table": 2, "h1": 2, "h2": 2, "h3": 2, "p": 1, "br": 1}
_LAYS_OUT = 2
"""What weighs so much in one cell is no figure of a table, but a part of the page."""


def prepared(tree: Any) -> str | None:
    """The page with blocks for tables that only lay it out, and without toolbars of archives and
    what describes articles for programs, as it may be about others as well.

    The tree changes with it. None if there is nothing to change.
    """
    steps = (_without_descriptions, _without_toolbars, _without_layout)
    if not any([step(tree) for step in steps]):
        return None
    from lxml import etree

    return str(etree.tostring(tree, encoding="unicode", method="html"))


def _without_descriptions(tree: Any) -> bool:
    scripts = [each for each in tree.iter("script") if "ld+json" in (each.get("type") or "")]
    for script in scripts:
        script.clear(keep_tail=True)
    return bool(scripts)


def _without_toolbars(tree: Any) -> bool:
    toolbars = [each for each in tree.iter("div") if each.get("id") in _TOOLBARS]
    for toolbar in toolbars:
        toolbar.clear(keep_tail=True)
    return bool(toolbars)


def _without_layout(tree: Any) -> bool:
    """Whether there were tables that lay a page out: those of one column, and those with a cell
    that has paragraphs, headings or a table of its own."""
    weights = Counter[Any]()
    for element in tree.iter(*_WEIGHTS):
        cell = next(element.iterancestors("td", "th"), None)
        if cell is not None:
            weights[cell] += _WEIGHTS[element.tag]
    tables = [table for table in tree.iter("table") if _lays_out(table, weights)]
    for table in tables:
        for element in [table, *_own(table)]:
            element.tag = "div"
    return bool(tables)


def _lays_out(table: Any, weights: Counter[Any]) -> bool:
    rows = [each for each in _own(table) if each.tag == "tr"]
    cells = [[each for each in row if each.tag in ("td", "th")] for row in rows]
    return all(len(row) < 2 for row in cells) or any(
        weights[cell] >= _LAYS_OUT for row in cells for cell in row)


def _own(table: Any) -> list[Any]:
    """The parts of a table, not of those in it; in a sound one they nest no deeper."""
    found, level = list[Any](), [table]
    for _ in range(3):
        level = [child for each in level for child in each
                 if child.tag in _PARTS[1:] and each.tag not in ("td", "th", "caption")]
        found += level
    return found
