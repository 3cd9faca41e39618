"""Highlights articles: which fragments to show, and what to mark in them.

    matching.py              which words match the query
    fragments.py             which fragments of a text to show
    brief_fragment.py        which sentences, where one brief fragment is shown
    compiled_highlighter.py  both at once, by a compiled kernel
    highlight_kernel.py      that kernel
    kernel_types.py          arguments that it takes together
"""

from collections.abc import Sequence

from search import kernel_loader
from search.analysis import Analyzer
from search.article import Article
from search.highlight import compiled_highlighter
from search.highlight.brief_fragment import BRIEF_LENGTH, cut_brief
from search.highlight.fragments import cut_snippets, get_spans, replace_blanks
from search.highlight.matching import Mark, find_marks
from search.query import Node
from search.snippet import Snippet

kernel_loader.register("highlight", "search.highlight.highlight_kernel")

_MAX_BODY = 1_000_000
"""Code points of a body that are searched for fragments: no giant may slow every search."""

_FIELDS = ("title", "body")

__all__ = ["BRIEF_LENGTH", "Highlight", "highlight", "highlight_briefly", "mark", "mark_all"]

Highlight = tuple[Snippet, tuple[Snippet, ...]]
"""A whole title and fragments of a body, with their matches."""


def highlight(articles: Sequence[Article], node: Node, analyzer: Analyzer) -> list[Highlight]:
    """Return the title and up to MAX_FRAGMENTS fragments of the body of each article.

    Where nothing in the first _MAX_BODY code points of a body matches, its beginning is shown
    without marks.
    """
    texts = [text for article in articles for text in (article.title, article.body[:_MAX_BODY])]
    snippets = compiled_highlighter.highlight(texts, node, analyzer, cut=True) or [
        cut_snippets(text, marks) if nth & 1 else (Snippet(replace_blanks(text), get_spans(marks)),)
        for nth, (text, marks) in enumerate(zip(texts, _find_marks(texts, node, analyzer)))
    ]
    return [(title, body) for (title,), body in zip(snippets[::2], snippets[1::2])]


def highlight_briefly(
    articles: Sequence[Article], node: Node, analyzer: Analyzer
) -> list[Highlight]:
    """Return the title and one brief fragment of the body of each article."""
    texts = [text for article in articles for text in (article.title, article.body[:_MAX_BODY])]
    whole = _mark_texts(texts, node, analyzer)
    return [
        (title._replace(text=replace_blanks(title.text)),
         (cut_brief(body, analyzer.stem),) if body.text.strip() else ())
        for title, body in zip(whole[::2], whole[1::2])
    ]


def mark(article: Article, node: Node, analyzer: Analyzer) -> tuple[Snippet, Snippet]:
    """Return the title and the body, both whole and unchanged, with their matches."""
    (marked,) = mark_all([article], node, analyzer)
    return marked


def mark_all(
    articles: Sequence[Article], node: Node, analyzer: Analyzer
) -> list[tuple[Snippet, Snippet]]:
    """Return the title and the body of each article as `mark` does."""
    texts = [text for article in articles for text in (article.title, article.body)]
    whole = _mark_texts(texts, node, analyzer)
    return list(zip(whole[::2], whole[1::2]))


def _mark_texts(texts: Sequence[str], node: Node, analyzer: Analyzer) -> list[Snippet]:
    """Return titles and bodies, which come in turn, whole and unchanged, with their matches."""
    if marked := compiled_highlighter.highlight(texts, node, analyzer, cut=False):
        return [snippet for (snippet,) in marked]
    return [Snippet(text, get_spans(marks))
            for text, marks in zip(texts, _find_marks(texts, node, analyzer))]


def _find_marks(texts: Sequence[str], node: Node, analyzer: Analyzer) -> list[list[Mark]]:
    fields = _FIELDS * (len(texts) // 2)
    return find_marks(list(zip(fields, texts)), node, analyzer)
