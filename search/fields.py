"""The fields of an article that can be searched: one row each.

`weight` is the field's share in the score (BM25F): a word in the title counts as
five in the body, the best weight measured on headline and keyword queries.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """A searchable field: its name in queries, and what a match in it is worth."""

    name: str
    weight: float
    stemmed: bool = True


TITLE = Field("title", weight=5.0)
BODY = Field("body", weight=1.0)
OUTLET = Field("outlet", weight=0.0, stemmed=False)

TEXT = (TITLE, BODY)
"""Where a word without a field's name is looked for."""

SEARCHABLE = {field.name: field for field in (TITLE, BODY, OUTLET)}

FACETS = ("outlet", "year")
"""What is counted unless asked otherwise; each has a filter of its own."""

ALL_FACETS = (*FACETS, "month", "day")
"""What may be asked for."""
