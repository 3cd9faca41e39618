"""RIS: a line for each part of a reference, as Zotero, Mendeley and EndNote read it."""

from collections.abc import Iterable, Iterator

from search.article import Article
from search.explore.export.citation import Citation, cite


def write_ris(articles: Iterable[Article], _: object = None) -> Iterator[str]:
    """Yield the references to articles.

    >>> [text] = write_ris([Article("a", "Gempa", published="2018-09")])
    >>> text.split("\\r\\n")
    ['TY  - NEWS', 'ID  - a', 'TI  - Gempa', 'PY  - 2018', 'DA  - 2018/09//', 'ER  - ', '', '']
    """
    for article in articles:
        yield "".join(f"{tag}  - {value}\r\n" for tag, value in _list_lines(cite(article))) + "\r\n"


def _list_lines(citation: Citation) -> Iterator[tuple[str, str]]:
    yield "TY", "NEWS"
    yield from ((tag, value) for tag, value in (
        ("ID", citation.id), ("TI", citation.title), ("AU", citation.author),
        ("T2", citation.outlet), *_list_dates(citation), ("UR", citation.url)) if value)
    yield "ER", ""


def _list_dates(citation: Citation) -> Iterator[tuple[str, str]]:
    if citation.date:
        year, *rest = citation.date
        month, day, *_ = *[f"{part:02}" for part in rest], "", ""
        yield "PY", f"{year:04}"
        yield "DA", f"{year:04}/{month}/{day}/"
