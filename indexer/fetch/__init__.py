"""Articles from the feeds and news sitemaps of sites, fetched politely.

    run.py             fetches each feed of a list, and says what became of it
    hosts.py           asks several hosts side by side
    item_pages.py      completes items that have only a summary with the text of their pages
    feed_items.py      reads the items of what an address answered: a feed or a sitemap
    feed_link.py       finds the feed that a page names
    news_sitemap.py    reads news sitemaps, and sitemaps that list sitemaps
    polite_client.py   obeys robots.txt, waits between requests, and follows redirections
    robots.py          says what a robots.txt permits
    transport.py       makes one request, within limits of size and time
    public_address.py  refuses addresses of this computer and its network
    fetch_state.py     remembers what was fetched, in the archive's folder
    feed_list.py       reads the list of feeds

Imports go down this list, never up.
"""

from indexer.fetch.feed_list import read_feed_list
from indexer.fetch.fetch_state import hold_fetch_state
from indexer.fetch.polite_client import PoliteClient
from indexer.fetch.run import FeedOutcome, FetchOptions, fetch_feeds

__all__ = ["FeedOutcome", "FetchOptions", "PoliteClient", "fetch_feeds", "hold_fetch_state",
           "read_feed_list"]
