"""The JSON of a search with the bars of its timeline, of which there may be thousands.

A timeline of the days of nine years is most of its response. Its bars are written as text, several
times as fast as from a value for each.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from flask import current_app

from search.page import Bars, Page

_PLACE = "\0"
"""Stands for the bars until they are written: no other member of this name is such a text."""

_FEW = 1 << 10
_NUMBERS = tuple(map(str, range(_FEW)))
"""What most counts are as text."""


def separate_bars(page: Page) -> tuple[Page, Bars | None]:
    """Return a page without its bars, and these; None if it has none, or bars have more counts."""
    timeline = page.timeline
    if timeline is None or not isinstance(timeline.bars, Bars):
        return page, None
    if timeline.bars.stories is not None or timeline.bars.totals is not None:
        return page, None
    return replace(page, timeline=replace(timeline, bars=())), timeline.bars


def write_json(values: dict[str, Any], bars: Bars) -> str:
    """Return the values of a page as a line of JSON, with its bars in their place."""
    text = current_app.json.dumps(values | {"timeline": _PLACE}, separators=(",", ":"))
    place = f'"timeline":{current_app.json.dumps(_PLACE)}'
    return text.replace(place, f'"timeline":[{write_bars(bars)}]', 1) + "\n"


def write_bars(bars: Bars) -> str:
    """Return the JSON of bars without further counts, separated by commas.

    >>> write_bars(Bars(["2019", "2020"], ["2019", "2020"], [3, 0]))
    '{"from":"2019","to":"2019","count":3},{"from":"2020","to":"2020","count":0}'
    """
    if not bars:
        return ""
    parts = list(_list_beginnings(_Axis(bars))) * 2
    parts[::2] = parts[:len(bars)]
    parts[1::2] = [_NUMBERS[count] if count < _FEW else str(count) for count in bars.counts]
    return "".join(parts)[2:] + "}"


class _Axis:
    """The days of bars. Equal to others with as many bars, whose first and last are the same: those
    in between are of one length."""

    def __init__(self, bars: Bars) -> None:
        self.since, self.until = bars.since, bars.until
        self._key = bars.since[0], bars.until[0], bars.until[-1], len(bars)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Axis) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


@lru_cache(4)  # the axes of timelines recur, and a long one takes .4 MB
def _list_beginnings(axis: _Axis) -> Sequence[str]:
    """Return what stands before the count of each bar, from the end of the bar before it on."""
    return [f'}},{{"from":"{first}","to":"{last}","count":'
            for first, last in zip(axis.since, axis.until)]
