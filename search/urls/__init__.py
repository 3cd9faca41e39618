"""URLs: which ones identify a page, and which of them lead to the same page.

    parsing.py     recognises URLs, and distinguishes pages from sites
    unwrapping.py  finds the URL of a page in that of an archive or cache
    page_url.py   takes out what makes no other page
    address_path.py  writes an id as a part of a path
    identity.py    normalises a URL, so that one page has one form
"""
