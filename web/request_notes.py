"""What is noted of a request while it is answered, for metrics and logs.

No address of a client and no key is among it.
"""

import re
import secrets
from dataclasses import dataclass
from enum import StrEnum
from wsgiref.types import WSGIEnvironment

from flask import Flask, request

from search.page import Page
from search.syntax.ast import And, Condition, Mode, Node, Not, Or, Phrase, Word

NOTES = "warta.notes"
"""The key of the notes in a WSGI environment."""

_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class QueryClass(StrEnum):
    """What a query costs most for; the last that fits."""

    NONE = "none"
    EMPTY = "empty"
    WORD = "word"
    WORDS = "words"
    OPERATORS = "operators"
    CONDITION = "condition"
    PHRASE = "phrase"
    PREFIX = "prefix"
    FUZZY = "fuzzy"


_MODES = {Mode.PREFIX: QueryClass.PREFIX, Mode.FUZZY: QueryClass.FUZZY}


class CacheUse(StrEnum):
    """Where an answer comes from: made, kept from before, or the client's own copy (304)."""

    MADE = "made"
    KEPT = "kept"
    CLIENT = "client"


@dataclass(frozen=True, slots=True)
class SearchNote:
    """A search: its class, how many hits it has, and its text if it is for the first page."""

    query_class: QueryClass
    total: int
    text: str | None


@dataclass(slots=True)
class RequestNotes:
    """The notes of one request. `route` is the name of what answers it, if anything does.

    Its `id` is empty where no request is observed, as in tests.
    """

    id: str
    method: str = ""
    route: str = "none"
    status: int = 500
    bytes: int | None = None
    search: SearchNote | None = None
    cache: CacheUse | None = None
    is_refused: bool = False


def choose_id(stated: str) -> str:
    """Return the id of a request: what the server in front has chosen, or a new one.

    >>> choose_id("b7ad6b7169203331"), len(choose_id("x\\r\\nSet-Cookie: a"))
    ('b7ad6b7169203331', 16)
    """
    return stated if _ID.fullmatch(stated) else secrets.token_hex(8)


def get_notes() -> RequestNotes:
    """Return the notes of the request that is being answered."""
    notes: RequestNotes = request.environ.setdefault(NOTES, RequestNotes(id=""))
    return notes


def find_id(environ: WSGIEnvironment) -> str | None:
    """Return the id of a request; None if it is not observed."""
    notes: RequestNotes | None = environ.get(NOTES)
    return notes.id or None if notes else None


def find_request_id() -> str | None:
    """Return the id of the request that is being answered; None if it is not observed."""
    return find_id(request.environ)


def register_route(app: Flask) -> None:
    """Note which route answers each request of an application."""

    @app.before_request
    def note_route() -> None:
        if request.endpoint:
            get_notes().route = request.endpoint


def note_search(page: Page) -> None:
    """Note what a request was looking for, and how much it found."""
    query = page.query
    is_first = query.page == 1 and not query.cursor
    get_notes().search = SearchNote(
        classify(page.parsed.tree), page.total, query.text if is_first else None)


def classify(tree: Node | None) -> QueryClass:
    """Return the class of a query as it was read.

    >>> from search.syntax import parse
    >>> [str(classify(parse(text))) for text in ("", "harga", "harga be*", '-"a b" c', "site:a.id")]
    ['empty', 'word', 'prefix', 'phrase', 'condition']
    """
    return max(_list_classes(tree), key=list(QueryClass).index)


def _list_classes(node: Node | None) -> list[QueryClass]:
    if isinstance(node, Word):
        return [_MODES.get(node.mode, QueryClass.WORD)]
    if isinstance(node, (Phrase, Condition)):
        return [QueryClass.PHRASE if isinstance(node, Phrase) else QueryClass.CONDITION]
    if isinstance(node, And):
        joined = QueryClass.OPERATORS if node.required else QueryClass.WORDS
        return [joined, *_list_parts(*node.required, *node.relaxable)]
    if isinstance(node, Or):
        return [QueryClass.OPERATORS, *_list_parts(*node.children)]
    if isinstance(node, Not):
        return [QueryClass.OPERATORS, *_list_parts(node.child)]
    return [QueryClass.EMPTY]


def _list_parts(*nodes: Node) -> list[QueryClass]:
    return [each for node in nodes for each in _list_classes(node)]
