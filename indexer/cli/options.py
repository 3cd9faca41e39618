"""Options that commands share, and how their arguments are checked."""

import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click

from indexer import formats
from indexer.fields import synonyms
from indexer.formats.io.compressed import COMPRESSED, ENDINGS_SHOWN
from indexer.ingest import load
from indexer.ingest.load import FileReader, ReadOptions
from search import Archive, Query
from search.facets import ALL_FILTERS, MAX_LIMIT, ListingOrder
from search.query import Interval

OpenArchive = Callable[..., Archive]
"""Opens the archive that a command works on. Only called by commands that need it."""


def _count_processors() -> int:
    """Return how many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


jobs = click.option(
    "--jobs", type=click.IntRange(1), default=_count_processors, metavar="N",
    help="Use up to N processes for a long run (default: number of CPUs).")


class _NamedFile(click.Path):
    """A file that may be missing. "" names none: it would stand for the folder one works in."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the path of a file."""
        if value == "":
            self.fail("it is empty: write the name of a file.", param, ctx)
        return super().convert(value, param, ctx)


FILE = _NamedFile(dir_okay=False, path_type=Path)
"""A file that may be missing."""

report_file = click.option(
    "--report", type=FILE, metavar="FILE", help="Also write the report to FILE as JSON.")

_Command = Callable[..., None]


def outcome(report: str = "the report") -> Callable[[_Command], _Command]:
    """Return what adds the options that say where rejected records and the report go."""
    rejected = click.option(
        "--rejected", type=FILE, default="rejected.jsonl", show_default=True, metavar="FILE",
        help="Append rejected records to FILE, where they can be fixed and added again.")
    as_json = click.option(
        "--json", "as_json", is_flag=True, help=f"Print {report} as a JSON object.")
    return lambda command: rejected(as_json(command))


def state(done: str, file_name: str) -> Callable[[_Command], _Command]:
    """Return what adds the option of the file in which a command remembers what it has done."""
    return click.option(
        "--state", type=FILE, metavar="FILE",
        help=f"Remember in FILE what was {done} (default: {file_name} in the archive's folder).")


def to_text(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
    """Return an argument as text: bytes that are not UTF-8 become the replacement character."""
    if isinstance(value, tuple):
        return tuple(to_text(context, parameter, each) for each in value)
    return value and value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def refuse_two_formats(as_json: bool, as_csv: bool) -> None:
    """Raise UsageError if a command is to print both JSON and CSV."""
    if as_json and as_csv:
        raise click.UsageError("--json and --csv are two formats: choose one.")


def filters(command: Callable[..., None]) -> Callable[..., None]:
    """Add an option for each filter; the command takes their values by name."""
    for name, each in reversed(ALL_FILTERS.items()):
        command = click.option(
            f"--{name.replace('_', '-')}", multiple=True, callback=to_text,
            metavar=each.facet.name.upper(), help=f"{each.describe()}. Repeat for several.",
        )(command)
    return command


def listing(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say which values of facets are listed."""
    limit = click.option(
        "--facet-limit", type=int, help=f"List at most so many values of each facet, up to "
        f"{MAX_LIMIT}, besides those selected.")
    prefix = click.option(
        "--facet-prefix", metavar="FACET:TEXT", callback=to_text,
        help="List the values of this facet that begin so: tag:ban.")
    sort = click.option(
        "--facet-sort", type=click.Choice([str(each) for each in ListingOrder]),
        help="List values by count, or names from A to Z.")
    return limit(prefix(sort(command)))


def dates(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of a range of dates; the command takes its ends."""
    @wraps(command)
    def run(
        *arguments: Any, since: str | None, until: str | None, past: str | None, **others: Any
    ) -> None:
        asked = Query(since=since, until=until, past=past)
        command(*arguments, since=asked.since, until=asked.until, **others)

    since = click.option(
        "--from", "since", metavar="DATE", help="From YYYY, YYYY-MM or YYYY-MM-DD on.")
    until = click.option("--to", "until", metavar="DATE", help="Up to and including that date.")
    past = click.option(
        "--past", metavar="TIME",
        help="Only of the time until today: 30d, 4w, 6m, 1y, kemarin, \"minggu lalu\".")
    return since(until(past(run)))


def timeline(default: str | None = None) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return what adds the options of a timeline."""
    def add(command: Callable[..., None]) -> Callable[..., None]:
        interval = click.option(
            "--interval", type=click.Choice([str(each) for each in Interval]), default=default,
            show_default=bool(default), help="Count the hits by time, too.")
        share = click.option(
            "--share", is_flag=True,
            help="With --interval: beside each bar, show how many articles the archive has there "
            "with the same filters, whatever their words." if default is None else
            "Beside each bar, show how many articles the archive has there with the same filters, "
            "whatever their words.")
        return interval(share(command))

    return add


def reading(command: Callable[..., None]) -> Callable[..., None]:
    """Add the parameters that say which files a command reads, and how.

    The command takes the paths, and a reader that does as the others say.
    """
    @wraps(command)
    def read(
        *arguments: Any, paths: tuple[Path, ...], reader: FileReader, **others: Any
    ) -> None:
        _check_standard_input(paths, reader.options.format)
        command(*arguments, paths=paths, reader=reader, **others)

    paths = click.argument("paths", nargs=-1, required=True, type=click.Path(
        exists=True, allow_dash=True, path_type=Path))
    return paths(reader(read))


def reader(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say how files are read; the command takes a reader that does so."""
    @wraps(command)
    def read(
        *arguments: Any, format: str | None, mapping: dict[str, str], include_unpublished: bool,
        follow_links: bool, **others: Any,
    ) -> None:
        reader = FileReader(ReadOptions(
            format=format, mapping=mapping, include_unpublished=include_unpublished,
            follow_links=follow_links))
        command(*arguments, reader=reader, **others)

    return _add_reading_options(read)


def _add_reading_options(command: Callable[..., None]) -> Callable[..., None]:
    format = click.option(
        "--format", metavar="FORMAT", callback=_check_format,
        help=f"Read all files as FORMAT, whatever their names say: {', '.join(formats.FORMATS)}. "
        f"Required for -, where it may end in {ENDINGS_SHOWN}.")
    mapping = click.option(
        "--map", "mapping", multiple=True, metavar="NAME=FIELD", callback=_parse_mapping,
        help=f"Read the field NAME as FIELD, one of {', '.join(synonyms.FIELDS)}. Repeat for "
        "several. The usual names are known.")
    unpublished = click.option(
        "--include-unpublished", is_flag=True,
        help="Also read what is not published: drafts, private posts, trash.")
    links = click.option(
        "--follow-links", is_flag=True,
        help="Also read what links in folders lead to outside them. Links within a folder need "
        "no option.")
    return format(mapping(unpublished(links(command))))


def _check_format(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    compression = next((each for each in COMPRESSED if value and value.endswith(each)), "")
    bare = value and value.removesuffix(compression)
    if bare and bare not in formats.FORMATS:
        raise click.BadParameter(f"choose from {', '.join(formats.FORMATS)}.")
    return value


def _parse_mapping(
    _: click.Context, __: click.Parameter, value: tuple[str, ...]
) -> dict[str, str]:
    try:
        return synonyms.parse_mapping(value)
    except ValueError as error:
        raise click.BadParameter(f"{error}.") from None


def _check_standard_input(paths: tuple[Path, ...], format: str | None) -> None:
    """Raise UsageError for a standard input without a format, which no name says.

    And for one that is named twice or closed.
    """
    if load.STDIN in paths and not format:
        raise click.UsageError("- needs --format: name the format of standard input.")
    if paths.count(load.STDIN) > 1:
        raise click.UsageError("- can be read only once.")
    if load.STDIN in paths and sys.stdin is None:
        raise click.UsageError("cannot read -: standard input is closed.")
