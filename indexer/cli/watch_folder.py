"""`indexer watch-folder`: adds what others write into a folder."""

import os
import sys
import time
from pathlib import Path

import click

from indexer.cli import display, options, output
from indexer.cli.add import check_clock
from indexer.cli.output import sanitize
from indexer.ingest.load import FileReader
from indexer.ingest.report import Report
from indexer.watched_folder import WatchedFolder, WatchOptions
from search import find_folder

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("watch-folder")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@options.reader
@click.option(
    "--done", type=_FOLDER, metavar="FOLDER",
    help="Move files there once their articles are stored (default: leave them, and remember "
    "them). A file that cannot be read stays.")
@click.option(
    "--settle", type=click.FloatRange(0, 86_400), default=10.0, show_default=True,
    metavar="SECONDS", help="Read a file once nothing has changed in it for so long.")
@click.option(
    "--interval", type=click.FloatRange(0.1, 86_400), default=5.0, show_default=True,
    metavar="SECONDS", help="Look into the folder so often.")
@click.option("--once", is_flag=True, help="Read what is there and end, as for a timer.")
@click.option(
    "--source", metavar="NAME", callback=options.to_text,
    help="The name of the source (default: the path of the folder).")
@options.state("read", "folders.state")
@options.outcome("each report")
@options.jobs
@click.pass_context
def watch_folder(
    context: click.Context, folder: Path, reader: FileReader, done: Path | None, settle: float,
    interval: float, once: bool, source: str | None, state: Path | None, rejected: Path,
    as_json: bool, jobs: int,
) -> None:
    """Add the files that others write into FOLDER, each once it has stopped growing.

    Runs until SIGTERM or Ctrl-C. A file that changes is read again. Hidden files are left out, so
    write a file under a hidden name and rename it to be sure that it is read whole.
    """
    folder = Path(os.path.abspath(folder))
    watched = WatchedFolder(
        folder, state or find_folder(context.find_root().params["engine"]) / "folders.state",
        WatchOptions(source=source or str(folder), settle=settle, done=done, rejected=rejected,
                     reading=reader.options))
    watch = _FolderWatch(context.obj, watched, as_json, jobs)
    if once:
        sys.exit(1 if watch.look_once(settle) else 0)
    try:
        while True:
            watch.look()
            time.sleep(interval)
    except KeyboardInterrupt:
        output.print_error("stopped: everything reported is stored; what is left will be read "
                           "when the command is run again")


class _FolderWatch:
    """Looks into a folder again and again, and says what became of what was there."""

    def __init__(
        self, open_archive: options.OpenArchive, watched: WatchedFolder, as_json: bool, jobs: int
    ) -> None:
        self._open_archive, self._watched = open_archive, watched
        self._as_json, self._jobs = as_json, jobs
        self._said = set[str]()
        self._rejected = 0

    def look(self) -> int:
        """Read what is ready; return how many records were rejected."""
        ready, before = self._watched.find_ready(), self._rejected
        for note in self._watched.notes:
            if note not in self._said:
                output.print_error(sanitize(note))
        self._said = set(self._watched.notes)
        if ready:
            archive = self._open_archive(jobs=self._jobs)  # others may have changed it
            check_clock(archive)
            try:
                self._watched.read(archive, ready, self._report, display.print_rejection)
            finally:
                archive.close()
        return self._rejected - before

    def look_once(self, settle: float) -> int:
        """Read what is ready, and after `settle` seconds what only a second look can show to be."""
        rejected = self.look()
        if self._watched.is_ahead:
            time.sleep(settle)
            rejected += self.look()
        return rejected

    def _report(self, report: Report) -> None:
        self._rejected += report.rejected
        if not self._as_json:
            click.echo(f"{time.strftime('%Y-%m-%d %H:%M:%S')} ", nl=False)
        display.print_report(report, None, self._as_json)
        sys.stdout.flush()
