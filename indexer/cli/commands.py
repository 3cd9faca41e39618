"""The command line: `indexer add`, `search`, `status`, … Exit codes: 0 done, 1 some articles
rejected, nothing pruned for a reason, or faults found, 2 usage or engine error, 130 interrupted,
143 ended by SIGTERM."""

import logging
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from itertools import islice
from pathlib import Path

import click

from indexer.cli import options, output
from indexer.cli.add import add
from indexer.ingest import files, load
from indexer.record import Rejection
from search import DEFAULT, Query, Sort, open_archive
from search.analysis import Analyzer
from search.errors import STALE, ArchiveMissing, SearchError
from search.facets import DEFAULT_FACETS, FACETS, NONE
from search.query import COLLAPSE
from search.serialization import serialize_page

_FULL = ("disk is full", "No space left on device", "Disk quota exceeded",
         "not enough space on the disk")
"""What SQLite and systems say where there is no room."""


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


cli.add_command(add)


@cli.command()
@options.reading
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
    reading, rejected = options.read_as(paths, format, mapping), False
    for path in files.find_files(paths, format):
        for found in islice(load.trace_file(path, reading), limit):
            limit -= 1
            if isinstance(found, Rejection):
                rejected = True
                output.rejected(found)
            elif as_json:
                output.as_json(found.to_dict())
            else:
                output.made(found)
        if not limit:
            break
    output.unmet(reading.unmet)
    sys.exit(1 if rejected else 0)


@cli.command()
@click.argument("ids", nargs=-1, required=True, callback=options.text)
@click.pass_obj
def remove(opened: options.Opened, ids: tuple[str, ...]) -> None:
    """Remove articles by id, with every trace of their text."""
    removed = opened().remove(ids)
    for id in ids:
        if id not in removed:
            output.told(f"rejected {id}: no article has this id")
    click.echo(f"removed {len(removed):,}")
    sys.exit(0 if len(removed) == len(set(ids)) else 1)


@cli.command()
@options.jobs
@click.pass_obj
def rebuild(opened: options.Opened, jobs: int) -> None:
    """Index all stored articles anew, while readers go on with the old index."""
    began, done = time.monotonic(), 0
    for done in opened().rebuild(jobs):
        output.progress(done, began)
    output.progress_done()
    click.echo(f"rebuilt {done:,}")


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="As a JSON object.")
@click.pass_obj
def status(opened: options.Opened, as_json: bool) -> None:
    """Show how the archive is doing."""
    figures = asdict(opened().status())
    if as_json:
        output.as_json(figures)
        return
    for name, value in figures.items():
        click.echo(f"{name:10} {value:,}" if type(value) is int else f"{name:10} {value}")
    if figures["stale"]:
        output.told(STALE)


@cli.command()
@click.pass_obj
def verify(opened: options.Opened) -> None:
    """Check the store and the index against each other; exit 1 if anything is wrong.

    An archive that was never begun, or whose beginning was interrupted, is empty and sound.
    """
    try:
        faults = opened().verify()
    except ArchiveMissing as error:
        output.told(f"nothing to verify: {error}")
        return
    for fault in faults:
        output.told(fault)
    click.echo("sound" if not faults else f"faults {len(faults):,}")
    if pending := opened().status().pending:
        output.told(
            f"{pending:,} changes are stored and not searchable yet: the next run of "
            "`indexer add`, or `indexer rebuild`, indexes them")
    sys.exit(1 if faults else 0)


@cli.command()
@click.pass_obj
def export(opened: options.Opened) -> None:
    """Write every article as a line of JSON, which `add` takes back unchanged."""
    for article in opened().stored():
        output.as_json(article.to_dict())


@cli.command()
@click.argument("query", callback=options.text)
@options.filters
@click.option("--from", "since", metavar="DATE", help="From YYYY, YYYY-MM or YYYY-MM-DD on.")
@click.option("--to", "until", metavar="DATE", help="Up to that date, inclusive.")
@click.option("--sort", type=click.Choice([str(sort) for sort in Sort]), default="relevance")
@click.option("--page", type=int, default=1, show_default=True)
@click.option("--page-size", type=int, default=10, show_default=True)
@click.option(
    "--facet", "facets", multiple=True, type=click.Choice(list(FACETS)), default=DEFAULT_FACETS,
    show_default=True, help="Count this facet; repeat for several.")
@click.option(
    "--collapse", type=click.Choice(COLLAPSE), default=NONE,
    help="story: of articles that tell the same only the first.")
@click.option("--json", "as_json", is_flag=True,
              help="Print JSON: the fields of the search API without links and HTML.")
@click.pass_obj
def search(
    opened: options.Opened, /, query: str, since: str | None, until: str | None, sort: str,
    page: int, page_size: int, facets: tuple[str, ...], collapse: str, as_json: bool,
    **selected: tuple[str, ...],
) -> None:
    """Search the archive: words, "phrases", -without, prefix*, fuzzy~, =exact, title:, outlet:.

    A query that begins with a minus follows two dashes: indexer search -- -jepang
    """
    found = opened().search(
        Query(query, selected=selected, since=since, until=until, sort=Sort(sort), page=page,
              page_size=page_size, facets=facets, collapse=collapse))
    if as_json:
        output.as_json(serialize_page(found))
    else:
        output.page(found)


@cli.command()
@click.argument("text", callback=options.text)
@click.option("--json", "as_json", is_flag=True, help="As a JSON array.")
def terms(text: str, as_json: bool) -> None:
    """Show what the analyzer makes of a text: word, term, start, end, position."""
    rows = [
        {"word": text[token.start:token.end], "term": token.stem, "start": token.start,
         "end": token.end, "position": token.position}
        for token in Analyzer().tokenize(text)
    ]
    if as_json:
        output.as_json(rows)
        return
    for row in rows:
        click.echo("\t".join(map(str, row.values())))


class Terminated(KeyboardInterrupt):
    """SIGTERM has asked for the end."""


@contextmanager
def _terminable() -> Iterator[None]:
    """SIGTERM ends what is done here as Ctrl-C would; a second does not disturb the end."""
    def end(*_: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        raise Terminated

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        if signal.getsignal(signal.SIGTERM) is end:
            signal.signal(signal.SIGTERM, before)


def main() -> None:
    """Run the command line; an error that was foreseen is one line and exit code 2."""
    try:
        with _terminable():
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
    except (KeyboardInterrupt, click.Abort) as error:
        output.told("interrupted: what was reported is kept; run it again to go on")
        sys.exit(143 if isinstance(error.__cause__ or error, Terminated) else 130)


def _fail(message: str) -> None:
    full = any(sign in message for sign in _FULL)
    advice = "; make room, then run it again: what was stored is kept" if full else ""
    output.told(f"error: {message}{advice}")
    sys.exit(2)
