"""`indexer remove`, `rebuild`, `backup`, `restore`, `status`, `verify` and `export`."""

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

import search
from indexer.cli import options, output
from indexer.cli.display import print_empty_facets
from indexer.cli.output import pluralize
from indexer.cli.progress import Progress, format_bytes
from search import Archive, Query, Sort
from search.errors import ArchiveMissing, NotIndexed, StaleIndex, UnreadableKeys
from search.keys import KeyFile
from search.query import STORY
from search.urls.identity import find_host, find_selector, normalize_url
from search.urls.parsing import identifies_page

NICENESS = 19
"""By how much a rebuild lowers its priority: it takes what a busy service leaves, and no more."""

_STDOUT = Path("-")


@click.command()
@click.argument("names", nargs=-1, required=True, callback=options.to_text, metavar="IDS...")
@click.pass_obj
def remove(open_archive: options.OpenArchive, names: tuple[str, ...]) -> None:
    """Remove articles, and erase every trace of their text.

    Each is named by its id or URL. A URL removes every article of its page, whichever address of
    the page is given.
    """
    archive = open_archive()
    ids_by_name = find_ids(archive, names)
    removed = archive.remove({id for ids in ids_by_name.values() for id in ids})
    missing = [name for name, ids in ids_by_name.items() if ids.isdisjoint(removed)]
    for name in missing:
        kind = "id or URL" if find_host(name) else "id"
        output.print_error(f"no article has the {kind} {output.sanitize(name)}")
    click.echo(f"removed {pluralize(len(removed), 'article')}")
    sys.exit(1 if missing else 0)


def find_ids(archive: Archive, names: Sequence[str]) -> dict[str, set[str]]:
    """Return the ids that each name may mean: itself, and the articles of its page if it is a URL.

    If only what may be a tracker tells some of these apart, a URL means those that share it. One
    pass over the URLs of the archive.
    """
    names_by_page: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        if identifies_page(name) and find_host(name):
            names_by_page.setdefault(normalize_url(name), []).append(name)
    found = {name: list[tuple[str, str]]() for name in names}
    for id, url in archive.urls() if names_by_page else ():
        for name in names_by_page.get(normalize_url(url), ()):
            found[name].append((id, find_selector(url)))
    return {name: {name, *_select(articles, find_selector(name))}
            for name, articles in found.items()}


def _select(articles: Sequence[tuple[str, str]], selector: str) -> set[str]:
    """Return the ids of articles, given with their selectors: those with this one, else all."""
    own = {id for id, each in articles if selector and each == selector}
    return own or {id for id, _ in articles}


@click.command()
@options.jobs
@click.pass_obj
def rebuild(open_archive: options.OpenArchive, jobs: int) -> None:
    """Rebuild the index from the stored articles. Searches use the old index meanwhile.

    Others may write: what they add is found at the end, and what they remove is hidden at once.

    It runs at a lower priority, so that a service on the same machine goes first.
    """
    archive = open_archive(jobs=jobs)
    with _giving_way():
        _index(archive)
    print_empty_facets(archive)


@contextmanager
def _giving_way() -> Iterator[None]:
    """Let others go first in the block, and so before the processes that it starts.

    Afterwards a program that goes on is as fast as before, if its user may raise priorities.
    """
    if not hasattr(os, "nice"):  # on Windows
        yield
        return
    before = os.getpriority(os.PRIO_PROCESS, 0)
    os.nice(NICENESS)
    try:
        yield
    finally:
        with suppress(PermissionError):
            os.setpriority(os.PRIO_PROCESS, 0, before)


def _index(archive: Archive) -> None:
    """Index all articles again, and say so."""
    done, progress = 0, Progress()
    total = archive.status().articles
    for done in archive.rebuild():
        progress.show_articles(done, total)
    progress.end()
    click.echo(f"indexed {pluralize(done, 'article')}")


@click.command()
@click.argument("file", type=options.FILE)
@click.pass_context
def backup(context: click.Context, file: Path) -> None:
    """Write all articles to a new FILE, which `indexer restore` takes back.

    Others may search and write meanwhile. The copy is verified before it appears.
    """
    if file == _STDOUT:
        raise click.UsageError(
            "name a file: a backup is verified before it appears, so it cannot go to standard "
            "output.")
    articles = search.back_up(context.find_root().params["engine"], file)
    click.echo(f"backed up {pluralize(articles, 'article')}")


@click.command()
@click.argument("file", type=options.FILE)
@options.jobs
@click.pass_context
def restore(context: click.Context, file: Path, jobs: int) -> None:
    """Put the articles of a backup into a new archive, and index them."""
    search.restore(context.find_root().params["engine"], file)
    _index(context.obj(jobs=jobs))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@click.pass_context
def status(context: click.Context, as_json: bool) -> None:
    """Show figures about the archive, and what its files take up.

    `changed` is when something was stored last. Exit with 2 if articles are missing.
    """
    archive: Archive = context.obj()
    figures = asdict(archive.status())
    figures |= summarize_articles(archive)
    files = search.measure_files(context.find_root().params["engine"])
    if as_json:
        output.print_json(figures | {"files": files})
    else:
        for name, value in figures.items():
            click.echo(f"{name:10} {_format_figure(value)}")
        for name, size in files.items():
            click.echo(f"  {format_bytes(size):>9} {output.sanitize(name)}")
    if not as_json:
        _warn_of_index(archive)
    if warning := archive.find_warning():
        output.print_error(warning)
    archive.check_counts(thorough=True)


def _warn_of_index(archive: Archive) -> None:
    """Say if the index has to be rebuilt before anything can be searched."""
    try:
        archive.refuse_stale()
        archive.check_index()
    except (StaleIndex, NotIndexed) as error:
        output.print_error(str(error))


def summarize_articles(archive: Archive) -> dict[str, Any]:
    """Return the number of outlets, undated articles and stories, and the range of dates.

    Articles that are near-duplicates count as one story, every other article as its own. All values
    are None if the index cannot be searched.
    """
    try:
        page = archive.search(Query(page_size=0, facets=("outlet", "year"), collapse=STORY))
        oldest, newest = (_find_date(archive, order) for order in (Sort.OLDEST, Sort.NEWEST))
    except (StaleIndex, NotIndexed):
        return dict.fromkeys(("oldest", "newest", "undated", "outlets", "stories"))
    years = {bucket.value: bucket.count for bucket in page.facets["year"]}
    return {
        "oldest": oldest, "newest": newest, "undated": years.get(None, 0),
        "outlets": sum(bucket.value is not None for bucket in page.facets["outlet"]),
        "stories": page.total,
    }


def _find_date(archive: Archive, order: Sort) -> str | None:
    """Return the day, month or year of the article that comes first; None if none is dated."""
    page = archive.search(Query(page_size=1, facets=(), sort=order, highlight=False))
    published = page.hits[0].article.published if page.hits else None
    return published and published[:10]


def _format_figure(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return "-" if value is None else str(value)


@click.command()
@click.pass_context
def verify(context: click.Context) -> None:
    """Check every file of the archive, and compare store and index. Exit with 1 for any fault.

    An archive whose creation was interrupted is empty and sound.
    """
    archive: Archive = context.obj()
    try:
        faults = archive.verify()
    except ArchiveMissing as error:
        output.print_error(f"nothing to verify: {error}")
        return
    faults += _find_damaged_keys(context.find_root().params["engine"])
    for fault in faults:
        output.print_error(fault)
    click.echo(pluralize(len(faults), "fault") if faults else "sound")
    if pending := archive.status().pending:
        output.print_error(
            f"{pluralize(pending, 'change')} stored but not yet searchable: `indexer rebuild`, or "
            "the next `indexer add`, will index what is missing")
    sys.exit(1 if faults else 0)


def _find_damaged_keys(address: str) -> list[str]:
    """Return what is wrong with the file of keys."""
    named = os.environ.get("SEARCH_KEYS")
    path = Path(named) if named else search.find_keys(address)
    try:
        KeyFile(path).list_keys()
    except UnreadableKeys as error:
        return [str(error)]
    return []


@click.command()
@click.pass_obj
def export(open_archive: options.OpenArchive) -> None:
    """Print every article as one line of JSON.

    `add` takes the lines back unchanged. Exit with 2 if articles are missing.
    """
    for article in open_archive().export():
        output.print_json(article.to_dict())
