"""Imports libraries that are installed only on request."""

import sys
from importlib import import_module
from typing import Any


def import_extra(module: str, extra: str, purpose: str = "reads this format") -> Any:
    """Return a module. Raises ValueError that says how to install it if it is not installed."""
    try:
        return import_module(module)
    except ImportError as error:
        library = module.partition(".")[0]
        raise ValueError(
            f"{library}, which {purpose}, is not installed: run {sys.executable} -m pip "
            f"install 'warta[{extra}]'") from error
