"""The engine on an OpenSearch cluster: an index that follows the store beside it.

    queries.py  translates trees, filters and orders
    columns.py  names the fields of a document

Imports go down this list, never up.
"""
