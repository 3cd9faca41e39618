"""`python -m indexer` is the console command `indexer`."""

from indexer.cli.commands import main

main()
