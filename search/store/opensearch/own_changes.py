"""The changes that this process has stored, and that the index has not followed yet.

A writer mostly lets the index follow what it has just stored itself. That need not be read again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from search.article import Article
from search.store.store import Change

MAX_CHARACTERS = 100_000_000
"""Articles that are kept have about so many characters at most: ten batches of the largest."""


@dataclass(frozen=True, slots=True)
class OwnVersion:
    """A version that this process has stored; `size` is about the length of its article."""

    change: int
    article: Article
    is_first: bool
    size: int


@dataclass(slots=True)
class OwnChanges:
    """The last versions that this process has stored, in a run of numbers without a gap."""

    _versions: list[OwnVersion] = field(default_factory=list)
    _size: int = 0

    def add(self, versions: Iterable[OwnVersion]) -> None:
        """Note the versions of a transaction, by change; start over if others wrote in between."""
        for version in versions:
            if self._versions and self._versions[-1].change + 1 != version.change:
                self.forget()
            self._versions.append(version)
            self._size += version.size
        if self._size > MAX_CHARACTERS:
            self.forget()

    def forget(self) -> None:
        """Forget all versions."""
        self._versions, self._size = [], 0

    def find(self, after: int, last: int) -> list[OwnVersion] | None:
        """Return the versions in a range of changes; None if any change of it is not known."""
        known = self._versions
        if after >= last or not known or known[-1].change != last or known[0].change > after + 1:
            return None
        return known[after + 1 - known[0].change:]


def list_changes(versions: Sequence[OwnVersion]) -> list[Change]:
    """Return the changes that brought some versions."""
    return [Change(each.change, each.article.id, True, each.is_first) for each in versions]


def pick_newest(versions: Sequence[OwnVersion]) -> list[OwnVersion]:
    """Return the newest version of each article, by change."""
    newest = {each.article.id: each for each in versions}
    return [each for each in versions if newest[each.article.id] is each]
