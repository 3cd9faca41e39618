"""The reviewed lists of outlets, hosts and places in `data/`, read on first use."""

from functools import cache
from importlib.resources import files


def read_rows(name: str) -> list[list[str]]:
    """Return the rows of a list, three columns each; `#` opens a comment line."""
    text = (files("indexer.outlets") / "data" / f"{name}.tsv").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split("\t") + ["", ""])[:3] for line in lines]


def fold_name(name: str) -> str:
    """Return what all spellings of an outlet's name have in common.

    >>> fold_name("TEMPO.CO"), fold_name("CNN Indonesia"), fold_name("Pos-Kupang.com ")
    ('tempo.co', 'cnnindonesia', 'poskupang.com')
    >>> fold_name("PT. Sagara")
    'ptsagara'
    """
    name = name.casefold().replace(". ", " ")
    return "".join(char for char in name if char.isalnum() or char == ".").strip(".")


def fold_place(name: str) -> str:
    """Return the letters and digits of a place's name, folded.

    >>> fold_place("Bandar Lampung") == fold_place("BANDARLAMPUNG")
    True
    """
    return "".join(filter(str.isalnum, name.casefold()))


@cache
def outlets_by_name() -> dict[str, str]:
    """Return the outlet of every folded name that one goes by; hosts are names as well."""
    return {
        fold_name(alias): name
        for name, aliases, hosts in read_rows("outlets")
        for alias in (name, *_split(aliases), *_split(hosts)) if "/" not in alias
    }


@cache
def outlets_by_host() -> dict[str, str]:
    """Return the outlet of every host, and of every `host/folder`."""
    return {host: name for name, _, hosts in read_rows("outlets") for host in _split(hosts)}


@cache
def places() -> dict[str, tuple[str, str]]:
    """Return the name and the kind of the place of every folded spelling."""
    return {
        fold_place(spelling): (name, kind)
        for name, kind, others in read_rows("places") for spelling in (name, *_split(others))
    }


def _split(column: str) -> list[str]:
    return [part for part in column.split("|") if part]
