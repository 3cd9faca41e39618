"""The reviewed word lists in data/: tab-separated, with comment lines that begin with `#`."""

from functools import cache
from importlib.resources import files

LISTS = ("dictionary", "names", "overrides", "frequent")


@cache
def read_list(name: str) -> str:
    """Return the text of a list."""
    return (files("search.analysis") / "data" / f"{name}.tsv").read_text("utf-8")


def read_rows(name: str) -> list[list[str]]:
    """Return the rows of a list, each as its columns."""
    lines = read_list(name).splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]
