"""Finds an article by its id, or by its address without https://.

Nothing but the archive tells these from words: a query is an id or address if an article has it.
"""

from collections.abc import Callable
from dataclasses import replace

from search.article import is_text
from search.engine import Engine, Request
from search.query import Keyword
from search.syntax import Condition, ParsedQuery, Remark, RemarkKind, quote_text
from search.syntax.conditions import QUOTES
from search.urls.identity import find_page
from search.urls.parsing import WEB


def recognize_item(
    parsed: ParsedQuery, text: str, engine: Engine, find_words: Callable[[], bool]
) -> ParsedQuery:
    """Return how a query is read that may be the id or the address of an article.

    `find_words` says whether an article has its words: then these are looked for, and a remark says
    that it is an id, too.
    """
    item = text.strip()
    if isinstance(parsed.tree, Condition) or not _may_be_item(item):
        return parsed
    if page := _find_page(item, engine):
        return _read_as(Condition("url", page), RemarkKind.ADDRESS, text, item)
    if not engine.lists(item):
        return parsed
    condition = Condition("id", item)
    if not find_words():
        return _read_as(condition, RemarkKind.ID, text, item)
    remark = Remark(RemarkKind.KNOWN_ID, item, text.index(item))
    return replace(parsed, remarks=(*parsed.remarks, remark), alternative=str(condition))


def _may_be_item(text: str) -> bool:
    """Return whether a query is one run of text that can be written as a condition."""
    return is_text(text) and len(text.split()) == 1 and QUOTES.isdisjoint(text)


def _find_page(item: str, engine: Engine) -> str | None:
    """Return the form of an address whose page is in the archive."""
    page = find_page(item) if WEB.match(item) else ""
    found = page and engine.match(Request(Keyword("url", page), limit=0)).total
    return page if found else None


def _read_as(condition: Condition, kind: RemarkKind, text: str, item: str) -> ParsedQuery:
    return ParsedQuery(condition, (Remark(kind, item, text.index(item)),), quote_text(text))
