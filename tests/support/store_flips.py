"""Flips bits of a store, and compares what SQLite then reads with what verification says.

    PYTHONPATH=.:tests python -P -m support.store_flips --count 3000 --seed 1

Bits of bytes that SQLite does not use change nothing that it reads, and cannot be found.
"""

import argparse
import random
import sqlite3
import sys
import tempfile
from collections import Counter
from contextlib import closing
from pathlib import Path

from search.errors import SearchError
from search.store.sqlite_store import SQLiteStore

from support import flips

TABLES = ("version", "state", "tally", "moment", "source", "held", "sqlite_sequence")

SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name"

SAID, UNSAID, UNUSED = "changed and said", "changed and unsaid", "nothing changed"


class StoreFlipper:
    """Flips bits of the store in a folder, in which nobody else writes."""

    def __init__(self, folder):
        self._folder = folder
        self._path = folder / "articles.sqlite"
        self._forget_log()
        self.sound = self._path.read_bytes()
        self._content = self.read()
        assert self.verify() == []

    def try_flip(self, place, mask):
        """Return what came of a changed bit."""
        changed = bytearray(self.sound)
        changed[place] ^= mask
        self._path.write_bytes(changed)
        self._forget_log()
        try:
            said, content = self.verify(), self.read()
        finally:
            self._path.write_bytes(self.sound)
        return UNUSED if content == self._content else SAID if said else UNSAID

    def read(self):
        """Return all that SQLite reads, by table; what it raises stands for a table."""
        content = {}
        with closing(sqlite3.connect(f"{self._path.as_uri()}?mode=ro", uri=True)) as connection:
            connection.text_factory = bytes
            for query in [SCHEMA, *(f"SELECT * FROM {each} NOT INDEXED" for each in TABLES)]:
                try:
                    content[query] = sorted(map(repr, connection.execute(query)))
                except (sqlite3.Error, UnicodeDecodeError) as error:
                    content[query] = repr(error)
        return content

    def verify(self):
        """Return the faults that verification finds."""
        store = SQLiteStore(self._folder)
        try:
            store.state()
            return [*store.verify(), *filter(None, [store.find_loss()])]
        except SearchError as error:
            return [str(error)]
        finally:
            store.close()

    def _forget_log(self):
        """Remove what SQLite has put beside the file: its log, which is empty, and its memory."""
        for ending in ("-wal", "-shm"):
            Path(f"{self._path}{ending}").unlink(missing_ok=True)


def run(flipper, count, dice):
    """Return how often each outcome came, and the places of what was changed and unsaid."""
    outcomes, unsaid = Counter(), []
    for _ in range(count):
        place, mask = dice.randrange(len(flipper.sound)), 1 << dice.randrange(8)
        outcome = flipper.try_flip(place, mask)
        outcomes[outcome] += 1
        if outcome == UNSAID:
            unsaid.append((place, mask))
    return outcomes, unsaid


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as root:
        folder = Path(root) / "archive"
        flips.build(folder)
        outcomes, unsaid = run(StoreFlipper(folder), asked.count, random.Random(asked.seed))
    print(f"{asked.count:,} flips: {dict(outcomes)}", *unsaid)
    sys.exit(bool(unsaid))


if __name__ == "__main__":
    main()
