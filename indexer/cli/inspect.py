"""`indexer inspect`."""

import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import click

from indexer.article.trace import Trace
from indexer.cli import display, options, output
from indexer.cli.output import pluralize
from indexer.ingest.files import OutsideLink
from indexer.ingest.load import FileReader, is_stream
from indexer.ingest.recurring import strip_recurring
from indexer.record import Rejection, Unpublished

_Result = Trace | Rejection | Unpublished


@click.command()
@options.reading
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, metavar="N",
              help="Show at most N records.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON per article.")
def inspect(
    paths: tuple[Path, ...], reader: FileReader, limit: int, as_json: bool,
) -> None:
    """Show what `add` would store, and why, without storing anything.

    For each article: every decision with its evidence, the lines kept beside the text, the lines
    removed, and the text that remains. For what is not published: which field says so. Paragraphs
    that recur are learnt from the records shown alone.
    """
    rejected = False
    results = _trace(reader, paths)
    shown = ((None, result) for result in islice(results, limit))
    for _, result in strip_recurring(shown, hold=not any(map(is_stream, paths))):
        rejected |= isinstance(result, Rejection)
        _print(result, as_json)
    if next(results, None):
        output.print_error(f"showed only the first {pluralize(limit, 'record')}; --limit N "
                           "shows more")
    display.print_unmet_names(reader.unmet_names)
    sys.exit(1 if rejected else 0)


def _trace(reader: FileReader, paths: tuple[Path, ...]) -> Iterator[_Result]:
    """Yield what the files hold; print which links are not followed."""
    for path in reader.find_files(paths):
        if isinstance(path, OutsideLink):
            display.print_outside_link(path)
        elif isinstance(path, Rejection):
            yield path
        else:
            yield from reader.trace(path)


def _print(result: _Result, as_json: bool) -> None:
    if isinstance(result, Rejection):
        display.print_rejection(result)
    elif isinstance(result, Unpublished):
        display.print_unpublished(result)
    elif as_json:
        output.print_json(result.to_dict())
    else:
        display.print_trace(result)
