"""`indexer significant`: what the hits of a search are about."""

import click

from indexer.cli import options, output
from search import Query
from search.explore import MAX_TERMS


@click.command()
@click.argument("query", callback=options.to_text)
@options.filters
@options.dates
@click.option("--expand/--no-expand", default=True, help="Acronyms and other spellings, too.")
@click.option("--limit", type=click.IntRange(1, MAX_TERMS), default=20, show_default=True,
              help="Show at most so many terms.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, as the API does.")
@click.pass_obj
def significant(
    open_archive: options.OpenArchive, /, query: str, since: str | None, until: str | None,
    expand: bool, limit: int, as_json: bool, **selected: tuple[str, ...],
) -> None:
    """Show the words and names that set the hits of a search apart.

    Each line has the score, how many of the articles read have the term, how many of the whole
    archive do, and the term. The first 100 stories are read. Put -- before a query that begins with
    a minus.
    """
    found = open_archive().significant_terms(
        Query(query, selected=selected, since=since, until=until, expand=expand), limit)
    if as_json:
        output.print_json(found.to_dict())
        return
    read = output.pluralize(found.read, "article")
    click.echo(f"{output.pluralize(found.articles, 'article')}, {read} read")
    for term in found.terms:
        click.echo(f"{term.score:10,.1f} {term.count:5,} {term.total:9,}  "
                   f"{output.sanitize(term.text)}")
