"""What the commands share: which paths they read, and how; how their arguments become text."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from indexer import formats
from indexer.fields import synonyms
from indexer.ingest import load
from indexer.ingest.load import ReadOptions
from search import Archive
from search.facets import FILTERABLE, NONE

Opened = Callable[[], Archive]
"""What opens the archive that a command is about."""


def _cores() -> int:
    """The processors that this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


jobs = click.option(
    "--jobs", type=click.IntRange(1), default=_cores, metavar="N",
    help="Share a long run among so many processes at the most; as many as there are processors "
    "unless given.")


def text(_: click.Context, __: click.Parameter, value: Any) -> Any:
    """Arguments as text: bytes that are not UTF-8 become the replacement character."""
    if isinstance(value, tuple):
        return tuple(text(_, __, each) for each in value)
    return value and value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def filters(command: Callable[..., None]) -> Callable[..., None]:
    """Add an option for each facet that is a filter; the command takes their values by name."""
    for name, facet in reversed(FILTERABLE.items()):
        command = click.option(
            f"--{name}", multiple=True, callback=text, metavar=name.upper(),
            help=f"Only this {name} ({facet.written}); repeat for alternatives; {NONE} selects "
            f"{facet.without}.")(command)
    return command


def reading(command: Callable[..., None]) -> Callable[..., None]:
    """The paths of a command, and how they are read."""
    paths = click.argument("paths", nargs=-1, required=True, type=click.Path(
        exists=True, allow_dash=True, path_type=Path))
    format = click.option(
        "--format", metavar="FORMAT", callback=_format,
        help=f"Read all of it as {', '.join(formats.FORMATS)}, whatever the names say; needed for "
        "-, which is what is piped in. May end in .gz or .zst there.")
    mapping = click.option(
        "--map", "mapping", multiple=True, metavar="NAME=FIELD", callback=_mapping,
        help=f"Read the field NAME as FIELD, one of {', '.join(synonyms.FIELDS)}. Repeat for "
        "several. The usual names are known.")
    return paths(format(mapping(command)))


def _format(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    bare = value and value.removesuffix(".gz").removesuffix(".zst")
    if bare and bare not in formats.FORMATS:
        raise click.BadParameter(f"choose from {', '.join(formats.FORMATS)}.")
    return value


def _mapping(_: click.Context, __: click.Parameter, value: tuple[str, ...]) -> dict[str, str]:
    try:
        return synonyms.parse_mapping(value)
    except ValueError as error:
        raise click.BadParameter(f"{error}.") from None


def read_as(
    paths: tuple[Path, ...], format: str | None, mapping: dict[str, str]
) -> ReadOptions:
    """How to read these paths. A pipe has no name that says its format, and can be read once."""
    if load.STDIN in paths and not format:
        raise click.UsageError("- needs --format: name the format of what is piped in.")
    if paths.count(load.STDIN) > 1:
        raise click.UsageError("- can be read once.")
    if load.STDIN in paths and sys.stdin is None:
        raise click.UsageError("- needs something piped in: standard input is closed.")
    return ReadOptions(format, mapping)
