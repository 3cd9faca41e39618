"""The command line: `indexer add`, `search`, `status`, … Exit codes: 0 done, 1 some articles
rejected, nothing pruned for a reason, or faults found, 2 usage or engine error, 130 interrupted."""

import gc
import json
import logging
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import Any

import click

from indexer import formats, load, names, show
from indexer.load import Reading
from indexer.record import Rejection
from indexer.rejected import RejectedFile
from indexer.run import Run, sources
from search import DEFAULT, Archive, Query, Sort, open_archive
from search.analysis import Analyzer
from search.answer import answer
from search.errors import ArchiveMissing, SearchError
from search.fields import ALL_FACETS, FACETS
from search.query import COLLAPSE, NONE

_MANY = 4 << 20
"""Bytes of articles, compressed or not, from which on it pays to get ready for many."""

_FILE = click.Path(dir_okay=False, path_type=Path)

Opened = Callable[[], Archive]


def _cores() -> int:
    """The processors that this process may use."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


_jobs = click.option(
    "--jobs", type=click.IntRange(1), default=_cores, metavar="N",
    help="Share a long run among so many processes at the most; as many as there are processors "
    "unless given.")


def _text(_: click.Context, __: click.Parameter, value: Any) -> Any:
    """Arguments as text: bytes that are not UTF-8 become the replacement character."""
    if isinstance(value, tuple):
        return tuple(_text(_, __, each) for each in value)
    return value and value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--engine", envvar="SEARCH_ENGINE", default=DEFAULT, show_default=True, metavar="URL",
    help="The archive, as whoosh:FOLDER. Also read from SEARCH_ENGINE.",
)
@click.pass_context
def cli(context: click.Context, engine: str) -> None:
    """Fill and search an archive of Indonesian news."""
    logging.basicConfig(format="%(message)s", level=logging.WARNING)
    context.obj = lambda: open_archive(engine)


def _reading(command: Callable[..., None]) -> Callable[..., None]:
    """The paths of a command, and how they are read."""
    paths = click.argument("paths", nargs=-1, required=True, type=click.Path(
        exists=True, allow_dash=True, path_type=Path))
    format = click.option(
        "--format", metavar="FORMAT", callback=_format,
        help=f"Read all of it as {', '.join(formats.FORMATS)}, whatever the names say; needed for "
        "-, which is what is piped in. May end in .gz or .zst there.")
    mapping = click.option(
        "--map", "mapping", multiple=True, metavar="NAME=OURS", callback=_mapping,
        help=f"A field that means one of {', '.join(names.OURS)}; repeat for several. The usual "
        "names are known.")
    return paths(format(mapping(command)))


def _format(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    bare = value and value.removesuffix(".gz").removesuffix(".zst")
    if bare and bare not in formats.FORMATS:
        raise click.BadParameter(f"choose from {', '.join(formats.FORMATS)}.")
    return value


def _mapping(_: click.Context, __: click.Parameter, value: tuple[str, ...]) -> dict[str, str]:
    try:
        return names.mapping_of(value)
    except ValueError as error:
        raise click.BadParameter(f"{error}.") from None


def _read_as(
    paths: tuple[Path, ...], format: str | None, mapping: dict[str, str]
) -> Reading:
    """How to read these paths. A pipe has no name that says its format, and can be read once."""
    if load.STDIN in paths and not format:
        raise click.UsageError("- needs --format: name the format of what is piped in.")
    if paths.count(load.STDIN) > 1:
        raise click.UsageError("- can be read once.")
    return Reading(format, mapping)


@cli.command()
@_reading
@click.option("--if-empty", is_flag=True, help="Do nothing if the archive holds articles already.")
@click.option(
    "--source", metavar="NAME", callback=_text,
    help="What all PATHS together are known as; each is known by where it lies unless given.")
@click.option(
    "--prune", is_flag=True,
    help="At the end remove the articles that these sources held before and do not hold now, and "
    "no other source holds. Nothing is removed if a record was rejected or a source was empty.")
@click.option(
    "--rejected", type=_FILE, default="rejected.jsonl", show_default=True, metavar="FILE",
    help="Where the records go that cannot be read, to be mended and added again.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as a JSON object.")
@click.option("--report", type=_FILE, metavar="FILE", help="Also write the report there, as JSON.")
@_jobs
@click.pass_obj
def add(
    opened: Opened, paths: tuple[Path, ...], format: str | None, mapping: dict[str, str],
    if_empty: bool, source: str | None, prune: bool, rejected: Path, as_json: bool,
    report: Path | None, jobs: int,
) -> None:
    """Add the articles in files and folders, of any format, and in what is piped in (-).

    Adding the same articles again changes nothing, so an interrupted run is resumed by
    running it again.
    """
    if prune and if_empty:
        raise click.UsageError("--prune cannot be combined with --if-empty.")
    if source is not None and not source.strip():
        raise click.UsageError("--source needs a name.")
    if prune and load.STDIN in paths and not source:
        raise click.UsageError("--prune needs --source for what is piped in.")
    reading = _read_as(paths, format, mapping)
    _refuse_same(paths, rejected, report)
    archive = opened()
    kept = RejectedFile(rejected, paths)
    run = Run(archive, sources(paths, source), kept, _tell, prune, reading)
    try:
        if if_empty and archive.size():
            click.echo("the archive holds articles already: nothing added", err=as_json)
            run.report.interrupted = False
            return
        _add(archive, run, paths, jobs)
    finally:
        _conclude(run, kept, as_json, report)
    sys.exit(1 if run.report.rejected or run.report.not_pruned else 0)


def _refuse_same(paths: tuple[Path, ...], rejected: Path, report: Path | None) -> None:
    """A report must overwrite neither articles nor rejected records."""
    others = [path.absolute() for path in (*paths, rejected)]
    if report and report.absolute() in others:
        raise click.UsageError("--report needs a file of its own.")


def _add(archive: Archive, run: Run, paths: tuple[Path, ...], jobs: int) -> None:
    began = time.monotonic()
    for path in () if run.format else load.unread(paths):
        click.echo(f"passed over {show.clean(str(path))} and what else is there: no file has the "
                   "name of a known format; --format says what they are", err=True)
    sizes = (path.stat().st_size for path in load.files(paths, run.format) if path != load.STDIN)
    if load.STDIN in paths or sum(sizes) > _MANY:
        if not archive.size():  # else much may be there already
            archive.warm()
        gc.freeze()  # what is loaded by now stays: looking through it again and again takes time
    try:
        for report in run.go(jobs):
            _progress(report.read, began)
    finally:
        _progress_done()


def _tell(rejection: Rejection) -> None:
    click.echo(f"rejected {show.clean(str(rejection))}", err=True)


def _conclude(run: Run, rejected: RejectedFile, as_json: bool, path: Path | None) -> None:
    """Print what a run came to, whether it ended or was stopped, and write it to a file."""
    run.close()
    report = run.report
    if rejected.fault:
        click.echo(f"rejected records are not kept: {rejected.fault}; name a file by --rejected",
                   err=True)
    if report.not_pruned:
        click.echo(f"nothing pruned: {report.not_pruned}", err=True)
    if as_json:
        _print_json(report.to_dict())
    else:
        click.echo(str(report))
    if path:
        try:
            path.write_text(json.dumps(report.to_dict()) + "\n")
        except OSError as error:
            raise click.ClickException(f"the report cannot be written: {error}") from error


@cli.command()
@_reading
@click.option("--limit", type=click.IntRange(1), default=10, show_default=True, metavar="N",
              help="Show so many records at the most.")
@click.option("--json", "as_json", is_flag=True, help="As lines of JSON.")
def inspect(
    paths: tuple[Path, ...], format: str | None, mapping: dict[str, str], limit: int,
    as_json: bool,
) -> None:
    """Show what would be added of files and folders, and why, before anything is stored.

    Each article with every decision about it and its evidence, the lines that are kept beside
    its text, those that would be removed, and the text that is left.
    """
    reading, rejected = _read_as(paths, format, mapping), False
    for path in load.files(paths, format):
        for found in islice(load.all_made(path, reading), limit):
            limit -= 1
            if isinstance(found, Rejection):
                rejected = True
                _tell(found)
            elif as_json:
                _print_json(found.to_dict())
            else:
                show.made(found)
        if not limit:
            break
    sys.exit(1 if rejected else 0)


@cli.command()
@click.argument("ids", nargs=-1, required=True, callback=_text)
@click.pass_obj
def remove(opened: Opened, ids: tuple[str, ...]) -> None:
    """Remove articles by id, with every trace of their text."""
    removed = opened().remove(ids)
    for id in ids:
        if id not in removed:
            click.echo(f"rejected {id}: no article has this id", err=True)
    click.echo(f"removed {len(removed):,}")
    sys.exit(0 if len(removed) == len(set(ids)) else 1)


@cli.command()
@_jobs
@click.pass_obj
def rebuild(opened: Opened, jobs: int) -> None:
    """Index all stored articles anew, while readers go on with the old index."""
    began, done = time.monotonic(), 0
    for done in opened().rebuild(jobs):
        _progress(done, began)
    _progress_done()
    click.echo(f"rebuilt {done:,}")


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="As a JSON object.")
@click.pass_obj
def status(opened: Opened, as_json: bool) -> None:
    """Show how the archive is doing."""
    figures = asdict(opened().status())
    if as_json:
        _print_json(figures)
        return
    for name, value in figures.items():
        click.echo(f"{name:10} {value:,}" if type(value) is int else f"{name:10} {value}")
    if figures["stale"]:
        click.echo("made with other word lists: run `indexer rebuild`", err=True)


@cli.command()
@click.pass_obj
def verify(opened: Opened) -> None:
    """Check the store and the index against each other; exit 1 if anything is wrong.

    An archive that was never begun, or whose beginning was interrupted, is empty and sound.
    """
    try:
        faults = opened().verify()
    except ArchiveMissing as error:
        click.echo(f"nothing to verify: {error}", err=True)
        return
    for fault in faults:
        click.echo(fault, err=True)
    click.echo("sound" if not faults else f"faults {len(faults):,}")
    sys.exit(1 if faults else 0)


@cli.command()
@click.pass_obj
def export(opened: Opened) -> None:
    """Write every article as a line of JSON, which `add` takes back unchanged."""
    for article in opened().stored():
        _print_json(article.to_dict())


@cli.command()
@click.argument("query", callback=_text)
@click.option(
    "--outlet", multiple=True, callback=_text, help="Only this outlet; repeat for alternatives.")
@click.option("--year", multiple=True, help="Only this year, or none; repeat for alternatives.")
@click.option("--from", "since", metavar="DATE", help="From YYYY, YYYY-MM or YYYY-MM-DD on.")
@click.option("--to", "until", metavar="DATE", help="Up to that date, inclusive.")
@click.option("--sort", type=click.Choice([str(sort) for sort in Sort]), default="relevance")
@click.option("--page", type=int, default=1, show_default=True)
@click.option("--page-size", type=int, default=10, show_default=True)
@click.option(
    "--facet", "facets", multiple=True, type=click.Choice(ALL_FACETS), default=FACETS,
    show_default=True, help="Count this facet; repeat for several.")
@click.option(
    "--collapse", type=click.Choice(COLLAPSE), default=NONE,
    help="story: of articles that tell the same only the first.")
@click.option("--json", "as_json", is_flag=True, help="As the search API answers.")
@click.pass_obj
def search(
    opened: Opened, query: str, outlet: tuple[str, ...], year: tuple[str, ...], since: str | None,
    until: str | None, sort: str, page: int, page_size: int,
    facets: tuple[str, ...], collapse: str, as_json: bool,
) -> None:
    """Search the archive: words, "phrases", -without, prefix*, fuzzy~, =exact, title:, outlet:.

    A query that begins with a minus follows two dashes: indexer search -- -jepang
    """
    found = opened().search(
        Query(query, outlet, year, since, until, Sort(sort), page, page_size, facets,
              collapse=collapse))
    if as_json:
        _print_json(answer(found))
    else:
        show.page(found)


@cli.command()
@click.argument("text", callback=_text)
@click.option("--json", "as_json", is_flag=True, help="As a JSON array.")
def terms(text: str, as_json: bool) -> None:
    """Show what the analyzer makes of a text: word, term, start, end, position."""
    rows = [
        {"word": text[token.start:token.end], "term": token.term, "start": token.start,
         "end": token.end, "position": token.position}
        for token in Analyzer().tokens(text)
    ]
    if as_json:
        _print_json(rows)
        return
    for row in rows:
        click.echo("\t".join(map(str, row.values())))


def main() -> None:
    """Run the command line; an error that was foreseen is one line and exit code 2."""
    try:
        ended = cli(standalone_mode=False)
        sys.stdout.flush()
        sys.exit(ended)
    except SearchError as error:
        _fail(str(error))
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "indexer"
        _fail(f"{error.format_message()} See `{command} --help`.")
    except click.ClickException as error:
        _fail(error.format_message())
    except BrokenPipeError:
        raise
    except OSError as error:
        _fail(f"cannot write or read: {error}")
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted: what was reported is kept; run it again to go on", err=True)
        sys.exit(130)


def _fail(message: str) -> None:
    click.echo(f"error: {message}", err=True)
    sys.exit(2)


def _progress(done: int, began: float) -> None:
    if sys.stderr.isatty():
        rate = done / max(time.monotonic() - began, 0.001)
        click.echo(f"\r{done:,} articles, {rate:,.0f} a second ", nl=False, err=True)


def _progress_done() -> None:
    if sys.stderr.isatty():
        click.echo(err=True)


def _print_json(value: Any) -> None:
    """One line; half surrogates, which UTF-8 cannot hold, are escaped."""
    try:
        line = json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        line = json.dumps(value).encode()
    sys.stdout.buffer.write(line + b"\n")
