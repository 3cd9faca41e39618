"""A process that builds documents for another one's long load: see worker_pool.py.

It answers orders until its input ends, as it does when the other process dies. Orders and answers
are pickles, which nobody else can write to its pipes.
"""

import gc
import os
import pickle
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from search import kernel_loader
from search.analysis import Analyzer
from search.article import Article
from search.documents import build_documents
from search.engines.opensearch.documents import SearchDocument, build_search_documents
from search.worker_command import redirect_output

ArticlePage = Sequence[tuple[int, Article]]
"""Articles, each with the change that brought it."""


def main(fingerprint: str, vocabulary: str = "") -> None:
    """Answer orders, beginning with the vocabulary of a file."""
    orders, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(redirect_output(), "wb")
    analyzer = Analyzer(Path(vocabulary) if vocabulary else None)
    kernel_loader.load("analysis")
    analyzer.restore_vocabulary()
    gc.freeze()
    is_same = analyzer.fingerprint == fingerprint
    answer_orders(orders, answers, lambda page: build_page(
        page, lambda articles: build_documents(analyzer, articles)) if is_same else None)


def answer_orders(
    orders: BinaryIO, answers: BinaryIO, answer: Callable[[ArticlePage], Any]
) -> None:
    """Answer each order until there are no more."""
    while True:
        try:
            order = pickle.load(orders)
        except EOFError:
            return
        pickle.dump(answer(order), answers)
        answers.flush()


def build_page(
    page: ArticlePage, documents: Callable[[Sequence[Article]], Any]
) -> list[SearchDocument]:
    """Return the documents of a page."""
    changes, articles = [change for change, _ in page], [article for _, article in page]
    return build_search_documents(changes, documents(articles))
