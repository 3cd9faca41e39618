"""Reads JSON: an array of articles, one article, a JSON Feed, objects around a list, or lines."""

import json
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any, BinaryIO

from indexer import publication
from indexer.fields import synonyms
from indexer.formats import exports, settings, telegram
from indexer.formats.io import encoding
from indexer.formats.io.lines import TOO_LARGE
from indexer.formats.io.skipped_files import warn_passed_over
from indexer.formats.json import json_feed, json_lines, phpmyadmin, rescue, unwrapping
from indexer.formats.json.values import JsonValue, Values
from indexer.record import Location, ReadResult, Record, Rejection

log = logging.getLogger(__name__)

_UNFINISHED = ("the array does not end here: the file is cut short, or a quote or bracket in it is "
               "never closed")

_EMPTY = b"[] \t\r\n,"
"""What a value consists of that holds nothing, however deep."""


def read(file: BinaryIO, name: str, mapping: Mapping[str, str]) -> Iterator[ReadResult]:
    """Yield a record, or a rejection, for each article."""
    passed_over, rescued, is_empty = Counter[str](), 0, True
    values = Values(
        encoding.transcode_wide(file), partial(_wraps_articles, mapping=mapping))
    for value, is_alone in _flag_alone(values):
        if value.data is not None and not value.data.strip(_EMPTY):
            continue
        location, rescued, is_empty = Location(name, value.line), 0, False
        if value.data is None:
            yield Rejection(location=location, reason=TOO_LARGE)
            continue
        result = json_lines.read_object(value.data, location)
        if isinstance(result, Record):
            unwrap = _unwrap_around if value.is_around else _unwrap
            unwrapped = unwrap(result, mapping, passed_over)
            yield from _leave_out_settings(unwrapped, is_alone, mapping)
            continue
        for piece in _read_nested_list(value.data, location) or _rescue(value.data, location):
            rescued += isinstance(piece, Record)
            yield piece
    if values.is_unfinished and not rescued:
        yield Rejection(location=Location(name, values.line), reason=_UNFINISHED)
    elif is_empty:
        log.warning("%s: no article in it, only empty brackets or blanks", name)
    warn_passed_over(name, passed_over)


def _name_cells(values: Iterable[JsonValue]) -> Iterator[JsonValue]:
    """Yield the values; lists below one of the names of columns become objects."""
    names = list[str]()
    for at, value in enumerate(values):
        row = _read_list(value.data) if value.data and (names or at == 0) else None
        if row is not None and at == 0 and (names := unwrapping.read_names(row)):
            continue
        if names and row is not None and len(row) == len(names):
            yield value._replace(data=json.dumps(dict(zip(names, row))).encode())
        else:
            yield value


def _read_list(written: bytes) -> list[Any] | None:
    """Return the list that a value is; None if it is anything else."""
    try:
        value = json.loads(written) if written[:1] == b"[" else None
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, list) else None


def _flag_alone(values: Values) -> Iterator[tuple[JsonValue, bool]]:
    """Yield each value, and whether it is all that the file holds."""
    each = _name_cells(values)
    for value in each:
        following = None if values.is_unfinished else next(each, None)
        yield value, following is None and not values.is_unfinished
        if following:
            yield following, False
        break
    for value in each:
        yield value, False


def _wraps_articles(written: bytes, mapping: Mapping[str, str]) -> bool:
    """Return whether a value wraps articles, or what is read like them."""
    result = json_lines.read_object(written, Location(""))
    if isinstance(result, Rejection):
        return bool(_read_nested_list(written, result.location))
    return phpmyadmin.is_part(result.fields) or (
        next(_unwrap(result, mapping, Counter()), None) not in (None, result))


def _leave_out_settings(
    results: Iterable[ReadResult], is_alone: bool, mapping: Mapping[str, str]
) -> Iterator[ReadResult]:
    """Yield results, with a rejection in place of what is surely settings."""
    for result in results:
        reason = None
        if isinstance(result, Record) and settings.has_selectors(result.fields):
            reason = settings.SELECTORS
        elif isinstance(result, Record) and is_alone and _is_settings(result, mapping):
            reason = settings.NOT_AN_ARTICLE
        yield Rejection(
            location=result.location, reason=reason, fields=result.fields) if reason and isinstance(
                result, Record) else result


def _is_settings(record: Record, mapping: Mapping[str, str]) -> bool:
    """Return whether a record that stands alone is settings, and not an article kept back."""
    return settings.is_settings(record.fields, mapping) and not publication.find_reason(record)


def read_lines(file: BinaryIO, name: str, mapping: Mapping[str, str]) -> Iterator[ReadResult]:
    """Yield the records of JSON Lines, taken out of what Elasticsearch puts around them.

    Arrays, and objects that span several lines, are often called JSON Lines and read as well.
    """
    file = encoding.transcode_wide(file)
    by_line = json_lines.is_line_by_line(file)
    results = json_lines.read(file, name) if by_line else read(file, name, mapping)
    for result in exports.apply_bulk_actions(results):
        if isinstance(result, Record) and _is_wrapper(result.fields):
            yield from _unwrap(result, mapping, Counter())
        else:
            yield result


def _is_wrapper(fields: Mapping[str, Any]) -> bool:
    """Return whether an object in a line has its article, or several, in a value.

    Then it has neither title nor text itself.
    """
    if isinstance(fields.get("_source"), dict):
        return True
    if not any(map(_holds_objects, fields.values())):
        return False
    own = {synonyms.find_field(name) for name, value in fields.items()
           if not _holds_objects(value)}
    return own.isdisjoint(("title", "body")) and any(
        isinstance(each, dict) and unwrapping.is_article(each)
        for each in unwrapping.unwrap(dict(fields)))


def _holds_objects(value: Any) -> bool:
    return type(value) is dict or type(value) is list and bool(value) and type(value[0]) is dict


def _unwrap(
    record: Record, mapping: Mapping[str, str], passed_over: Counter[str]
) -> Iterator[ReadResult]:
    """Yield the records that a record wraps, as an API's answer does; or else itself.

    What an export has besides its articles is counted in `passed_over`.
    """
    if json_feed.is_feed(record.fields):
        yield from json_feed.read_items(record)
        return
    if telegram.is_export(record.fields):
        yield from telegram.read_messages(record, passed_over)
        return
    if phpmyadmin.is_part(record.fields):
        yield from phpmyadmin.read_rows(record, mapping, passed_over)
        return
    values = unwrapping.unwrap(record.fields)
    if not values:
        yield record
    for value in values:
        if isinstance(value, dict):
            fields = json_lines.unwrap_rendered(value)
            yield Record(location=record.location, fields=fields, notes=record.notes)
        else:
            yield Rejection(
                location=record.location, reason=json_lines.NOT_AN_OBJECT, raw=json.dumps(value))


def _unwrap_around(
    record: Record, mapping: Mapping[str, str], passed_over: Counter[str]
) -> Iterator[ReadResult]:
    """Yield the records in what stands around articles that were read already, if there are more.

    The rest is about those articles.
    """
    found = list(_unwrap(record, mapping, passed_over))
    if telegram.is_export(record.fields) or phpmyadmin.is_part(record.fields) or any(
            isinstance(each, Record) and each is not record and unwrapping.is_article(each.fields)
            for each in found):
        yield from found


def _read_nested_list(value: bytes, location: Location) -> list[ReadResult]:
    """Return the articles in a list that is a value of its own; none if it holds none."""
    wrapped = b'{"": %s}' % value
    result = json_lines.read_object(wrapped, location) if value[:1] == b"[" else None
    if not isinstance(result, Record):
        return []
    inner = list(_unwrap(result, {}, Counter()))
    return [] if inner == [result] else inner


def _rescue(value: bytes, location: Location) -> Iterator[ReadResult]:
    """Yield the articles in a damaged value, and rejections of the rest."""
    written = value.decode("utf-8", "surrogateescape")
    for line, piece in rescue.split_pieces(written, unwrapping.is_article):
        yield json_lines.read_object(
            piece.encode("utf-8", "surrogateescape"),
            Location(location.file, location.line + line))
