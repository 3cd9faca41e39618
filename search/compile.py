"""Compiles kernels with numba, once for each machine: importing this needs numba.

A kernel is a function of arrays and numbers that works without Python objects, releases the
GIL, and is compiled for the types given when its module is imported. Numba keeps the machine
code beside the source or, where that cannot be written, in the user's cache; it is compiled
anew when the source or the processor changes.
"""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

log = logging.getLogger(__name__)
F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy"}
_announced = False


def array(item: Any) -> types.Array:
    """The type of a one-dimensional array that a kernel only reads; it takes writable ones too."""
    return types.Array(item, 1, "C", readonly=True)


def kernel(*signatures: tuple[Any, ...]) -> Callable[[F], F]:
    """Compiles the function for arguments of these types, from the cache if it is there."""

    def compiled(function: F) -> F:
        try:
            made = _compiled(_cached(function), signatures)
        except OSError as error:
            _say(f"compiled kernels cannot be kept ({error}): every start compiles them anew")
            made = _compiled(njit(**_OPTIONS)(function), signatures)
        kept: F = made
        return kept

    return compiled


def part(function: F) -> F:
    """Makes a function that kernels call."""
    made: F = njit(**_OPTIONS)(function)
    return made


@intrinsic
def lowest(context: Any, bits: Any) -> Any:
    """In kernels: the place of the lowest bit that is 1 in an unsigned number, which is not 0."""

    def counted(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], cgutils.true_bit)

    return bits(bits), counted


def _compiled(dispatcher: Any, signatures: tuple[tuple[Any, ...], ...]) -> Any:
    for signature in signatures:
        dispatcher.compile(signature)
    _announce(dispatcher)
    dispatcher.disable_compile()
    return dispatcher


def _cached(function: Callable[..., Any]) -> Any:
    try:
        return njit(cache=True, **_OPTIONS)(function)
    except RuntimeError:  # numba's word for: nowhere to write
        _say("no cache can be written for compiled kernels: every start compiles them anew")
        return njit(**_OPTIONS)(function)


def _announce(dispatcher: Any) -> None:
    if dispatcher.stats.cache_misses:
        _say("compiling the search kernels: once, for a minute or two")


def _say(message: str) -> None:
    global _announced
    if not _announced:
        log.warning(message)
        _announced = True
