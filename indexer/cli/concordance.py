"""`indexer concordance`: each match of a query on a line of its own."""

import click

from indexer.cli import options, output
from search import Query
from search.explore import (
    MAX_LINES,
    MAX_WIDTH,
    Concordance,
    ConcordanceLayout,
    LineOrder,
    write_csv,
)
from search.facets import NONE
from search.query import COLLAPSE

_USUAL = ConcordanceLayout()


@click.command()
@click.argument("query", callback=options.to_text)
@options.filters
@options.dates
@click.option("--width", type=click.IntRange(1, MAX_WIDTH), default=_USUAL.width, show_default=True,
              help="Characters on each side of a match, at most.")
@click.option("--sort", type=click.Choice([str(order) for order in LineOrder]),
              default=str(_USUAL.order), show_default=True,
              help="By the words to the left or right, or by date.")
@click.option("--limit", type=click.IntRange(1, MAX_LINES), default=_USUAL.limit, show_default=True,
              help="The most lines.")
@click.option("--collapse", type=click.Choice(COLLAPSE), default=NONE,
              help="story: read one article of each story.")
@click.option("--expand/--no-expand", default=True, help="Acronyms and other spellings, too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, as the API does.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, as the API does.")
@click.pass_obj
def concordance(
    open_archive: options.OpenArchive, /, query: str, since: str | None, until: str | None,
    width: int, sort: str, limit: int, collapse: str, expand: bool, as_json: bool, as_csv: bool,
    **selected: tuple[str, ...],
) -> None:
    """Show each match of a query on a line, with the text on both sides.

    Put -- before a query that begins with a minus.
    """
    options.refuse_two_formats(as_json, as_csv)
    found = open_archive().concordance(
        Query(query, selected=selected, since=since, until=until, collapse=collapse, expand=expand,
              page_size=0, facets=(), highlight=False),
        ConcordanceLayout(width=width, order=LineOrder(sort), limit=limit))
    if as_json:
        output.print_json(found.to_dict())
    elif as_csv:
        output.print_text(write_csv(found.build_rows()))
    else:
        _print_lines(found)


def _print_lines(found: Concordance) -> None:
    width = found.layout.width
    for line in found.lines:
        left, match, right, date, id = map(
            output.sanitize, (*line[:3], line.published or "undated", line.id))
        click.echo(f"{left:>{width}}{output.bold(match)}{right:<{width}}  {date}  {id}")
    more = "" if found.complete else "; there are more: narrow the search, or see --limit"
    lines, articles = (output.pluralize(count, noun) for count, noun in (
        (len(found.lines), "line"), (found.read, "article")))
    click.echo(f"{lines} from {articles} of {found.page.articles:,}{more}")
