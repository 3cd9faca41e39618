"""`indexer add`."""

import gc
import json
import sys
import time
from datetime import datetime
from pathlib import Path

import click

from indexer.cli import display, options, output
from indexer.cli.output import pluralize
from indexer.cli.progress import Progress
from indexer.ingest import files, load
from indexer.ingest.load import FileReader
from indexer.ingest.run import DEFAULT_PRUNE_LIMIT, Run, name_sources
from indexer.rejected import RejectedFile
from search import Archive, find_folder
from search.disk_space import require_space
from search.errors import ArchiveMissing

_LARGE_INPUT = 4 << 20
"""Bytes of input, compressed or not, from which preparing for many articles pays."""

_MOSTLY_TEXT = {".jsonl", ".ndjson", ".jl", ".json", ".csv", ".tsv", ".txt"}
_LEAST_MULTIPLE = 2
"""How much larger than such files an archive is at least: store and index; 3 to 4 times usually."""


@click.command()
@options.reading
@click.option(
    "--trust-clock", is_flag=True,
    help="Add articles even if the clock is behind the last change of the archive.")
@click.option("--if-empty", is_flag=True, help="Do nothing if the archive already holds articles.")
@click.option(
    "--source", metavar="NAME", callback=options.to_text,
    help="One name for all PATHS as a source (default: each path is a source of its own).")
@click.option(
    "--prune", is_flag=True,
    help="Afterwards remove the articles that these sources held before and no longer hold, "
    "unless another source holds them. Prunes nothing if a record was rejected or a path gave no "
    "articles.")
@click.option(
    "--prune-limit", type=click.FloatRange(0, 100), default=DEFAULT_PRUNE_LIMIT, metavar="PERCENT",
    help="Prune nothing if a source has lost a larger share of its articles: it may be incomplete "
    f"(default: {DEFAULT_PRUNE_LIMIT:g}). One article may always go, unless PERCENT is 0.")
@options.outcome()
@options.report_file
@options.jobs
@click.pass_obj
def add(
    open_archive: options.OpenArchive, paths: tuple[Path, ...], reader: FileReader,
    trust_clock: bool, if_empty: bool, source: str | None, prune: bool, prune_limit: float,
    rejected: Path, as_json: bool, report: Path | None, jobs: int,
) -> None:
    """Add articles from files and folders, or from standard input (-).

    Adding the same articles again changes nothing, so an interrupted run is resumed by running it
    again.
    """
    _check_combination(paths, prune, if_empty, source)
    _check_report_path(paths, rejected, report)
    archive, rejected_file = open_archive(jobs=jobs), RejectedFile(rejected, paths)
    run = Run(archive, name_sources(paths, source), rejected_file, reader=reader, prune=prune,
              prune_limit=prune_limit, on_rejection=display.print_rejection)
    try:
        if if_empty and archive.size():
            _do_nothing(run, as_json)
        else:
            if not trust_clock:
                check_clock(archive)
            _add(archive, run, paths, reader)
            display.print_empty_facets(archive)
    finally:
        _conclude(run, rejected_file, as_json, report)
    sys.exit(1 if run.report.rejected or run.report.not_pruned else 0)


def _check_combination(
    paths: tuple[Path, ...], prune: bool, if_empty: bool, source: str | None
) -> None:
    if prune and if_empty:
        raise click.UsageError("--prune cannot be combined with --if-empty.")
    if source is not None and not source.strip():
        raise click.UsageError("--source needs a name.")
    if prune and load.STDIN in paths and not source:
        raise click.UsageError("--prune needs --source for standard input.")


def _check_report_path(paths: tuple[Path, ...], rejected: Path, report: Path | None) -> None:
    """Raise UsageError if the report would overwrite articles or rejected records."""
    if report and report.absolute() in [path.absolute() for path in (*paths, rejected)]:
        raise click.UsageError("--report needs a file of its own.")


def check_clock(archive: Archive) -> None:
    """Raise ClickException if the clock is so late that new articles would lose their dates."""
    if archive.is_clock_late():
        said, last = (f"{datetime.fromtimestamp(each):%Y-%m-%d}"
                      for each in (time.time(), archive.changed_at() or 0))
        raise click.ClickException(
            f"the clock of this computer says {said}, and the archive was changed on {last}: "
            "newer articles would lose their dates. Set the clock, or use --trust-clock if it is "
            "right")


def _do_nothing(run: Run, as_json: bool) -> None:
    print_line = output.print_error if as_json else click.echo
    print_line("the archive already holds articles: nothing added")
    run.report.interrupted = False


def _add(archive: Archive, run: Run, paths: tuple[Path, ...], reader: FileReader) -> None:
    size, skipped = files.survey(paths, reader.options.format, reader.options.follow_links)
    if skipped:
        display.print_skipped(skipped)
    if size > _LARGE_INPUT and not archive.size():
        _require_space(paths)
    piped = load.STDIN in paths
    if piped or size > _LARGE_INPUT:
        _prepare_for_many(archive)
    if pending := _count_pending(archive):
        output.print_error(
            f"first indexing {pluralize(pending, 'change')} that an earlier run stored")
    progress = Progress()
    try:
        for report in run.execute():
            progress.show_bytes(report.read, reader.bytes_read, 0 if piped else size)
    finally:
        progress.end()
    display.print_unmet_names(reader.unmet_names)


def _require_space(paths: tuple[Path, ...]) -> None:
    """Raise DiskFull if a new archive will not find the space that its articles need at least.

    Of files that are little but text, that is; of others nobody can tell before they are read.
    """
    size = sum(path.stat().st_size for path in paths
               if path.is_file() and _MOSTLY_TEXT & set(path.suffixes))
    url = click.get_current_context().find_root().params["engine"]
    if url.startswith("whoosh:"):  # a cluster checks for itself
        require_space(find_folder(url), _LEAST_MULTIPLE * size, "the archive")


def _prepare_for_many(archive: Archive) -> None:
    if not archive.size():  # otherwise most articles may be there already
        archive.warm(searching=False)
    gc.freeze()  # spares the collector from looking through what is loaded again and again


def _count_pending(archive: Archive) -> int:
    """Return how many changes are stored but not indexed; 0 where there is no archive yet."""
    try:
        return archive.status().pending
    except ArchiveMissing:
        return 0


def _conclude(run: Run, rejected: RejectedFile, as_json: bool, path: Path | None) -> None:
    """Write the report to its file, and print it, whether the run was completed or stopped."""
    run.close()
    try:
        if path:
            path.write_text(json.dumps(run.report.to_dict()) + "\n")
    except OSError as error:
        raise click.ClickException(f"cannot write the report: {error}") from error
    finally:
        display.print_report(run.report, rejected.fault, as_json)
