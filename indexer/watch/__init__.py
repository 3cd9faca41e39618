"""Saved searches: what is new in each, by mail or as a POST request, each hit once.

    run.py           does all searches of a file, and says what became of each
    delivery.py      sends new hits by mail, or posts them as JSON
    watch_state.py   remembers what each recipient has had, beside the file
    saved_search.py  reads the file of searches

Imports go down this list, never up.
"""

from indexer.watch.run import Outcome, follow_searches
from indexer.watch.saved_search import WatchFile, read_watch_file

__all__ = ["Outcome", "WatchFile", "follow_searches", "read_watch_file"]
