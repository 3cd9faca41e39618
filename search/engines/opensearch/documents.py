"""Turns the documents of articles into those of an index on the cluster.

A text field is sent as the terms of each paragraph with a space between. The analysis of the
cluster only takes them apart again, so a term has the position that our analyzer gave it.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

import numpy as np

from search.arrays import Array, bounds
from search.article import Article, is_text
from search.engine import MAX_PHRASE_FORMS, Document
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
    write_order,
)
from search.facets import FACETS
from search.fields import BODY, SEARCHABLE, TITLE
from search.query import Channel
from search.stories import deduplicate, hash_shingles, hash_terms
from search.urls.identity import locate

PlacedTerms = Sequence[tuple[int, str]]
"""Terms of a field, each with its position, in order."""

SearchDocument = dict[str, Any]
"""A document as the cluster takes it."""


def build_search_document(change: int, document: Document) -> SearchDocument:
    """Return the document of an article that a change has brought, but for its story."""
    article = document.article
    columns = {
        ARTICLE: write_article(article), ID: article.id, KEY: write_order(article.id),
        CHANGE: change, **_locate(article), **_date(article), **_list_facets(article)}
    forms: set[str] = set()
    for field in SEARCHABLE.values():
        for channel in list_channels(field):
            words = document.terms(field.name, channel)
            columns[name_terms(field.name, channel)] = write_terms(words)
            if channel is Channel.FORM:
                forms.update(form for _, form in words)
    for channel in Channel:  # the cluster adds those of the body
        columns[ALL[channel]] = [
            STACK.join([term] * TITLE_COPIES) for _, term in document.terms(TITLE.name, channel)]
    columns[FORMS] = sorted(forms)
    columns[PHRASES] = sorted(list_phrases(document.terms(TITLE.name, Channel.FORM)))
    return columns


def write_article(article: Article) -> str:
    """Return an article as text: its other fields may nest deeper than the cluster permits.

    And they may have half a surrogate pair, which only an escape can write.
    """
    values = article.to_dict()
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return text if is_text(text) else json.dumps(values, separators=(",", ":"))


def read_article(text: str) -> Article:
    """Return the article that a text stands for."""
    values = json.loads(text)
    values.pop("date_precision")
    return Article(**values)


def write_terms(words: PlacedTerms) -> list[str]:
    """Return a text for each paragraph: terms with spaces, stacked where they share a place.

    >>> write_terms([(0, "u"), (0, "u23"), (1, "23"), (33, "baru")])
    ['u|u23 23', 'baru']
    """
    paragraphs: list[list[str]] = []
    last = -2
    for place, term in words:
        if place == last:
            paragraphs[-1][-1] += STACK + term
        elif place == last + 1:
            paragraphs[-1].append(term)
        else:
            paragraphs.append([term])
        last = place
    return [" ".join(paragraph) for paragraph in paragraphs]


def list_phrases(words: PlacedTerms) -> set[str]:
    """Return the runs of up to MAX_PHRASE_FORMS forms side by side.

    >>> sorted(list_phrases([(0, "a"), (1, "b")]))
    ['a', 'a b', 'b']
    """
    found = set()
    for first in range(len(words)):
        run = words[first:first + MAX_PHRASE_FORMS]
        for length, (place, _) in enumerate(run):
            if place != run[0][0] + length:
                break
            found.add(" ".join([form for _, form in run[:length + 1]]))
    return found


def list_shingles(documents: Iterable[Document]) -> list[Array]:
    """Return the different shingles of the body of each document, as ascending hashes."""
    hashes, lengths = hash_bodies(documents)
    return deduplicate(*hash_shingles(hashes, lengths)) if len(lengths) else []


def hash_bodies(documents: Iterable[Document]) -> tuple[Array, Array]:
    """Return a hash of each word of the bodies, u8, and how many words each body has, i8.

    What several words are written together is no word of its own.
    """
    numbers: dict[str, int] = {}
    words: list[int] = []
    lengths = []
    for document in documents:
        own = [numbers.setdefault(next(same)[1], len(numbers)) for _, same in groupby(
            document.terms(BODY.name, Channel.FORM), key=_place)]
        lengths.append(len(own))
        words += own
    terms = [form.encode() for form in numbers]
    text = np.frombuffer(b"".join(terms), np.uint8)
    hashes = hash_terms(text, bounds(np.array([len(term) for term in terms], np.int64)))
    return hashes[np.array(words, np.int64)], np.array(lengths, np.int64)


def _place(word: tuple[int, str]) -> int:
    return word[0]


def _locate(article: Article) -> SearchDocument:
    """Return the form of the article's URL, and its host with all domains above it."""
    if not article.url:
        return {}
    page, site = locate(article.url)
    columns: SearchDocument = {PAGE: page} if page else {}
    return {**columns, SITE: list(_list_domains(site))} if site else columns


def _list_domains(host: str) -> Iterator[str]:
    while host:
        yield host
        host = host.partition(".")[2]


def _date(article: Article) -> SearchDocument:
    period = article.period
    return {START: period.start, END: period.end} if period else {}


def _list_facets(article: Article) -> SearchDocument:
    found = {name_facet(name): [value for value in facet.values(article) if value is not None]
             for name, facet in FACETS.items()}
    return {column: values for column, values in found.items() if values}
