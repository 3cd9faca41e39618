"""Caches the vocabulary of an archive in a file, so that a word is stemmed once for all processes.

The file is a convenience. If it is missing, damaged or of other word lists, the words are analysed
again. It lists single words without any order, yet a removal deletes it. It holds the keys of the
hash tables too: whoever may read the archive could choose words that collide, until it is deleted.
"""

import logging
from itertools import chain
from pathlib import Path

import numpy as np

from search.analysis import vocabulary_validation
from search.analysis.vocabulary import AnalyzeChunk, Vocabulary
from search.arrays import ArrayFile, Damaged, write
from search.errors import EngineError

log = logging.getLogger(__name__)

_UNFINISHED = ".unfinished"

_FINGERPRINT = "fingerprint"

_LAYOUT = 5
"""To be raised when chunks, their hash or the arrays of a vocabulary change."""


def load(path: Path, fingerprint: str, analyze: AnalyzeChunk) -> Vocabulary:
    """Return the vocabulary that an analyzer with this fingerprint saved, or an empty one."""
    vocabulary = Vocabulary(analyze)
    if vocabulary.is_compiled and (file := _map(path, fingerprint)):
        vocabulary.restore({name: file[name] for name in file.names()}, file)
    return vocabulary


def _map(path: Path, fingerprint: str) -> ArrayFile | None:
    """Return the file if all of its arrays are sound.

    They are mapped, so what is unused takes no memory. What is written to them stays in this
    process.
    """
    try:
        return _open(path, fingerprint)
    except Damaged as damage:
        log.warning("%s: words are analysed again", damage.fault)
    except (OSError, EngineError):
        pass
    return None


def find_damage(path: Path, fingerprint: str) -> str | None:
    """Return what says that the file is not as it was written; None if nothing is wrong."""
    try:
        _open(path, fingerprint)
    except Damaged as damage:
        return f"{damage.fault}: remove it, for it only saves time"
    except (OSError, EngineError):
        pass
    return None


def _open(path: Path, fingerprint: str) -> ArrayFile | None:
    """Return the file, checked; None if it is empty or of another analyzer.

    Raises Damaged, OSError, and EngineError for a file of another format.
    """
    if not path.stat().st_size:
        return None
    file = ArrayFile(path, private=True)
    for name in file.names():
        file.touch(name)
    if file[_FINGERPRINT].tobytes() != _encode(fingerprint):
        return None
    vocabulary_validation.check(file, {name: file[name] for name in file.names()})
    file.release()
    return file


def create(path: Path) -> None:
    """Create an empty file if there is none, so that a removal has something to delete.

    One that is there is not touched: the processes that map it would take it for changed.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(exist_ok=False)
    except FileExistsError:
        pass
    except OSError as error:
        log.warning("the vocabulary is not cached: %s", error)


def save(path: Path, fingerprint: str, vocabulary: Vocabulary) -> None:
    """Save the vocabulary, replacing any other."""
    if not vocabulary.is_compiled:
        return
    encoded = np.frombuffer(_encode(fingerprint), np.uint8)
    unfinished = path.with_suffix(_UNFINISHED)
    try:
        unfinished.unlink(missing_ok=True)
        write(unfinished, chain(vocabulary.to_arrays(), [(_FINGERPRINT, encoded)]))
        unfinished.rename(path)
    except FileNotFoundError:  # a removal has deleted it, or another process saves its own
        pass
    except OSError as error:
        log.warning("the vocabulary is not cached: %s", error)


def count_chunks(path: Path) -> int:
    """Return how many chunks are saved in the file; 0 if it cannot be read."""
    try:
        file = ArrayFile(path)
        file.touch("sizes")
        return int(file["sizes"][:1].sum())
    except (OSError, EngineError):
        return 0


def delete(path: Path) -> None:
    """Delete the file, and what a writer that was killed left of it."""
    for file in (path, path.with_suffix(_UNFINISHED)):
        file.unlink(missing_ok=True)


def _encode(fingerprint: str) -> bytes:
    return f"{fingerprint} {_LAYOUT}".encode()
