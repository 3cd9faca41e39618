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


def find_commands() -> dict[str, click.Command]:
    """Return all commands by name."""
    context = click.Context(cli)
    found = {name: cli.get_command(context, name) for name in cli.list_commands(context)}
    return {name: command for name, command in found.items() if command}


def render() -> str:
    """Return the reference as Markdown: the group, then each command by name."""
    group = _context(cli, "indexer", None)
    sections = [_section("indexer", cli.get_help(group))]
    for name, command in find_commands().items():
        sections += _render_command(command, name, group)
    return "\n".join([INTRODUCTION, *sections])


def _render_command(command: click.Command, name: str, parent: click.Context) -> list[str]:
    """Return the section of a command, and those of its own commands."""
    context = _context(command, name, parent)
    sections = [_section(context.command_path, command.get_help(context))]
    if isinstance(command, click.Group):
        for each in sorted(command.commands):
            sections += _render_command(command.commands[each], each, context)
    return sections


def _context(command: click.Command, name: str, parent: click.Context | None) -> click.Context:
    """Return the context in which a command is asked for its help, with its own settings."""
    return command.make_context(
        name, [], parent=parent, resilient_parsing=True, terminal_width=WIDTH,
        max_content_width=WIDTH)


def _section(title: str, help: str) -> str:
    return f"## {title}\n\n```text\n{help}\n```\n"


if __name__ == "__main__":
    print(render(), end="")
