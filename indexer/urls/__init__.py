"""URLs: which ones identify a page, and which of them lead to the same page.

    parsing.py   recognises URLs, and distinguishes pages from sites
    identity.py  normalises a URL, so that one page has one form
"""
