"""The formats that articles come in: one reader a module, chosen by the file's name.

A reader takes the open file and its name, and yields records or rejections, in order,
holding no more than one record in memory.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from indexer.formats import csv, jsonl, txt
from indexer.formats.compressed import COMPRESSED, opened
from indexer.record import Place, Record, Rejection

Reader = Callable[[BinaryIO, str], Iterator[Record | Rejection]]

READERS: dict[str, Reader] = {".txt": txt.read, ".jsonl": jsonl.read, ".csv": csv.read}


def reader(path: Path) -> Reader | None:
    """The reader for a file of this name, None if its format is not known."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] in COMPRESSED:
        suffixes.pop()
    return READERS.get(suffixes[-1]) if suffixes else None


def read(path: Path) -> Iterator[Record | Rejection]:
    """The records of a file; what cannot be read becomes a rejection, never an exception."""
    read_records = reader(path)
    if read_records is None:
        known = ", ".join(READERS)
        yield Rejection(Place(str(path)), f"unknown format: {known} are read, also .gz and .zst")
        return
    try:
        with opened(path) as file:
            yield from read_records(file, str(path))
    except UnicodeDecodeError as error:
        yield Rejection(Place(str(path)), f"not UTF-8 ({error.reason}): save it as UTF-8")
    except (OSError, EOFError, ValueError) as error:
        yield Rejection(Place(str(path)), f"cannot be read: {error or type(error).__name__}")
