"""`indexer copies`: the copies of an article, and what each changed."""

import click

from indexer.cli import options, output
from search.explore import Difference

_BRACKETS = {Difference.INSERT: "{+%s+}", Difference.DELETE: "[-%s-]"}


@click.command()
@click.argument("id", callback=options.to_text)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, as the API does.")
@click.pass_obj
def copies(open_archive: options.OpenArchive, id: str, as_json: bool) -> None:
    """Compare the copies of an article with the earliest one, word by word.

    Words that a copy inserted stand in {+ +}, those that it deleted in [- -].
    """
    found = open_archive().copies(id)
    if as_json:
        output.print_json(found.to_dict())
        return
    for copy in found.copies:
        outlet = copy.outlet or "(no outlet)"
        head = f"{copy.published or 'undated'}  {outlet}  {copy.id}  {copy.title}"
        click.echo(output.bold(output.sanitize(head)))
        for difference, text in (*copy.title_diff, *copy.body_diff):
            if difference in _BRACKETS:
                click.echo(f"  {_BRACKETS[difference] % output.sanitize(text)}")
    click.echo(f"{len(found.copies):,} of {output.pluralize(found.story.size, 'article')}")
