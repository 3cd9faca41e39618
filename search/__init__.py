"""Warta's engine: articles in, ranked and faceted pages out. It knows no files and no HTTP.

>>> archive = open_archive("whoosh:var/archive")  # doctest: +SKIP
>>> archive.search(Query("perundingan enam pihak"))  # doctest: +SKIP
"""

from pathlib import Path

from search.analysis import Analyzer
from search.archive import Archive
from search.article import Article
from search.errors import EngineError
from search.query import Query, Sort

DEFAULT = "whoosh:var/archive"
"""Where the archive is unless somebody says otherwise."""

__all__ = ["DEFAULT", "Archive", "Article", "Query", "Sort", "open_archive"]


def open_archive(url: str = DEFAULT) -> Archive:
    """The archive at `whoosh:FOLDER`. Nothing is read or written before it is used.

    Raises EngineError for an address of another kind.
    """
    scheme, _, rest = url.partition(":")
    if scheme != "whoosh" or not rest:
        raise EngineError(f"{url!r} is not an archive: write whoosh:FOLDER")
    from search.engines.whoosh import WhooshEngine

    analyzer = Analyzer(Path(rest) / "vocabulary.arrays")
    return Archive(WhooshEngine(Path(rest), analyzer.fingerprint), analyzer)
