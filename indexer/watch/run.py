"""One run over the saved searches of a file: each recipient hears of the hits that are new to them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from indexer.watch.delivery import Delivery, DeliveryError, deliver
from indexer.watch.saved_search import Recipient, SavedSearch, WatchFile
from indexer.watch.watch_state import KEPT_IDS, Told, WatchState, hold_state
from search import Archive
from search.engine import ScannedHit
from search.page import Hit

DELIVERED_TOGETHER = 100
"""Hits of one message."""


class NewHit(NamedTuple):
    """What is kept of a hit that was delivered: there may be very many."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a search for one recipient.

    `hits` were delivered, or would be in a dry run. `began` says that this was the first run, which
    only notes what is there: so many hits. `failure` is why something was not delivered.
    """

    search: SavedSearch
    recipient: Recipient
    hits: tuple[NewHit, ...] = ()
    began: int | None = None
    failure: str | None = None


def follow_searches(
    archive: Archive, path: Path, watched: WatchFile, dry_run: bool = False
) -> Iterator[Outcome]:
    """Do every search of a file for every recipient, and yield what became of it.

    Raises EngineError if the archive cannot answer, or another run is at work.
    """
    with hold_state(path, dry_run) as state:
        for search in watched.searches:
            for recipient in search.recipients:
                yield _Watch(archive, state, watched, dry_run).follow(search, recipient)


class _Watch:
    """Follows searches for recipients."""

    def __init__(
        self, archive: Archive, state: WatchState, watched: WatchFile, dry_run: bool
    ) -> None:
        self._archive, self._state = archive, state
        self._watched, self._dry_run = watched, dry_run

    def follow(self, search: SavedSearch, recipient: Recipient) -> Outcome:
        """Deliver what is new to a recipient; in the first run, note what there is."""
        told = self._state.find(search, recipient)
        if told is None:
            return self._begin(search, recipient)
        change = self._find_change(told)
        found = self._archive.find_arrivals(search.query, change)
        new = [hit for hit in found if hit.id not in told.ids]
        outcome = self._deliver_all(search, recipient, new)
        if not outcome.failure:
            self._state.record(search, recipient, found[-1].change if found else change, ())
        return outcome

    def _find_change(self, told: Told) -> int:
        """Return the change after which hits are new; 0 in another archive, with fewer changes."""
        replaced = self._archive.status().change < told.change
        return 0 if replaced else told.change

    def _begin(self, search: SavedSearch, recipient: Recipient) -> Outcome:
        """Note what there is: the last hits, for all may be millions, and how many there are."""
        found = self._archive.find_arrivals(search.query, limit=KEPT_IDS)
        change = found[-1].change if found else 0
        self._state.record(search, recipient, change, [hit.id for hit in found])
        counted = replace(search.query, page_size=0, facets=(), highlight=False)
        return Outcome(search, recipient, began=self._archive.search(counted).total)

    def _deliver_all(
        self, search: SavedSearch, recipient: Recipient, new: Sequence[ScannedHit]
    ) -> Outcome:
        done: list[NewHit] = []
        for first in range(0, len(new), DELIVERED_TOGETHER):
            some = new[first:first + DELIVERED_TOGETHER]
            hits = self._archive.read_arrivals(search.query, some)
            try:
                self._deliver(search, recipient, hits)
            except DeliveryError as error:
                return Outcome(search, recipient, tuple(done), failure=str(error))
            self._state.record(search, recipient, some[-1].change, [hit.article.id for hit in hits])
            done += [NewHit(hit.article.id, hit.article.title) for hit in hits]
        return Outcome(search, recipient, tuple(done))

    def _deliver(self, search: SavedSearch, recipient: Recipient, hits: Sequence[Hit]) -> None:
        if hits and not self._dry_run:
            site = self._watched.site
            deliver(Delivery(search, recipient, hits, site), self._watched.server)
