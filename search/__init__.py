"""Warta's search engine: articles in, ranked and faceted pages out.

>>> archive = open_archive("whoosh:var/archive")  # doctest: +SKIP
>>> archive.search(Query("perundingan enam pihak"))  # doctest: +SKIP
"""

import os
from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path

from search.analysis import Analyzer
from search.archive import Archive
from search.article import Article
from search.errors import EngineError
from search.facets import check_setting
from search.interpret.equivalents import EquivalentRow, read_file
from search.query import Query, Sort

DEFAULT = "whoosh:var/archive"
"""The address of the archive, unless another is given."""

__all__ = ["DEFAULT", "Archive", "Article", "Query", "Sort", "back_up", "find_folder",
           "find_keys", "measure_files", "open_archive", "restore"]


def open_archive(
    url: str = DEFAULT, *, jobs: int = 1, analyzer: Analyzer | None = None,
    equivalents: str | None = None,
) -> Archive:
    """Return the archive at `whoosh:FOLDER`, or on a cluster at `opensearch:NODES/NAME`.

    Nothing is read or written before it is used. Long loads and rebuilds are shared among up to
    `jobs` processes. Archives may share an `analyzer`; by default each has its own,
    which keeps its vocabulary in the folder, or beside those of other archives on this machine.
    `equivalents` is a file with rows to add to the table of search/interpret. Raises EngineError
    for any other kind of address, and InvalidValue for a faulty row or a wrong SEARCH_FACETS.
    """
    check_setting()
    rows = read_file(Path(equivalents)) if equivalents else ()
    if _is_on_cluster(url):
        return _open_on_cluster(url, analyzer, rows, jobs)
    folder = find_folder(url)
    from search.engines.whoosh import WhooshEngine
    from search.store.sqlite_store import SQLiteStore

    analyzer = analyzer or Analyzer(folder / "vocabulary.arrays")
    store = SQLiteStore(folder)
    save = partial(_save_vocabulary, analyzer)
    engine = WhooshEngine(
        folder, store, analyzer.fingerprint, jobs=jobs, save_vocabulary=save)
    return Archive(
        store=store, engine=engine, analyzer=analyzer, equivalents=rows,
        acronyms_file=folder / "acronyms.tsv")


def find_keys(url: str) -> Path:
    """Return where the keys of an archive are kept unless another file is named.

    Raises EngineError.
    """
    if _is_on_cluster(url):
        from search.store.opensearch.connection import read_address

        return Path("var") / read_address(url).name / "keys.json"
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
        raise EngineError(_describe_address(url))
    return Path(rest)


def _describe_address(url: str) -> str:
    """Return what is wrong with the address of an archive that should be in a folder."""
    if _is_on_cluster(url):
        return ("an archive on a cluster has no folder: name the file where a command keeps one "
                "there, and let the cluster take snapshots as backups")
    return (f"{url!r} is not an archive: write whoosh:FOLDER, or opensearch:http://NODE:9200/NAME "
            "for one on a cluster")


def _is_on_cluster(url: str) -> bool:
    return url.startswith("opensearch:")


def _open_on_cluster(
    url: str, analyzer: Analyzer | None, rows: Sequence[EquivalentRow], jobs: int
) -> Archive:
    """Return the archive on a cluster. What may be lost is kept in a folder of this machine."""
    from search.engines.opensearch import OpenSearchEngine
    from search.engines.opensearch.board import Board
    from search.store.opensearch.connection import Connection, read_address
    from search.store.opensearch.layout import Sharding
    from search.store.opensearch.store import OpenSearchStore

    connection = Connection(read_address(url))
    folder = _find_cache() / sha256(str(connection.address).encode()).hexdigest()[:16]
    analyzer = analyzer or Analyzer(folder / "vocabulary.arrays")
    store, sharding = OpenSearchStore(connection), Sharding.from_environment()
    engine = OpenSearchEngine(
        connection, Board(store), store, analyzer.fingerprint,
        shards=sharding.shards, replicas=sharding.replicas, jobs=jobs,
        save_vocabulary=partial(_save_vocabulary, analyzer))
    return Archive(
        store=store, engine=engine, analyzer=analyzer, equivalents=rows,
        acronyms_file=folder / "acronyms.tsv")


def _find_cache() -> Path:
    """Return the folder for what only saves time: SEARCH_CACHE, or the cache of this user."""
    if named := os.environ.get("SEARCH_CACHE"):
        return Path(named)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "warta"


def measure_files(url: str) -> dict[str, int]:
    """Return what each file of an archive takes up, in bytes, and each folder as a whole.

    Nothing where the archive is on a cluster, or there is none.
    """
    folder = Path(url.partition(":")[2]) if url.startswith("whoosh:") else Path()
    if folder == Path() or not folder.is_dir():
        return {}
    return {each.name: sum(_measure(file) for file in (each, *each.rglob("*")))
            for each in sorted(folder.iterdir())}


def _measure(file: Path) -> int:
    try:
        return file.stat().st_size if file.is_file() else 0
    except OSError:  # it is gone
        return 0


def _save_vocabulary(analyzer: Analyzer) -> Path | None:
    """Save the vocabulary for other processes; return its file, if there is one."""
    analyzer.save_vocabulary()
    return analyzer.vocabulary_file
