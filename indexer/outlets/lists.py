"""The reviewed lists beside this module: outlets, hosts and places, read when first asked."""

from functools import cache
from importlib.resources import files


def rows(name: str) -> list[list[str]]:
    """The rows of a list, each as its three columns; `#` opens a comment line."""
    text = (files("indexer.outlets") / "data" / f"{name}.tsv").read_text("utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.split("\t") + ["", ""])[:3] for line in lines]


def key(name: str) -> str:
    """What two spellings of a name have in common.

    >>> key("TEMPO.CO"), key("CNN Indonesia"), key("Pos-Kupang.com "), key("PT. Sagara")
    ('tempo.co', 'cnnindonesia', 'poskupang.com', 'ptsagara')
    """
    name = name.casefold().replace(". ", " ")
    return "".join(char for char in name if char.isalnum() or char == ".").strip(".")


@cache
def outlets() -> dict[str, str]:
    """The key of every name an outlet goes by, its hosts among them → its own name."""
    return {
        key(alias): name
        for name, aliases, hosts in rows("outlets")
        for alias in (name, *_parts(aliases), *_parts(hosts)) if "/" not in alias
    }


@cache
def hosts() -> dict[str, str]:
    """Hosts, some with the folder that is the outlet's → the outlet."""
    return {host: name for name, _, hosts in rows("outlets") for host in _parts(hosts)}


@cache
def places() -> dict[str, tuple[str, str]]:
    """The letters and digits of every spelling of a place → its name here, and its kind."""
    return {
        letters(spelling): (name, kind)
        for name, kind, others in rows("places") for spelling in (name, *_parts(others))
    }


def letters(name: str) -> str:
    """A name without its blanks, hyphens and dots, folded.

    >>> letters("Bandar Lampung") == letters("BANDARLAMPUNG")
    True
    """
    return "".join(filter(str.isalnum, name.casefold()))


def _parts(column: str) -> list[str]:
    return [part for part in column.split("|") if part]
