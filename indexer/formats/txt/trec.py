"""Splits collections of TREC, which research on retrieval keeps news in, into their documents."""

import re
from collections.abc import Iterator
from typing import Any

_EVIDENCE = re.compile(r"\s*(?:<\?xml[^<>]{0,200}\?>\s*)?<DOC>\s*<(?:DOCNO|DOCID)>", re.IGNORECASE)
_DOCUMENT = re.compile(r"<DOC>(?P<fields>.*?)(?:</DOC>|(?=<DOC>)|\Z)", re.IGNORECASE | re.DOTALL)
_FIELD = re.compile(
    r"<(?P<name>[A-Za-z][\w-]{0,29})>(?P<value>.*?)</(?P=name)>", re.IGNORECASE | re.DOTALL)
_NAMES = {"head": "title", "hl": "title", "dateline": "place", "docno": "id", "docid": "id"}
"""Names of fields there that mean something else, or nothing, elsewhere."""


def read_documents(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    r"""Yield the line (from 1) and the fields of each document; none of any other text.

    >>> list(read_documents("<DOC>\n<DOCNO>A1</DOCNO>\n<TEXT>Naik.</TEXT>\n</DOC>"))
    [(1, {'id': 'A1', 'text': 'Naik.'})]
    >>> list(read_documents("<DOC> adalah tanda."))
    []
    """
    line, at = 1, 0
    for document in _DOCUMENT.finditer(text) if _EVIDENCE.match(text) else ():
        line, at = line + text.count("\n", at, document.start()), document.start()
        yield line, _read_fields(document["fields"])


def _read_fields(written: str) -> dict[str, Any]:
    """Return the fields of a document; a text in several elements is one text."""
    fields: dict[str, str] = {}
    for field in _FIELD.finditer(written):
        name, value = field["name"].lower(), field["value"].strip()
        name = _NAMES.get(name, name)
        fields[name] = "\n\n".join(filter(None, (fields.get(name), value)))
    return fields
