"""Reads records that a program sends one by one, as `indexer add` reads those of files."""

from collections.abc import Mapping, Sequence
from typing import Any

from indexer import publication
from indexer.article.draft import Mapped
from indexer.article.pipeline import finish, map_record
from indexer.article.trace import Trace
from indexer.formats.json.json_lines import read_object
from indexer.ingest.groups import MAX_RECORDS
from indexer.ingest.identity import Settlement
from indexer.record import Location, Rejection, Unpublished
from indexer.rejected import encode_record
from search.batch import Sourced

SOURCE = "api"
"""The source of articles that programs send, so that no run prunes them with a file's."""


def read_records(records: Sequence[Mapping[str, Any]]) -> list[Sourced | str]:
    """Return the article in each record with what identifies it, or why there is none."""
    results = list[Sourced | str]()
    for at in range(0, len(records), MAX_RECORDS):
        group = [_map(fields) for fields in records[at:at + MAX_RECORDS]]
        results += map(_settle, finish(group))
    return results


def _map(fields: Mapping[str, Any]) -> Mapped:
    location = Location("request")
    try:
        record = read_object(encode_record(fields), location)  # repaired as those of files
    except RecursionError:
        return Rejection(location=location, reason="nested too deep to be read")
    if isinstance(record, Rejection):
        return record
    if reason := publication.find_reason(record):
        return Unpublished(location=location, reason=reason)
    return map_record(record)


def _settle(result: object) -> Sourced | str:
    if isinstance(result, Trace):
        identity = Settlement(result.identity, SOURCE, result.field_to_come)
        return Sourced(SOURCE, result.article, identity)
    reason = getattr(result, "reason", "")
    return f"not published: {reason}" if isinstance(result, Unpublished) else str(reason)
