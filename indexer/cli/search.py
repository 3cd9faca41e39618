"""`indexer search`, `indexer trends` and `indexer terms`."""

import click

from indexer.cli import display, exporting, options, output
from search import Query, Sort
from search.analysis import Analyzer
from search.explore import MAX_TRENDS, build_rows, write_csv
from search.facets import DEFAULT_FACETS, FACETS, NONE, ListingOrder
from search.query import COLLAPSE, Interval
from search.serialization import serialize_page, serialize_trends


@click.command()
@click.argument("query", callback=options.to_text)
@options.filters
@options.dates
@click.option("--sort", type=click.Choice([str(sort) for sort in Sort]), default="relevance")
@click.option("--page", type=int, default=1, show_default=True)
@click.option("--page-size", type=int, default=10, show_default=True)
@click.option(
    "--facet", "facets", multiple=True, type=click.Choice(list(FACETS)), default=DEFAULT_FACETS,
    show_default=True, help="Count the articles by this facet. Repeat for several.")
@options.listing
@click.option(
    "--collapse", type=click.Choice(COLLAPSE), default=NONE,
    help="story: show one article of each story.")
@click.option("--expand/--no-expand", default=True, help="Acronyms and other spellings, too.")
@options.timeline()
@click.option("--explain", is_flag=True, help="Show what the score of each hit is made of.")
@click.option("--json", "as_json", is_flag=True,
              help="Print JSON: the fields of the search API without links and HTML.")
@exporting.offer_all
@click.pass_obj
def search(
    open_archive: options.OpenArchive, /, query: str, since: str | None, until: str | None,
    sort: str, page: int, page_size: int, facets: tuple[str, ...], facet_limit: int | None,
    facet_prefix: str | None, facet_sort: str | None, collapse: str, expand: bool,
    interval: str | None, share: bool, explain: bool, as_json: bool, **selected: tuple[str, ...],
) -> None:
    """Search the archive.

    A query has words, "phrases", -without, +required, prefix*, fuzzy~, =exact, title:, body:,
    outlet:, dates as before:2019-05, after:17/8/1945, on:kemarin, past:30d, and site:, url:, id:.
    The address or id of an article finds it. Put -- before one that begins with a minus: indexer
    search -- -jepang
    """
    archive = open_archive()
    result = archive.search(
        Query(query, selected=selected, since=since, until=until, sort=Sort(sort), page=page,
              page_size=page_size, facets=facets, facet_limit=facet_limit,
              facet_prefix=facet_prefix, collapse=collapse, expand=expand,
              facet_sort=ListingOrder(facet_sort) if facet_sort else None,
              interval=Interval(interval) if interval else None, share=share, explain=explain))
    suggestions = archive.suggest(result)
    if as_json:
        output.print_json(serialize_page(result, suggestions))
    else:
        display.print_page(result, suggestions)


@click.command()
@click.argument("queries", nargs=-1, required=True, callback=options.to_text)
@options.filters
@options.dates
@options.timeline("auto")
@click.option("--expand/--no-expand", default=True, help="Acronyms and other spellings, too.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, as the API does.")
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV, as the API does.")
@click.pass_obj
def trends(
    open_archive: options.OpenArchive, /, queries: tuple[str, ...], since: str | None,
    until: str | None, interval: str, share: bool, expand: bool, as_json: bool, as_csv: bool,
    **selected: tuple[str, ...],
) -> None:
    """Compare up to five searches by time.

    Each of QUERIES is a query as of `indexer search`, in quotes. Put -- before one that begins
    with a minus. The last lines count what no bar has: articles without a date, and those whose
    date is not known so exactly.
    """
    options.refuse_two_formats(as_json, as_csv)
    distinct = list(dict.fromkeys(queries))
    if len(distinct) > MAX_TRENDS:
        raise click.UsageError(f"compare at most {MAX_TRENDS} searches.")
    pages = open_archive().compare([
        Query(text, selected=selected, since=since, until=until, interval=Interval(interval),
              share=share, expand=expand, page_size=0, facets=(), highlight=False)
        for text in distinct])
    if as_json:
        output.print_json(serialize_trends(pages))
    elif as_csv:
        output.print_text(write_csv(build_rows(pages)))
    else:
        display.print_rows(list(build_rows(pages)))


@click.command()
@click.argument("text", callback=options.to_text)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON array.")
def terms(text: str, as_json: bool) -> None:
    """Show how the analyzer splits and stems a text.

    Each line has a word, its term, where it starts and ends, and its position.
    """
    rows = [
        {"word": text[token.start:token.end], "term": token.stem, "start": token.start,
         "end": token.end, "position": token.position}
        for token in Analyzer().tokenize(text)
    ]
    if as_json:
        output.print_json(rows)
        return
    for row in rows:
        click.echo("\t".join(output.sanitize(str(value)) for value in row.values()))
