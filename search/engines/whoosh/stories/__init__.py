"""Near-duplicate articles.

    clusters.py  groups the documents of a snapshot into stories
    pairs.py     finds the pairs of documents that are near-duplicates
"""
