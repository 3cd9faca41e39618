"""The values of a facet as the panel of filters shows them."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from markupsafe import Markup, escape

from search.buckets import list_buckets
from search.facets import FILTERABLE, Facet, Listing, Order, Value
from search.page import Bucket, Page
from search.query import STORY, Query
from web.address import PAGE_FACETS
from web.markup import escape_address, escape_name
from web.views.links import Links
from web.views.timeline import has_many_bars
from web.views.translator import Translator

_MAX_ROWS, _MAX_YEARS, _MAX_ALONE = 8, 24, 40
"""Values that a page lists of a facet besides those that are selected: of one that may have very
many, of one by time, and of one that stands alone."""

_MAX_WHOLE = 12
"""A facet of so many values is listed whole."""

Toggle = Callable[[Bucket], str | None]
"""What returns the address of a search with a value added to a filter, or taken from it."""

_MANY_VALUES, _MANY_HITS = 24, 10
"""A page with more values selected, with more hits, or with many bars is crowded."""

_FEWEST, _MAX_CROWDED = 5, 12
"""Values that a crowded page lists of a facet: besides those that are selected, and with them."""


class FacetRow(NamedTuple):
    """A value of a facet, its count, the length of its bar in percent, and its links.

    The count of articles without a value has no bar: it may dwarf all others.
    `link` selects the value, or takes it back; `without` leaves out the articles that have it, if
    no other value is selected. Either is None if the filter can take no further value. `id` stays
    the same from page to page.
    """

    bucket: Bucket
    count: int  # type: ignore[assignment]
    length: int
    link: str | None
    without: str | None
    id: str


class FacetPanel(NamedTuple):
    """A facet with its rows, and how many values it leaves out.

    The values that are selected come first, and articles without a value last. `is_full` says
    whether the filter of a row can take no further value; `is_alone`, whether no other facet was
    asked for.
    """

    name: str
    rows: Sequence[FacetRow]
    hidden: int
    is_full: bool
    is_alone: bool


def build_panels(page: Page, links: Links) -> list[FacetPanel]:
    """Return the facets of a page that are filters and have values.

    An address that names facets gets these even if no article has a value.
    """
    named, start = page.query.facets != PAGE_FACETS, links.begin_search(page.query)
    is_crowded = _is_crowded(page)
    return [
        _build_panel(page, links, start, FILTERABLE[name], buckets, is_crowded)
        for name, buckets in page.facets.items() if name in FILTERABLE and buckets and (
            named or not FILTERABLE[name].several or _has_values(buckets))]


def _has_values(buckets: Sequence[Bucket]) -> bool:
    return any(each.value is not None or each.selected for each in buckets)


def count_outlets(page: Page) -> int:
    """Return how many outlets the hits have; 0 where their count would say something else."""
    if page.query.selected.get("outlet"):
        return 0
    return sum(bucket.value is not None for bucket in page.facets.get("outlet", ()))


def _build_panel(
    page: Page, links: Links, start: str, facet: Facet, buckets: tuple[Bucket, ...],
    is_crowded: bool,
) -> FacetPanel:
    query = page.query
    listing = Listing(_find_limit(facet, query, len(buckets), is_crowded), selected_first=True)
    listed, hidden = list_buckets(facet, buckets, listing)
    counted = _order(facet, _count(listed, query))[:_find_room(facet, query, is_crowded)]
    toggle = links.prepare_toggles(query, facet.name, start)
    leave_out = (links.prepare_toggles(query, f"exclude_{facet.name}", start)
                 if _can_exclude(facet) and facet.name not in query.selected else None)
    rows = _build_rows(facet.name, counted, toggle, leave_out)
    hidden += len(listed) - len(rows) + page.omitted.get(facet.name, 0)
    return FacetPanel(
        facet.name, rows, hidden, any([row.link is None for row in rows]), _is_alone(facet, query))


def _build_rows(
    facet: str, counted: Sequence[tuple[int, Bucket]], toggle: Toggle, leave_out: Toggle | None
) -> list[FacetRow]:
    named = [count for count, bucket in counted if bucket.value is not None]
    highest = max(named, default=0) or 1
    return [
        FacetRow(
            bucket, count, 0 if bucket.value is None else round(100 * count / highest),
            toggle(bucket),
            leave_out(bucket) if leave_out and not bucket.selected else None,
            _build_id(facet, bucket.value))
        for count, bucket in counted]


def _find_limit(facet: Facet, query: Query, count: int, is_crowded: bool) -> int:
    """Return how many of the values of a facet are listed, besides those that are selected."""
    if _is_alone(facet, query):
        return _MAX_ALONE
    if is_crowded:
        return _FEWEST
    if not _can_exclude(facet):
        return _MAX_YEARS
    return _MAX_ROWS if count > _MAX_WHOLE else _MAX_WHOLE


def _find_room(facet: Facet, query: Query, is_crowded: bool) -> int | None:
    """Return how many values of a facet are listed, with those that are selected; None for any."""
    return _MAX_CROWDED if is_crowded and not _is_alone(facet, query) else None


def _is_alone(facet: Facet, query: Query) -> bool:
    return query.facets == (facet.name,)


def _is_crowded(page: Page) -> bool:
    values = sum(map(len, page.query.selected.values()))
    return values > _MANY_VALUES or page.query.page_size > _MANY_HITS or has_many_bars(page)


def _can_exclude(facet: Facet) -> bool:
    return facet.order is Order.BY_COUNT


def _count(buckets: Sequence[Bucket], query: Query) -> list[tuple[int, Bucket]]:
    """Return the buckets with the counts that are shown: of stories where these are joined."""
    if query.collapse != STORY:
        return [(bucket.count, bucket) for bucket in buckets]
    return [(bucket.count if bucket.stories is None else bucket.stories, bucket)
            for bucket in buckets]


def _order(facet: Facet, counted: Sequence[tuple[int, Bucket]]) -> list[tuple[int, Bucket]]:
    """Return the values of a facet by the counts that are shown, those selected first.

    Engines put them in order by articles, and pages show stories.
    """
    by_count = _can_exclude(facet)

    def rank(each: tuple[int, Bucket]) -> tuple[bool, bool, int]:
        count, bucket = each
        is_last = bucket.value is None and not bucket.selected
        return not bucket.selected, is_last, -count if by_count else 0

    return sorted(counted, key=rank)


def draw_rows(rows: Sequence[FacetRow], facet: str, say: Translator) -> Markup:
    """Return the rows of a facet as items of a list. A template would take five times as long."""
    begins, ends = escape(say("without", value="\0")).split("\0")
    return Markup("".join([_draw_row(row, facet, (begins, ends), say) for row in rows]))


def _draw_row(row: FacetRow, facet: str, leave_out: tuple[str, str], say: Translator) -> str:
    bucket, count, length, link, without, id = row
    value = escape_name(say.name_value(facet, bucket.value))
    target = f'href="{escape_address(link)}#{id}"' if link else 'aria-disabled="true"'
    chosen = ' aria-current="true"' if bucket.selected else ""
    other = (
        f'<a class="without" href="{escape_address(without)}#filters" rel="nofollow" '
        f'aria-label="{leave_out[0]}{value}{leave_out[1]}">−</a>' if without else "")
    return (
        f'<li><a id="{id}" {target}{chosen} rel="nofollow"><span>{value}'
        f'<svg aria-hidden="true"><rect width="{length}%" height="2"/></svg></span> '
        f'<span class="count">{say.format_number(count)}</span></a>{other}</li>\n')


@lru_cache(8_192)  # values recur from page to page
def _build_id(facet: str, value: Value) -> str:
    return f"{facet}-{crc32(FILTERABLE[facet].write(value).encode('utf-8', 'replace')):x}"
