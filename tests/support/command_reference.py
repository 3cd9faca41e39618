"""The reference of the command line, generated from its own help.

    python tests/support/command_reference.py > docs/commands.md
"""

import click

from indexer.cli.commands import cli

INTRODUCTION = """# Commands

`indexer` fills and searches an archive. This page is its own help: `indexer COMMAND --help` prints
the same. The archive is named by `--engine`, or by the setting `SEARCH_ENGINE`.
[Operating](operating.md#exit-codes-of-indexer) explains the exit codes.
"""
WIDTH = 100


def render() -> str:
    """Return the reference as Markdown: the group, then each command by name."""
    group = _context(cli, "indexer", None)
    sections = [_section("indexer", cli.get_help(group))]
    for name, command in sorted(cli.commands.items()):
        help = command.get_help(_context(command, name, group))
        sections.append(_section(f"indexer {name}", help))
    return "\n".join([INTRODUCTION, *sections])


def _context(command: click.Command, name: str, parent: click.Context | None) -> click.Context:
    """Return the context in which a command is asked for its help, with its own settings."""
    return command.make_context(
        name, [], parent=parent, resilient_parsing=True, terminal_width=WIDTH,
        max_content_width=WIDTH)


def _section(title: str, help: str) -> str:
    return f"## {title}\n\n```text\n{help}\n```\n"


if __name__ == "__main__":
    print(render(), end="")
