"""Whether the compiled kernels of this package are in use; `load` brings them in.

Without them texts are read by the reference's own expression, and terms kept in a dictionary.
"""

from types import ModuleType

_loaded: list[ModuleType] = []


def load() -> None:
    """Let vocabularies made from now on use the compiled kernels, if numba is installed."""
    if _loaded:
        return
    try:
        from search.analysis import tokenizer_kernel
    except ImportError:  # numba cannot be installed everywhere
        return
    _loaded.append(tokenizer_kernel)


def loaded() -> ModuleType | None:
    """The module of the compiled kernels, once they are loaded."""
    return _loaded[0] if _loaded else None
