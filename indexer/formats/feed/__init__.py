"""RSS and Atom feeds.

    reader.py  reads each item with feedparser
    items.py   cuts a feed into its items
"""
