"""The embedded engine: a Whoosh index, derived from the article store and read by our kernels.

The store is the one source of truth. The index refers to versions of articles, and the store
records how far the index has followed its changes. A change is committed to the store first
(now nothing is lost), then to the index (now it is found).

    engine.py   implements the port
    querying/   answers requests: snapshots, programs, facets, pages
    loading/    follows the store: writers, worker processes
    commits/    lists the segments that count: commits, generations, merge policy, verification
    stories/    finds near-duplicate articles and groups them
    segments/   lays out, builds and merges the arrays of a segment
    kernels/    holds the loops that decide how fast all this is
    index_format.py  tells an index of this version from any other
    codec.py    lets Whoosh's own reader and searcher open the same index

Imports go down this list, never up.
"""

from search.engines.whoosh.engine import WhooshEngine

__all__ = ["WhooshEngine"]
