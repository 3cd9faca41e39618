"""Warta's search engine: articles in, ranked and faceted pages out.

>>> archive = open_archive("whoosh:var/archive")  # doctest: +SKIP
>>> archive.search(Query("perundingan enam pihak"))  # doctest: +SKIP
"""

from functools import partial
from pathlib import Path

from search.analysis import Analyzer
from search.archive import Archive
from search.article import Article
from search.errors import EngineError
from search.interpret.equivalents import read_file
from search.query import Query, Sort

DEFAULT = "whoosh:var/archive"
"""The address of the archive, unless another is given."""

__all__ = ["DEFAULT", "Archive", "Article", "Query", "Sort", "open_archive"]


def open_archive(
    url: str = DEFAULT, *, jobs: int = 1, analyzer: Analyzer | None = None,
    equivalents: str | None = None,
) -> Archive:
    """Return the archive at `whoosh:FOLDER`. Nothing is read or written before it is used.

    Long loads and rebuilds are shared among up to `jobs` processes. Archives may share an
    `analyzer`; by default each has its own, which keeps its vocabulary in the folder.
    `equivalents` is a file with rows to add to the table of search/interpret. Raises EngineError
    for any other kind of address, and InvalidValue for a faulty row.
    """
    scheme, _, rest = url.partition(":")
    if scheme != "whoosh" or not rest:
        raise EngineError(f"{url!r} is not an archive: write whoosh:FOLDER")
    from search.engines.whoosh import WhooshEngine
    from search.store.sqlite_store import SQLiteStore

    folder = Path(rest)
    analyzer = analyzer or Analyzer(folder / "vocabulary.arrays")
    store = SQLiteStore(folder)
    save = partial(_save_vocabulary, analyzer)
    engine = WhooshEngine(
        folder, store, analyzer.fingerprint, jobs=jobs, save_vocabulary=save)
    return Archive(
        store=store, engine=engine, analyzer=analyzer,
        equivalents=read_file(Path(equivalents)) if equivalents else (),
        acronyms_file=folder / "acronyms.tsv")


def _save_vocabulary(analyzer: Analyzer) -> Path | None:
    """Save the vocabulary for other processes; return its file, if there is one."""
    analyzer.save_vocabulary()
    return analyzer.vocabulary_file
