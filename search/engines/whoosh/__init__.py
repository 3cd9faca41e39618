"""The embedded engine: articles in SQLite, and a Whoosh index derived from them.

SQLite is the one source of truth. Each stored version of an article is a row that never
changes; the index refers to versions and the store knows which changes it covers. A change
is committed to SQLite first (now nothing is lost), then to the index (now it is found).

    store.py     the articles: durable, in order of their changes
    schema.py    how a document looks to Whoosh
    index.py     generations of the index on disk: open, commit, merge
    snapshot.py  one state of the index, as one thread reads it
    evaluate.py  a tree of terms → documents and their scores
    select.py    documents → filters, facets, order
    engine.py    the port, put together from these
"""

from search.engines.whoosh.engine import WhooshEngine

__all__ = ["WhooshEngine"]
