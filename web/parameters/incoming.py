"""The articles that a program sends: read, and checked field by field."""

import io
import json
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, NoReturn

from marshmallow import RAISE, Schema, ValidationError, fields, validate
from werkzeug.datastructures import Headers, MultiDict
from werkzeug.exceptions import BadRequest

from search import Article
from search.article import DERIVED_FIELDS, MAX_REVISION, is_text
from search.errors import InvalidValue, describe_parse_error
from search.revisions import ANY, Precondition
from web.parameters.fields import NoParameters, build_choice_field, collect_values

MAX_LINES = 300
"""Articles of one request."""

MAX_BYTES = 1 << 20
"""Bytes of the largest request: a megabyte of words that are new costs about a second of work."""

MAX_ID, MAX_TITLE, MAX_BODY = 512, 10_000, 1_000_000
"""Characters of an id, a title and a text. Files that `indexer add` reads may have longer texts."""

MAX_LEVELS, MAX_EXTRA = 100, 1_000_000
"""Levels of lists and objects in `extra`, and its characters as JSON."""

ARTICLE, RECORD = "article", "record"
"""How what is sent is read: as it stands, or as `indexer add` reads it."""

_REVISION = re.compile('"([0-9]{1,16})"|([0-9]{1,16})')

_TEXT: dict[str, Any] = {
    "invalid": "write text", "null": "write text, or leave it out", "required": "it is missing"}


class Fault(NamedTuple):
    """What is wrong with a field of an article; of the whole if `field` is None."""

    field: str | None
    message: str


class UnusableArticle(Exception):
    """What was sent is no article; `faults` say why. Not even JSON if it is not `is_json`."""

    def __init__(self, faults: list[Fault], is_json: bool = True) -> None:
        super().__init__("; ".join(
            f"{each.field}: {each.message}" if each.field else each.message for each in faults))
        self.faults = faults
        self.is_json = is_json


def _limit(most: int) -> validate.Length:
    return validate.Length(max=most, error="write at most {max} characters")


IncomingSchema = Schema.from_dict({
    "id": fields.String(validate=validate.Length(
        1, MAX_ID, error="write {min} to {max} characters"), error_messages=_TEXT),
    "title": fields.String(load_default="", validate=_limit(MAX_TITLE), error_messages=_TEXT),
    "body": fields.String(load_default="", validate=_limit(MAX_BODY), error_messages=_TEXT),
    "outlet": fields.String(load_default=None, allow_none=True, error_messages=_TEXT),
    "published": fields.String(load_default=None, allow_none=True, error_messages=_TEXT),
    "url": fields.String(load_default=None, allow_none=True, error_messages=_TEXT),
    "extra": fields.Dict(keys=fields.String(), load_default=dict, error_messages={
        "invalid": "write an object", "null": "write an object, or leave it out"}),
    "revision": fields.Integer(strict=True, validate=validate.Range(
        1, MAX_REVISION, error="write a number from {min} to {max}"), error_messages={
            "invalid": "write a number", "null": "write a number, or leave it out"}),
}, name="IncomingSchema")
"""An article as a program sends it."""

_SCHEMA = IncomingSchema(unknown=RAISE)


WriteParameters = NoParameters.from_dict({
    "read": build_choice_field(
        f"{ARTICLE}: an article as the API returns it. {RECORD}: any record, such as one of a CMS, "
        "which is cleaned as indexer add does it.", (ARTICLE, RECORD), ARTICLE),
}, name="WriteParameters")
"""The parameters of a request that writes articles."""


def parse_reading(arguments: MultiDict[str, str]) -> str:
    """Return how articles are to be read: ARTICLE or RECORD. Raises ValidationError."""
    reading: str = WriteParameters().load(collect_values(arguments, ()))["read"]
    return reading


def read_lines(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that are not blank, with their numbers from 1."""
    for number, line in enumerate(io.BytesIO(body.removeprefix(b"\xef\xbb\xbf")), 1):
        if line.strip():
            yield number, line.removesuffix(b"\n")


def read_object(written: bytes) -> dict[str, Any]:
    """Return a JSON object. Raises UnusableArticle."""
    try:
        value = json.loads(
            written.decode("utf-8-sig"), parse_constant=_refuse_constant, parse_float=_read_float)
    except UnicodeDecodeError as error:
        message = f"byte {error.start + 1} is not UTF-8"
        raise UnusableArticle([Fault(None, message)], False) from None
    except json.JSONDecodeError as error:
        at = f"line {error.lineno}, " if error.lineno > 1 else ""
        message = f"it is not JSON: {error.msg.removesuffix(' at')} at {at}column {error.colno}"
        raise UnusableArticle([Fault(None, message)], False) from None
    except (ValueError, RecursionError) as error:
        raise UnusableArticle([Fault(None, describe_parse_error(error))], False) from None
    if not isinstance(value, dict):
        raise UnusableArticle([Fault(None, "it is not a JSON object, {…}")])
    return value


def parse_article(value: Mapping[str, Any], id: str | None = None) -> tuple[Article, int | None]:
    """Return the article in an object, and the revision that it states.

    `id` is that of its address. Raises UnusableArticle.
    """
    given = {name: each for name, each in value.items() if name not in DERIVED_FIELDS}
    _check_extra(given.get("extra"))
    try:
        loaded: dict[str, Any] = _SCHEMA.load(given)
    except ValidationError as error:
        _refuse_fields(error.messages_dict)
    if id is not None and loaded.setdefault("id", id) != id:
        raise UnusableArticle([Fault("id", f"the address says {id!r}: write the same, or none")])
    if "id" not in loaded:
        raise UnusableArticle([Fault("id", "it is missing")])
    check_id(loaded["id"])
    if not loaded["title"].strip() and not loaded["body"].strip():
        raise UnusableArticle([Fault("title", "write a title or a body")])
    return _build(loaded), loaded.get("revision")


def check_id(id: str) -> None:
    """Raise UnusableArticle for what is no id."""
    if not id.strip() or len(id) > MAX_ID or not is_text(id):
        raise UnusableArticle([Fault("id", f"write 1 to {MAX_ID} characters of text")])


def parse_condition(headers: Headers) -> Precondition:
    """Return the revision that If-Match asks for; None without the header. Raises BadRequest.

    One that is empty is refused: a program that lost the revision would write over any.

    >>> parse_condition(Headers({"If-Match": '"3"'})), parse_condition(Headers())
    (3, None)
    """
    written = headers.get("If-Match", type=str.strip)
    if written is None or written == ANY:
        return written
    stated = _REVISION.fullmatch(written)
    if not stated:
        raise BadRequest('If-Match takes the revision of the stored article, such as "3", or *')
    return int(stated[1] or stated[2])


def parse_newness(headers: Headers) -> bool:
    """Return whether If-None-Match asks that there be no such article. Raises BadRequest."""
    written = headers.get("If-None-Match", type=str.strip)
    if written not in (None, ANY):
        raise BadRequest("If-None-Match takes *: only if there is no such article")
    return written == ANY


def forbid_condition(headers: Headers, name: str, advice: str) -> None:
    """Raise BadRequest if a condition is sent that nothing here looks at.

    Whoever sends it relies on it.
    """
    if name in headers:
        raise BadRequest(f"{name} means nothing here: {advice}")


def _build(loaded: Mapping[str, Any]) -> Article:
    try:
        return Article(**loaded)
    except InvalidValue as error:
        raise UnusableArticle([Fault(error.parameter or "published", str(error))]) from None


def _check_extra(extra: Any) -> None:
    """Raise UnusableArticle for what cannot be kept, before each member is looked at."""
    level: list[Any] = [extra]
    for _ in range(MAX_LEVELS):
        level = [child for each in level if isinstance(each, (dict, list))
                 for child in (each.values() if isinstance(each, dict) else each)]
    if level:
        raise UnusableArticle([Fault("extra", f"it is nested more than {MAX_LEVELS} levels deep")])
    written = json.dumps(extra, ensure_ascii=False)
    if len(written) > MAX_EXTRA:
        raise UnusableArticle([Fault("extra", f"write at most {MAX_EXTRA} characters of JSON")])
    if not is_text(written):
        raise UnusableArticle([Fault("extra", "it contains half a surrogate pair: replace it")])


def _refuse_fields(messages: Mapping[str, Any]) -> NoReturn:
    faults = []
    for field, nested in messages.items():
        said = nested if isinstance(nested, list) else ["write names in quotes"]
        faults += [Fault(field, _describe_unknown(field) if "Unknown" in each else each)
                   for each in said]
    raise UnusableArticle(faults)


def _describe_unknown(field: str) -> str:
    known = ", ".join(IncomingSchema().fields)
    return (f"no article has this field: write one of {known}; others belong into extra, or are "
            "read with ?read=record")


def _refuse_constant(name: str) -> NoReturn:
    message = f"{name} is no number of JSON: write null"
    raise UnusableArticle([Fault(None, message)], False)


def _read_float(written: str) -> float:
    value = float(written)
    if not math.isfinite(value):
        message = f"{written[:20]} is too large a number"
        raise UnusableArticle([Fault(None, message)], False)
    return value
