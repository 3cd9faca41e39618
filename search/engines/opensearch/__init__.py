"""The engine on an OpenSearch cluster: an index that follows the store beside it.

A search reads the state of the archive, then asks one point in time of the index. A writer says
that it changes the index before it does, and readers keep the state before until it is done.

    engine.py         implements the port
    follower.py       follows the store: reads changes and writes documents
    matching.py       evaluates requests: pages of hits, lists of all hits
    facet_counts.py   asks for the counts of facets, and reads them
    explainer.py      explains scores
    worker_pool.py    shares the building of documents among processes
    worker.py         runs in each of those processes
    stories.py        finds near-duplicates, and labels the stories that they are in
    similar_forms.py, frequent_phrases.py, article_counts.py  answer the other questions
    snapshot.py       opens points in time, one state each
    board.py          says how far the index has come
    queries.py        translates trees, filters and orders
    documents.py      turns articles and their terms into documents of the index
    chunk_texts.py    writes terms as text
    index_format.py   has the settings of an index, and tells one of this version from any other
    columns.py        names the fields of a document

Imports go down this list, never up.
"""

from search.engines.opensearch.engine import OpenSearchEngine

__all__ = ["OpenSearchEngine"]
