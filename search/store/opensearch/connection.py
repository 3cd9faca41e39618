"""The connection to a cluster: one way to ask its nodes, and one place where errors become ours.

A request that a node does not answer goes to the others, and what a busy cluster refuses is asked
again, with growing waits: as long as the budget of the request allows (search/budget.py), or as the
patience of a writer. Nodes that hang are left out then, see nodes.py and silent_nodes.py. Requests
and answers are the JSON of OpenSearch's own interface, so that a fake cluster of tests is one
function.
"""

import logging
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from time import monotonic, sleep
from typing import Any, NamedTuple, Protocol

from search import budget
from search.errors import AccessRefused, ClusterUnavailable, DiskFull, EngineError
from search.store.opensearch.credentials import AUTHORITY, read_credentials
from search.store.opensearch.silent_nodes import SilentNodes

log = logging.getLogger(__name__)

Json = dict[str, Any]

PATIENT_WAITS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 10.0)
SHORT_WAITS = (0.1, 0.3, 1.0)
"""Seconds to wait before a cluster is asked again, by a writer and by a reader."""

KEEP_ALIVE = "5m"
"""How long a point in time stays open after its last use."""

_TIMEOUT_SECONDS = 30
_QUICK_SECONDS = 10
"""How long a node may take for a request, and for one that takes milliseconds where nothing is
wrong."""

_PATIENCE_SECONDS = 120
"""After how long a writer asks no more."""

_GRACE_SECONDS, _LEAST_SECONDS = 0.2, 0.2
"""How long a reader waits beyond the budget for a cluster that should have ended with it, and how
long at least, for short reads at the end of a request."""

_LOOK_SECONDS = 0.5
"""How long nodes may take to say that they are there."""

_ANY_COPY = ""
"""The preference of reads to which all copies are alike."""

_MERGE_SECONDS = 600
_COPY_SECONDS = 60
"""How long a writer waits for the copies of a new index."""

_ADDRESS = re.compile(r"opensearch:(?P<nodes>https?://[^/,]+(?:,https?://[^/,]+)*)/(?P<name>[^/]+)")
_NODE = re.compile(
    r"https?://(?:[^\s@]*:[^\s]+@)?(?:\[[\da-fA-F:.]+\]|[^\s@:\[\]?#]+)(?::(?P<port>\d{1,5}))?")
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
_EXAMPLE = "opensearch:http://NODE:9200,http://NODE:9200/NAME"
_NEVER_THERE = ("INDEX_CREATED", "REPLICA_ADDED")
_DISK_FULL = ("flood-stage watermark", "read-only / allow delete", "create-index blocked",
              "no space left")


class Conflict(EngineError):
    """A document is no longer as it was when it was read, or exists already."""


class NotThere(EngineError):
    """An index or a point in time does not exist, or no longer."""


class Unanswered(ClusterUnavailable):
    """No node has answered a request in time."""


class ClusterAddress(NamedTuple):
    """Where an archive is: the URLs of the nodes to ask, and the name of the archive on them.

    As text it has no password.

    >>> print(read_address("opensearch:http://a:9200,http://me:secret@b:9200/berita"))
    opensearch:http://a:9200,http://b:9200/berita
    """

    nodes: tuple[str, ...]
    name: str

    def __str__(self) -> str:
        return f"opensearch:{','.join(map(strip_user, self.nodes))}/{self.name}"


def read_address(text: str) -> ClusterAddress:
    """Return the address that a text states. Raises EngineError, and says what to write."""
    match = _ADDRESS.fullmatch(text)
    if not match:
        raise EngineError(f"the address of an archive on a cluster is written {_EXAMPLE}")
    if not _NAME.fullmatch(match["name"]):
        raise EngineError(
            f"{match['name']!r} cannot name an archive on a cluster: use a to z, 0 to 9, - and _, "
            "at most 100, with a letter or digit first")
    nodes = tuple(match["nodes"].split(","))
    for node in nodes:
        if fault := _find_fault(node):
            raise EngineError(f"{strip_user(node)!r} {fault}: the address of an archive on a "
                              f"cluster is written {_EXAMPLE}")
    return ClusterAddress(nodes, match["name"])


def _find_fault(url: str) -> str | None:
    """Return why no node can have a URL, None if one can."""
    if re.match(r"https?://[^:@]*:?@", url):
        return "has a user without a password"
    match = _NODE.fullmatch(url)
    if not match or match["port"] and not 1 <= int(match["port"]) <= 65535:
        return "is not http:// or https:// with a host, and a port from 1 to 65535"
    return None


def strip_user(url: str) -> str:
    """Return a URL without user and password.

    >>> strip_user("https://me:secret@a:9200")
    'https://a:9200'
    """
    return re.sub(r"//[^/]*@", "//", url)


class Caller(Protocol):
    """Sends one request to a cluster, as the transport of opensearch-py does."""

    def perform_request(
        self, method: str, url: str, *, params: Mapping[str, Any] | None = None, body: Any = None,
        timeout: float | None = None,
    ) -> Any:
        """Return the answer, for HEAD whether there is one; raise TransportError."""

    def close(self) -> Any:
        """Close the connections."""


class Connection:
    """The nodes of a cluster. Safe to share between threads; connects when it is first asked.

    All methods raise ClusterUnavailable, AccessRefused, DiskFull, NotThere, Conflict, or
    EngineError for whatever else the cluster refuses.
    """

    def __init__(
        self, address: ClusterAddress, connect: Callable[[ClusterAddress], Caller] | None = None
    ) -> None:
        self.address = address
        self._connect = connect or _connect
        self._silent = SilentNodes(self._ask_nodes)

    @cached_property
    def _caller(self) -> Caller:
        return self._connect(self.address)

    def ask(
        self, method: str, path: str, body: Any = None, *, patient: bool = False,
        quick: bool = False, seconds: float = _TIMEOUT_SECONDS, **params: Any
    ) -> Any:
        """Send one request; return the answer. `seconds` is how long a node may take for it.

        A cluster that is busy, or without a manager, is asked again, and so is one that did not
        answer in time, where there is time left: of a `quick` request half is kept for that.
        Writers are `patient`: they wait for longer, and also where no node answers. What they ask
        may be done twice.
        """
        until = monotonic() + (_PATIENCE_SECONDS if patient else seconds)
        for wait in (*(PATIENT_WAITS if patient else SHORT_WAITS), None):
            try:
                return self._send(method, path, body, _limit(seconds, quick), params)
            except ClusterUnavailable as error:
                again = patient or isinstance(error, (_Busy, Unanswered))
                if wait is None or not again or monotonic() > until or not _can_wait(wait):
                    raise
                with budget.wait():
                    sleep(wait)
        raise AssertionError("the last attempt returns or raises")

    def _send(
        self, method: str, path: str, body: Any, seconds: float, params: Mapping[str, Any]
    ) -> Any:
        """Send a request once, to copies that answer; find out which do if none has."""
        chosen = dict(params)
        if "preference" in params:
            preference = self._silent.preference or params["preference"]
            chosen = {**chosen, "preference": preference}
            if not preference:
                del chosen["preference"]
        try:
            with translate_errors(self.address), budget.wait():
                return self._caller.perform_request(
                    method, path, params=chosen, body=body, timeout=seconds)
        except _OutOfReach:
            self._silent.doubt()
            raise
        except Unanswered:
            with budget.wait():
                self._silent.look(_limit(1.5 * _LOOK_SECONDS, quick=True) - _GRACE_SECONDS)
            raise

    @property
    def has_silent_nodes(self) -> bool:
        """Whether a node does not answer the others, as far as is known."""
        return self._silent.preference is not None

    def _ask_nodes(self) -> Any:
        """Return which nodes answer the one that is asked."""
        with translate_errors(self.address):
            return self._caller.perform_request(
                "GET", "/_nodes/_all/http", body=None, timeout=2 * _LOOK_SECONDS,
                params={"timeout": f"{1000 * _LOOK_SECONDS:.0f}ms",
                        "filter_path": "_nodes,nodes.*.name"})

    # Documents

    def get(self, index: str, id: str, *, source: str | None = None) -> Json | None:
        """Return a document as it stands, with `_source`, `_seq_no` and `_primary_term`, or None.

        `source` names the only fields to bring. Readers who ask twice ask the same copy.
        """
        asked: Json = {"_source_includes": source} if source else {}
        try:
            found = self.ask(
                "GET", f"/{index}/_doc/{id}", quick=True, preference="reader", **asked)
        except _NoDocument:
            return None
        return found if found.get("found") else None

    def get_many(
        self, index: str, ids: Sequence[str], *, source: str | None = None
    ) -> list[Json | None]:
        """Return the content of documents as they stand, None for each that is not there."""
        if not ids:
            return []
        asked: Json = {"_source_includes": source} if source else {}
        answer = self.ask(
            "POST", f"/{index}/_mget", {"ids": list(ids)}, preference=_ANY_COPY, **asked)
        for each in answer["docs"]:
            if "error" in each:
                refused = each["error"].get("type") == "security_exception"
                raise translate_reason(self.address, each["error"], 403 if refused else 0)
        return [each["_source"] if each.get("found") else None for each in answer["docs"]]

    def put(self, index: str, id: str, content: Json, **params: Any) -> Json:
        """Write a document durably. `params` state a condition, such as `if_seq_no`.

        Raises Conflict if that does not hold.
        """
        answer: Json = self.ask("PUT", f"/{index}/_doc/{id}", content, patient=True, **params)
        return answer

    def delete(self, index: str, id: str, **params: Any) -> None:
        """Delete a document, if it is there. Raises Conflict as `put` does."""
        try:
            self.ask("DELETE", f"/{index}/_doc/{id}", patient=True, **params)
        except _NoDocument:
            pass

    def bulk(self, lines: Iterable[bytes], **params: Any) -> list[Json]:
        """Write many documents; return what became of each, with its `status`.

        `lines` are those of a bulk request, without line ends. What a busy cluster refuses is for
        the caller to send again.
        """
        body = b"\n".join([*lines, b""])
        told = {"filter_path": "items.*.status,items.*.error"}
        answer = self.ask("POST", "/_bulk", body, patient=True, **told | params)
        return [outcome for item in answer["items"] for outcome in item.values()]

    # Searching

    def search(self, body: Json, *, index: str | None = None, **params: Any) -> Json:
        """Search an index, or the point in time that the body names; refuse partial answers."""
        path = f"/{index}/_search" if index else "/_search"
        copies = {"preference": _ANY_COPY} if index else {}  # a point in time has chosen its own
        answer: Json = self.ask("POST", path, body, **(
            {"allow_partial_search_results": "false"} | copies | params))
        return answer

    def open_point_in_time(self, index: str) -> str:
        """Return the id of a point in time of a whole index, as its last refresh left it."""
        answer = self.ask(
            "POST", f"/{index}/_search/point_in_time", quick=True, preference=_ANY_COPY,
            keep_alive=KEEP_ALIVE, allow_partial_pit_creation="false")
        return str(answer["pit_id"])

    def close_points_in_time(self, ids: Sequence[str]) -> None:
        """Close points in time, those that are still open."""
        if ids:
            try:
                self.ask("DELETE", "/_search/point_in_time", {"pit_id": list(ids)})
            except NotThere:
                pass

    def list_points_in_time(self) -> list[str]:
        """Return the ids of all points in time of the cluster, whoever opened them."""
        try:
            answer = self.ask("GET", "/_search/point_in_time/_all")
        except NotThere:
            return []
        return [each["pit_id"] for each in answer["pits"]]

    # Indices

    def create_index(self, index: str, body: Json) -> bool:
        """Create an index, and wait for its primary shards; return False if there is one like it.

        Raises EngineError if there is one of another program.
        """
        try:
            self.ask("PUT", f"/{index}", body, patient=True)
        except Conflict:
            if self.find_foreign_fields(index, body.get("mappings", {})):
                raise EngineError(
                    f"{self.address}: there is an index {index} already, of another program: name "
                    "another archive, or delete it") from None
            return False
        return True

    def find_foreign_fields(self, index: str, mappings: Json) -> list[str]:
        """Return which fields of some mappings an index lacks, or has of another type."""
        about = self.ask("GET", f"/{index}", filter_path="*.mappings")
        known = {name: kind for each in about.values()
                 for name, kind in list_types(each["mappings"])}
        return [name for name, kind in list_types(mappings) if known.get(name) != kind]

    def count_documents(self, index: str) -> int:
        """Return how many documents an index has, as its last refresh left it."""
        return int(self.ask("GET", f"/{index}/_count")["count"])

    def wait_for_copies(self, names: Sequence[str]) -> None:
        """Wait until the copies of new indices are made, so that a node may fail.

        Those that have no node to be on do not count. A cluster that takes too long is no error,
        and is said in the log.
        """
        path = f"/_cluster/health/{','.join(names)}"
        try:
            self.ask("GET", path, seconds=2 * _COPY_SECONDS, timeout=f"{_COPY_SECONDS}s",
                     wait_for_active_shards=_count_possible(self.ask("GET", path)),
                     wait_for_no_initializing_shards="true")
        except EngineError as error:
            log.warning(
                "%s: the copies of %s are not made yet: a node that fails before they are may take "
                "parts of the archive with it. `indexer status` says what is missing (%s)",
                self.address, " and ".join(names), error)

    def list_indices(self, pattern: str) -> list[str]:
        """Return the names of the indices that match a pattern with `*`."""
        return list(self.ask("GET", f"/_cluster/health/{pattern}", level="indices")["indices"])

    def delete_index(self, index: str) -> None:
        """Delete an index with all its files, if there is one."""
        self.ask("DELETE", f"/{index}", patient=True, ignore_unavailable="true")

    def has_index(self, index: str) -> bool:
        """Return whether there is an index of this name."""
        return bool(self.ask("HEAD", f"/{index}"))

    def refresh(self, index: str) -> None:
        """Make visible to searches what was written before."""
        self.ask("POST", f"/{index}/_refresh", patient=True)

    def flush(self, indices: str) -> None:
        """Write to segments what is only in the log of operations, and cut that."""
        self.ask("POST", f"/{indices}/_flush", patient=True, force="true", wait_if_ongoing="true")

    def expunge_deleted(self, indices: str) -> None:
        """Merge the segments that have deleted documents, as far as no copy needs these."""
        self.ask("POST", f"/{indices}/_forcemerge", patient=True, only_expunge_deletes="true",
                 seconds=_MERGE_SECONDS)

    def list_segments(self, indices: str) -> list[tuple[str, int]]:
        """Return the index of each segment of each copy, and its deleted documents."""
        rows = self.ask("GET", f"/_cat/segments/{indices}", format="json", h="index,docs.deleted")
        return [(row["index"], int(row["docs.deleted"])) for row in rows]

    def change_settings(self, names: Sequence[str], settings: Json) -> None:
        """Change settings of some indices; None is the default of one."""
        self.ask("PUT", f"/{','.join(names)}/_settings", settings, patient=True)

    def count_missing_copies(self, names: Sequence[str]) -> int:
        """Return how many copies of the shards of some indices are on nodes that are away.

        Those that never were on any node do not count.
        """
        rows = self.ask("GET", f"/_cat/shards/{','.join(names)}", format="json",
                        h="state,unassigned.reason")
        return sum(row["state"] not in ("STARTED", "RELOCATING")
                   and row.get("unassigned.reason") not in _NEVER_THERE for row in rows)

    def count_bytes(self, indices: str) -> int:
        """Return what indices, given as names with commas, take up in all copies.

        It is 0 while a node does not answer, as nobody knows then, and where one was deleted.
        """
        if self.has_silent_nodes:
            return 0
        try:
            answer = self.ask("GET", f"/{indices}/_stats/store", quick=True)
        except NotThere:
            return 0
        except ClusterUnavailable:
            if self.has_silent_nodes:
                return 0
            raise
        total = answer["_all"]["total"]  # empty while no node has any of it
        return int(total["store"]["size_in_bytes"]) if total else 0

    def close(self) -> None:
        """Close the connections; they are opened again when needed."""
        caller = self.__dict__.pop("_caller", None)
        if caller:
            caller.close()


def list_types(mappings: Json, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield the fields of mappings with their types.

    >>> list(list_types({"properties": {"a": {"properties": {"b": {"type": "long"}}}}}))
    [('a.b', 'long')]
    """
    for name, field in mappings.get("properties", {}).items():
        if "properties" in field:
            yield from list_types(field, f"{prefix}{name}.")
        else:
            yield prefix + name, field.get("type", "object")


def _limit(seconds: float, quick: bool) -> float:
    """Return how long a node may take for a request: no longer than the budget has time left."""
    if quick:
        seconds = min(seconds, _QUICK_SECONDS)
    left = budget.find_remaining()
    if left is None:
        return seconds
    left += _GRACE_SECONDS
    return min(seconds, max(left / 2 if quick else left, _LEAST_SECONDS))


def _can_wait(seconds: float) -> bool:
    """Return whether the budget allows to wait for so long."""
    left = budget.find_remaining()
    return left is None or left > seconds


def _count_possible(health: Json) -> int:
    """Return how many copies of shards there can be, as no node has two of one shard."""
    known = health["active_shards"] + health["initializing_shards"] + health["unassigned_shards"]
    return int(min(known, health["active_primary_shards"] * health["number_of_data_nodes"]))


class _Busy(ClusterUnavailable):
    """The cluster has no room for a request now, or is about to elect a manager."""


class _OutOfReach(_Busy):
    """A part of the archive has no copy on the nodes that answer, as far as is known."""


class _NoDocument(EngineError):
    """There is no document with an id."""


@contextmanager
def translate_errors(address: ClusterAddress) -> Iterator[None]:
    """Turn the errors of opensearch-py into ours, with what to do about them."""
    from opensearchpy import exceptions

    try:
        yield
    except exceptions.SSLError as error:
        raise AccessRefused(f"{address}: {_explain_tls(error)}") from error
    except exceptions.ConnectionTimeout as error:
        raise Unanswered(
            f"{address}: the cluster did not answer in time: try again, or see its health"
        ) from error
    except exceptions.ConnectionError as error:
        raise ClusterUnavailable(
            f"{address}: {_explain_silence(address, error)}, or correct the address") from error
    except exceptions.TransportError as error:
        raise _translate_status(address, error.status_code, error.info) from error
    except exceptions.SerializationError as error:
        raise EngineError(
            f"{address}: this is no OpenSearch cluster: correct the address") from error


def _explain_tls(error: Exception) -> str:
    text = _first_line(error)
    if "WRONG_VERSION_NUMBER" in text or "record layer failure" in text:
        return "the cluster answers without TLS: write http:// in the address"
    return (f"the certificate of the cluster is not trusted ({text}): name the file of its "
            f"authority in {AUTHORITY}, or correct the address")


def _explain_silence(address: ClusterAddress, error: Exception) -> str:
    if "closed connection" in str(error) and any("http:" in node for node in address.nodes):
        return "the node hangs up: start it again, write https:// if it wants TLS"
    return "no node of the cluster answers: start it"


def _translate_status(address: ClusterAddress, status: object, info: Any) -> EngineError:
    if status == 404 and isinstance(info, dict) and (info.get("found") is False
                                                     or info.get("result") == "not_found"):
        return _NoDocument(f"{address}: there is no such document")
    reason = info.get("error", info) if isinstance(info, dict) else info
    return translate_reason(address, reason, status)


def translate_reason(address: ClusterAddress, reason: Any, status: object) -> EngineError:
    """Return our error for a status and what a cluster says of it."""
    kind, text = _describe(reason)
    error, said = _explain_refusal(text, status) or _explain_failure(kind, text, status)
    return error(f"{address}: {said}")


def _explain_refusal(text: str, status: object) -> tuple[type[EngineError], str] | None:
    """Return our error and what to do where a cluster takes nothing, or not from this user."""
    if any(phrase in text for phrase in _DISK_FULL):
        return DiskFull, ("the disks of the cluster are almost full, so it takes no more articles: "
                          "free or add space; it then goes on by itself")
    if status == 401:
        return AccessRefused, "the cluster refuses the user name, password or key: correct them"
    if status != 403:
        return None
    if "blocked by" in text:
        return EngineError, (
            f"a block keeps the cluster from taking changes ({text}): lift that block")
    return AccessRefused, (
        f"the cluster does not permit this ({text}): give the user the role that docs/scale.md "
        "describes")


def _explain_failure(kind: str, text: str, status: object) -> tuple[type[EngineError], str]:
    """Return our error and what to do where a cluster cannot do what is asked."""
    if "no data nodes with criteria" in text:
        return _OutOfReach, (
            "a part of the archive is only on nodes that do not answer: start them again")
    if bound := _name_bound(status, text):
        return EngineError, bound
    if kind == "index_not_found_exception":
        return NotThere, f"{text or 'there is no such index'}: restore a snapshot of it"
    if status == 404:
        return NotThere, text
    if status == 409 or kind == "resource_already_exists_exception":
        return Conflict, text
    if status == 429:
        return _Busy, f"the cluster is overloaded ({text}): try again later"
    if status in (500, 502, 503, 504):
        return ClusterUnavailable if status == 500 else _Busy, (
            f"the cluster cannot answer now ({text}): try again, or see its health")
    return EngineError, f"the cluster refuses a request ({kind}: {text})"


def _name_bound(status: object, text: str) -> str | None:
    """Return which bound of the cluster a request exceeds, and what to do; None if it is none."""
    if status == 413:
        return ("the cluster takes no request that is so large: raise http.max_content_length of "
                "its nodes")
    if "maxClauseCount" in text:
        return (f"a query has more parts than the cluster permits ({text}): ask for fewer words, "
                "or raise indices.query.bool.max_clause_count")
    return None


def _describe(reason: Any) -> tuple[str, str]:
    """Return the type and the first line of what a cluster says went wrong."""
    if not isinstance(reason, dict):
        return "", _first_line(reason or "")
    causes = [reason, *reason.get("root_cause", ())]
    if isinstance(reason.get("caused_by"), dict):
        causes.append(reason["caused_by"])
    texts = [_first_line(cause.get("reason") or "") for cause in causes]
    return str(reason.get("type", "")), "; ".join(dict.fromkeys(filter(None, texts)))


def _first_line(error: object) -> str:
    """Return the start of what an error says; a cluster may quote a whole document."""
    return strip_user(str(error).split("\n")[0][:300])


def _connect(address: ClusterAddress) -> Caller:
    """Return the transport of opensearch-py to the nodes of an address."""
    try:
        from search.store.opensearch.nodes import connect
    except ImportError:
        raise EngineError(
            "archives on a cluster need opensearch-py: pip install 'warta[opensearch]'") from None
    logging.getLogger("opensearch").setLevel(logging.CRITICAL)  # it quotes articles
    anonymous = read_credentials(os.environ).is_anonymous
    caller: Caller = connect(
        address.nodes if anonymous else list(map(strip_user, address.nodes)), _TIMEOUT_SECONDS)
    return caller
