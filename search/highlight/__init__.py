"""Which pieces of an article to show, and what to mark in them."""

from collections.abc import Sequence

from search import kernel_loader
from search.analysis import Analyzer
from search.article import Article
from search.highlight import compiled
from search.highlight.marks import Mark, marked
from search.highlight.windows import plain, snippets, spans
from search.query import Node
from search.snippet import Snippet

kernel_loader.register("highlight", "search.highlight.kernels")

_READ = 1_000_000
"""Code points of a body in which snippets are looked for: one giant must not slow every search."""

_FIELDS = ("title", "body")

Highlight = tuple[Snippet, tuple[Snippet, ...]]
"""A title, whole, and pieces of a body, their matches marked."""


def highlight(articles: Sequence[Article], node: Node, analyzer: Analyzer) -> list[Highlight]:
    """The title and up to SNIPPETS pieces of the body of each article.

    Where nothing in the first _READ code points of a body matches, its beginning is shown,
    unmarked.
    """
    texts = [text for each in articles for text in (each.title, each.body[:_READ])]
    shown = compiled.shown(texts, node, analyzer, cut=True) or [
        snippets(text, marks) if nth & 1 else (Snippet(plain(text), spans(marks)),)
        for nth, (text, marks) in enumerate(zip(texts, _marks(texts, node, analyzer)))
    ]
    return [(title, body) for (title,), body in zip(shown[::2], shown[1::2])]


def mark(article: Article, node: Node, analyzer: Analyzer) -> tuple[Snippet, Snippet]:
    """The title and the body, both whole and as they are, with their matches marked."""
    texts = [article.title, article.body]
    shown = compiled.shown(texts, node, analyzer, cut=False) or [
        (Snippet(text, spans(marks)),)
        for text, marks in zip(texts, _marks(texts, node, analyzer))
    ]
    (title,), (body,) = shown
    return title, body


def _marks(texts: Sequence[str], node: Node, analyzer: Analyzer) -> list[list[Mark]]:
    fields = _FIELDS * (len(texts) // 2)
    return marked(list(zip(fields, texts)), node, analyzer)
