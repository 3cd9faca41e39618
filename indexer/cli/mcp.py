"""`indexer mcp`: the archive as tools of an assistant."""

import click

from indexer.assistant import serve
from indexer.cli import options


@click.command()
@click.pass_obj
def mcp(open_archive: options.OpenArchive) -> None:
    """Let an assistant search the archive.

    This is a server of the Model Context Protocol on standard input and output, which an assistant
    starts by itself: docs/assistants.md says how to set it up. It needs the extra warta[mcp].
    """
    try:
        serve(open_archive())
    except ValueError as error:
        raise click.ClickException(str(error)) from None
