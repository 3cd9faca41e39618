"""The budget of a request: how long it may be worked on, and what its answer lacks for that.

Without limits, a few requests that take long would keep all others waiting. Besides its time, a
request has a number of forms that its words with * or ~ may stand for, all together. Whatever may
take long asks between two steps: `refuse_if_spent` where there is no answer without the next step,
`is_spent` where there is one. Nothing is interrupted, so a step has to be short.

Counted is the processor time of the thread, not what passes on a clock: the same request gets the
same answer however busy the machine is. What other machines do for it, the nodes of a cluster, is
counted by the clock, see `wait`. Work outside of `limit_time` has no limits.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import Any, NoReturn, TypeVar

from search.errors import ClusterTooSlow, TooCostly, TooManyForms

Found = TypeVar("Found")

MAX_FORMS = 1_000_000
"""Forms that a request may look for. The eight commonest letters with * are 75,000 of an archive of
200,000 articles, and each counts in the titles and the bodies of every segment."""

clock = time.thread_time
"""The processor time of this thread, in seconds."""

wall_clock = time.monotonic
"""The time that passes, in seconds: a thread has had no more. To ask for it takes a fraction."""


class Omission(StrEnum):
    """What an answer lacks.

    HITS: those of a part of the archive, in all counts too. WORD_COUNTS: how many hits have all
    words, or articles each word. SNIPPETS: those of the last hits, and the marks in their titles.
    LINES: some of a concordance. TERMS: some that are significant. OUTLETS: the last ones of a page
    of coverage. PLACE: of an article among the hits.
    """

    HITS = "hits"
    WORD_COUNTS = "word_counts"
    SNIPPETS = "snippets"
    TIMELINE = "timeline"
    SUGGESTIONS = "suggestions"
    COMPLETIONS = "completions"
    LINES = "lines"
    TERMS = "terms"
    OUTLETS = "outlets"
    RELATED = "related"
    PLACE = "place"


class Budget:
    """What remains of a request's time and forms, and what its answer lacks."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._earliest = wall_clock() + seconds
        self._end = clock() + seconds
        self._taken = 0.0
        self._forms = 0
        self._omitted: dict[Omission, None] = {}
        self.known: dict[object, Any] = {}
        """What has been read for the request, which the rest of it need not read again."""

    @property
    def remaining(self) -> float:
        """The seconds that remain; below 0 once more than all were used."""
        return self._end - clock()

    def take(self, seconds: float) -> None:
        """Count time that was spent elsewhere."""
        self._earliest -= seconds
        self._end -= seconds
        self._taken += seconds

    @property
    def is_spent(self) -> bool:
        """Whether no time or no form remains."""
        return self._forms > MAX_FORMS or self._is_late()

    def spend_forms(self, count: int) -> None:
        """Take forms off. Raises TooManyForms if there are not as many."""
        self._forms += count
        if self._forms > MAX_FORMS:
            raise TooManyForms(self._forms, MAX_FORMS)

    def refuse_if_spent(self) -> None:
        """Raise TooManyForms or TooCostly if nothing remains."""
        self.spend_forms(0)
        if self.is_spent:
            self.refuse()

    def refuse(self) -> NoReturn:
        """Raise TooCostly; ClusterTooSlow if most of the time was spent elsewhere."""
        raise (ClusterTooSlow if 2 * self._taken > self.seconds else TooCostly)(self.seconds)

    @property
    def omitted(self) -> tuple[Omission, ...]:
        """What was left out, in order."""
        return tuple(self._omitted)

    def omit(self, what: Omission) -> None:
        """Note that the answer lacks something."""
        self._omitted[what] = None

    def _is_late(self) -> bool:
        return wall_clock() >= self._earliest and clock() >= self._end


_CURRENT: ContextVar[Budget | None] = ContextVar("budget", default=None)


def begin(seconds: float) -> Budget:
    """Give this thread a new budget, instead of the one it has; return it."""
    budget = Budget(seconds)
    _CURRENT.set(budget)
    return budget


def end() -> None:
    """Leave this thread without a budget."""
    _CURRENT.set(None)


@contextmanager
def limit_time(seconds: float) -> Iterator[Budget]:
    """Limit what this thread does in the block."""
    try:
        yield begin(seconds)
    finally:
        end()


@contextmanager
def without_limit() -> Iterator[None]:
    """Do in the block what is for others too, whose result is kept."""
    token = _CURRENT.set(None)
    try:
        yield
    finally:
        _CURRENT.reset(token)


@contextmanager
def wait() -> Iterator[None]:
    """Count all time that passes in the block, as another machine works in it."""
    budget = _CURRENT.get()
    began, used = wall_clock(), clock()
    try:
        yield
    finally:
        if budget is not None:
            budget.take(wall_clock() - began - (clock() - used))


def find_remaining() -> float | None:
    """Return the seconds that remain, None if there is no limit."""
    budget = _CURRENT.get()
    return None if budget is None else budget.remaining


def is_spent() -> bool:
    """Return whether no time or no form remains."""
    budget = _CURRENT.get()
    return budget is not None and budget.is_spent


def refuse_if_spent() -> None:
    """Raise TooCostly if no time or no form remains."""
    budget = _CURRENT.get()
    if budget is not None:
        budget.refuse_if_spent()


def refuse() -> None:
    """Raise TooCostly if there is a limit."""
    budget = _CURRENT.get()
    if budget is not None:
        budget.refuse()


def spend_forms(count: int) -> None:
    """Take so many forms off. Raises TooManyForms if there are not as many."""
    budget = _CURRENT.get()
    if budget is not None:
        budget.spend_forms(count)


def list_omissions() -> tuple[Omission, ...]:
    """Return what the answer lacks so far."""
    budget = _CURRENT.get()
    return budget.omitted if budget else ()


def remember(source: object, value: Any) -> None:
    """Keep what was read from a source for the rest of the request; None is forgotten."""
    budget = _CURRENT.get()
    if budget is not None:
        budget.known[source] = value


def recall(source: object) -> Any:
    """Return what this request has read from a source, None if nothing, or without a limit."""
    budget = _CURRENT.get()
    return None if budget is None else budget.known.get(source)


def omit(what: Omission) -> None:
    """Note that the answer lacks something."""
    budget = _CURRENT.get()
    if budget is not None:
        budget.omit(what)


def attempt(what: Omission, find: Callable[[], Found], otherwise: Found) -> Found:
    """Return what is found, or something else, and note that, where the time does not suffice."""
    try:
        return find()
    except TooCostly:
        omit(what)
        return otherwise
