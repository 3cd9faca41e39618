"""Hops: links that only say what they change of the address of their page.

A page of results has hundreds of links, and each has the whole query. Where that is long, as with
dozens of filters, they would make most of the page. So such a page names its state once, as its
base, and a link only adds what it changes: `?outlet=Kabar+Nusa` one more outlet, `?-year=2007` one
year less. Whoever follows it is led to the whole address.
"""

import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from itertools import islice
from urllib.parse import parse_qsl

from search.facets import ALL_FILTERS
from web.address import Parameters, build_address

HOPS_PATH = "/~"

MAX_STATE, MAX_PARAMETERS, MAX_CHANGES = 32_768, 1_000, 100
"""The longest state that is read, in bytes; its parameters; and those that a hop changes."""

_LESS = "-"
"""What stands before the name of a parameter that is taken away."""


def name_state(state: Parameters) -> str:
    """Return the base of a page: the path below which hops from a state begin.

    >>> read_state(name_state([("q", "gempa")]).strip("/~"))
    [('q', 'gempa')]
    """
    packed = zlib.compress(build_address("", state)[1:].encode())
    return f"{HOPS_PATH}{urlsafe_b64encode(packed).rstrip(b'=').decode()}/"


def read_state(name: str) -> Parameters:
    """Return the state that `name_state` was given. Raises ValueError for any other name."""
    try:
        packed = urlsafe_b64decode(name + "=" * (-len(name) % 4))
        written = zlib.decompressobj().decompress(packed, MAX_STATE).decode()
    except zlib.error as error:
        raise ValueError(str(error)) from None
    return parse_qsl(written, keep_blank_values=True, max_num_fields=MAX_PARAMETERS)


def write_hop(path: str, parameters: Parameters, state: Parameters) -> str:
    """Return the address that leads from a state to a page, relative to the base of the state.

    >>> write_hop("/tren", [("q", "a"), ("year", "2007")], [("q", "a"), ("year", "2013")])
    'tren?-year=2013&year=2007'
    """
    more = [pair for pair in parameters if pair not in state]
    return build_address(path[1:], _list_less(parameters, state) + more) or "?"


def take_hop(state: Parameters, hop: Iterable[tuple[str, str]]) -> Parameters:
    """Return the parameters that a hop leads to.

    A value of a filter is added to the others; any other parameter has its new value in its place.
    One without a value, as forms send it, is taken away.

    >>> take_hop([("q", "a"), ("year", "2007")], [("year", "2013"), ("q", "b")])
    [('q', 'b'), ('year', '2007'), ('year', '2013')]
    >>> take_hop([("q", "a"), ("year", "2007"), ("year", "2013")], [("-year", "2007"), ("q", "")])
    [('year', '2013')]
    """
    pairs = list(state)
    for name, value in islice(hop, MAX_CHANGES):
        if name.startswith(_LESS):
            pairs = _remove(pairs, name[len(_LESS):], value)
        elif name not in ALL_FILTERS or not value:
            pairs = _replace(pairs, name, value)
        elif (name, value) not in pairs:
            pairs.append((name, value))
    return pairs


def _replace(pairs: Parameters, name: str, value: str) -> Parameters:
    """Return parameters with one value of a name, in its place; without it if that is empty."""
    names = [each for each, _ in pairs]
    at = names.index(name) if name in names else len(names)
    new = [(name, value)] if value else []
    return pairs[:at] + new + _remove(pairs[at:], name)


def _remove(pairs: Parameters, name: str, value: str = "") -> Parameters:
    """Return parameters without one, or without all values of it."""
    return [pair for pair in pairs if pair[0] != name or value not in ("", pair[1])]


def _list_less(parameters: Parameters, state: Parameters) -> Parameters:
    """Return what takes away of a state what parameters lack, and do not replace."""
    names = {name for name, _ in parameters}
    lacking = [pair for pair in state if pair not in parameters and (
        pair[0] in ALL_FILTERS or pair[0] not in names)]
    return list(dict.fromkeys(
        (_LESS + name, value if name in names else "") for name, value in lacking))
