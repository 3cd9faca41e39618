"""Draws a chart as SVG: bars for one series, lines for several, without script and style sheet.

Series differ by colour and by dashes, so that they are told apart in black and white too. All text
stands on a white ground with a contrast of 4.5 or more.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from markupsafe import Markup, escape

WIDTH, _HEIGHT = 960, 320
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 16, 16, 32
_LEGEND_LINE = 22
_CHARACTER_WIDTH = 8
"""What a character of a label takes up, or less."""

_NAME_LENGTH = 90
"""Characters of a name in the legend."""

_MARKED = 60
"""Points of a line up to which each has a mark."""

_STROKES = (("#0b5394", ""), ("#b45309", "9 4"), ("#0f766e", "2 4"), ("#9d174d", "12 4 2 4"),
            ("#3f3f46", "5 2"))
"""Colour and dashes of each series."""

_NOT_XML = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")
"""Characters that XML cannot have."""


class Series(NamedTuple):
    """The name of a line with its values, and the address that each leads to, if any.

    None stands for a value that cannot be told, and breaks the line.
    """

    name: str
    values: Sequence[float | None]
    links: Sequence[str | None] = ()


class Chart(NamedTuple):
    """What a chart shows.

    `labels` name the places of the values from left to right. Shares are from 0 to 1, other values
    whole numbers. `write` returns a value as text.
    """

    title: str
    description: str
    labels: Sequence[str]
    series: Sequence[Series]
    is_share: bool
    write: Callable[[float], str]


def draw_chart(chart: Chart) -> Markup:
    """Return a chart as an SVG element, which is also a whole document."""
    role = "group" if any(map(attrgetter("links"), chart.series)) else "img"  # no links in an image
    height = _TOP + _HEIGHT + _BOTTOM + _LEGEND_LINE * len(chart.series)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" role="{role}" '
        'aria-labelledby="chart-title chart-description" '
        'font-family="sans-serif" font-size="14" fill="#1d1b19">',
        f'<title id="chart-title">{_write(chart.title)}</title>',
        f'<desc id="chart-description">{_write(chart.description)}</desc>',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
        *_draw_scale(chart), *_draw_labels(chart),
        *(_draw_bars(chart) if len(chart.series) == 1 else _draw_lines(chart)),
        *_draw_legend(chart), "</svg>",
    ]
    return Markup("\n".join(parts))


def _write(text: str) -> str:
    return escape(_NOT_XML.sub(" ", text))


def _find_top(chart: Chart) -> float:
    """Return the value at the top of the scale, of which a quarter is a round number."""
    highest = max((value or 0 for each in chart.series for value in each.values), default=0)
    powers = range(-6, 1) if chart.is_share else range(10)
    steps = (4 * factor * 10.0 ** power for power in powers for factor in (1, 2, 3, 4, 5))
    top = next((step for step in steps if step >= highest), highest)
    return min(top, 1.0) if chart.is_share else top


def _find_x(chart: Chart, at: float) -> float:
    """Return where the middle of a place is."""
    return _LEFT + (WIDTH - _LEFT - _RIGHT) * (at + 0.5) / max(len(chart.labels), 1)


def _find_y(value: float, top: float) -> float:
    return _TOP + _HEIGHT * (1 - value / top)


def _draw_scale(chart: Chart) -> Iterator[str]:
    """Yield lines across the chart, with their values."""
    top = _find_top(chart)
    for quarter in range(5):
        value = top * quarter / 4
        y = _find_y(value, top)
        yield (f'<path d="M{_LEFT} {y:.1f}H{WIDTH - _RIGHT}" stroke="#d4d0c8"/>'
               f'<text x="{_LEFT - 8}" y="{y + 5:.1f}" text-anchor="end">'
               f"{_write(chart.write(value))}</text>")


def _draw_labels(chart: Chart) -> Iterator[str]:
    """Yield as many labels as there is room for."""
    width = _CHARACTER_WIDTH * (max(map(len, chart.labels), default=0) + 2)
    places = [at for at in range(len(chart.labels))
              if width / 2 <= _find_x(chart, at) <= WIDTH - width / 2]
    step = max(-(-width * len(chart.labels) // (WIDTH - _LEFT - _RIGHT)), 1)
    for at in places[::step]:
        yield (f'<text x="{_find_x(chart, at):.1f}" y="{_TOP + _HEIGHT + 22}" '
               f'text-anchor="middle">{_write(chart.labels[at])}</text>')


def _draw_bars(chart: Chart) -> Iterator[str]:
    top, (series,) = _find_top(chart), chart.series
    width = (WIDTH - _LEFT - _RIGHT) / max(len(chart.labels), 1)
    for at, value in enumerate(series.values):
        if value:
            x, y = _find_x(chart, at) - 0.4 * width, _find_y(value, top)
            shape = (f'<rect x="{x:.1f}" y="{y:.1f}" width="{0.8 * width:.2f}" '
                     f'height="{_TOP + _HEIGHT - y:.1f}" fill="{_STROKES[0][0]}"')
            yield _link(chart, series, at, shape)


def _draw_lines(chart: Chart) -> Iterator[str]:
    top = _find_top(chart)
    for series, (colour, dashes) in zip(chart.series, _STROKES):
        for places, values in _list_unbroken(series.values):
            points = [(_find_x(chart, at), _find_y(value, top))
                      for at, value in zip(places, values)]
            line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
            yield (f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2" '
                   f'stroke-dasharray="{dashes or "none"}"/>')
            marked = len(series.values) <= _MARKED or len(points) == 1  # else it would not be seen
            for at, (x, y) in zip(places, points if marked else ()):
                shape = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"'
                yield _link(chart, series, at, shape)


def _list_unbroken(values: Sequence[float | None]) -> Iterator[tuple[range, list[float]]]:
    """Yield the runs of values that can be told, each with its places.

    >>> list(_list_unbroken([1, None, 2, 3]))
    [(range(0, 1), [1]), (range(2, 4), [2, 3])]
    """
    run: list[float] = []
    for at, value in enumerate([*values, None]):
        if value is not None:
            run.append(value)
        elif run:
            yield range(at - len(run), at), run
            run = []


def _link(chart: Chart, series: Series, at: int, shape: str) -> str:
    """Return a shape that leads to what it stands for; the table beside a chart has these links."""
    title = f"{chart.labels[at]}: {chart.write(series.values[at] or 0)}"
    drawn = f"{shape}><title>{_write(title)}</title>{'</rect>' if 'rect' in shape else '</circle>'}"
    link = series.links[at] if series.links else None
    return f'<a href="{escape(link)}" tabindex="-1">{drawn}</a>' if link else drawn


def _draw_legend(chart: Chart) -> Iterator[str]:
    for at, (series, (colour, dashes)) in enumerate(zip(chart.series, _STROKES)):
        y = _TOP + _HEIGHT + _BOTTOM + _LEGEND_LINE * at + 8
        name = series.name[:_NAME_LENGTH] + "…" * (len(series.name) > _NAME_LENGTH)
        yield (f'<path d="M{_LEFT} {y}h48" stroke="{colour}" stroke-width="3" '
               f'stroke-dasharray="{dashes or "none"}"/>'
               f'<text x="{_LEFT + 58}" y="{y + 5}">{_write(name)}</text>')
