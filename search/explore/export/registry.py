"""The formats of exports, a row each."""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from search.article import Article
from search.errors import InvalidValue
from search.explore.export.bibtex import write_bibtex
from search.explore.export.csl import write_csl
from search.explore.export.ris import write_ris
from search.explore.export.rows import EXPORT_FIELDS, write_json_lines, write_table


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """A format: its media type, the ending of its files, and what writes articles in it.

    If it `takes_fields`, they can be chosen. Without any, it has its own.
    """

    name: str
    media_type: str
    ending: str
    write: Callable[[Iterable[Article], Sequence[str]], Iterator[str]]
    takes_fields: bool = False


EXPORT_FORMATS: Mapping[str, ExportFormat] = {row.name: row for row in (
    ExportFormat("jsonl", "application/x-ndjson", "jsonl", write_json_lines, takes_fields=True),
    ExportFormat("csv", "text/csv", "csv", write_table, takes_fields=True),
    ExportFormat("ris", "application/x-research-info-systems", "ris", write_ris),
    ExportFormat("bibtex", "application/x-bibtex", "bib", write_bibtex),
    ExportFormat("csl-json", "application/vnd.citationstyles.csl+json", "json", write_csl),
)}
"""All formats by name."""


def write_export(
    articles: Generator[Article, None, None], format: str, fields: Sequence[str] = ()
) -> Generator[bytes, None, None]:
    """Return articles in a format, in UTF-8, piece by piece; closing it closes `articles`.

    Raises InvalidValue for an unknown field, and for fields where the format has its own.
    """
    check_fields(format, fields)
    return _encode(articles, EXPORT_FORMATS[format], tuple(dict.fromkeys(fields)))


def check_fields(format: str, fields: Sequence[str]) -> None:
    """Raise InvalidValue if the format cannot have these fields."""
    for name in fields:
        if name not in EXPORT_FIELDS:
            message = f"{name!r} is not a field: choose from {', '.join(EXPORT_FIELDS)}"
            raise InvalidValue(message, "fields")
    if fields and not EXPORT_FORMATS[format].takes_fields:
        able = [each.name for each in EXPORT_FORMATS.values() if each.takes_fields]
        raise InvalidValue(
            f"{format} has fields of its own: leave them out, or choose {' or '.join(able)}",
            "fields")


def _encode(
    articles: Generator[Article, None, None], format: ExportFormat, fields: Sequence[str]
) -> Generator[bytes, None, None]:
    with closing(articles):
        for text in format.write(articles, fields):
            yield text.encode()
