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
from search.facets import check_setting
from search.interpret.equivalents import read_file
from search.query import Query, Sort

DEFAULT = "whoosh:var/archive"
"""The address of the archive, unless another is given."""

__all__ = ["DEFAULT", "Archive", "Article", "Query", "Sort", "back_up", "find_folder",
           "find_keys", "open_archive", "restore"]


def open_archive(
    url: str = DEFAULT, *, jobs: int = 1, analyzer: Analyzer | None = None,
    equivalents: str | None = None,
) -> Archive:
    """Return the archive at `whoosh:FOLDER`. Nothing is read or written before it is used.

    Long loads and rebuilds are shared among up to `jobs` processes. Archives may share an
    `analyzer`; by default each has its own, which keeps its vocabulary in the folder.
    `equivalents` is a file with rows to add to the table of search/interpret. Raises EngineError
    for any other kind of address, and InvalidValue for a faulty row or a wrong SEARCH_FACETS.
    """
    check_setting()
    folder = find_folder(url)
    from search.engines.whoosh import WhooshEngine
    from search.store.sqlite_store import SQLiteStore

    analyzer = analyzer or Analyzer(folder / "vocabulary.arrays")
    store = SQLiteStore(folder)
    save = partial(_save_vocabulary, analyzer)
    engine = WhooshEngine(
        folder, store, analyzer.fingerprint, jobs=jobs, save_vocabulary=save)
    return Archive(
        store=store, engine=engine, analyzer=analyzer,
        equivalents=read_file(Path(equivalents)) if equivalents else (),
        acronyms_file=folder / "acronyms.tsv")


def find_keys(url: str) -> Path:
    """Return where the keys of an archive are kept unless another file is named.

    Raises EngineError.
    """
    return find_folder(url) / "keys.json"


def back_up(url: str, path: Path) -> int:
    """Write the articles of an archive to a new file, while others may write; return their number.

    Raises EngineError.
    """
    from search.store import backup

    return backup.back_up(find_folder(url), path)


def restore(url: str, path: Path) -> int:
    """Put the articles of a backup into a new archive, to be indexed; return their number.

    Raises EngineError.
    """
    from search.store import backup

    return backup.restore(path, find_folder(url))


def find_folder(url: str) -> Path:
    """Return the folder of an archive. Raises EngineError for an address of any other kind."""
    scheme, _, rest = url.partition(":")
    if scheme != "whoosh" or not rest:
        raise EngineError(f"{url!r} is not an archive: write whoosh:FOLDER")
    return Path(rest)


def _save_vocabulary(analyzer: Analyzer) -> Path | None:
    """Save the vocabulary for other processes; return its file, if there is one."""
    analyzer.save_vocabulary()
    return analyzer.vocabulary_file
