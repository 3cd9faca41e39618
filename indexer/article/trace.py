"""An article as it was made of a record, and why so."""

from dataclasses import dataclass
from typing import Any

from indexer.clean import Note, Removed
from indexer.record import Location
from search import Article


@dataclass(frozen=True, slots=True)
class Decision:
    """What a field of the article came to, what told it, and in which words; or why nothing did."""

    field: str
    value: str | None
    source: str | None
    evidence: str


@dataclass(frozen=True, slots=True)
class Trace:
    """An article, each decision, the lines kept beside its text, and those that were removed."""

    place: Location
    article: Article
    decisions: tuple[Decision, ...] = ()
    notes: tuple[Note, ...] = ()
    removed: tuple[Removed, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """All of it as plain JSON values."""
        return {
            "file": self.place.file, "line": self.place.line,
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
