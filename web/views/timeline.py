"""The timeline above the hits: a small SVG whose bars are links, and the same as rows of a table.

Geometry is in attributes, because the policy of the pages forbids styles in elements. The bars are
stretched to the width of the page; the labels are not.
"""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from search.explore import find_peak, get_height, name_bar
from search.facets import NONE
from search.page import Bar, Page
from search.page import Timeline as Counts
from search.query import Interval, Query
from web.markup import escape_address
from web.views.links import Links
from web.views.translator import Translator

_HEIGHT = 48
"""The height of the highest bar, in pixels."""

_LABELS = 4
"""Labels below the bars at most: more would touch each other on a phone."""

_MANY_BARS = 40
"""A timeline with more bars than these has so many links that little else has room."""

_EDGE = 12
"""Percent of the width at either end in which a label keeps to the edge."""


class TimelineRow(NamedTuple):
    """A bar with its name, its count in words, its height from 0 to 1, and its link."""

    bar: Bar
    name: str
    said: str
    height: float
    link: str


class TimelineView(NamedTuple):
    """What a page shows of a timeline.

    `peak` says in words where the most is. `wider` leads to the next longer range of dates,
    `undated` to the articles without a date; both are None if there are none.
    """

    rows: Sequence[TimelineRow]
    drawing: Markup
    peak: str | None
    wider: str | None
    undated: str | None
    counts: Counts


def build_timeline(page: Page, links: Links, say: Translator) -> TimelineView | None:
    """Return the timeline of a page; None if there is nothing to see and no way out."""
    counts, query = page.timeline, page.query
    wider = _find_wider(query)
    if counts is None or (len(counts.bars) < 2 and wider is None):
        return None
    rows = list(_build_rows(counts.bars, query, links, say))
    rel = "" if links.state else ' rel="nofollow"'  # robots.txt keeps crawlers from hops
    return TimelineView(
        rows, _draw(rows, rel, say), _describe_peak(page, say),
        links.to_search(query, **wider) if wider else None,
        _select_undated(query, links) if counts.undated else None,
        counts)


def name_years(page: Page) -> str | None:
    """Return the first and the last year of the hits, as "2003–2023"."""
    bars = [bar for bar in page.timeline.bars if bar.count] if page.timeline else []
    if not bars:
        return None
    return "–".join(dict.fromkeys((bars[0].since[:4], bars[-1].until[:4])))


def _set_dates(since: str | None, until: str | None) -> dict[str, Any]:
    """Return the changes of a query to one of other dates."""
    return {"since": since, "until": until, "page": 1, "interval": Interval.AUTO}


def _find_wider(query: Query) -> dict[str, Any] | None:
    """Return the changes of a query to the month or year that its dates lie in, or to any time.

    None if it has no dates.
    """
    since, until = query.since, query.until
    if since is None and until is None:
        return None
    for length in (len("YYYY-MM"), len("YYYY")):
        if since and until and since[:length] == until[:length] and (
                min(len(since), len(until)) >= length < max(len(since), len(until))):
            return _set_dates(since[:length], since[:length])
    return _set_dates(None, None)


def _select_undated(query: Query, links: Links) -> str:
    """Return the address of the articles without a date, at any time."""
    selected = {**query.selected, "year": (NONE,)}
    return links.to_search(query, selected=selected, **_set_dates(None, None))


def _build_rows(
    bars: Sequence[Bar], query: Query, links: Links, say: Translator
) -> Iterator[TimelineRow]:
    heights = list(map(get_height, bars)) if query.share else list(map(_count, bars))
    highest = max(heights, default=0) or 1
    # a hop puts the dates of a bar in the place of those that there are
    is_hop = links.state is not None and query.past is None
    dates = (query.since, query.until) if is_hop else (None, None)
    base = links.begin(links.to_search(query, **_set_dates(*dates)))
    for bar, height in zip(bars, heights):
        days = name_bar(bar).split("/")
        count = (say.count_articles if bar.stories is None or query.share else say.count_stories)(
            bar.count if query.share else _count(bar))
        share = f" ({say.format_share(get_height(bar))})" if query.share else ""
        yield TimelineRow(
            bar, say.format_bar(bar), f"{count}{share}", height / highest,
            f"{base}from={days[0]}&to={days[-1]}")


def _count(bar: Bar) -> int:
    """Return the stories of a bar if they are counted, else its articles."""
    return bar.count if bar.stories is None else bar.stories


def _describe_peak(page: Page, say: Translator) -> str | None:
    """Return when there is the most, in words; None if there is one hit at a time at most."""
    if page.query.share:
        if (peak := find_peak(page)) is None:
            return None
        when, share = say.format_bar(peak), say.format_share(get_height(peak))
        return say("peak_share", when=when, share=share)
    bars = page.timeline.bars if page.timeline else ()
    peak = max(bars, key=_count, default=None)
    if peak is None or _count(peak) < 2:
        return None
    return say("peak", when=say.format_bar(peak), n=say.format_number(_count(peak)))


def has_many_bars(page: Page) -> bool:
    """Return whether the timeline of a page has more bars than a page has room for."""
    bars = page.timeline.bars if page.timeline else ()
    return sum(bar.count > 0 for bar in bars) > _MANY_BARS


def _draw(rows: Sequence[TimelineRow], rel: str, say: Translator) -> Markup:
    heights = [max(round(row.height * _HEIGHT), 2) if row.height else .5 for row in rows]
    shapes = "".join([f"v-{height:g}h.84v{height:g}h.16" for height in heights])
    bars = "".join(
        f'<a href="{escape_address(row.link)}" tabindex="-1"{rel}>'
        f'<title>{escape(f"{row.name}: {row.said}")}</title>'
        f'<rect x="{at}"/></a>'
        for at, row in enumerate(rows) if row.bar.count)
    return Markup(
        f'<svg class="bars" data-timeline role="group" aria-label="{escape(say("timeline"))}" '
        f'viewBox="0 0 {max(len(rows), 1)} {_HEIGHT}" height="{_HEIGHT}" '
        f'preserveAspectRatio="none"><path d="M.08 {_HEIGHT}{shapes}z"/>{bars}</svg>'
        f'<svg class="axis" aria-hidden="true" height="16">{_draw_labels(rows, say)}</svg>')


def _draw_labels(rows: Sequence[TimelineRow], say: Translator) -> str:
    step = max(-(-(len(rows) - 1) // (_LABELS - 1)), 1)  # the first and the last are apart
    labels, named = "", ""
    for at in range(0, len(rows), step):
        place = 100 * (at + 0.5) / len(rows)
        edge = "start" if place < _EDGE else "end" if place > 100 - _EDGE else "middle"
        x = {"start": 0, "end": 100}.get(edge, place)
        day, before = name_bar(rows[at].bar).split("/")[0], named
        named = day[:len("YYYY")]
        name = say.format_short_date(day)
        if named == before:
            name = name.removesuffix(f" {named}")  # there is no room for each year on a phone
        labels += f'<text x="{x:.4g}%" y="1.1em" text-anchor="{edge}">{escape(name)}</text>'
    return labels
