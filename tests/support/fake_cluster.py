"""A fake cluster in memory: the few requests that our store makes, honest where it matters.

Reading by id is of now; searching is of the last refresh, or of a point in time. Documents have
sequence numbers and external versions, and conditions on both are kept. Unlike a cluster it has no
shards, no analysis and no scores. Whatever it does not know raises.
"""

import base64
import json
import re
from itertools import count

from opensearchpy import exceptions

from search.store.opensearch.connection import Connection, read_address
from search.store.opensearch.layout import Sharding
from search.store.opensearch.store import OpenSearchStore

ROUTES = []
ERRORS = {400: exceptions.RequestError, 404: exceptions.NotFoundError,
          409: exceptions.ConflictError}


def open_cluster_store(address, **options):
    """Return a store on a real cluster, in one part, which does not wait for disks."""
    options = {"sharding": Sharding(1, 0), "erase_seconds": 0.0} | options
    return OpenSearchStore(Connection(read_address(address)), **options)


def open_fake_store(cluster=None, **options):
    """Return a store on a fake cluster, by default an empty one of its own."""
    cluster = cluster or FakeCluster()
    address = read_address("opensearch:http://a:9200/berita")
    connection = Connection(address, lambda address: cluster)
    return OpenSearchStore(connection, sharding=Sharding(1, 0), **options)


def route(methods, pattern):
    """Answer requests of these methods to paths that match a pattern."""
    def register(function):
        ROUTES.append((methods, re.compile(pattern), function))
        return function
    return register


def fail(status, kind, reason=""):
    error = {"type": kind, "reason": reason, "root_cause": []}
    return ERRORS.get(status, exceptions.TransportError)(status, kind, {"error": error})


class FakeCluster:
    """Stands in for the transport of opensearch-py.

    `before` is called with each request, and may raise what a cluster would, or write as another
    client would; `asked` counts requests.
    """

    def __init__(self):
        self.indices = {}
        self.points = {}
        self.before = lambda method, path, body: None
        self.after = lambda method, path, body: None
        self.asked = 0
        self.missing_copies = 0
        self._numbers = count()

    def perform_request(self, method, url, *, params=None, body=None, timeout=None):
        self.asked += 1
        self.before(method, url, body)
        for methods, pattern, function in ROUTES:
            match = pattern.fullmatch(url)
            if method in methods and match:
                answer = function(
                    self, *match.groups(), params=params or {}, body=body, method=method)
                self.after(method, url, body)
                return answer
        raise AssertionError(f"the fake cluster knows no {method} {url}")

    def close(self):
        pass

    # Documents

    @route(["GET"], r"/([^/]+)/_doc/(.+)")
    def _get(self, index, id, *, params, body, method):
        document = self._index(index).now.get(id)
        if document is None:
            raise exceptions.NotFoundError(404, "", {"_id": id, "found": False})
        return {"_id": id, "found": True, **include(document, params.get("_source_includes"))}

    @route(["POST"], r"/([^/]+)/_mget")
    def _get_many(self, index, *, params, body, method):
        now = self._index(index).now
        return {"docs": [
            {"_id": id, "found": True, **include(now[id], params.get("_source_includes"))}
            if id in now else {"_id": id, "found": False} for id in body["ids"]]}

    @route(["PUT"], r"/([^/]+)/_doc/(.+)")
    def _put(self, index, id, *, params, body, method):
        status, reason, document = self._write(
            index, id, json.loads(json.dumps(body)), params.get("op_type", "index"), params)
        if status >= 400:
            raise fail(status, "version_conflict_engine_exception", reason)
        return {"_id": id, "result": "created" if status == 201 else "updated",
                "_seq_no": document["_seq_no"], "_primary_term": 1}

    @route(["DELETE"], r"/([^/]+)/_doc/(.+)")
    def _delete(self, index, id, *, params, body, method):
        status, reason, _ = self._write(index, id, None, "delete", params)
        if status == 404:
            raise exceptions.NotFoundError(404, "", {"_id": id, "result": "not_found"})
        if status >= 400:
            raise fail(status, "version_conflict_engine_exception", reason)
        return {"_id": id, "result": "deleted"}

    @route(["POST"], r"/_bulk")
    def _bulk(self, *, params, body, method):
        lines = iter([json.loads(line) for line in body.decode().splitlines()])
        items = []
        for line in lines:
            (kind, action), = line.items()
            content = None if kind == "delete" else next(lines)
            status, reason, _ = self._write(
                action["_index"], action["_id"], content, kind, action)
            item = {"_index": action["_index"], "_id": action["_id"], "status": status}
            if status >= 400 and status != 404:
                item["error"] = {"type": "refused", "reason": reason}
            items.append({kind: item})
        return {"items": items}

    def _write(self, index, id, content, kind, params):
        """Return the status, the reason of a refusal, and the document."""
        held = self._index(index)
        before, number = held.now.get(id), before_number(held, id)
        version = params.get("version")
        if kind == "create" and before:
            return 409, "document already exists", None
        wanted = params.get("if_seq_no")
        if wanted is not None and (before is None or wanted != before["_seq_no"]):
            return 409, "required seqNo", None
        if version is not None:
            least = number if params["version_type"] == "external_gte" else number + 1
            if version < least:
                return 409, "current version is higher", None
        if content is None and before is None:
            return 404, "", None
        held.versions[id] = version if version is not None else number + 1
        if content is None:
            del held.now[id]
            return 200, "", None
        document = {"_source": content, "_seq_no": next(self._numbers), "_primary_term": 1,
                    "_version": held.versions[id]}
        held.now[id] = document
        return 200 if before else 201, "", document

    # Searching

    @route(["POST"], r"(?:/([^/]+))?/_search")
    def _search(self, index, *, params, body, method):
        if index is None:
            held = self.points.get(body["pit"]["id"])
            if held is None:
                raise fail(404, "search_context_missing_exception", "No search context found")
            documents = held[1]
        else:
            documents = self._index(index).searched
        found = [(sort_key(id, document, body.get("sort", ())), id, document)
                 for id, document in documents.items()
                 if matches(id, document["_source"], body.get("query", {"match_all": {}}))]
        found.sort(key=lambda each: each[0])
        after = body.get("search_after")
        if after:
            order = [Descending(value) if "desc" in json.dumps(by) else value
                     for value, by in zip(after, body["sort"])]
            found = [each for each in found if each[0] > order]
        fields = body.get("_source", True)
        hits = [{"_id": id, "sort": [plain(value) for value in key],
                 **include(document, ",".join(fields) if isinstance(fields, list) else None)}
                for key, id, document in found[:body.get("size", 10)]]
        return {"hits": {"total": {"value": len(found)}, "hits": hits}}

    @route(["POST"], r"/([^/]+)/_search/point_in_time")
    def _open_point(self, index, *, params, body, method):
        number = next(self._numbers)
        names = chr(len(index)) + index
        id = base64.urlsafe_b64encode(f"{names} {number}".encode()).decode()
        self.points[id] = index, dict(self._index(index).searched)
        return {"pit_id": id}

    @route(["DELETE"], r"/_search/point_in_time")
    def _close_points(self, *, params, body, method):
        for id in body["pit_id"]:
            self.points.pop(id, None)
        return {"pits": []}

    @route(["GET"], r"/_search/point_in_time/_all")
    def _list_points(self, *, params, body, method):
        return {"pits": [{"pit_id": id} for id in self.points]}

    # Indices

    @route(["PUT"], r"/([^/_]+)")
    def _create_index(self, index, *, params, body, method):
        if index in self.indices:
            raise fail(400, "resource_already_exists_exception", index)
        self.indices[index] = FakeIndex(body)
        return {"acknowledged": True}

    @route(["DELETE"], r"/([^/_]+)")
    def _delete_index(self, index, *, params, body, method):
        self.indices.pop(index, None)
        return {"acknowledged": True}

    @route(["HEAD"], r"/([^/_]+)")
    def _has_index(self, index, *, params, body, method):
        return index in self.indices

    @route(["GET"], r"/([^/_]+)")
    def _describe_index(self, index, *, params, body, method):
        return {index: {"mappings": self._index(index).body.get("mappings", {})}}

    @route(["GET"], r"/([^/]+)/_count")
    def _count(self, index, *, params, body, method):
        return {"count": len(self._index(index).searched)}

    @route(["POST"], r"/([^/]+)/_refresh")
    def _refresh(self, index, *, params, body, method):
        for name in index.split(","):
            self._index(name).searched = dict(self._index(name).now)
        return {}

    @route(["POST"], r"/([^/]+)/_(?:flush|forcemerge)")
    def _flush(self, index, *, params, body, method):
        return {}

    @route(["PUT"], r"/([^/]+)/_settings")
    def _change_settings(self, index, *, params, body, method):
        for name in index.split(","):
            self._index(name).settings.update(body)
        return {"acknowledged": True}

    @route(["GET"], r"/_cat/segments/([^/]+)")
    def _list_segments(self, index, *, params, body, method):
        return [{"index": name, "docs.deleted": "0"} for name in index.split(",")]

    @route(["GET"], r"/_cluster/health/([^/]+)")
    def _wait_for_copies(self, index, *, params, body, method):
        return {"timed_out": False, "active_shards": 1, "active_primary_shards": 1,
                "initializing_shards": 0, "unassigned_shards": 0, "number_of_data_nodes": 1}

    @route(["GET"], r"/_cat/shards/([^/]+)")
    def _list_shards(self, index, *, params, body, method):
        return [{"state": "STARTED"}, {"state": "UNASSIGNED", "unassigned.reason": "INDEX_CREATED"},
                *[{"state": "UNASSIGNED", "unassigned.reason": "NODE_LEFT"}] * self.missing_copies]

    @route(["GET"], r"/([^/]+)/_stats/store")
    def _count_bytes(self, index, *, params, body, method):
        size = sum(len(json.dumps(document["_source"]))
                   for name in index.split(",") for document in self._index(name).now.values())
        return {"_all": {"total": {"store": {"size_in_bytes": size}}}}

    def _index(self, name):
        if name not in self.indices:
            raise fail(404, "index_not_found_exception", f"no such index [{name}]")
        return self.indices[name]


class FakeIndex:
    """An index: its documents as they stand, as searches see them, and all versions ever."""

    def __init__(self, body):
        self.body, self.settings = body, {}
        self.now, self.searched, self.versions = {}, {}, {}


class Descending:
    """A value that is ordered the other way round."""

    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        return self.value > other.value

    def __eq__(self, other):
        return self.value == other.value


def before_number(held, id):
    return held.versions.get(id, 0)


def plain(value):
    return value.value if isinstance(value, Descending) else value


def include(document, fields):
    """Return a document with some fields of its source, all by default."""
    if not fields:
        return document
    source = {name: document["_source"][name] for name in fields.split(",")
              if name in document["_source"]}
    return {**document, "_source": source}


def sort_key(id, document, sort):
    key = []
    for by in sort:
        (field, order), = by.items() if isinstance(by, dict) else [(by, "asc")]
        value = document["_seq_no"] if field == "_shard_doc" else document["_source"][field]
        key.append(Descending(value) if "desc" in json.dumps(order) else value)
    return key


def matches(id, source, query):
    """Return whether a query finds a document."""
    (kind, value), = query.items()
    if kind == "match_all":
        return True
    if kind == "bool":
        should = value.get("should", [])
        return (all(matches(id, source, each) for each in value.get("filter", ()))
                and not any(matches(id, source, each) for each in value.get("must_not", ()))
                and (not should or any(matches(id, source, each) for each in should)))
    if kind == "exists":
        return bool(list_values(source, value["field"]))
    (field, wanted), = value.items()
    held = list_values(source, field)
    if kind == "term":
        return wanted in held
    if kind == "terms":
        return bool(set(wanted) & set(held))
    if kind == "range":
        tests = {"gt": lambda one, other: one > other, "gte": lambda one, other: one >= other,
                 "lte": lambda one, other: one <= other}
        return any(all(tests[name](each, bound) for name, bound in wanted.items())
                   for each in held)
    raise AssertionError(f"the fake cluster knows no query {kind}")


def list_values(source, field):
    value = source
    for name in field.split("."):
        value = value.get(name) if value else None
    return [] if value is None else value if isinstance(value, list) else [value]
