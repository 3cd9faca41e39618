"""The vocabulary of an archive on disk, so that a word is stemmed once and not once a process.

It is a convenience: it may be missing, damaged or of other word lists, and then words are
found out anew. It names single words without any order, yet a removal takes it away too.
"""

import logging
from itertools import chain
from pathlib import Path

import numpy as np

from search.analysis.vocabulary import Read, Vocabulary
from search.arrays import Array, ArrayFile, write
from search.errors import EngineError

log = logging.getLogger(__name__)

_UNFINISHED = ".unfinished"

_MARK = "fingerprint"

_LAYOUT = 2
"""Raised when chunks, their hash or the arrays of a vocabulary change."""


def restored(path: Path, fingerprint: str, read: Read) -> Vocabulary:
    """The vocabulary kept there by an analyzer with this fingerprint; else an empty one."""
    vocabulary = Vocabulary(read)
    if vocabulary.by_kernel and (arrays := _mapped(path, fingerprint)):
        vocabulary.restore(arrays)
    return vocabulary


def _mapped(path: Path, fingerprint: str) -> dict[str, Array]:
    """What is kept there, if all of it is sound; none of it stays in memory unless it is used.

    Whatever is written to it stays in this process.
    """
    try:
        file = ArrayFile(path, private=True)
        for name in file.names():
            file.touch(name)
        if file[_MARK].tobytes() == _mark(fingerprint):
            return {name: file[name] for name in file.names()}
    except (OSError, EngineError):
        pass
    return {}


def begin(path: Path) -> None:
    """Make the file if there is none: nothing is kept in it yet, but it can be taken away."""
    try:
        path.touch()
    except OSError as error:
        log.warning("the words known are not kept: %s", error)


def keep(path: Path, fingerprint: str, vocabulary: Vocabulary) -> None:
    """Keep the vocabulary there, in the place of any other."""
    if not vocabulary.by_kernel:
        return
    mark = np.frombuffer(_mark(fingerprint), np.uint8)
    unfinished = path.with_suffix(_UNFINISHED)
    try:
        unfinished.unlink(missing_ok=True)
        write(unfinished, chain(vocabulary.arrays(), [(_MARK, mark)]))
        unfinished.rename(path)
    except OSError as error:
        log.warning("the words known are not kept: %s", error)


def size(path: Path) -> int:
    """How many words are kept there."""
    try:
        file = ArrayFile(path)
        file.touch("sizes")
        return int(file["sizes"][0])
    except (OSError, EngineError):
        return 0


def _mark(fingerprint: str) -> bytes:
    return f"{fingerprint} {_LAYOUT}".encode()


def forget(path: Path) -> None:
    """Keep nothing, nor what a writer that was killed left of it."""
    for each in (path, path.with_suffix(_UNFINISHED)):
        each.unlink(missing_ok=True)
