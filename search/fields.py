"""The searchable fields of an article: one row each.

`weight` is the field's share of the score (BM25F): an occurrence in the title counts as much
as five in the body, which measured best on headline and keyword queries.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """A searchable field: its name in queries and the weight of a match in it."""

    name: str
    weight: float
    stemmed: bool = True


TITLE = Field("title", weight=5.0)
BODY = Field("body", weight=1.0)
OUTLET = Field("outlet", weight=0.0, stemmed=False)

TEXT = (TITLE, BODY)
"""The fields in which a word is searched if the query names no field."""

SEARCHABLE = {field.name: field for field in (TITLE, BODY, OUTLET)}
"""All searchable fields by name."""
