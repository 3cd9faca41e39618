"""CSL-JSON: an array of references, as citation processors such as Pandoc's read it."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from search.article import Article
from search.explore.export.citation import Citation, cite


def write_csl(articles: Iterable[Article], _: object = None) -> Iterator[str]:
    """Yield the references to articles, an array in all.

    >>> print(*write_csl([Article("a", "Gempa")]), sep="")
    [
    {"id": "a", "type": "article-newspaper", "title": "Gempa"}
    ]
    <BLANKLINE>
    """
    before = "[\n"
    for article in articles:
        yield before + json.dumps(_build_item(article, cite(article)), ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _build_item(article: Article, citation: Citation) -> dict[str, Any]:
    parts = {
        "title": citation.title, "container-title": citation.outlet,
        "author": [{"literal": citation.author}] if citation.author else None,
        "issued": {"date-parts": [list(citation.date)]} if citation.date else None,
        "URL": citation.url,
    }
    return {"id": article.id, "type": "article-newspaper"} | {
        name: value for name, value in parts.items() if value}
