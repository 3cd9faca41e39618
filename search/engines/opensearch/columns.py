"""The fields of a search document, by the names that they have in an index of the cluster.

Terms stand in text fields, one for each searchable field and channel. What filters, facets and
orders need stands in columns.
"""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from search.facets import FACETS
from search.fields import BODY, SEARCHABLE, TEXT, TITLE, Field
from search.query import Channel

MAX_TEXT = 8_000
"""Bytes of the longest text in a column: Lucene refuses those of 32,766 and more."""

STACK = "|"
"""Stands between the terms of one position. No term has one."""

UNDATED_LOW, UNDATED_HIGH = -1, 1 << 53
"""What an undated article counts as, the latest first and the earliest first."""

ARTICLE, ID, KEY = "article", "id", "order"
CHANGE, START, END = "change", "start", "end"
PAGE, SITE = "page", "site"
STORY, TOLD, BANDS, BITMAP = "story", "told", "bands", "bitmap"
FORMS, PHRASES = "forms", "phrases"

_KEYWORD, _LONG = {"type": "keyword"}, {"type": "long"}
_KEPT = {"type": "keyword", "index": False, "doc_values": False}
_TEXT = {
    "type": "text", "analyzer": "terms", "search_analyzer": "apart", "index_options": "positions",
    "position_increment_gap": 31}

ANALYSIS = {
    "tokenizer": {"apart": {"type": "whitespace", "max_token_length": 1 << 20}},
    "filter": {"unstack": {
        "type": "pattern_capture", "preserve_original": False, "patterns": [r"([^|]+)"]}},
    "analyzer": {
        "apart": {"type": "custom", "tokenizer": "apart"},
        "terms": {"type": "custom", "tokenizer": "apart", "filter": ["unstack"]}},
}


def name_terms(field: str, channel: Channel) -> str:
    """Return the text field that has the terms of one channel of a searchable field."""
    return f"{field}_{channel.value}"


def name_facet(facet: str) -> str:
    """Return the column that has the values of a facet."""
    return f"facet_{facet}"


def list_channels(field: Field) -> tuple[Channel, ...]:
    """Return the channels in which a searchable field has terms."""
    return tuple(Channel) if field.stemmed else (Channel.FORM,)


TERMS = tuple(
    name_terms(field.name, channel)
    for field in SEARCHABLE.values() for channel in list_channels(field))
"""All text fields."""

EVERYWHERE = "all"
"""The field that has the terms of title and body together, so that these score as one."""

TITLE_COPIES = int(TITLE.weight)
"""How often it has those of the title: stacked, so that they count once for its length."""

ALL = {channel: f"{EVERYWHERE}_{channel.value}" for channel in Channel}

DERIVED = (*TERMS, *ALL.values(), BANDS, BITMAP, FORMS, PHRASES)
"""What follows from the article, and is not kept beside it."""


def write_key(id: str) -> str:
    """Return the id of a document in the index: that of its article may be longer than 512 bytes.

    >>> write_key("a")
    'ypeBEsobvcr6wjGzmiPcTaeG7_gUfE5yuYB3ha_uSLs'
    """
    return base64.urlsafe_b64encode(hashlib.sha256(id.encode()).digest()).decode().rstrip("=")


def shorten(text: str) -> str:
    """Return a text as a column has it: whole, unless it is too long for that.

    Long texts stay different, and have a fixed order, which is theirs as far as MAX_TEXT bytes.
    Articles are ordered so by their ids where their dates are equal.
    """
    if 4 * len(text) <= MAX_TEXT:
        return text
    encoded = text.encode()
    if len(encoded) <= MAX_TEXT:
        return text
    return encoded[:MAX_TEXT].decode(errors="ignore") + write_key(text)


def build_mappings() -> dict[str, Any]:
    """Return the mappings of an index, with a column for each facet of this process."""
    facets: Mapping[str, Any] = {
        name_facet(name): {"type": "integer"} if facet.kind is int else _KEYWORD
        for name, facet in FACETS.items()}
    weightless = {
        name_terms(field.name, channel): {"norms": False}
        for field in SEARCHABLE.values() if field not in TEXT for channel in list_channels(field)}
    return {
        "dynamic": "strict",
        # recovery_source_enabled stays as it is: without it a replica that comes back loses terms
        "_source": {"excludes": list(DERIVED)},
        "properties": {
            ARTICLE: _KEPT, ID: _KEPT, KEY: _KEYWORD, CHANGE: _LONG,
            START: _LONG, END: _LONG, PAGE: _KEYWORD, SITE: _KEYWORD,
            STORY: _KEYWORD, TOLD: {"type": "boolean"}, BANDS: _LONG,
            BITMAP: {"type": "binary", "doc_values": True},
            FORMS: {**_KEYWORD, "index": False}, PHRASES: _KEYWORD,
            **{name: {**_TEXT, **weightless.get(name, {})} for name in TERMS},
            **_copy_text(),
            **facets,
        },
    }


def _copy_text() -> dict[str, Any]:
    """Return the fields of the body, and those that its terms are copied to."""
    copied = {
        name_terms(BODY.name, channel): {**_TEXT, "copy_to": ALL[channel]} for channel in Channel}
    counted = {"type": "text", "analyzer": "terms", "index_options": "freqs"}
    return copied | {name: counted for name in ALL.values()}
