"""Reads books and magazines in EPUB: each chapter is a page, read as a saved page would be."""

import logging
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, BinaryIO
from urllib.parse import unquote

from indexer.formats.html import reader as html
from indexer.formats.io.archive import (
    DAMAGE,
    check_expansion,
    describe_damage,
    open_parts,
    read_part,
)
from indexer.formats.io.temporary_files import open_on_disk
from indexer.record import Location, ReadResult, Rejection, describe_error
from indexer.text.markup import XML_OPTIONS

log = logging.getLogger(__name__)

_CONTAINER = "META-INF/container.xml"
_PAGE_TYPES = ("application/xhtml+xml", "text/html")
_MAX_CHAPTERS = 20_000
_MAX_LIST_BYTES = 8 << 20
_MAX_BOOK_BYTES = 256 << 20
"""Limit of all chapters once they are decompressed."""

_NO_CHAPTERS = "no chapter with text in it"
_NOT_A_BOOK = "not a book in EPUB"
_BOOK_TOO_LARGE = f"more than {_MAX_BOOK_BYTES >> 20} MiB of chapters: split it"
_MISSING = "the book lists this chapter, but does not contain it"
_TITLE = re.compile(rb"<title[^<>]{0,99}>\s{0,99}(?P<title>[^<]{0,500}?)\s{0,99}</title>",
                    re.IGNORECASE)

_BLANK = (html.NO_TEXT, html.INDEX_PAGE, html.DIRECTORY)
"""Why a chapter has no article: it is a picture, or a table of contents."""


def read(file: BinaryIO, name: str, mapping: Mapping[str, str]) -> Iterator[ReadResult]:
    """Yield a record for each chapter. Those without text are counted in a message."""
    try:
        with open_on_disk(file) as on_disk, open_parts(on_disk) as archive:
            yield from _read_chapters(archive, name)
    except Exception as error:  # zipfile and lxml may raise anything on damaged files
        yield Rejection(location=Location(name), reason=f"{_NOT_A_BOOK}: {describe_error(error)}")


def _read_chapters(archive: zipfile.ZipFile, name: str) -> Iterator[ReadResult]:
    package, folder = _find_package(archive)
    publisher = _get_first_text(package, "publisher")
    title = _get_first_text(package, "title").encode()
    blank, any_text = 0, False
    chapters = _list_chapters(package, folder, archive)
    parts = [info for info in archive.infolist() if info.filename in chapters]
    if sum(part.file_size for part in parts) > _MAX_BOOK_BYTES:
        raise ValueError(_BOOK_TOO_LARGE)
    check_expansion(parts)
    results = (
        result for chapter in chapters
        for result in _read_chapter(archive, chapter, Location(f"{name}/{chapter}"), title))
    for result in results:
        if isinstance(result, Rejection) and result.reason in _BLANK:
            blank += 1
            continue
        any_text = True
        if isinstance(result, Rejection) or not publisher:
            yield result
        else:
            yield replace(result, fields={"outlet": publisher} | result.fields)
    if not any_text:
        yield Rejection(location=Location(name), reason=_NO_CHAPTERS)
    elif blank:
        log.warning("%s: passed over %s chapters without text", name, f"{blank:,}")


def _find_package(archive: zipfile.ZipFile) -> tuple[Any, str]:
    """Return the root of the list of all parts, and the folder it is in."""
    for each in _parse(read_part(archive, _CONTAINER, _MAX_LIST_BYTES)).iter("{*}rootfile"):
        path = posixpath.normpath(each.get("full-path") or "")
        return _parse(read_part(archive, path, _MAX_LIST_BYTES)), posixpath.dirname(path)
    raise ValueError("it names no list of its chapters")


def _parse(data: bytes) -> Any:
    """Return the root of a part. Raises ValueError if it is no XML."""
    from lxml import etree  # only for those who have books

    root = etree.fromstring(data, etree.XMLParser(**XML_OPTIONS))
    if root is None:
        raise ValueError("its XML is damaged")
    return root


def _get_first_text(package: Any, name: str) -> str:
    return next((text for each in package.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}")
                 if (text := " ".join("".join(each.itertext()).split()))), "")


def _list_chapters(package: Any, folder: str, archive: zipfile.ZipFile) -> list[str]:
    """Return the pages of a book in the order of reading, without its table of contents.

    A damaged list of that order is made up for by the names of all pages.
    """
    paths, contents = dict[str, str](), set[str]()
    for item in package.iter("{*}item"):
        if item.get("media-type") in _PAGE_TYPES and item.get("id") and item.get("href"):
            href = unquote(item.get("href").partition("#")[0])
            paths[item.get("id")] = posixpath.normpath(posixpath.join(folder, href))
        if "nav" in (item.get("properties") or "").split():
            contents.add(item.get("id"))
    order = [each.get("idref") for each in package.iter("{*}itemref")]
    pages = [paths[id] for id in order if id in paths and id not in contents] or [
        each for each in archive.namelist() if each.lower().endswith((".xhtml", ".html", ".htm"))]
    return list(dict.fromkeys(pages))[:_MAX_CHAPTERS]


def _read_chapter(
    archive: zipfile.ZipFile, path: str, location: Location, book: bytes
) -> Iterator[ReadResult]:
    """Yield the record of a chapter, or one for each of its articles.

    The title of the book is not taken for the chapter's.
    """
    try:
        page = read_part(archive, path)
    except KeyError:
        yield Rejection(location=location, reason=_MISSING)
        return
    except DAMAGE as error:
        yield Rejection(location=location, reason=describe_damage(error))
        return
    title = _TITLE.search(page, 0, 1 << 14)
    if title and title["title"] == book:
        page = page[:title.start()] + page[title.end():]
    yield from html.read_page(page, location)
