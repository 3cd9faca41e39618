"""Reads documents of word processors (.docx): one article, or those of an export of Nexis."""

import io
import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from indexer.formats.io.archive import open_parts, read_part
from indexer.formats.io.temporary_files import open_on_disk
from indexer.formats.txt.reader import read_articles
from indexer.record import Location, ReadResult, Record, Rejection, describe_error
from indexer.text.markup import XML_OPTIONS
from indexer.text.repair import repair

_RELATIONS, _MAIN_RELATION = "_rels/.rels", "/officeDocument"
_USUAL_DOCUMENT = "word/document.xml"

_TITLE_STYLE = re.compile(r"(?:title|judul)", re.IGNORECASE)
_HEADING_STYLE = re.compile(r"(?:heading|judul)\s?1", re.IGNORECASE)

_TEXTS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
"""What elements without a text of their own stand for."""

_UNSEEN = ("Fallback", "del", "moveFrom", "footnoteReference", "instrText", "delText")
"""Elements whose text no reader sees, or sees elsewhere."""

_MAX_LEVELS = 100
"""Nesting of elements in a paragraph."""

_MAX_RELATIONS_BYTES = 1 << 20

_NOT_A_DOCUMENT = ("not a document in .docx: open it in a word processor and save it as .docx, "
                   "without a password")
_NO_TEXT = "no text in it: pictures and text boxes are not read"

_Paragraph = tuple[str, str]
"""The name of the style of a paragraph, and its text, which may be blank."""


def read(file: BinaryIO, name: str, mapping: Mapping[str, str]) -> Iterator[ReadResult]:
    """Yield the one record of the file, or those of an export of a press database."""
    location = Location(name)
    try:
        with open_on_disk(file) as on_disk, open_parts(on_disk) as archive:
            paragraphs = list(_list_paragraphs(read_part(archive, _find_document(archive))))
    except Exception as error:  # zipfile and lxml may raise anything on damaged files
        yield Rejection(location=location, reason=f"{_NOT_A_DOCUMENT} ({describe_error(error)})")
        return
    if not any(text.strip() for _, text in paragraphs):
        yield Rejection(location=location, reason=_NO_TEXT)
        return
    title, texts = _split_title(paragraphs)
    text, notes = repair("\n".join(texts).strip())
    for number, fields in enumerate(_read_fields(text), 1):
        stated = {"title": title} if title and "title" not in fields else {}
        yield Record(location=Location(name, number), fields=stated | fields, notes=notes)


def _find_document(archive: Any) -> str:
    """Return the name of the part with the text."""
    if _RELATIONS in archive.namelist():
        data = read_part(archive, _RELATIONS, _MAX_RELATIONS_BYTES)
        for relation in _parse(data, "Relationship"):
            if str(relation.get("Type", "")).endswith(_MAIN_RELATION):
                return posixpath.normpath(str(relation.get("Target", "")).lstrip("/"))
    return _USUAL_DOCUMENT


def _parse(data: bytes, name: str) -> Iterator[Any]:
    """Yield the elements of a name in a part, one at a time. Each is emptied afterwards.

    Raises ValueError if it is no XML.
    """
    from lxml import etree  # only for those who have documents

    elements = etree.iterparse(io.BytesIO(data), tag=f"{{*}}{name}", **XML_OPTIONS)
    for _, element in elements:
        yield element
        element.clear()
        parent = element.getparent()
        while parent is not None and element.getprevious() is not None:
            del parent[0]
    if elements.root is None:
        raise ValueError("its XML is damaged")


def _list_paragraphs(data: bytes) -> Iterator[_Paragraph]:
    """Yield the paragraphs of a document, those in tables too."""
    for element in _parse(data, "p"):
        if _get_name(element.getparent()) != "txbxContent":
            styles = element.iterfind("{*}pPr/{*}pStyle")
            style = next((_get_value(each) for each in styles), "")
            yield style, "".join(_list_texts(element, _MAX_LEVELS)).strip()


def _get_name(element: Any) -> str:
    tag = element.tag if element is not None and isinstance(element.tag, str) else ""
    return str(tag.rpartition("}")[2])


def _get_value(element: Any) -> str:
    """Return the attribute `val`, whatever its namespace: Strict documents have another."""
    return next((str(element.get(name)) for name in element.keys()
                 if name.rpartition("}")[2] == "val"), "")


def _list_texts(element: Any, levels: int) -> Iterator[str]:
    """Yield the pieces of text in a paragraph, without hidden and deleted ones."""
    for child in element if levels else ():
        name = _get_name(child)
        if name == "t":
            yield child.text or ""
        elif name in _TEXTS:
            yield _TEXTS[name]
        elif name not in _UNSEEN and not (name == "r" and _is_hidden(child)) and name != "p":
            yield from _list_texts(child, levels - 1)


def _is_hidden(run: Any) -> bool:
    hidden = run.find("{*}rPr/{*}vanish")
    return hidden is not None and _get_value(hidden) not in ("0", "false", "off")


def _split_title(paragraphs: list[_Paragraph]) -> tuple[str, list[str]]:
    """Return the title, "" unless a style says which it is, and the texts without it."""
    texts = [text for _, text in paragraphs]
    first = next(number for number, text in enumerate(texts) if text)
    for pattern, numbers in ((_TITLE_STYLE, range(len(texts))), (_HEADING_STYLE, (first,))):
        for number in numbers:
            if texts[number] and pattern.fullmatch(paragraphs[number][0]):
                return texts[number], texts[:number] + texts[number + 1:]
    return "", texts


def _read_fields(text: str) -> Iterator[dict[str, Any]]:
    """Yield the fields of each article, each line of whose body is a paragraph."""
    for _, fields in read_articles(text):
        lines = (line.strip() for line in fields["body"].split("\n"))
        yield fields | {"body": "\n\n".join(filter(None, lines))}
