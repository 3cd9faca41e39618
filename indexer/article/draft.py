"""An article on its way through the pipeline."""

from dataclasses import dataclass
from typing import NamedTuple

from indexer.article.trace import Decision, Trace
from indexer.clean import Cleaned
from indexer.dating import Dating
from indexer.fields.mapped_fields import MappedFields
from indexer.outlets import UNATTRIBUTED, Attribution
from indexer.outlets.dateline import Dateline
from indexer.record import Record, Rejection, Unpublished

_UNCLEANED = Cleaned(title="", body="")
_UNDATED = Dating(published=None, source=None, evidence="")


class MappedRecord(NamedTuple):
    """A record, and its fields under our names."""

    record: Record
    fields: MappedFields


@dataclass(slots=True, kw_only=True)
class Draft:
    """What the steps of the pipeline have worked out about an article so far.

    Each step fills in some fields, because a new draft at each would take 7 µs of an article.
    """

    record: Record
    fields: MappedFields

    stated_title: str = ""
    stated_body: str = ""
    stated_outlet: str = ""
    stated_url: str | None = None
    """What the record states, as it is written; a body may be HTML."""

    text: str = ""
    """The body as plain text, before cleaning."""

    captions: tuple[str, ...] = ()
    """The captions of the pictures that were in the body."""

    truncated: str = ""
    """The notice at the end of the body that it was cut there: `[+1551 chars]`."""

    cleaned: Cleaned = _UNCLEANED
    body: str = ""
    """The text that is left after cleaning, then without the dateline."""

    url: str | None = None
    """The URL that the record gives, else the address at the head of the text."""

    dateline: Dateline | None = None
    outlet: Attribution = UNATTRIBUTED
    stated_date: str | None = None
    """The date that the record states, if it can be read; it may lie in the future."""

    date: Dating = _UNDATED
    decisions: tuple[Decision, ...] = ()


Finished = Trace | Rejection | Unpublished
"""A record after the last step of the pipeline."""

Mapped = MappedRecord | Finished
"""A record after the first step. What was exported, or is not to be added, takes no other."""
