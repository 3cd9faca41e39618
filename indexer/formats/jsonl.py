"""JSON Lines: one article a line, an object of fields."""

import json
from collections.abc import Iterator
from typing import BinaryIO

from indexer.record import Place, Record, Rejection

_DECODER = json.JSONDecoder(parse_constant=str)
"""NaN and Infinity are no JSON, but programs write them: they are kept as text."""


def read(file: BinaryIO, name: str) -> Iterator[Record | Rejection]:
    """A record, or a rejection, for each line that is not blank."""
    for number, line in enumerate(file, 1):
        if line.strip(b" \t\r\n\xef\xbb\xbf"):
            yield _record(line, Place(name, number))


def _record(line: bytes, place: Place) -> Record | Rejection:
    try:
        fields = _DECODER.decode(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        return Rejection(place, f"not UTF-8 ({error.reason}): save it as UTF-8")
    except (ValueError, RecursionError) as error:
        return Rejection(place, f"not JSON: {error}")
    if not isinstance(fields, dict):
        return Rejection(place, "not a JSON object: write one {…} a line")
    return Record(place, fields)
