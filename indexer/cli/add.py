"""`indexer add`: what it takes, what it says meanwhile, and what it says at its end."""

import gc
import json
import sys
import time
from pathlib import Path

import click

from indexer.cli import options, output
from indexer.ingest import files, load
from indexer.ingest.run import Run, sources
from indexer.rejected import RejectedFile
from search import Archive
from search.errors import ArchiveMissing

_MANY = 4 << 20
"""Bytes of articles, compressed or not, from which on it pays to get ready for many."""

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@options.reading
@click.option("--if-empty", is_flag=True, help="Do nothing if the archive holds articles already.")
@click.option(
    "--source", metavar="NAME", callback=options.text,
    help="What all PATHS together are known as; each is known by where it lies unless given.")
@click.option(
    "--prune", is_flag=True,
    help="At the end remove the articles that these sources held before and do not hold now, and "
    "no other source holds. Nothing is removed if a record was rejected or a path was empty.")
@click.option(
    "--rejected", type=_FILE, default="rejected.jsonl", show_default=True, metavar="FILE",
    help="Where the records go that cannot be read, to be mended and added again.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as a JSON object.")
@click.option("--report", type=_FILE, metavar="FILE", help="Also write the report there, as JSON.")
@options.jobs
@click.pass_obj
def add(
    opened: options.Opened, paths: tuple[Path, ...], format: str | None, mapping: dict[str, str],
    if_empty: bool, source: str | None, prune: bool, rejected: Path, as_json: bool,
    report: Path | None, jobs: int,
) -> None:
    """Add the articles in files and folders, of any format, and in what is piped in (-).

    Adding the same articles again changes nothing, so an interrupted run is resumed by
    running it again.
    """
    _refuse(paths, prune, if_empty, source)
    _refuse_same(paths, rejected, report)
    reading, archive = options.read_as(paths, format, mapping), opened()
    kept = RejectedFile(rejected, paths)
    run = Run(archive, sources(paths, source), kept, output.rejected, prune, reading)
    try:
        if if_empty and archive.size():
            (output.told if as_json else click.echo)(
                "the archive holds articles already: nothing added")
            run.report.interrupted = False
            return
        _add(archive, run, paths, jobs)
        output.unmet(reading.unmet)
    finally:
        _conclude(run, kept, as_json, report)
    sys.exit(1 if run.report.rejected or run.report.not_pruned else 0)


def _refuse(paths: tuple[Path, ...], prune: bool, if_empty: bool, source: str | None) -> None:
    """What is asked for must go together."""
    if prune and if_empty:
        raise click.UsageError("--prune cannot be combined with --if-empty.")
    if source is not None and not source.strip():
        raise click.UsageError("--source needs a name.")
    if prune and load.STDIN in paths and not source:
        raise click.UsageError("--prune needs --source for what is piped in.")


def _refuse_same(paths: tuple[Path, ...], rejected: Path, report: Path | None) -> None:
    """A report must overwrite neither articles nor rejected records."""
    others = [path.absolute() for path in (*paths, rejected)]
    if report and report.absolute() in others:
        raise click.UsageError("--report needs a file of its own.")


def _add(archive: Archive, run: Run, paths: tuple[Path, ...], jobs: int) -> None:
    began = time.monotonic()
    size, unread = files.survey(paths, run.format)
    if unread:
        output.passed_over(unread)
    if load.STDIN in paths or size > _MANY:
        if not archive.size():  # else much may be there already
            archive.warm(searching=False)
        gc.freeze()  # what is loaded by now stays: looking through it again and again takes time
    if pending := _pending(archive):
        output.told(f"indexing {pending:,} changes first, which an earlier run stored")
    try:
        for report in run.go(jobs):
            output.progress(report.read, began)
    finally:
        output.progress_done()


def _pending(archive: Archive) -> int:
    """How many changes are stored and not indexed, where there is an archive."""
    try:
        return archive.status().pending
    except ArchiveMissing:
        return 0


def _conclude(run: Run, rejected: RejectedFile, as_json: bool, path: Path | None) -> None:
    """Write what a run came to, whether it ended or was stopped, to a file, and print it."""
    run.close()
    try:
        if path:
            path.write_text(json.dumps(run.report.to_dict()) + "\n")
    except OSError as error:
        raise click.ClickException(f"the report cannot be written: {error}") from error
    finally:
        output.report(run.report, rejected.fault, as_json)
