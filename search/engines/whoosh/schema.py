"""How a document looks to Whoosh: fields of ready-made terms, and columns beside them."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from whoosh import columns, formats
from whoosh.fields import COLUMN, ID, FieldType, Schema

from search.analysis import Token
from search.engine import Document
from search.fields import SEARCHABLE
from search.query import Channel

UNDATED = -1
"""Stands in the columns of dates for an article that has none."""


class Terms(FieldType):  # type: ignore[misc]
    """A field whose terms come with the document: Whoosh analyses nothing.

    Its value is {term: ascending positions}. Pickled into the index with its class only.
    """

    indexed = True
    stored = False
    scorable = True
    analyzer = None
    column_type = None
    vector = None
    multitoken_query = "default"

    def __init__(self) -> None:
        self.format = formats.Positions()

    def index(
        self, value: dict[str, list[int]], **_: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """One (term, frequency, weight, encoded positions) a term, as Whoosh wants them."""
        for term, positions in value.items():
            yield term.encode(), len(positions), len(positions), self.format.encode(positions)


def name(field: str, channel: Channel) -> str:
    """The Whoosh field that holds one channel of a searchable field."""
    return field if channel is Channel.STEM else f"{field}_form"


def schema() -> Schema:
    """The schema of every generation."""
    fields: dict[str, FieldType] = {"id": ID(stored=False)}
    for field in SEARCHABLE.values():
        fields[name(field.name, Channel.FORM)] = Terms()
        if field.stemmed:
            fields[name(field.name, Channel.STEM)] = Terms()
    fields["article"] = COLUMN(columns.VarBytesColumn())
    fields["outlet_name"] = COLUMN(columns.VarBytesColumn())
    for date in ("seq", "start", "end", "year"):
        fields[date] = COLUMN(columns.NumericColumn("q", default=UNDATED))
    return Schema(**fields)


def values(document: Document, seq: int) -> dict[str, Any]:
    """What Whoosh is given of a document."""
    article, period = document.article, document.article.period
    found: dict[str, Any] = {
        "id": article.id, "article": article.id.encode(), "seq": seq,
        "outlet_name": (article.outlet or "").encode(),
    }
    for field in SEARCHABLE.values():
        tokens = document.tokens[field.name]
        found[name(field.name, Channel.FORM)] = _positions(tokens, Channel.FORM)
        if field.stemmed:
            found[name(field.name, Channel.STEM)] = _positions(tokens, Channel.STEM)
    if period:
        found |= {"start": period.start, "end": period.end, "year": period.year}
    return found


def _positions(tokens: list[Token], channel: Channel) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for token in tokens:
        found[token.term if channel is Channel.STEM else token.form].append(token.position)
    return found
