"""Caches the vocabulary of an archive in a file, so that a word is stemmed once for all processes.

The file is a convenience. If it is missing, damaged or of other word lists, the words are analysed
again. It lists single words without any order, yet a removal deletes it, and writes another one of
the words that articles still have. The file has a lineage, a random number that who saves more
words hands on and a removal changes: words that a process learnt before a removal are never saved
after it. The file holds the keys of the hash tables too: whoever may read the archive could choose
words that collide, until it is deleted.
"""

import logging
import secrets
from itertools import chain
from pathlib import Path

import numpy as np

from search.analysis import vocabulary_validation
from search.analysis.vocabulary import AnalyzeChunk, Vocabulary
from search.arrays import ArrayFile, Damaged, write
from search.errors import EngineError

log = logging.getLogger(__name__)

_UNFINISHED = ".unfinished"

_FINGERPRINT, _LINEAGE = "fingerprint", "lineage"

_LINEAGE_BYTES = 16

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
    """Return the file, checked; None if it has no words, or those of another analyzer.

    Raises Damaged, OSError, and EngineError for a file of another format.
    """
    if not path.stat().st_size:
        return None
    file = ArrayFile(path, private=True)
    for name in file.names():
        file.touch(name)
    if _FINGERPRINT not in file or file[_FINGERPRINT].tobytes() != _encode(fingerprint):
        return None
    vocabulary_validation.check(file, {name: file[name] for name in file.names()})
    file.release()
    return file


def create(path: Path) -> None:
    """Create a file without words if there is none, so that a removal has something to delete.

    Call this while nobody else can create it. One that is there is not touched: the processes that
    map it would take it for changed.
    """
    if path.exists():
        return
    lineage = np.frombuffer(secrets.token_bytes(_LINEAGE_BYTES), np.uint8)
    unfinished = _name_unfinished(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write(unfinished, [(_LINEAGE, lineage)])
        unfinished.rename(path)
    except OSError as error:
        log.warning("the vocabulary is not cached: %s", error)


def find_lineage(path: Path) -> bytes | None:
    """Return the lineage of the file, empty if it has none or is damaged; None without a file."""
    try:
        file = ArrayFile(path)
        return file[_LINEAGE].tobytes() if _LINEAGE in file else b""
    except FileNotFoundError:
        return None
    except (OSError, EngineError):
        return b""


def save(path: Path, fingerprint: str, vocabulary: Vocabulary, lineage: bytes) -> None:
    """Save the vocabulary, replacing any other of this lineage, and none of another."""
    if not vocabulary.is_compiled or find_lineage(path) != lineage:
        return
    named = {_FINGERPRINT: _encode(fingerprint), _LINEAGE: lineage}
    last = [(name, np.frombuffer(value, np.uint8)) for name, value in named.items()]
    unfinished = _name_unfinished(path)
    try:
        _sweep(path)
        write(unfinished, chain(vocabulary.to_arrays(), last))
        if find_lineage(path) == lineage:
            unfinished.rename(path)
    except FileNotFoundError:  # a removal has deleted it
        pass
    except OSError as error:
        log.warning("the vocabulary is not cached: %s", error)
    finally:
        unfinished.unlink(missing_ok=True)


def count_chunks(path: Path) -> int:
    """Return how many chunks are saved in the file; 0 if it cannot be read."""
    try:
        file = ArrayFile(path)
        file.touch("sizes")
        return int(file["sizes"][:1].sum())
    except (OSError, EngineError):
        return 0


def delete(path: Path) -> None:
    """Delete the file, and what writers that were killed left of it."""
    path.unlink(missing_ok=True)
    _sweep(path)
    path.unlink(missing_ok=True)  # somebody may have renamed a new one in between


def _sweep(path: Path) -> None:
    """Delete what writers that were killed left; another one that is at work saves nothing then."""
    for file in path.parent.glob(f"{path.stem}*{_UNFINISHED}"):
        file.unlink(missing_ok=True)


def _name_unfinished(path: Path) -> Path:
    """Return a name for a file to be written, which no other process gives to its own."""
    return path.with_suffix(f".{secrets.token_hex(4)}{_UNFINISHED}")


def _encode(fingerprint: str) -> bytes:
    return f"{fingerprint} {_LAYOUT}".encode()
