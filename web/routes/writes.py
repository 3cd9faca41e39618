"""Routes writes: articles that programs put in and take out, one by one or many at once.

It is all off until there is an admin key. An answer comes when what it says is durable.
"""

import json
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from itertools import islice
from threading import BoundedSemaphore
from typing import Any

from flask import Blueprint, Response, jsonify, request
from werkzeug.exceptions import (
    BadRequest,
    HTTPException,
    MethodNotAllowed,
    RequestEntityTooLarge,
    ServiceUnavailable,
    UnsupportedMediaType,
)

from search import Archive, Article, budget
from search.batch import BATCH_ARTICLES, Sourced
from search.errors import ArticleNotFound, EngineError, NotSearchable
from search.keys import KeyFile
from search.patience import limit_wait
from search.period import find_today
from search.revisions import Expectation, check_condition
from web.access import require_admin
from web.address import ARTICLE_PATH, ARTICLES_PATH, build_api_path
from web.parameters.fields import forbid_parameters
from web.parameters.incoming import (
    MAX_BYTES,
    MAX_LINES,
    RECORD,
    Fault,
    UnusableArticle,
    check_id,
    forbid_condition,
    parse_article,
    parse_condition,
    parse_newness,
    parse_reading,
    read_lines,
    read_object,
)
from web.responses.writes import describe_conflict, describe_failure, describe_fault

log = logging.getLogger(__name__)

ReadRecords = Callable[[Sequence[Mapping[str, Any]]], Sequence[Sourced | str]]
"""Returns the article in each record as `indexer add` reads it, or why there is none."""

SOURCE = "api"
"""The source of articles that programs send, so that no run prunes them with a file's."""

PATIENCE = 0.5
"""Seconds that a request waits for another writer."""

RETRY_SECONDS = 5

_PATH = "PATH_INFO"
"""The variable of WSGI that has the bytes of the path, as characters of Latin-1."""

_JSON = ("application/json",)
_LINES = ("application/x-ndjson", "application/jsonl", "application/json-lines",
          "application/x-jsonlines")
_READ_METHODS = ("GET", "HEAD", "OPTIONS")


@dataclass
class Written:
    """One line of a request, and what became of it: an outcome, or the fault or conflict.

    `number` is that of the line. `sourced` is what is to be stored, None if that is nothing.
    """

    number: int
    sourced: Sourced | None = None
    fault: UnusableArticle | None = None
    outcome: str | None = None
    id: str | None = None
    is_searchable: bool = True

    @property
    def expectation(self) -> Expectation | None:
        """What was expected of the stored article."""
        identity = self.sourced.identity if self.sourced else None
        return identity if isinstance(identity, Expectation) else None

    def describe(self) -> dict[str, Any]:
        """Return what became of it, as an answer says it; a problem if it was not stored."""
        if self.fault:
            return describe_fault(self.fault)
        if self.expectation and self.expectation.conflict:
            return describe_conflict(self.expectation.conflict, self.id)
        if self.outcome is None or not self.expectation:
            return describe_failure()
        return {
            "status": 201 if self.outcome == "added" else 200, "id": self.id,
            "outcome": "updated" if self.outcome == "replaced" else self.outcome,
            "revision": self.expectation.revision, "searchable": self.is_searchable}


def build_blueprint(
    archive: Archive, keys: KeyFile | None, read_records: ReadRecords | None
) -> Blueprint:
    """Return the routes of writes. Without `read_records`, articles alone are taken."""
    writes, slots = Blueprint("writes", __name__), BoundedSemaphore(1)
    path = f"{ARTICLE_PATH}<any_id:id>"

    @writes.before_request
    def check() -> None:
        _check_allowed(keys)
        _check_path(request.environ[_PATH])
        budget.end()  # a large load takes longer than a search may

    @writes.put(path)
    def put_article(id: str) -> Response:
        return _put(archive, id, read_records)

    @writes.delete(path)
    def delete_article(id: str) -> Response:
        return _delete(archive, id)

    @writes.post(ARTICLES_PATH)
    def post_articles() -> Response:
        _check_type(_LINES)
        _forbid_conditions()
        with _hold(slots):
            return _respond(_write_all(archive, _read_body(), read_records))

    return writes


def _forbid_conditions() -> None:
    """Raise if a request with several articles has a condition, which would be for one."""
    for name in ("If-Match", "If-None-Match"):
        forbid_condition(request.headers, name, "write `revision` into lines, or PUT each")


def _put(archive: Archive, id: str, read_records: ReadRecords | None) -> Response:
    """Store the article of this request. Raises RevisionConflict if another is stored.

    Raises UnusableArticle for one that the store does not take.
    """
    _check_type(_JSON)
    written = Written(1, _read_one(archive, id, _read_body(), read_records))
    _store(archive, [written])
    if written.fault:
        raise written.fault
    conflict = written.expectation and written.expectation.conflict
    if conflict:
        raise conflict
    answer = written.describe()
    response = jsonify({name: each for name, each in answer.items() if name != "status"})
    response.status_code = answer["status"]
    response.headers["Location"] = build_api_path(id)
    return response


def _delete(archive: Archive, id: str) -> Response:
    """Remove an article. Raises ArticleNotFound, and what `check_condition` raises."""
    forbid_parameters(request.args)
    forbid_condition(request.headers, "If-None-Match", "send If-Match, or nothing")
    condition = parse_condition(request.headers)
    with limit_wait(PATIENCE):
        removed = archive.remove([id], lambda found: check_condition(found.get(id), condition))
    if not removed:
        raise ArticleNotFound(f"no article has the id {id!r}")
    return jsonify({"id": id, "outcome": "removed"})


@contextmanager
def _hold(slots: BoundedSemaphore) -> Iterator[None]:
    """Hold one of a few slots. Raises ServiceUnavailable if others hold them all."""
    if not slots.acquire(blocking=False):
        raise ServiceUnavailable(
            "another program is sending articles: send them in one request, or one after the "
            "other", retry_after=RETRY_SECONDS)
    try:
        yield
    finally:
        slots.release()


def _check_allowed(keys: KeyFile | None) -> None:
    """Raise MethodNotAllowed while there is no admin key, and what `require_admin` raises."""
    if not keys or not keys.has_admin(find_today()):
        raise MethodNotAllowed(_READ_METHODS, (
            "writing is off, for there is no admin key: whoever runs the service creates one with "
            "`indexer key create NAME --kind admin`"))
    require_admin()


def _check_path(path: str) -> None:
    """Raise BadRequest for a path that is not UTF-8, given as WSGI has it.

    Ids in another encoding would be read alike, and one article would be stored over another.
    """
    try:
        path.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        raise BadRequest("the address is not in UTF-8: write é in an id as %C3%A9") from None


def _check_type(types: Sequence[str]) -> None:
    if request.mimetype not in types or request.mimetype_params.get(
            "charset", "utf-8").lower() != "utf-8":
        raise UnsupportedMediaType(f"send {types[0]} in UTF-8 as Content-Type")
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise UnsupportedMediaType("send it without Content-Encoding")


def _read_body() -> bytes:
    """Return the body of this request. Raises RequestEntityTooLarge or BadRequest."""
    request.max_content_length = MAX_BYTES + 1  # a body without a length is cut there, unsaid
    with suppress(RequestEntityTooLarge):
        body = _receive()
        if len(body) <= MAX_BYTES:
            return body
    raise RequestEntityTooLarge(f"a request has at most {MAX_BYTES >> 20} MB: send several")


def _receive() -> bytes:
    """Return what the server reads of the body. Raises BadRequest if it cannot."""
    try:
        return request.get_data(cache=False)
    except HTTPException:
        raise
    except Exception as error:  # each server has its own for chunks that are none
        raise BadRequest("the body is cut or its chunks are none: send it again") from error


def _read_one(
    archive: Archive, id: str, body: bytes, read_records: ReadRecords | None
) -> Sourced:
    """Return the article of a request for one, under the id of its address.

    Raises UnusableArticle or BadRequest.
    """
    condition, is_new = parse_condition(request.headers), parse_newness(request.headers)
    value = read_object(body)
    check_id(id)
    stated = None
    if parse_reading(request.args) == RECORD:
        _check_clock(archive)
        [read] = _get_reader(read_records)([value])
        if isinstance(read, str):
            raise UnusableArticle([Fault(None, read)])
        article = replace(read.article, id=id)
    else:
        article, stated = parse_article(value, id)
    return Sourced(SOURCE, article, Expectation(
        id, stated=stated, condition=condition, is_new=is_new))


def _check_clock(archive: Archive) -> None:
    """Raise ServiceUnavailable if records would lose their dates, as `indexer add` does."""
    if archive.is_clock_late():
        raise ServiceUnavailable(
            "the clock of the server is behind the last change of the archive, so dates would be "
            "lost: whoever runs the service sets it, or runs `indexer add --trust-clock`",
            retry_after=RETRY_SECONDS)


def _get_reader(read_records: ReadRecords | None) -> ReadRecords:
    if read_records is None:
        raise UnsupportedMediaType("this service takes articles alone: leave read=record out")
    return read_records


def _write_all(
    archive: Archive, body: bytes, read_records: ReadRecords | None
) -> list[Written]:
    """Store what can be stored of all lines, and return what became of each."""
    lines = list(islice(read_lines(body), MAX_LINES + 1))
    if len(lines) > MAX_LINES:
        raise RequestEntityTooLarge(f"a request has at most {MAX_LINES:,} lines: send several")
    reader = _get_reader(read_records) if parse_reading(request.args) == RECORD else None
    if reader:
        _check_clock(archive)
    results = []
    for at in range(0, len(lines), BATCH_ARTICLES):
        group = _read_group(lines[at:at + BATCH_ARTICLES], reader)
        results += group
        try:
            _store(archive, group)
        except EngineError:
            if not any(each.outcome for each in results):
                raise
            break
    return results + [Written(number) for number, _ in lines[len(results):]]


def _read_group(
    lines: Sequence[tuple[int, bytes]], reader: ReadRecords | None
) -> list[Written]:
    """Return what is to be stored of some lines; records are read together, which is faster."""
    group, records = list[Written](), list[tuple[Written, Mapping[str, Any]]]()
    for number, line in lines:
        written = Written(number)
        group.append(written)
        try:
            value = read_object(line)
            if reader:
                records.append((written, value))
            else:
                written.sourced = _expect(*parse_article(value))
        except UnusableArticle as fault:
            written.fault = fault
    if reader:
        for (written, _), read in zip(records, reader([value for _, value in records])):
            _take_record(written, read)
    return group


def _expect(article: Article, stated: int | None) -> Sourced:
    return Sourced(SOURCE, article, Expectation(article.id, stated=stated))


def _take_record(written: Written, read: Sourced | str) -> None:
    if isinstance(read, str):
        written.fault = UnusableArticle([Fault(None, read)])
    else:
        expectation = Expectation(read.article.id, identity=read.identity)
        written.sourced = read._replace(identity=expectation)


def _store(archive: Archive, written: Iterable[Written]) -> None:
    """Store articles durably, and note what became of each.

    Raises EngineError; what was stored before has an outcome then.
    """
    waiting = [each for each in written if each.sourced]
    stored = iter(waiting)
    try:
        with limit_wait(PATIENCE):
            for batch in archive.add_from([each.sourced for each in waiting if each.sourced]):
                for each, outcome, id in zip(islice(stored, len(batch)), batch.outcomes, batch.ids):
                    each.outcome, each.id = outcome, id
                    each.is_searchable = batch.is_searchable
                    if outcome == "refused":
                        each.fault = UnusableArticle([Fault(None, batch.refused[id])])
    except NotSearchable as error:  # they are stored all the same
        log.warning("%s", error)
        for each in waiting:
            each.is_searchable = False


def _respond(results: Sequence[Written]) -> Response:
    lines = [json.dumps({"line": each.number} | each.describe()) for each in results]
    return Response("".join(f"{line}\n" for line in lines), content_type=_LINES[0])
