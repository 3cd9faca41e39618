"""What a command of `indexer` leaves behind."""

from typing import NamedTuple


class Ran(NamedTuple):
    """The exit code of a command, and what it printed."""

    code: int
    out: str
    err: str
