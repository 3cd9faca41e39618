"""Backups: a store as one SQLite file, which holds every article and where each came from.

The index is not in it: it is rebuilt from the articles.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from search.arrays import sync
from search.disk_space import require_space
from search.errors import EngineError
from search.store.database import connect, translate_read_errors, translate_write_errors
from search.store.sqlite_store import SQLiteStore
from search.store.store import IndexState

_NAME = "articles.sqlite"
_MULTIPLE = 2
"""How much larger than its backup an archive is at least: it has an index, too."""


def back_up(folder: Path, path: Path) -> int:
    """Write the store in a folder to a new file, while others may write; return its articles.

    The file appears when it is complete and has been verified. Raises EngineError.
    """
    if path.exists():
        raise EngineError(f"{path} exists already: name a new file")
    if not path.absolute().parent.is_dir():
        raise EngineError(f"there is no folder {path.parent}: make it, or name another")
    SQLiteStore(folder).state()  # refuses what is none, or of another format
    original = folder / _NAME
    require_space(path.parent, original.stat().st_size, "the copy")
    with _work_beside(path) as work:
        with translate_read_errors(original), closing(connect(original, "ro")) as connection:
            connection.execute("VACUUM INTO ?", (str(work / _NAME),))
        articles = _verify(work)
        _finish(work, path)
    return articles


def restore(path: Path, folder: Path) -> int:
    """Put a backup into a folder without a store, to be indexed; return its articles.

    Other writers wait meanwhile. Raises EngineError, and leaves no store then.
    """
    if not path.is_file():
        raise EngineError(f"there is no file {path}")
    target = folder / _NAME
    require_space(folder, _MULTIPLE * path.stat().st_size, "the archive")
    with SQLiteStore(folder).lock():  # a writer may be about to begin an archive there
        if target.exists():
            raise EngineError(
                f"{folder} holds an archive already: name another folder, or move it away")
        with _work_beside(target) as work:
            shutil.copyfile(path, work / _NAME)
            articles = _verify_backup(work, path)
            _finish(work, target)
    return articles


@contextmanager
def _work_beside(path: Path) -> Iterator[Path]:
    """Give a folder on the same disk as a file, and remove it afterwards."""
    try:
        with translate_write_errors(path), tempfile.TemporaryDirectory(
                prefix=".backup-", dir=path.absolute().parent) as folder:
            yield Path(folder)
    except OSError as error:
        raise EngineError(f"cannot write {path}: {error}") from error


def _verify_backup(work: Path, path: Path) -> int:
    """Verify the copy of a backup; return its articles. What it says is of the file itself."""
    try:
        return _verify(work)
    except EngineError as error:
        raise EngineError(
            f"{path} is damaged, or no backup: nothing was restored. Take another one") from error


def _verify(work: Path) -> int:
    """Return how many articles a store has. Raises EngineError if it is damaged or has none."""
    store = SQLiteStore(work)
    if faults := [*store.verify(), *filter(None, [store.find_loss()])]:
        raise EngineError(f"not copied, for it is damaged: {faults[0]}")
    articles = store.status().articles
    if not articles:
        raise EngineError("not copied, for it has no article")
    return articles


def _finish(work: Path, path: Path) -> None:
    """Move a store that was verified to its place, durably."""
    store = SQLiteStore(work)
    with store.lock():
        store.advance(IndexState(), None)
    store.close()
    sync(work / _NAME)
    os.replace(work / _NAME, path)
    sync(path.absolute().parent)
