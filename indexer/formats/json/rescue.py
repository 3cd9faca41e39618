"""Salvages sound articles from JSON in which a missing bracket or quote swallows all that follows.

Articles are looked for wherever an element of a list may begin, even inside what seems a string.
"""

import json
import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

_LENIENT_DECODER = json.JSONDecoder(parse_constant=str, strict=False)
_ARTICLE_START = re.compile(r"(?:\A|[\[,:}\]\n])\s{0,99}(?=\{\s{0,99}\")")
_SEPARATORS = " \t\r\n,"
_BRACKETS = "[]{}"
_FIRST_TRY_CHARACTERS = 1 << 14
"""An article is first decoded from this many characters, as an error counts the lines before it
in all of them. More are taken if the article may end behind them."""

_MIN_ATTEMPT_COST = 20
_MAX_READINGS = 8
_MIN_BUDGET = 100_000
"""Attempts nested in one another could take hours. So the characters that all of them look at
are limited to _MAX_READINGS times the text plus _MIN_BUDGET; each costs at least
_MIN_ATTEMPT_COST."""


def split_pieces(
    written: str, is_article: Callable[[dict[str, Any]], bool]
) -> Iterator[tuple[int, str]]:
    """Yield the articles in a damaged text and what is left between them, in order.

    Each comes with the line where it begins, from 0.
    """
    line = end = 0
    articles = _find_articles(written, is_article)
    for start, next_end in chain(articles, [(len(written), len(written))]):
        rest = written[end:start].strip(_SEPARATORS)
        if rest.strip(_SEPARATORS + _BRACKETS):
            yield line + written.count("\n", end, written.index(rest, end)), rest
        line += written.count("\n", end, start)
        if start < next_end:
            yield line, written[start:next_end]
        line, end = line + written.count("\n", start, next_end), next_end


def _find_articles(
    written: str, is_article: Callable[[dict[str, Any]], bool]
) -> Iterator[tuple[int, int]]:
    """Yield where each article begins and ends."""
    position, budget = 0, _MAX_READINGS * len(written) + _MIN_BUDGET
    while budget > 0 and (match := _ARTICLE_START.search(written, position)):
        start, position = match.end(), match.end() + 1
        value, size, cost = _decode_object(written, start)
        budget -= _MIN_ATTEMPT_COST + cost
        if size and is_article(value):
            yield start, start + size
            position = start + size


def _decode_object(written: str, start: int) -> tuple[Any, int, int]:
    """Return the object that begins at a position, its size, and the characters looked at.

    The size is 0 if there is no object.
    """
    length, cost = _FIRST_TRY_CHARACTERS, 0
    while True:
        part = written[start:start + length]
        try:
            value, size = _LENIENT_DECODER.raw_decode(part)
            return value, size, cost + size
        except json.JSONDecodeError as error:
            cost += error.pos + len(part) // 8
            if start + length >= len(written) or not _may_continue(error):
                return None, 0, cost
        except (ValueError, RecursionError):  # too many digits, or levels
            return None, 0, cost + len(part)
        length *= 8


def _may_continue(error: json.JSONDecodeError) -> bool:
    return error.pos > len(error.doc) - 9 or error.msg.startswith("Unterminated")
