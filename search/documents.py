"""Articles → documents: their searchable fields, analysed together."""

from collections.abc import Sequence

from search.analysis import Analyzer
from search.article import Article
from search.engine import Document
from search.fields import SEARCHABLE


def documents(analyzer: Analyzer, articles: Sequence[Article]) -> list[Document]:
    """The articles with their words, as this analyzer makes them."""
    texts = [text for each in articles for text in (each.title, each.body, each.outlet or "")]
    words = iter(analyzer.tokenize_all(texts))
    return [Document(article, dict(zip(SEARCHABLE, words))) for article in articles]
