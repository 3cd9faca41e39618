"""What a run of `indexer add` came to."""

from dataclasses import asdict, dataclass, field
from typing import Any

COUNTS = ("read", "added", "updated", "unchanged", "duplicate", "rejected", "removed", "undated",
          "outlet_unknown")


@dataclass(slots=True)
class Report:
    """How many records were read, and what became of them:

        read = added + updated + unchanged + duplicate + rejected

    `duplicate` are records of an article that the run had met already, with nothing new in
    them. `replaced` are those of the updated that the run itself had met before, or that seem
    to be other articles than those that had their ids: what was held first is gone. `undated`
    and `outlet_unknown` are of those added or updated; `removed` are articles that vanished
    from their sources, and `not_pruned` says why none was.
    """

    read: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicate: int = 0
    rejected: int = 0
    removed: int = 0
    undated: int = 0
    outlet_unknown: int = 0
    replaced: int = 0
    seconds: float = 0.0
    sources: list[str] = field(default_factory=list)
    rejected_file: str | None = None
    not_pruned: str | None = None
    interrupted: bool = False

    def settle(self) -> None:
        """Count as read only what is kept: the batch that was open when a run stopped is lost."""
        self.read = self.added + self.updated + self.unchanged + self.duplicate + self.rejected

    def to_dict(self) -> dict[str, Any]:
        """Everything by its name."""
        return asdict(self)

    def __str__(self) -> str:
        return ", ".join(f"{name.replace('_', ' ')} {getattr(self, name):,}" for name in COUNTS)
