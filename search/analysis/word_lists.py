"""The reviewed word lists beside this module: tab-separated, `#` opens a comment line."""

from functools import cache
from importlib.resources import files

NAMES = ("dictionary", "names", "overrides")


@cache
def source(name: str) -> str:
    """The list as it is written."""
    return (files("search.analysis") / "data" / f"{name}.tsv").read_text("utf-8")


def rows(name: str) -> list[list[str]]:
    """The rows of a list, each as its columns."""
    lines = source(name).splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
