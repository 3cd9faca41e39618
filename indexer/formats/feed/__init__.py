"""RSS and Atom feeds.

    reader.py  reads each item with feedparser
    limits.py  finds what feedparser would take very long over
    items.py   cuts a feed into its items
"""
