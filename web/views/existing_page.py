"""The page of results that there is, where one beyond the last is asked for."""

from dataclasses import replace

from search import Archive, Query
from search.page import Page
from web.paging import find_last_page
from web.parameters.pages import note_past_end


def search_existing(archive: Archive, query: Query) -> Page:
    """Return a page of what a query finds, the last one if it asks for one beyond."""
    page = archive.search(query)
    last = max(find_last_page(page), 1)
    if query.page <= last or not query.page_size:
        return page
    note_past_end(query.page, last)
    return archive.search(replace(query, page=last))
