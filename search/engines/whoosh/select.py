"""Documents → filters, facets and order, in one pass over what the query found."""

from collections import Counter
from collections.abc import Callable, Iterable
from heapq import nsmallest

from search.engine import Matches, Request
from search.engines.whoosh.schema import UNDATED
from search.engines.whoosh.snapshot import Columns
from search.facets import buckets
from search.period import Period
from search.query import Sort

Key = tuple[float | bool | int | str, ...]


def select(scores: dict[int, float], request: Request, columns: Columns) -> Matches:
    """The page of documents that pass the filters, the total, and the facets."""
    filters = request.filters
    counts: dict[str, Counter[str | int | None]] = {name: Counter() for name in request.facets}
    passing: list[int] = []
    for number in scores:
        if filters.within and not _lies_within(number, filters.within, columns):
            continue
        outlet, year = columns.outlets[number], _year(number, columns)
        in_outlet = not filters.outlets or outlet in filters.outlets
        in_year = not filters.years or year in filters.years
        if in_year and "outlet" in counts:
            counts["outlet"][outlet] += 1
        if in_outlet and "year" in counts:
            counts["year"][year] += 1
        if in_outlet and in_year:
            passing.append(number)
    page = _page(passing, scores, request, columns)
    facets = {name: buckets(name, counted, filters) for name, counted in counts.items()}
    return Matches(
        tuple(columns.ids[number] for number in page),
        tuple(scores[number] for number in page), len(passing), facets,
    )


def _page(
    passing: Iterable[int], scores: dict[int, float], request: Request, columns: Columns
) -> list[int]:
    if not request.limit:
        return []
    key = _order(request.sort, scores, columns)
    return nsmallest(request.offset + request.limit, passing, key)[request.offset:]


def _order(
    sort: Sort, scores: dict[int, float], columns: Columns
) -> Callable[[int], Key]:
    starts, ids = columns.starts, columns.ids
    match sort:
        case Sort.OLDEST:
            return lambda n: (starts[n] == UNDATED, starts[n], ids[n])
        case Sort.NEWEST:
            return lambda n: (-starts[n], ids[n])
        case Sort.RELEVANCE:
            return lambda n: (-scores[n], -starts[n], ids[n])


def _year(number: int, columns: Columns) -> int | None:
    year = columns.years[number]
    return None if year == UNDATED else year


def _lies_within(number: int, period: Period, columns: Columns) -> bool:
    start = columns.starts[number]
    return start != UNDATED and period.start <= start and columns.ends[number] <= period.end
