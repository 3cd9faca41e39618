"""The pages around one page of results."""

from search.page import Page
from search.query import MAX_PAGE_SIZE, MAX_WINDOW

_NEIGHBOURS = 2
"""Pages offered on either side of the one that is shown."""


def find_last_page(page: Page) -> int:
    """Return the number of the last page that has hits and can be asked for; 0 without hits."""
    size = page.query.page_size
    return -(-min(page.total, MAX_WINDOW // size * size) // size) if size else 0


def has_next_page(page: Page) -> bool:
    """Return whether hits that can be asked for follow this page."""
    return page.query.page < find_last_page(page)


def find_previous_page(page: Page) -> int:
    """Return the number of the page before this one: at most the last that has hits."""
    return max(min(page.query.page - 1, find_last_page(page)), 1)


def list_page_numbers(page: Page) -> list[int | None]:
    """Return the page numbers to offer: the first, the last, and the neighbours of this page.

    None stands for numbers that are left out.
    """
    last, current = find_last_page(page), page.query.page
    neighbours = range(current - _NEIGHBOURS, current + _NEIGHBOURS + 1)
    offered = sorted({number for number in (1, *neighbours, last) if 1 <= number <= last})
    numbers: list[int | None] = []
    for before, number in zip([0, *offered], offered):
        numbers += [None, number] if number > before + 1 else [number]
    return numbers


def find_page_around(position: int) -> tuple[int, int]:
    """Return the number and the size of a small page with a hit and the hits next to it.

    Hits are counted from 1, up to MAX_WINDOW: none follows the last of these.

    >>> find_page_around(1), find_page_around(4), find_page_around(10_000)
    ((1, 2), (1, 5), (5000, 2))
    """
    last = min(position + 1, MAX_WINDOW)
    sizes = range(2, MAX_PAGE_SIZE + 1)
    pages = ((max(position - 2, 0) // size + 1, size) for size in sizes)
    return next((number, size) for number, size in pages if last <= number * size <= MAX_WINDOW)
