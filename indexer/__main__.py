"""`python -m indexer` is the console command `indexer`."""

from indexer.cli import main

main()
