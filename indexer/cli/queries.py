"""`indexer queries`: shows what people search for, and what they do not find."""

from dataclasses import asdict
from pathlib import Path

import click

from indexer.cli import options, output
from indexer.cli.output import sanitize
from search import find_folder
from search.explore import write_csv
from search.query_log import DEFAULT_NAME, list_queries


@click.command()
@options.dates
@click.option(
    "--failed", is_flag=True, help="Only those that found nothing, the most frequent first.")
@click.option(
    "--limit", type=click.IntRange(1), default=50, show_default=True, metavar="N",
    help="Show at most N.")
@click.option(
    "--log", envvar="SEARCH_QUERY_LOG", metavar="FILE", type=click.Path(
        dir_okay=False, path_type=Path),
    help="The log (default: queries.sqlite in the archive's folder). Also read from "
    "SEARCH_QUERY_LOG, as by the service.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV.")
@click.pass_context
def queries(
    context: click.Context, since: str | None, until: str | None, failed: bool, limit: int,
    log: Path | None, as_json: bool, as_csv: bool,
) -> None:
    """Show what people search for most, and how often it finds nothing.

    The service logs queries, by day and without who asked, if its setting query_log_days says so.
    """
    options.refuse_two_formats(as_json, as_csv)
    path = log or find_folder(context.find_root().params["engine"]) / DEFAULT_NAME
    found = list_queries(path, since, until, failed=failed, limit=limit)
    if as_json:
        output.print_json({"queries": [asdict(each) for each in found]})
    elif as_csv:
        rows = [(each.text, each.searches, each.nothing, each.last) for each in found]
        output.print_text(write_csv([("query", "searches", "nothing", "last"), *rows]))
    else:
        for each in found:
            said = f", {each.nothing:,} found nothing" if each.nothing else ""
            click.echo(f"{each.searches:7,}  {sanitize(each.text)}{said}")
