"""Writing many documents: in requests of a few megabytes, several at once, as the cluster can.

What a busy cluster refuses (429) is sent again, and only that, with growing waits; meanwhile
nothing more is sent, since so many requests may be open and no more. Any other refusal of a
document is returned, with what the cluster says of it.
"""

from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from time import sleep
from typing import NamedTuple

from search.errors import AccessRefused, ClusterUnavailable, DiskFull
from search.store.opensearch.connection import (
    PATIENT_WAITS,
    Connection,
    Json,
    translate_reason,
)
from search.store.opensearch.json_lines import write_line, write_text

MAX_BYTES, MAX_DOCUMENTS = 4_000_000, 2_000
"""A request ends with the first limit that it reaches."""

THREADS = 3
"""Requests that are open at once."""


@dataclass(frozen=True, slots=True)
class BulkAction:
    """What to do with one document: the line that says so, and its content unless it is deleted."""

    index: str
    id: str
    line: bytes
    content: bytes | None = None

    @property
    def lines(self) -> tuple[bytes, ...]:
        """The lines of the action in a request."""
        return (self.line,) if self.content is None else (self.line, self.content)


class RefusedDocument(NamedTuple):
    """A document that was not written, the status that the cluster gave it, and why."""

    action: BulkAction
    status: int
    reason: str


def make_action(
    kind: str, index: str, id: str, content: Json | bytes | None = None, *,
    version: int | None = None,
) -> BulkAction:
    """Return an action: to `create`, `index` or `delete` a document, given as JSON or to become it.

    With a version, it fails with 409 where the document has a greater one.
    """
    more = b"" if version is None else b',"version":%d,"version_type":"external_gte"' % version
    line = b'{"%b":{"_index":"%b","_id":%b%b}}' % (
        kind.encode(), index.encode(), write_text(id), more)
    text = write_line(content) if isinstance(content, dict) else content
    return BulkAction(index, id, line, text)


def write_all(
    connection: Connection, actions: Iterable[BulkAction]
) -> list[RefusedDocument]:
    """Do all actions; return those that were refused. Deleting what is not there is none.

    Raises ClusterUnavailable if the cluster stays too busy, and what Connection raises.
    """
    parts = iter(_split(actions))
    first, second = next(parts, None), next(parts, None)
    if first is None or second is None:
        return _write(connection, first) if first else []
    refusals: list[RefusedDocument] = []
    with ThreadPoolExecutor(THREADS) as pool:
        requests: deque[Future[list[RefusedDocument]]] = deque()
        for some in chain((first, second), parts):
            if len(requests) == THREADS:
                refusals += requests.popleft().result()
            requests.append(pool.submit(_write, connection, some))
        for request in requests:
            refusals += request.result()
    return refusals


def _split(actions: Iterable[BulkAction]) -> Iterable[list[BulkAction]]:
    """Yield the actions of one request after the other."""
    some: list[BulkAction] = []
    size = 0
    for action in actions:
        more = len(action.line) + len(action.content or b"")
        if some and (size + more > MAX_BYTES or len(some) == MAX_DOCUMENTS):
            yield some
            some, size = [], 0
        some.append(action)
        size += more
    if some:
        yield some


def _write(connection: Connection, actions: list[BulkAction]) -> list[RefusedDocument]:
    refused: list[RefusedDocument] = []
    for seconds in (*PATIENT_WAITS, None):
        outcomes = connection.bulk([line for each in actions for line in each.lines])
        failed = [(action, outcome["status"], translate_reason(
                    connection.address, outcome["error"], outcome["status"]))
                  for action, outcome in zip(actions, outcomes)
                  if outcome["status"] >= 400 and "error" in outcome]
        for _, _, error in failed:
            if isinstance(error, (DiskFull, AccessRefused)):
                raise error
        refused += [RefusedDocument(action, status, str(error)) for action, status, error in failed
                    if not isinstance(error, ClusterUnavailable)]
        actions = [action for action, _, error in failed if isinstance(error, ClusterUnavailable)]
        if not actions:
            return refused
        if seconds is None:
            raise failed[-1][2]
        sleep(seconds)
    return refused
