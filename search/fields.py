"""The searchable fields of an article: one row each.

`weight` is the field's share of the score (BM25F): an occurrence in the title counts as much
as seven in the body, which measured best on headline and keyword queries.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """A searchable field: its names in queries and the weight of a match in it.

    `alias` is its Indonesian name.
    """

    name: str
    alias: str
    weight: float
    stemmed: bool = True


TITLE = Field("title", "judul", weight=7.0)
BODY = Field("body", "isi", weight=1.0)
OUTLET = Field("outlet", "media", weight=0.0, stemmed=False)

TEXT = (TITLE, BODY)
"""The fields in which a word is searched if the query names no field."""

SEARCHABLE = {field.name: field for field in (TITLE, BODY, OUTLET)}
"""All searchable fields by name."""

FIELD_NAMES = {
    name: field.name for field in SEARCHABLE.values() for name in (field.name, field.alias)
}
"""All names of the fields in queries, and the field that each means."""
