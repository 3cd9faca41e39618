"""The console command `indexer`, which `python -m indexer` is too.

The commands have an option for each facet, so those that the command line adds have to be known
before they are imported.
"""

import gc
import os
import sys
from collections.abc import Sequence

import click

_COLLECTED_AFTER = 100_000
"""New objects after which the collector looks for cycles. Neither imports nor articles leave any
behind, or hardly any."""

_BEFORE_COMMAND = click.Command("indexer", add_help_option=False, params=[
    click.Option(["--facet"], multiple=True), click.Option(["--engine"]),
    click.Option(["--equivalents"])], context_settings={
        "allow_interspersed_args": False, "ignore_unknown_options": True,
        "allow_extra_args": True})
"""The options before the name of a command, without those that have no value."""


def main() -> None:
    """Run the command line, with the facets that it adds."""
    gc.set_threshold(_COLLECTED_AFTER)
    if facets := find_facets(sys.argv[1:]):
        os.environ["SEARCH_FACETS"] = ",".join(facets)
    from indexer.cli.commands import main
    main()


def find_facets(arguments: Sequence[str]) -> tuple[str, ...]:
    """Return what is given to `--facet` before the name of a command.

    >>> find_facets(["--engine", "whoosh:arsip", "--facet", "edisi", "search", "--facet", "year"])
    ('edisi',)
    """
    try:
        context = _BEFORE_COMMAND.make_context("indexer", list(arguments))
    except click.UsageError:  # the command line says so itself
        return ()
    facets: tuple[str, ...] = context.params["facet"]
    return facets


if __name__ == "__main__":
    main()
