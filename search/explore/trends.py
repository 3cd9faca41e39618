"""Trends: the timelines of several queries on one axis."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from search.explore.cells import Cell
from search.page import Bar, Page
from search.period import Period

MAX_TRENDS = 5
"""Queries that are compared at most."""

ALL = "(all)"
"""The heading of a query without words."""


def build_rows(pages: Sequence[Page]) -> Iterator[list[Cell]]:
    """Yield a table of timelines: a heading, a row for each bar, then what is counted apart.

    A row has the name of the bar, its first and last day, the count of each query, and the totals
    of the archive if they were asked for: one, or one of each query where these differ.
    """
    timelines = [page.timeline for page in pages if page.timeline]
    totalled = list_totalled(pages)
    names = [page.query.text or ALL for page in pages]
    several = len(totalled) > 1
    share = [f"archive: {name}" for name in names] if several else ["archive"] * len(totalled)
    yield ["bar", "from", "to", *names, *share]
    for bars in zip(*[timeline.bars for timeline in timelines]):
        days = [name_bar(bars[0]), bars[0].since, bars[0].until]
        yield [*days, *(bar.count for bar in bars), *(bar.total for bar in bars[:len(share)])]
    none = [None] * len(share)
    yield ["undated", None, None, *(each.undated for each in timelines), *none]
    yield ["imprecise", None, None, *(each.imprecise for each in timelines), *none]


def list_totalled(pages: Sequence[Page]) -> Sequence[Page]:
    """Return the pages whose totals a table shows: the first alone where all have the same.

    None without a share.
    """
    if not pages or not pages[0].query.share:
        return ()
    totals = {tuple([bar.total for bar in page.timeline.bars]) for page in pages if page.timeline}
    return pages if len(totals) > 1 else pages[:1]


def find_peak(page: Page) -> Bar | None:
    """Return the bar with the most hits, or the greatest share if that was asked for.

    The earliest of several; None without any hit.
    """
    bars = [bar for bar in page.timeline.bars if bar.count] if page.timeline else []
    return max(bars, key=get_height, default=None)


def get_height(bar: Bar) -> float:
    """Return the number of hits, or their share if the total is known, from 0 to 1.

    Articles that came between the two counts could make it more.
    """
    return bar.count if bar.total is None else min(bar.count / max(bar.total, 1), 1.0)


def name_bar(bar: Bar) -> str:
    """Return a whole year, month or day in its shortest form, else first and last, as ISO 8601.

    >>> [name_bar(Bar(*days, 0)) for days in (
    ...     ("2007-01-01", "2007-12-31"), ("2007-02-01", "2007-02-28"),
    ...     ("2007-02-13", "2007-02-13"),
    ...     ("2007-02-12", "2007-02-18"), ("2000-01-01", "2004-12-31"))]
    ['2007', '2007-02', '2007-02-13', '2007-02-12/2007-02-18', '2000/2004']
    """
    return _name_days(bar.since, bar.until)


@lru_cache(4_096)  # the bars of timelines recur
def _name_days(since: str, until: str) -> str:
    start, end = Period.parse(since).start, Period.parse(until).end
    for length in (4, 7, 10):
        first, last = Period.parse(since[:length]), Period.parse(until[:length])
        if (first.start, last.end) == (start, end):
            break
    return "/".join(dict.fromkeys((since[:length], until[:length])))
