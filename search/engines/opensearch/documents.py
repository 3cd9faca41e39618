"""Turns the documents of articles into those of an index on the cluster.

A text field is sent as the terms of each paragraph, a space before each (chunk_texts.py). The
analysis of the cluster only takes them apart again, so a term has the position that our analyzer
gave it.
"""

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from search.arrays import Array
from search.article import Article
from search.engine import MAX_PHRASE_FORMS, Document
from search.engines.opensearch.chunk_texts import write_texts
from search.engines.opensearch.columns import (
    ALL,
    ARTICLE,
    BANDS,
    BITMAP,
    CHANGE,
    DERIVED,
    END,
    FORMS,
    ID,
    KEY,
    PAGE,
    PHRASES,
    SITE,
    STACK,
    START,
    STORY,
    TITLE_COPIES,
    TOLD,
    list_channels,
    name_facet,
    name_terms,
    shorten,
    write_key,
)
from search.facets import FACETS
from search.fields import BODY, SEARCHABLE, TITLE
from search.query import Channel
from search.store.opensearch.json_lines import (
    enclose,
    write_extra,
    write_line,
    write_object,
    write_optional,
    write_text,
)
from search.stories import build_sketches, deduplicate, hash_shingles
from search.urls.identity import locate

Columns = dict[str, Any]
"""A document, or a part of one, by column."""

_STACK = STACK.encode()

_ENCODED = {name: name.encode() for name in (*DERIVED, ARTICLE)}


@dataclass(frozen=True, slots=True, eq=False)
class SearchDocument:
    """The document of an article that a change has brought, and what tells its near-duplicates.

    `key` is its id. `opening` is its JSON without its end, which names its story. `bands` are the
    keys of its bands, `bitmap` estimates its similarity, u8 (16), and `words` tell it: the hashes
    of the words of its body, u8 as bytes.
    """

    key: str
    id: str
    change: int
    opening: bytes
    bands: tuple[int, ...]
    bitmap: Array
    words: bytes

    def list_shingles(self) -> Array:
        """Return the different shingles of the body, u8, ascending."""
        words = np.frombuffer(self.words, np.uint64)
        [shingles] = deduplicate(*hash_shingles(words, np.array([len(words)])))
        return shingles

    def write(self, label: str | None) -> bytes:
        """Return the document as JSON, with the label of its story if it is in one."""
        return self.opening + b',"%b":%b,"%b":%b}' % (
            STORY.encode(), write_text(label or self.key),
            TOLD.encode(), b"true" if label is not None else b"false")


def build_search_documents(
    changes: Sequence[int], documents: Sequence[Document]
) -> list[SearchDocument]:
    """Return the documents of articles, each brought by one of these changes."""
    if not documents:
        return []
    written = write_texts(
        [document.words[name] for document in documents for name in SEARCHABLE], len(SEARCHABLE))
    terms = {
        name_terms(field.name, channel): written.paragraphs[channel][number::len(SEARCHABLE)]
        for number, field in enumerate(SEARCHABLE.values()) for channel in list_channels(field)}
    words = written.words[list(SEARCHABLE).index(BODY.name)::len(SEARCHABLE)]
    rows = [dict(zip((*terms, FORMS), row)) for row in zip(*terms.values(), written.forms)]
    return list(map(_build, changes, documents, rows, words, *_sketch(words)))


def _build(
    change: int, document: Document, terms: Mapping[str, bytes], words: bytes,
    bands: tuple[int, ...], bitmap: Array,
) -> SearchDocument:
    """Return the document of an article; `terms` are columns that are JSON already."""
    article = document.article
    columns = {
        ID: article.id, KEY: shorten(article.id), CHANGE: change, **_locate(article),
        **_date(article), **_list_facets(article), BANDS: bands,
        BITMAP: b64encode(bitmap.tobytes()).decode()}
    ready = {**terms, **_derive_columns(terms), ARTICLE: enclose(write_article(article))}
    opening = b"".join([write_line(columns)[:-1], *[
        b',"%b":%b' % (_ENCODED[name], value) for name, value in ready.items()]])
    return SearchDocument(
        write_key(article.id), article.id, change, opening, bands, bitmap, words)


def _derive_columns(terms: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the columns that follow from the terms of the title, as JSON."""
    titles = {channel: _split_paragraphs(terms[name_terms(TITLE.name, channel)])
              for channel in Channel}
    # the cluster adds the terms of the body
    columns = {ALL[channel]: _write_texts(map(_repeat, paragraphs))
               for channel, paragraphs in titles.items()}
    return columns | {PHRASES: _write_texts(list_phrases(titles[Channel.FORM]))}


def _split_paragraphs(written: bytes) -> list[bytes]:
    """Return the paragraphs of an array, given as JSON. No term has what JSON escapes.

    >>> _split_paragraphs(b'[" a b"," c"]'), _split_paragraphs(b"[]")
    ([b'a b', b'c'], [])
    """
    return written[3:-2].split(b'"," ') if len(written) > 2 else []


def _write_texts(texts: Iterable[bytes]) -> bytes:
    """Return an array of texts in which nothing needs an escape."""
    joined = b'","'.join(texts)
    return b'["%b"]' % joined if joined else b"[]"


def _sketch(bodies: Sequence[bytes]) -> tuple[list[tuple[int, ...]], list[Array]]:
    """Return the keys of the bands of each body, given as hashes of its words, and its bitmap."""
    lengths = np.array([len(each) // 8 for each in bodies], np.int64)
    words = np.frombuffer(b"".join(bodies), np.uint64)
    numbers, keys, bitmaps = build_sketches(words, np.arange(len(words), dtype=np.uint32), lengths)
    bands: list[tuple[int, ...]] = [()] * len(bodies)
    for number, own in zip(numbers.tolist(), keys.tolist()):
        bands[number] = tuple([(band << 32) + key for band, key in enumerate(own)])
    return bands, list(bitmaps)


def write_article(article: Article) -> bytes:
    """Return an article as JSON, which is kept as text: its other fields may nest deeper than the
    cluster permits."""
    return write_object({
        b"id": write_text(article.id), b"title": write_text(article.title),
        b"body": write_text(article.body), b"outlet": write_optional(article.outlet),
        b"published": write_optional(article.published),
        b"date_precision": write_text(article.date_precision),
        b"url": write_optional(article.url), b"extra": write_extra(article.extra),
        b"revision": b"%d" % article.revision})


def read_article(text: str) -> Article:
    """Return the article that a text stands for."""
    values = json.loads(text)
    values.pop("date_precision")
    return Article(**values)


def list_phrases(paragraphs: Sequence[bytes]) -> set[bytes]:
    """Return the runs of up to MAX_PHRASE_FORMS forms side by side, given by paragraph.

    >>> sorted(list_phrases([b"u|u23 23", b"a"]))
    [b'23', b'a', b'u', b'u23', b'u23 23']
    """
    found: set[bytes] = set()
    for paragraph in paragraphs:
        if _STACK in paragraph:
            found.update(_list_runs(paragraph))
            continue
        words = paragraph.split(b" ")
        found.update(words)
        for length in range(2, MAX_PHRASE_FORMS + 1):
            found.update(map(b" ".join, zip(*[words[first:] for first in range(length)])))
    return found


def _list_runs(paragraph: bytes) -> Iterator[bytes]:
    """Yield the runs of a paragraph in which words are also written together."""
    words = [(place, form) for place, stack in enumerate(paragraph.split(b" "))
             for form in stack.split(_STACK)]
    for first in range(len(words)):
        run = words[first:first + MAX_PHRASE_FORMS]
        for length, (place, _) in enumerate(run):
            if place != run[0][0] + length:
                break
            yield b" ".join([form for _, form in run[:length + 1]])


def _repeat(paragraph: bytes) -> bytes:
    """Return the terms of a paragraph, each TITLE_COPIES times in its place.

    >>> _repeat(b"a b").count(b"a")
    7
    """
    return b" ".join([
        (word + _STACK) * (TITLE_COPIES - 1) + word for word in paragraph.split(b" ")])


def _locate(article: Article) -> Columns:
    """Return the form of the article's URL, and its host with all domains above it."""
    if not article.url:
        return {}
    page, site = locate(article.url)
    columns: Columns = {PAGE: shorten(page)} if page else {}
    return {**columns, SITE: list(_list_domains(site))} if site else columns


def _list_domains(host: str) -> Iterator[str]:
    while host:
        yield host
        host = host.partition(".")[2]


def _date(article: Article) -> Columns:
    period = article.period
    return {START: period.start, END: period.end} if period else {}


def _list_facets(article: Article) -> Columns:
    found: Columns = {}
    for name, facet in FACETS.items():
        values = [shorten(value) if isinstance(value, str) else value
                  for value in facet.values(article) if value is not None]
        if values:
            found[name_facet(name)] = values
    return found
