"""An article with the reasons for what it became."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from indexer.article.identity import Identity
from indexer.clean import Note, Removal
from indexer.record import Location
from search import Article


class Decision(NamedTuple):
    """The value of a field, what it was taken from, and the words that say so.

    Without a value, `evidence` says why there is none. A named tuple, not a dataclass: every
    article has three to five, and each takes half the time to build.
    """

    field: str
    value: str | None
    source: str | None
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """An article, what identifies it, and every decision about it.

    Also the lines that are kept beside its text, and those removed. `field_to_come` names the field
    with a date after today by this computer's clock, which is not believed. `doubt` says why the
    text may not be the whole article.
    """

    location: Location
    article: Article
    identity: Identity = Identity()
    decisions: tuple[Decision, ...] = ()
    notes: tuple[Note, ...] = ()
    removed: tuple[Removal, ...] = ()
    field_to_come: str | None = None
    doubt: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain JSON values."""
        return {
            "file": self.location.file, "line": self.location.line,
            "article": self.article.to_dict(),
            "decisions": [
                {"field": each.field, "value": each.value, "source": each.source,
                 "evidence": each.evidence} for each in self.decisions
            ],
            "notes": [{"kind": note.kind, "text": note.text} for note in self.notes],
            "removed": [
                {"line": each.line, "why": each.why, "text": each.text} for each in self.removed
            ],
        }
