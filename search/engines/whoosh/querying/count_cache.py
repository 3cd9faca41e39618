"""Keeps counts of the whole archive that do not depend on any words, for one snapshot.

The share of every timeline asks for them, and so do lists of outlets and what there is in all. They
are as dear as a query that finds everything.
"""

from collections.abc import Callable
from threading import Lock

from search.engine import Matches, Request
from search.query import Everything

MOST_KEPT = 32
"""Answers that are kept of a snapshot, those that were asked for last."""

_MOST_BUCKETS, _MOST_DAYS, _MOST_CHARACTERS = 1_000, 20_000, 4_000
"""What an answer, and its request as text, have at most to be kept: 400 kB."""


class CountCache:
    """The last answers to requests for counts alone. Safe to share between threads."""

    def __init__(self) -> None:
        self._kept: dict[str, Matches] = {}
        self._lock = Lock()

    def answer(self, request: Request, evaluate: Callable[[], Matches]) -> Matches:
        """Return the answer to a request: the kept one, or what `evaluate` returns."""
        if not _is_count_of_everything(request):
            return evaluate()
        key = repr(request)  # it has every field, and tells values of different types
        with self._lock:
            kept = self._kept.pop(key, None)
        answer = evaluate() if kept is None else kept
        if len(key) <= _MOST_CHARACTERS and _is_small(answer) and not answer.partial:
            self._keep(key, answer)
        return answer

    def _keep(self, key: str, answer: Matches) -> None:
        with self._lock:
            self._kept[key] = answer
            if len(self._kept) > MOST_KEPT:
                del self._kept[next(iter(self._kept))]


def _is_count_of_everything(request: Request) -> bool:
    return (isinstance(request.node, Everything) and request.limit == 0
            and request.all_words is None)


def _is_small(answer: Matches) -> bool:
    buckets = sum(map(len, answer.facets.values()))
    days = 0 if answer.days is None else len(answer.days.days)
    return buckets <= _MOST_BUCKETS and days <= _MOST_DAYS
