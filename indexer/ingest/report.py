"""The report of a run."""

from dataclasses import asdict, dataclass, field
from typing import Any

_MAX_LINKS_NAMED = 20

PRINTED_COUNTS = ("read", "added", "updated", "unchanged", "duplicate", "rejected", "unpublished",
                  "not_stored", "removed", "undated", "outlet_unknown")
_PRINTED_IF_ANY = ("unpublished", "not_stored")


@dataclass(slots=True, kw_only=True)
class Report:
    """Counts of the records that a run has read, and of what became of them:

        read = added + updated + unchanged + duplicate + rejected + unpublished + not_stored

    `duplicate` counts records of an article that the run had already met, with nothing new in them.
    `replaced` counts the updates that replaced an article of the same run, or that seem to be
    another article with the same id. `kept_beside` counts the additions whose stated id or URL
    another article has, so that they got an id of their own. `unpublished` counts drafts, and
    `unpublished_reasons` by what says so. `not_stored` counts what a run that was stopped had read
    and not stored yet. `undated` and `outlet_unknown` count articles among those
    added or updated; so does `doubtful`, of pages whose text may not be the whole article.
    `removed` counts articles that vanished from their sources; `not_pruned` says why none was
    removed. `outside_links` counts links that were not followed, since they lead out of their
    folder, and `outside_links_named` has the first of them. `to_come` counts records
    whose date lies ahead by this computer's clock.
    """

    read: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    duplicate: int = 0
    rejected: int = 0
    unpublished: int = 0
    not_stored: int = 0
    removed: int = 0
    undated: int = 0
    outlet_unknown: int = 0
    replaced: int = 0
    kept_beside: int = 0
    outside_links: int = 0
    to_come: int = 0
    doubtful: int = 0
    seconds: float = 0.0
    sources: list[str] = field(default_factory=list)
    unpublished_reasons: dict[str, int] = field(default_factory=dict)
    outside_links_named: list[str] = field(default_factory=list)
    rejected_file: str | None = None
    not_pruned: str | None = None
    interrupted: bool = False

    def count_not_stored(self) -> None:
        """Count what was read and is not kept: a run that stops loses the batch it was filling."""
        self.not_stored = self.read - (
            self.added + self.updated + self.unchanged + self.duplicate + self.rejected
            + self.unpublished)

    def count_unpublished(self, reason: str) -> None:
        """Count a record that was read and is left out because it is not published."""
        self.read += 1
        self.unpublished += 1
        self.unpublished_reasons[reason] = self.unpublished_reasons.get(reason, 0) + 1

    def count_outside_link(self, link: str) -> None:
        """Count a link that leads out of its folder, and name it if it is among the first."""
        self.outside_links += 1
        if len(self.outside_links_named) < _MAX_LINKS_NAMED:
            self.outside_links_named.append(link)

    def include(self, other: "Report") -> None:
        """Add what became of the records of another run, which is part of this one."""
        for name, value in other.to_dict().items():
            own = getattr(self, name)
            if name == "unpublished_reasons":
                for reason, count in value.items():
                    own[reason] = own.get(reason, 0) + count
            elif isinstance(value, list):
                own += [each for each in value if each not in own]
            elif isinstance(value, (bool, str)) or value is None:
                setattr(self, name, own or value)
            else:
                setattr(self, name, own + value)

    def to_dict(self) -> dict[str, Any]:
        """Return everything by name."""
        return asdict(self)

    def __str__(self) -> str:
        return ", ".join(
            f"{name.replace('_', ' ')} {getattr(self, name):,}" for name in PRINTED_COUNTS
            if name not in _PRINTED_IF_ANY or getattr(self, name))
