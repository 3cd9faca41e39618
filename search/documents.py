"""Turns articles into documents: tokenizes their searchable fields, all at once."""

from collections.abc import Sequence

from search.analysis import Analyzer
from search.article import Article
from search.engine import Document
from search.fields import SEARCHABLE


def build_documents(analyzer: Analyzer, articles: Sequence[Article]) -> list[Document]:
    """Return the articles with the terms that this analyzer gives them."""
    texts = [
        text for article in articles
        for text in (article.title, article.body, article.outlet or "")
    ]
    fields = iter(analyzer.tokenize_all(texts))
    return [Document(article, dict(zip(SEARCHABLE, fields))) for article in articles]
