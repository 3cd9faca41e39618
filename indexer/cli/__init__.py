"""The `indexer` command.

    commands.py     assembles the commands and turns errors into exit codes
    add.py          adds articles
    fetch.py        adds what is new in feeds
    watch_folder.py  adds what others write into a folder
    inspect.py      shows what would be added
    search.py       searches, compares searches, and shows the terms of a text
    exporting.py    prints all hits of a search for other programs
    concordance.py  shows each match on a line
    copy.py         copies an archive into another
    copies.py       compares the copies of an article
    coverage.py     shows what there is of each outlet
    watch.py        sends what is new in saved searches
    queries.py      shows what people search for
    significant.py  shows what the hits of a search are about
    mcp.py          serves assistants
    maintenance.py  removes, rebuilds, verifies, exports and describes an archive
    keys.py         creates, lists, rotates and revokes keys
    options.py      defines the options that commands share
    display.py      shows pages, traces and reports on a terminal
    progress.py     shows the progress of a long command
    output.py       prints on standard output and standard error
"""

from indexer.cli.commands import main

__all__ = ["main"]
