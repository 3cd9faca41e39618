"""Erasing text from the disks of a cluster, after its documents were deleted.

A deleted document stays on disk: in the log of operations until the index is flushed, in its
segment until that is merged, and in segments that a point in time or another copy of the shard may
still need. So the points in time of the indices are closed, and the indices are flushed and merged
until no deleted document is left in any copy. That takes up to half a minute, since copies
exchange what they still need at intervals. Searches go on meanwhile.

What a node that is away holds is erased when it comes back, as its copy is brought up to date.
"""

import logging
from base64 import urlsafe_b64decode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from time import monotonic, sleep

from search.store.opensearch.connection import Connection

log = logging.getLogger(__name__)

_PAUSE_SECONDS = 0.5

_KEPT = "index.soft_deletes.retention_lease.period"
"""The setting that says how long deleted documents are kept for copies that are away."""


def erase(connection: Connection, names: Sequence[str], seconds: float) -> bool:
    """Erase what was deleted from some indices; return whether nothing is left on any node.

    Says in the log what is left after so many seconds, and where.
    """
    present = [name for name in names if connection.has_index(name)]
    if not present:
        return True
    until = monotonic() + seconds
    close_points(connection, present)
    left, missing = merge_away(connection, present), connection.count_missing_copies(present)
    with _keeping_nothing(connection, present) if missing else nullcontext():
        while left and monotonic() < until:
            sleep(_PAUSE_SECONDS)
            left = merge_away(connection, present)
        close_points(connection, present)  # those opened meanwhile keep segments, too
        left |= merge_away(connection, present)
    missing = connection.count_missing_copies(present)
    if missing:
        log.warning(
            "%s: removed, but %d copies of %s are on nodes that are away and may hold the text "
            "until these are back: any later command that writes goes on erasing it",
            connection.address, missing, " and ".join(present))
    elif left:
        log.warning(
            "%s: removed, but %s may still hold the text on disk: any later command that "
            "writes goes on erasing it", connection.address, " and ".join(sorted(left)))
    return not missing and not left


@contextmanager
def _keeping_nothing(connection: Connection, names: Sequence[str]) -> Iterator[None]:
    """Let the copies that are there keep nothing for those that are away, which would be 12 hours.

    When these come back they are replaced, and lose what they had.
    """
    connection.change_settings(names, {_KEPT: "1s"})
    try:
        yield
    finally:
        connection.change_settings(names, {_KEPT: None})


def close_points(connection: Connection, names: Sequence[str]) -> None:
    """Close the points in time of some indices, whoever opened them; searches open others."""
    connection.close_points_in_time([
        id for id in connection.list_points_in_time() if _is_of(id, names)])


def merge_away(connection: Connection, names: Sequence[str]) -> set[str]:
    """Merge once; return the indices in which deleted documents are left."""
    indices = ",".join(names)
    connection.flush(indices)
    connection.expunge_deleted(indices)
    connection.flush(indices)
    connection.refresh(indices)
    return {index for index, deleted in connection.list_segments(indices) if deleted}


def _is_of(id: str, names: Sequence[str]) -> bool:
    """Return whether a point in time is of some of the indices, whose names are in its id."""
    content = urlsafe_b64decode(id + "=" * (-len(id) % 4))
    return any(_prefix_length(name) in content for name in names)


def _prefix_length(name: str) -> bytes:
    """Return a name as an id has it: with its length in front, so that no other one ends so."""
    return bytes([len(name)]) + name.encode()
