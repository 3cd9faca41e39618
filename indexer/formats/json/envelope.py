"""Finds the list of articles that a long value wraps, while only its beginning is there.

Its members can then be read one by one, each in an envelope that says what the value says around
them. Nothing but the beginning is ever held.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

_STRING_OR_BRACKET = re.compile(
    rb'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
_CLOSING = {b"{": b"}", b"[": b"]"}
_MIN_MEMBERS = 2
_SAMPLED_MEMBERS = 8
"""Members that are compared to find the container of articles."""

_MAX_CONTEXT_CHARACTERS, _MAX_VALUE_CHARACTERS = 4_000, 1_000
"""Limits of what an envelope repeats of the objects around its member."""


class Envelope(NamedTuple):
    """What stands around the members of a container.

    The first of them begins at `start`, inside `depth` brackets. A member between `opening` and
    `closing` is a value of its own. `before` is the value without the container. Behind
    `rest_opening`, what follows the container is a value too.
    """

    start: int
    depth: int
    before: bytes
    opening: bytes
    closing: bytes
    rest_opening: bytes

    @property
    def is_list(self) -> bool:
        """Whether the members have no names."""
        return self.opening.endswith(b"[")


@dataclass(slots=True)
class _Container:
    """An object or list that is open: its bracket, and where its members begin.

    `members` counts the objects and lists in it; the first few end at `sample_end`.
    """

    bracket: bytes
    start: int
    members: int = 0
    sample_end: int = 0


def find_envelope(beginning: bytes, is_wrapper: Callable[[bytes], bool]) -> Envelope | None:
    """Return the envelope of the container with the most members, of those open at the end.

    `is_wrapper` says of a value with a few of them whether it wraps articles. Return None if no
    container does.

    >>> found = find_envelope(b'{"n": 2, "isi": [{"a": 1}, {"a": 2}, {"a"', lambda value: True)
    >>> found.opening, found.closing, found.rest_opening
    (b'{"n": 2, "isi": [', b']}', b'{"n": 2')
    """
    opened = _list_open_containers(beginning)
    by_members = sorted(range(len(opened)), key=lambda at: -opened[at].members)
    for at in by_members:
        container = opened[at]
        if container.members < _MIN_MEMBERS:
            return None
        envelope = _build_envelope(beginning, opened[:at + 1])
        if envelope and is_wrapper(b"".join((
                envelope.opening, beginning[container.start:container.sample_end],
                envelope.closing))):
            return envelope
    return None


def _list_open_containers(beginning: bytes) -> list[_Container]:
    """Return the containers that are not closed, the outermost first; none if brackets disagree."""
    opened: list[_Container] = []
    for match in _STRING_OR_BRACKET.finditer(beginning):
        mark = match[0]
        if mark in _CLOSING:
            opened.append(_Container(mark, match.end()))
        elif mark in b"]}":
            if not opened or _CLOSING[opened.pop().bracket] != mark:
                return []
            if opened:
                opened[-1].members += 1
                if opened[-1].members <= _SAMPLED_MEMBERS:
                    opened[-1].sample_end = match.end()
    return opened


def _build_envelope(beginning: bytes, opened: list[_Container]) -> Envelope | None:
    """Return the envelope of the last container in the others; None if it cannot be told."""
    outer, opening, rest_opening = opened[:-1], b"", b""
    for container, inner in zip(outer, opened[1:]):
        rest_opening = opening + b"[null"
        if container.bracket == b"{":
            try:
                context, name = _read_context(beginning[container.start:inner.start - 1])
            except (ValueError, RecursionError):
                return None
            rest_opening = opening + _encode(context or {"": None})[:-1]
            opening += _encode(context | {name: None}).removesuffix(b"null}")
        else:
            opening += b"["
    closing = [_CLOSING[container.bracket] for container in reversed(opened)]
    return Envelope(
        start=opened[-1].start, depth=len(opened), closing=b"".join(closing),
        before=beginning[:opened[-1].start - 1] + b"null" + b"".join(closing[1:]),
        opening=opening + opened[-1].bracket, rest_opening=rest_opening)


def _read_context(written: bytes) -> tuple[dict[str, Any], str]:
    """Return the short texts and numbers of an object's beginning, and the name that it ends with.

    Objects in it may be articles themselves, and are not repeated.
    Raises ValueError or RecursionError if it cannot be parsed.
    """
    values = json.loads(f"{{{written.decode('utf-8', 'surrogateescape')}null}}", strict=False)
    name, context, size = [*values][-1], {}, 0
    for other, value in values.items():
        length = len(str(value)) + len(other)
        if other != name and length <= _MAX_VALUE_CHARACTERS and _is_plain(value):
            size += length
            if size <= _MAX_CONTEXT_CHARACTERS:
                context[other] = value
    return context, name


def _is_plain(value: Any) -> bool:
    inner = value if isinstance(value, list) else [value]
    return not any(isinstance(each, (dict, list)) for each in inner)


def _encode(values: dict[str, Any]) -> bytes:
    return json.dumps(values).encode()
