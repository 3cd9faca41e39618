"""What is sound in JSON where a bracket or a quote is missing, so that all else seems to be within.

Articles are looked for wherever an element of a list may begin, whether or not a string seems to
be open there.
"""

import json
import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

_LENIENT = json.JSONDecoder(parse_constant=str, strict=False)
_BEGIN = re.compile(r"(?:\A|[\[,:}\]\n])\s{0,99}(?=\{\s{0,99}\")")
_BETWEEN = " \t\r\n,"
_BRACKETS = "[]{}"
_WINDOW = 1 << 14
"""Characters of which an article is made first, as errors count all lines before them; more follow
where they may end within it."""

_EACH, _TIMES, _ROOM = 20, 8, 100_000
"""What an attempt costs at the least, in characters; how often a text may be read in all, and a
short one: attempts within one another could go on for hours."""


def pieces(
    written: str, is_article: Callable[[dict[str, Any]], bool]
) -> Iterator[tuple[int, str]]:
    """The articles in a damaged text, and what is left between them, in order.

    Each with the line where it begins, from 0.
    """
    line = end = 0
    for begin, after in chain(_articles(written, is_article), [(len(written), len(written))]):
        left = written[end:begin].strip(_BETWEEN)
        if left.strip(_BETWEEN + _BRACKETS):
            yield line + written.count("\n", end, written.index(left, end)), left
        line += written.count("\n", end, begin)
        if begin < after:
            yield line, written[begin:after]
        line, end = line + written.count("\n", begin, after), after


def _articles(
    written: str, is_article: Callable[[dict[str, Any]], bool]
) -> Iterator[tuple[int, int]]:
    """Where each article begins and ends."""
    at, room = 0, _TIMES * len(written) + _ROOM
    while room > 0 and (match := _BEGIN.search(written, at)):
        begin, at = match.end(), match.end() + 1
        value, size, looked = _decoded(written, begin)
        room -= _EACH + looked
        if size and is_article(value):
            yield begin, begin + size
            at = begin + size


def _decoded(written: str, begin: int) -> tuple[Any, int, int]:
    """The object that begins at a place, its size, and how much was looked at to know.

    Its size is 0 if there is none.
    """
    window, looked = _WINDOW, 0
    while True:
        part = written[begin:begin + window]
        try:
            value, size = _LENIENT.raw_decode(part)
            return value, size, looked + size
        except RecursionError:
            return None, 0, looked + len(part)
        except json.JSONDecodeError as error:
            looked += error.pos + len(part) // 8
            if begin + window >= len(written) or not _may_go_on(error):
                return None, 0, looked
        window *= 8


def _may_go_on(error: json.JSONDecodeError) -> bool:
    return error.pos > len(error.doc) - 9 or error.msg.startswith("Unterminated")
