"""Imports the libraries of formats that are installed only on request."""

from importlib import import_module
from typing import Any


def import_extra(module: str, extra: str) -> Any:
    """Return a module. Raises ValueError that says how to install it if it is not installed."""
    try:
        return import_module(module)
    except ImportError as error:
        library = module.partition(".")[0]
        raise ValueError(
            f"{library} is not installed, which reads this format: run pip install "
            f"'warta[{extra}]'") from error
