"""A page as plain JSON values: the one answer that the API and `indexer search --json` give."""

from dataclasses import replace
from html import escape
from typing import Any

from search.address import address, parameters
from search.page import Bucket, Hit, Page, Story
from search.query import WINDOW, Query
from search.snippet import Snippet

PATH = "/api/v1/search"


def answer(page: Page) -> dict[str, Any]:
    """The answer of the search API, as its OpenAPI document describes it."""
    return {
        "query": page.query.text,
        "interpreted": {"match": page.match},
        "total": page.total,
        "total_articles": page.articles,
        "took_ms": page.took_ms,
        "page": page.query.page,
        "page_size": page.query.page_size,
        "hits": [_hit(hit) for hit in page.hits],
        "facets": {name: [bucket(each) for each in found] for name, found in page.facets.items()},
        "links": links(page),
    }


def bucket(found: Bucket) -> dict[str, Any]:
    """One value of a facet; null stands for articles without one."""
    value = {"value": found.value, "count": found.count, "selected": found.selected}
    return value if found.stories is None else value | {"stories": found.stories}


def story(found: Story | None) -> dict[str, Any] | None:
    """Who tells the same; null where nobody else does."""
    if found is None:
        return None
    return {"id": found.id, "size": found.size, "outlets": list(found.outlets)}


def whole_story(found: Story | None) -> dict[str, Any] | None:
    """The same, with the ids of its articles."""
    told = story(found)
    return told | {"articles": list(found.articles)} if found and told else None


def snippet(found: Snippet) -> dict[str, Any]:
    """A highlight: the plain text, its spans in code points, and safe HTML."""
    return {"text": found.text, "spans": [list(span) for span in found.spans], "html": html(found)}


def html(found: Snippet) -> str:
    """The text, escaped, with each match in a mark element and nothing else.

    >>> html(Snippet("<b> & dua", ((6, 9),)))
    '&lt;b&gt; &amp; <mark>dua</mark>'
    """
    pieces, at = [], 0
    for start, end in found.spans:
        pieces += [escape(found.text[at:start]), f"<mark>{escape(found.text[start:end])}</mark>"]
        at = end
    return "".join([*pieces, escape(found.text[at:])])


def links(page: Page) -> dict[str, str | None]:
    """Addresses of this page and its neighbours; null where there is none."""
    query = page.query
    return {
        "self": _link(query),
        "next": _link(replace(query, page=query.page + 1)) if has_next(page) else None,
        "previous": _link(replace(query, page=before(page))) if query.page > 1 else None,
    }


def before(page: Page) -> int:
    """The page before this one; the last that has hits where this lies further off."""
    query = page.query
    last = -(-page.total // query.page_size) if query.page_size else 1
    return max(min(query.page - 1, last), 1)


def has_next(page: Page) -> bool:
    """Whether hits follow this page, within the window."""
    query = page.query
    shown = query.page * query.page_size
    return 0 < shown < page.total and shown + query.page_size <= WINDOW


def _link(query: Query) -> str:
    return address(PATH, parameters(query))


def _hit(hit: Hit) -> dict[str, Any]:
    article = hit.article
    return {
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "published": article.published,
        "date_precision": article.date_precision,
        "url": article.url,
        "score": hit.score,
        "title_highlight": snippet(hit.title),
        "snippets": [snippet(each) for each in hit.snippets],
        "story": story(hit.story),
    }
