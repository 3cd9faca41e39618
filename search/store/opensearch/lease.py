"""The lease of the one writer: a document that is there while somebody writes.

The writer changes it every few seconds, and deletes it at the end. A writer who was killed cannot;
so whoever waits takes it over once it has not changed for a whole term. Each measures that with a
clock of its own, so clocks of different machines need not agree. The document says who it is that
writes. That a writer who was only slow does no harm afterwards is up to the state document, which
has a new writer by then: see state.py.
"""

import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic, sleep
from uuid import uuid4

from search.errors import EngineError
from search.patience import find_wait
from search.store.opensearch.connection import Conflict, Connection, Json, NotThere
from search.store.opensearch.state import Position

log = logging.getLogger(__name__)

TERM_SECONDS = 15.0
"""How long a lease counts after it was last renewed."""

_RENEWALS = 4
"""Renewals in a term."""

_FIRST_WAIT, _LONGEST_WAIT = 0.02, 0.5
_LOCK = "lock"


class Lease:
    """A lease on one archive, which one thread may hold."""

    def __init__(
        self, connection: Connection, index: str, *, term: float = TERM_SECONDS,
        clock: Callable[[], float] = monotonic, wait: Callable[[float], None] = sleep,
    ) -> None:
        self._connection = connection
        self._index = index
        self._term, self._clock, self._wait = term, clock, wait
        self._position: Position | None = None
        self._owner = ""
        self._lost = False

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Acquire the lease, renew it while the block runs, and release it."""
        self._position, self._lost = self._acquire(), False
        done = threading.Event()
        renewing = threading.Thread(target=self._renew_until, args=(done,), daemon=True)
        renewing.start()
        try:
            yield
        finally:
            done.set()
            renewing.join()
            self._release()

    def check(self) -> None:
        """Raise EngineError if another writer has taken the lease."""
        if self._lost:
            raise EngineError(
                f"{self._connection.address}: another writer has taken over, as this one had not "
                "been heard of for too long: run the command again")

    def _acquire(self) -> Position:
        """Return the position of the lease that is ours now; wait for whoever has it."""
        self._owner = uuid4().hex
        seconds, since, seen = _FIRST_WAIT, self._clock(), None
        while (ours := self._create()) is None:
            found = self._connection.get(self._index, _LOCK)
            if found is None:
                continue
            position = _find_position(found)
            if found["_source"]["owner"] == self._owner:  # the answer to an attempt was lost
                return position
            if position != seen:
                if seen is None:
                    log.warning("%s: waiting for %s, who is writing",
                                self._connection.address, _describe(found["_source"]))
                seen, since = position, self._clock()
            elif self._clock() - since >= self._term and (taken := self._take_over(found)):
                return taken
            self._wait(find_wait(seconds))
            seconds = min(2 * seconds, _LONGEST_WAIT, self._term / _RENEWALS)
        return ours

    def _create(self) -> Position | None:
        """Return the position of a lease that nobody had; None if somebody has it."""
        try:
            return self._write(op_type="create")
        except Conflict:
            return None

    def _take_over(self, found: Json) -> Position | None:
        """Take the lease of a writer that is gone; return None if somebody else was faster."""
        try:
            taken = self._write(**_find_position(found).condition)
        except Conflict:
            return None
        log.warning("%s: %s was not heard of for %.0f seconds: this writer takes over",
                    self._connection.address, _describe(found["_source"]), self._term)
        return taken

    def _renew_until(self, done: threading.Event) -> None:
        while not done.wait(self._term / _RENEWALS) and not self._lost:
            self.renew()

    def renew(self) -> None:
        """Renew the lease once; a cluster that does not answer is asked again later."""
        if self._position is None:
            return
        try:
            self._position = self._write(**self._position.condition)
        except (Conflict, NotThere):
            self._lost = not self._is_ours()
        except EngineError as error:
            log.warning("the lease could not be renewed: %s", error)

    def _is_ours(self) -> bool:
        """Return whether a renewal was done though its answer was lost; note its position then."""
        found = self._connection.get(self._index, _LOCK)
        if found is None or found["_source"]["owner"] != self._owner:
            return False
        self._position = _find_position(found)
        return True

    def _release(self) -> None:
        if self._position is None or self._lost:
            return
        try:
            self._connection.delete(self._index, _LOCK, **self._position.condition)
        except EngineError as error:  # it ends by itself after a term
            log.debug("the lease could not be released: %s", error)
        self._position = None

    def _write(self, **condition: object) -> Position:
        content: Json = {"owner": self._owner, "host": socket.gethostname(), "pid": os.getpid(),
                         "term": self._term, "renewal": uuid4().hex}
        answer = self._connection.put(self._index, _LOCK, content, **condition)
        return _find_position(answer)


class LeaseWatch:
    """Sees whether whoever has the lease of an archive still renews it."""

    def __init__(
        self, connection: Connection, index: str, *, term: float = TERM_SECONDS,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._connection, self._index = connection, index
        self._term, self._clock = term, clock
        self._seen: Position | None = None
        self._since = clock()

    def is_renewed(self) -> bool:
        """Return whether somebody has the lease, and renewed it since one term.

        Who dies counts as alive until a term after this was first asked.
        """
        found = self._connection.get(self._index, _LOCK)
        if found is None:
            return False
        position = _find_position(found)
        if position != self._seen:
            self._seen, self._since = position, self._clock()
        return self._clock() - self._since < self._term


def _find_position(found: Json) -> Position:
    return Position(found["_seq_no"], found["_primary_term"])


def _describe(content: Json) -> str:
    return f"process {content.get('pid')} on {content.get('host')}"
