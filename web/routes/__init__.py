"""The routes: which function answers which address. Each module builds a blueprint for an archive.

    api.py          searches, completions, articles as JSON, and the health of the service
    articles.py     an article, and references to it
    writes.py       articles that programs put in and take out
    coverage.py     what there is of each outlet, and on each day
    export.py       all hits of a search as a file
    concordance.py  the matches of a search, each on a line
    terms.py        the significant terms of a search
    copies.py       the copies of a story
    trends.py       several searches side by side over time
    feeds.py        the feeds of searches
    embedding.py    what other sites embed, and the page that writes the code for it
    sitemaps.py     what crawlers read first
    site.py         the colours of the site
    monitoring.py   what Prometheus reads
    pages.py        results and help

No module imports another.
"""
