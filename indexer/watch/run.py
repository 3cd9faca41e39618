"""One run over the saved searches of a file: each recipient hears of the hits that are new to them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from indexer.watch.arrivals import Arrivals, Unsettled, find_arrivals
from indexer.watch.delivery import Delivery, DeliveryError, deliver
from indexer.watch.saved_search import Recipient, SavedSearch, WatchFile
from indexer.watch.watch_state import Told, WatchState, hold_state
from search import Archive
from search.page import Hit

DELIVERED_TOGETHER = 100
"""Hits of one message."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a search for one recipient.

    `hits` were delivered, or would be in a dry run. `began` says that this was the first run, which
    only notes what is there: so many hits. `failure` is why something was not delivered. `cut` says
    that there were more new hits than can be read at once, and the earliest were left out.
    """

    search: SavedSearch
    recipient: Recipient
    hits: tuple[Hit, ...] = ()
    began: int | None = None
    failure: str | None = None
    cut: bool = False


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
        try:
            if told is None:
                return self._begin(search, recipient)
            return self._deliver_all(search, recipient, self._find_new(search, told))
        except Unsettled as error:
            return Outcome(search, recipient, failure=str(error))

    def _find_new(self, search: SavedSearch, told: Told) -> Arrivals:
        """Return what is new since; in another archive, whose changes are fewer, all of it."""
        replaced = self._archive.status().change < told.change
        return find_arrivals(
            self._archive, search.query, 0 if replaced else told.change, told.ids)

    def _begin(self, search: SavedSearch, recipient: Recipient) -> Outcome:
        found = find_arrivals(self._archive, search.query, highlight=False)
        self._record(search, recipient, found.change, found.hits)
        return Outcome(search, recipient, began=len(found.hits))

    def _deliver_all(self, search: SavedSearch, recipient: Recipient, new: Arrivals) -> Outcome:
        done: list[Hit] = []
        for first in range(0, len(new.hits), DELIVERED_TOGETHER):
            some = new.hits[first:first + DELIVERED_TOGETHER]
            try:
                if not self._dry_run:
                    site = self._watched.site
                    deliver(Delivery(search, recipient, some, site), self._watched.server)
            except DeliveryError as error:
                return Outcome(search, recipient, tuple(done), failure=str(error), cut=new.cut)
            self._record(search, recipient, some[-1].change, some)
            done += some
        self._record(search, recipient, new.change, [])
        return Outcome(search, recipient, tuple(done), cut=new.cut)

    def _record(
        self, search: SavedSearch, recipient: Recipient, change: int, hits: list[Hit]
    ) -> None:
        self._state.record(search, recipient, change, [hit.article.id for hit in hits])
