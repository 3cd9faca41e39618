"""The `indexer` command.

    commands.py  defines the commands and turns errors into exit codes
    add.py       defines `indexer add`
    options.py   defines the options that commands share
    output.py    prints results, progress and errors
"""

from indexer.cli.commands import main

__all__ = ["main"]
