"""Writes the id of an article, or the name of an outlet, as a part of the path of an address."""

import re

_DOTS = re.compile(r"(?:\./)*\.\.?")
"""An id that is a step to another folder, or begins like one that is escaped."""


def escape_id(id: str) -> str:
    """Return the id of an article as it stands in a path, before it is quoted.

    Browsers take `.` and `..` in a path for steps to other folders, even if they are quoted.

    >>> [escape_id(id) for id in ("..", "./..", "a.b")], unescape_id("./..")
    (['./..', '././..', 'a.b'], '..')
    """
    return f"./{id}" if _DOTS.fullmatch(id) else id


def unescape_id(escaped: str) -> str:
    """Return the id that `escape_id` was given."""
    return escaped.removeprefix("./") if _DOTS.fullmatch(escaped) else escaped
