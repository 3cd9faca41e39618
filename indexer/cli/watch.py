"""`indexer watch`: tells of what is new in saved searches."""

import sys
from pathlib import Path

import click

from indexer import watch as watching
from indexer.cli import options, output
from indexer.cli.output import pluralize, sanitize


@click.command()
@click.argument("path", metavar="FILE", type=click.Path(
    exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Show what would be sent; send and note nothing.")
@click.pass_obj
def watch(open_archive: options.OpenArchive, path: Path, dry_run: bool) -> None:
    """Send what is new in the saved searches of FILE, by mail or as a POST request.

    Made to be run by cron; see docs/operating.md for FILE. The first run only notes what there is.
    What cannot be sent is tried again in the next run, and the exit code is 1.
    """
    failed = False
    watched = watching.read_watch_file(path)
    for outcome in watching.follow_searches(open_archive(), path, watched, dry_run):
        _print_outcome(outcome, dry_run)
        failed = failed or outcome.failure is not None
    sys.exit(1 if failed else 0)


def _print_outcome(outcome: watching.Outcome, dry_run: bool) -> None:
    name = f"{sanitize(outcome.search.name)}, {outcome.recipient}"
    if outcome.began is not None:
        click.echo(f"{name}: begun; {pluralize(outcome.began, 'article')} so far")
    elif outcome.hits or not outcome.failure:
        sent = "would be sent" if dry_run else "sent"
        click.echo(f"{name}: {pluralize(len(outcome.hits), 'new article')} {sent}")
    for hit in outcome.hits if dry_run else ():
        click.echo(f"  {sanitize(hit.title) or '(untitled)'}")
    if outcome.failure:
        output.print_error(f"{name}: not sent, the next run tries again: "
                           f"{sanitize(outcome.failure)}")
