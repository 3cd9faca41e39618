"""Plain text: one article a file.

A first line of at most 150 characters that a blank line follows is the title; else there
is none.
"""

from collections.abc import Iterator
from typing import BinaryIO

from indexer.record import Place, Record

TITLE_LENGTH = 150


def read(file: BinaryIO, name: str) -> Iterator[Record]:
    """The one record of the file."""
    text = file.read().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").strip()
    title, body = split(text)
    yield Record(Place(name), {"title": title, "body": body})


def split(text: str) -> tuple[str, str]:
    r"""Title and body.

    >>> split("Judul\n\nIsi.")
    ('Judul', 'Isi.')
    >>> split("Isi saja.\nBaris dua.")
    ('', 'Isi saja.\nBaris dua.')
    """
    first, _, rest = text.partition("\n")
    second, _, body = rest.partition("\n")
    if len(first.strip()) > TITLE_LENGTH or second.strip() or not body.strip():
        return "", text
    return first.strip(), body.strip()
