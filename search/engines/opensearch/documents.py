"""Turns the documents of articles into those of an index on the cluster.

A text field is sent as the terms of each paragraph with a space between (chunk_texts.py). The
analysis of the cluster only takes them apart again, so a term has the position that our analyzer
gave it.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from search.arrays import Array
from search.article import Article
from search.engine import MAX_PHRASE_FORMS, Document
from search.engines.opensearch.chunk_texts import join_paragraphs, write_chunks
from search.engines.opensearch.columns import (
    ALL,
    ARTICLE,
    CHANGE,
    END,
    FORMS,
    ID,
    KEY,
    PAGE,
    PHRASES,
    SITE,
    STACK,
    START,
    TITLE_COPIES,
    list_channels,
    name_facet,
    name_terms,
    shorten,
)
from search.facets import FACETS
from search.fields import BODY, SEARCHABLE, TITLE
from search.query import Channel
from search.urls.identity import locate

SearchDocument = dict[str, Any]
"""A document as the cluster takes it."""


def build_search_document(change: int, document: Document) -> SearchDocument:
    """Return the document of an article that a change has brought, but for its story."""
    article = document.article
    columns = {
        ARTICLE: write_article(article), ID: article.id, KEY: shorten(article.id),
        CHANGE: change, **_locate(article), **_date(article), **_list_facets(article)}
    forms: set[str] = set()
    for field in SEARCHABLE.values():
        chunks = write_chunks(document.words[field.name])
        for channel in list_channels(field):
            columns[name_terms(field.name, channel)] = join_paragraphs(chunks, channel)
        for paragraph in columns[name_terms(field.name, Channel.FORM)]:
            forms.update(paragraph.replace(STACK, " ").split(" "))
    titles = {channel: columns[name_terms(TITLE.name, channel)] for channel in Channel}
    for channel, paragraphs in titles.items():  # the cluster adds the terms of the body
        columns[ALL[channel]] = list(map(_repeat, paragraphs))
    columns[FORMS] = list(forms)
    columns[PHRASES] = list(list_phrases(titles[Channel.FORM]))
    return columns


def write_article(article: Article) -> str:
    """Return an article as text: its other fields may nest deeper than the cluster permits.

    And they may have half a surrogate pair, which only an escape can write.
    """
    values = article.to_dict()
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(values, separators=(",", ":"))
    return text


def read_article(text: str) -> Article:
    """Return the article that a text stands for."""
    values = json.loads(text)
    values.pop("date_precision")
    return Article(**values)


def list_phrases(paragraphs: Sequence[str]) -> set[str]:
    """Return the runs of up to MAX_PHRASE_FORMS forms side by side, given by paragraph.

    >>> sorted(list_phrases(["u|u23 23", "a"]))
    ['23', 'a', 'u', 'u23', 'u23 23']
    """
    found = set()
    for paragraph in paragraphs:
        words = [(place, form) for place, stack in enumerate(paragraph.split(" "))
                 for form in stack.split(STACK)]
        for first in range(len(words)):
            run = words[first:first + MAX_PHRASE_FORMS]
            for length, (place, _) in enumerate(run):
                if place != run[0][0] + length:
                    break
                found.add(" ".join([form for _, form in run[:length + 1]]))
    return found


def hash_bodies(documents: Iterable[Document]) -> tuple[Array, Array]:
    """Return a hash of each word of the bodies, u8, and how many words each body has, i8.

    What several words are written together is no word of its own.
    """
    hashes: list[int] = []
    lengths = []
    for document in documents:
        before = len(hashes)
        for chunk in write_chunks(document.words[BODY.name]):
            hashes += chunk.hashes
        lengths.append(len(hashes) - before)
    return np.array(hashes, np.uint64), np.array(lengths, np.int64)


def _repeat(paragraph: str) -> str:
    """Return the terms of a paragraph, each TITLE_COPIES times in its place.

    >>> _repeat("a b").count("a")
    7
    """
    return " ".join([
        STACK.join([word] * TITLE_COPIES) for word in paragraph.split(" ")])


def _locate(article: Article) -> SearchDocument:
    """Return the form of the article's URL, and its host with all domains above it."""
    if not article.url:
        return {}
    page, site = locate(article.url)
    columns: SearchDocument = {PAGE: shorten(page)} if page else {}
    return {**columns, SITE: list(_list_domains(site))} if site else columns


def _list_domains(host: str) -> Iterator[str]:
    while host:
        yield host
        host = host.partition(".")[2]


def _date(article: Article) -> SearchDocument:
    period = article.period
    return {START: period.start, END: period.end} if period else {}


def _list_facets(article: Article) -> SearchDocument:
    found = {name_facet(name): [shorten(value) if isinstance(value, str) else value
                                for value in facet.values(article) if value is not None]
             for name, facet in FACETS.items()}
    return {column: values for column, values in found.items() if values}
