"""`indexer copy`: move house, from one archive to another."""

import sys

import click

import search
from indexer.cli import options, output
from indexer.cli.output import pluralize
from indexer.cli.progress import Progress
from indexer.ingest import transfer
from indexer.ingest.transfer import MAX_NAMED, Comparison
from search import Archive


@click.command()
@click.option("--from", "origin", metavar="URL", help="The archive to copy (default: --engine).")
@click.option("--to", "goal", metavar="URL", required=True, help="The archive to copy into.")
@click.option("--merge", is_flag=True,
              help="Copy into an archive that has other articles, too. These stay.")
@options.jobs
@click.pass_context
def copy(
    context: click.Context, origin: str | None, goal: str, merge: bool, jobs: int
) -> None:
    """Copy all articles of an archive into another, and compare the two.

    Both may be on any engine: whoosh:FOLDER, or an archive on a cluster. Sources and the numbers of
    versions are copied too. Run it again if it was interrupted: it copies what is missing. Exit
    with 1 if the two differ at the end.
    """
    parameters = context.find_root().params
    origin = origin or parameters["engine"]
    if origin == goal:
        raise click.UsageError("--from and --to are the same archive.")
    source = search.open_archive(origin, equivalents=parameters["equivalents"])
    target = search.open_archive(goal, jobs=jobs, equivalents=parameters["equivalents"])
    source.status()  # raises ArchiveMissing before the target is made
    if not merge and (others := transfer.count_others(source, target)):
        raise click.UsageError(
            f"{goal} has {pluralize(others, 'article')} that {origin} has not: name another "
            "archive, or add --merge to keep them.")
    stored = _copy(source, target)
    click.echo(f"copied {pluralize(stored, 'article')}")
    found = transfer.compare(source, target)
    transfer.compare_sources(source, target, found)
    _print_comparison(found, merge)


def _copy(source: Archive, target: Archive) -> int:
    """Copy articles and sources; return how many articles were stored."""
    progress, total, stored = Progress(), source.size(), 0
    for read, stored in transfer.copy_articles(source, target):
        progress.show_articles(read, total)
    for _ in transfer.copy_sources(source, target):
        progress.show_articles(total, total)
    progress.end()
    return stored


def _print_comparison(found: Comparison, merge: bool) -> None:
    """Say what the copy was found to be; exit with 1 if it is no copy."""
    faults = []
    if found.different:
        named = ", ".join(map(output.sanitize, found.different[:MAX_NAMED]))
        more = " …" if len(found.different) > MAX_NAMED else ""
        faults.append(f"{pluralize(len(found.different), 'article')} missing or otherwise in the "
                      f"copy: {named}{more}")
    if not (merge or found.are_sources_equal):
        faults.append("the sources of articles differ")
    for fault in faults:
        output.print_error(f"{fault}: was one of the archives written to? Run the command again")
    if found.renumbered:
        output.print_error(
            f"{pluralize(found.renumbered, 'article')} had another number of versions in the copy "
            "before, and kept it")
    if faults:
        sys.exit(1)
    click.echo(f"compared {pluralize(found.articles, 'article')} and "
               f"{pluralize(found.sources, 'source')} of them: equal, checksum {found.checksum}")
