"""The parameters of requests: marshmallow schemas, and the values that a request asks for.

    citation.py     of a reference to an article
    coverage.py     of coverage
    export.py       of an export
    concordance.py  of a concordance
    terms.py        of significant terms
    trends.py       of several searches side by side
    embedding.py    of what other sites embed
    incoming.py     of articles that a program sends
    pages.py        of pages, as forms and links send them
    mending.py      puts what is wrong in an address right, for pages
    search.py       of a search, of completions and of related articles
    fields.py       fields and filters that several of them share

Imports go down this list, never up.
"""
