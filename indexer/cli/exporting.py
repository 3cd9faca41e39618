"""`indexer search --all`: all hits, in a format of other programs."""

import sys
from collections.abc import Callable, Generator
from contextlib import closing
from functools import wraps
from typing import Any

import click
from click.core import ParameterSource

from indexer.cli.output import write_pieces
from indexer.cli.progress import Progress
from search import Article, Query, Sort
from search.explore import EXPORT_FIELDS, EXPORT_FORMATS, AllHits, write_export
from search.facets import ALL_FILTERS

_TAKEN = {"query", "since", "until", "sort", "collapse", "expand", *ALL_FILTERS}
"""The parameters of a search that say what all hits are, and in which order they come."""

_SHOWN = 100
"""Articles between two reports of progress."""


def offer_all(command: Callable[..., None]) -> Callable[..., None]:
    """Let a search print all its hits if it is given --all."""
    @wraps(command)
    def run(
        *arguments: Any, everything: bool, format: str | None, fields: str | None, **others: Any
    ) -> None:
        if everything:
            _print_all(format or "jsonl", fields, others)
        elif format or fields:
            raise click.UsageError("--format and --fields say how to print --all hits: add --all.")
        else:
            command(*arguments, **others)

    everything = click.option(
        "--all", "everything", is_flag=True,
        help="Print all hits, however many, by date, in the format of --format.")
    format = click.option(
        "--format", type=click.Choice(list(EXPORT_FORMATS)),
        help="With --all: jsonl (the default), csv, or references without the text.")
    fields = click.option(
        "--fields", metavar="NAMES",
        help=f"With --all: the fields of jsonl and csv, separated by commas: "
        f"{', '.join(EXPORT_FIELDS)}.")
    return everything(format(fields(run)))


def _print_all(format: str, fields: str | None, others: dict[str, Any]) -> None:
    context = click.get_current_context()
    given = {each.name: each.opts[0] for each in context.command.params
             if each.name and each.name in others
             and context.get_parameter_source(each.name) is not ParameterSource.DEFAULT}
    if unused := [option for name, option in given.items() if name not in _TAKEN]:
        raise click.UsageError(f"--all prints whole articles: leave out {', '.join(unused)}.")
    query = Query(
        others["query"], selected={name: others[name] for name in ALL_FILTERS},
        since=others["since"], until=others["until"], collapse=others["collapse"],
        expand=others["expand"], sort=others["sort"] if "sort" in given else Sort.NEWEST)
    progress, hits = Progress(), context.obj().find_all(query)
    names = [name for each in (fields or "").split(",") if (name := each.strip())]
    with closing(write_export(_show_progress(hits, progress), format, names)) as pieces:
        write_pieces(pieces)


def _show_progress(hits: AllHits, progress: Progress) -> Generator[Article, None, None]:
    """Yield the articles; show progress unless they are printed on the same terminal."""
    quiet = sys.stdout.isatty()
    with closing(hits.articles):
        for done, article in enumerate(hits.articles, 1):
            yield article
            if not quiet and (done % _SHOWN == 0 or done == hits.total):
                progress.show_articles(done, hits.total)
    if not quiet:
        progress.end()
