"""Decorators that compile kernels with numba, once on each machine. Importing this imports numba.

A kernel is a function of arrays and numbers that uses no Python objects, releases the GIL, and is
compiled for the given argument types when its module is imported. Numba caches the machine code
beside the source or, if that is not writable, in the user's cache directory. It compiles again when
the module of the kernel or the processor changes, but not when a `part` in another module does:
then delete the cache. See `search.kernel_loader` for who imports kernels, and when.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from numba import njit, types
from numba.core import cgutils
from numba.core.runtime.nrt import rtsys
from numba.extending import intrinsic

from search.kernel_loader import COMPILING, report_once

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy"}


def array(item: Any) -> types.Array:
    """Return the type of a one-dimensional array that a kernel only reads.

    Writable arrays are accepted too.
    """
    return types.Array(item, 1, "C", readonly=True)


def named_tuple(kind: type[tuple[Any, ...]], *items: types.Type) -> types.Type:
    """Return the type of named tuples of a kind whose values have these types."""
    if len(set(items)) > 1:
        return types.NamedTuple(items, kind)  # type: ignore[no-untyped-call]
    return types.NamedUniTuple(items[0], len(items), kind)  # type: ignore[no-untyped-call]


def kernel(*signatures: tuple[Any, ...]) -> Callable[[F], F]:
    """Compile the decorated function for arguments of these types, or load it from the cache.

    The compiled function raises TypeError for arguments of any other type.
    """

    def compile_function(function: F) -> F:
        try:
            dispatcher = _compile(_cached_dispatcher(function), signatures)
        except OSError as error:
            report_once(f"compiled kernels cannot be cached ({error}): every start compiles again")
            dispatcher = _compile(njit(**_OPTIONS)(function), signatures)
        compiled: F = dispatcher
        return compiled

    return compile_function


def part(function: F) -> F:
    """Make the decorated function callable from kernels."""
    dispatcher: F = njit(**_OPTIONS)(function)
    return dispatcher


@intrinsic
def lowest(context: Any, bits: Any) -> Any:
    """Return the position of the lowest set bit of an unsigned number other than 0. In kernels."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.cttz(arguments[0], cgutils.true_bit)

    return bits(bits), generate


def _compile(dispatcher: Any, signatures: tuple[tuple[Any, ...], ...]) -> Any:
    _load_lightly(dispatcher)
    for signature in signatures:
        dispatcher.compile(signature)
    if dispatcher.stats.cache_misses:
        report_once(COMPILING)
    dispatcher.disable_compile()
    return dispatcher


def _load_lightly(dispatcher: Any) -> None:
    """Let machine code be loaded from the cache without all that compiling needs.

    Numba gets that ready before it looks into the cache, which takes 0.2 s, and again before it
    compiles. These names are not public: where a version of numba has others, it takes its time.
    """
    cache: Any = getattr(dispatcher, "_cache", None)
    if hasattr(cache, "_load_overload"):
        rtsys.initialize(dispatcher.targetctx)  # what allocates arrays in kernels
        cache.load_overload = cache._load_overload


def _cached_dispatcher(function: Callable[..., Any]) -> Any:
    try:
        return njit(cache=True, **_OPTIONS)(function)
    except RuntimeError:  # what numba raises if no cache directory is writable
        report_once("compiled kernels cannot be cached (no writable folder): "
                    "every start compiles again")
        return njit(**_OPTIONS)(function)
