"""The facets of an operator: which names they may have.

SEARCH_FACETS lists them. Each is a field that articles have in `extra`.
"""

import re

from search.errors import InvalidValue

MAX_OWN = 8
"""Facets that an operator may add."""

_NAME = re.compile("[a-z][a-z0-9_]{0,29}")
_EXAMPLE = "SEARCH_FACETS=rubrik_khusus,edisi"

TAKEN = frozenset("""
    outlet year month day byline rubric place tag tags agency none
    id title body published url extra revision seq start end newest oldest host
    title_form body_form outlet_form
    q page page_size sort view cursor limit offset width interval share collapse expand no_expand
    explain highlight facet facets facet_limit facet_prefix facet_sort from from_ to past by lang
    fields format filename maxwidth maxheight name mail post pos
    query queries read since until all everything csv json as_csv as_json help
""".split())
"""What parameters, options, columns and fields are called already, wherever filters are too."""


def parse_names(written: str) -> tuple[str, ...]:
    """Return the names of facets that are listed with commas between them, each once.

    Raises InvalidValue.

    >>> parse_names("rubrik_khusus, edisi,")
    ('rubrik_khusus', 'edisi')
    """
    names = tuple(dict.fromkeys(filter(None, map(str.strip, written.split(",")))))
    for name in names:
        _check(name)
    if len(names) > MAX_OWN:
        raise InvalidValue(f"SEARCH_FACETS has {len(names)} facets: write at most {MAX_OWN}")
    return names


def fold_field(name: str) -> str:
    """Return the name of a field as a facet of it is called.

    >>> fold_field("Rubrik Khusus"), fold_field("edisi-cetak")
    ('rubrik_khusus', 'edisi_cetak')
    """
    return re.sub(r"[\W_]+", "_", name.lower()).strip("_")


def _check(name: str) -> None:
    """Raise InvalidValue unless a facet may have a name."""
    if not _NAME.fullmatch(name):
        raise InvalidValue(
            f"{name!r} cannot be a facet: write the name of a field in small letters, digits and "
            f"_, at most 30, the first a letter, such as {_EXAMPLE}")
    if name in TAKEN or name.startswith("exclude_"):
        raise InvalidValue(
            f"{name!r} cannot be a facet: this name means something else already. Write another, "
            f"such as {_EXAMPLE}")
