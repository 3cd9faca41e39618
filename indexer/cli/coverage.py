"""`indexer coverage`: what the archive has of each outlet."""

import click

from indexer.cli import options, output
from search.explore import (
    MAX_OUTLETS,
    PAGE_OUTLETS,
    CoverageUnit,
    OutletCoverage,
    build_coverage_query,
)


@click.command()
@click.option("--by", type=click.Choice([str(unit) for unit in CoverageUnit]), default="year",
              show_default=True, help="What the articles of an outlet are counted by.")
@click.option("--outlet", multiple=True, callback=options.to_text, metavar="OUTLET",
              help="Only this outlet, or none for articles without one. Repeat for several.")
@options.dates
@click.option("--page", type=int, default=1, show_default=True, help="Which page of outlets.")
@click.option("--page-size", type=click.IntRange(1, MAX_OUTLETS), default=PAGE_OUTLETS,
              show_default=True, help="Outlets on a page.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, as the API has it.")
@click.pass_obj
def coverage(
    open_archive: options.OpenArchive, by: str, outlet: tuple[str, ...], since: str | None,
    until: str | None, page: int, page_size: int, as_json: bool,
) -> None:
    """Show what the archive has of each outlet, by year or month, and which years are missing."""
    query = build_coverage_query(
        outlet, since=since, until=until, page=page, page_size=page_size)
    found = open_archive().coverage(query, CoverageUnit(by))
    if as_json:
        output.print_json({"by": by, "total": found.total, "page": page, "page_size": page_size,
                           "outlets": [each.to_dict() for each in found.rows]})
        return
    for each in found.rows:
        _print_outlet(each)
    shown = (page - 1) * page_size + len(found.rows)
    if not found.rows and found.total:
        click.echo(f"no page {page:,}: there are {output.pluralize(found.total, 'outlet')}")
    elif found.total > len(found.rows):
        click.echo(f"{shown:,} of {output.pluralize(found.total, 'outlet')}: see --page")


def _print_outlet(outlet: OutletCoverage) -> None:
    name = output.sanitize(outlet.outlet) if outlet.outlet is not None else "(no outlet)"
    days = f", {outlet.first_day} to {outlet.last_day}" if outlet.first_day else ""
    added = f", last added to on {outlet.last_added[:10]}" if outlet.last_added else ""
    click.echo(f"{output.bold(name)}  {output.pluralize(outlet.articles, 'article')}, "
               f"{output.pluralize(outlet.stories, 'story')}{days}{added}")
    for period, articles, _ in outlet.periods:
        click.echo(f"  {period:8} {articles:9,}")
    for label, count in (("undated", outlet.undated), ("year only", outlet.imprecise)):
        if count:
            click.echo(f"  {label:9}{count:9,}")
    for first, last in outlet.gaps:
        click.echo(f"  nothing  {first if first == last else f'{first} to {last}'}")
