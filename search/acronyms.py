"""The acronyms that articles explain, learnt by a rebuild and kept in a file of the archive.

The file must never have words that only removed articles had. So an acronym that a removed article
explains stays only if enough of the others are seen to explain it in the very same words.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path

from search.article import Article
from search.interpret import learning
from search.interpret.equivalents import EquivalentRow

MOST_READ = 50
"""Articles that are looked at for each long form in doubt."""


class LearntAcronyms:
    """The rows of the file, if there is one: without a file nothing is learnt."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._mark = file and file.with_suffix(".learning")
        """Is there while acronyms are learnt; a removal that matters takes it away."""

    def read(self, known: Iterable[EquivalentRow]) -> list[EquivalentRow]:
        """Return the rows, except for acronyms that are known already."""
        return learning.load(self._file, known) if self._file else []

    def find_damage(self) -> str | None:
        """Return what says that the file is not as it was written; None if nothing is wrong."""
        return learning.find_damage(self._file) if self._file else None

    def begin(self) -> None:
        """Note that all are about to be learnt again. Call this while no removal can happen."""
        if self._mark:
            self._mark.parent.mkdir(parents=True, exist_ok=True)
            self._mark.touch()

    def learn(self, texts: Iterable[str]) -> list[EquivalentRow]:
        """Return all that the bodies of the articles explain."""
        return learning.learn(texts) if self._file else []

    def keep(self, rows: Sequence[EquivalentRow]) -> bool:
        """Write what was learnt, and return True; not if removed articles explained some of it.

        Call this while no removal can happen.
        """
        if not (self._file and self._mark):
            return True
        if not self._mark.exists():
            return False
        learning.save(rows, self._file)
        self._mark.unlink()
        return True

    def withdraw(self, removed: Sequence[Article] | None) -> list[EquivalentRow]:
        """Take out the rows that removed articles explain, and return them.

        None stands for articles that cannot be read. An article that was changed may have explained
        what is not known any more. Both take out all rows, for good.
        """
        if not (self._file and self._mark and (self._file.exists() or self._mark.exists())):
            return []
        explained = None if removed is None else _count_explained(removed)
        if explained is None or explained:
            self._mark.unlink(missing_ok=True)
        rows = self.read(())
        if explained is None or not rows:  # it may be damaged
            self._file.unlink(missing_ok=True)
            return []
        doubtful = [row for row in rows if any(
            (row.writing, learning.fold(long)) in explained for long in row.others)]
        if doubtful:
            learning.save([row for row in rows if row not in doubtful], self._file)
        return [_lower(row, explained) for row in doubtful]

    def restore(
        self, rows: Sequence[EquivalentRow], find: Callable[[str], Iterable[Article]]
    ) -> None:
        """Put back what enough articles explain still. `find` returns those with some words."""
        kept = [each for row in rows if (each := _confirm(row, find))]
        if kept and self._file:
            learning.save(sorted([*self.read(()), *kept]), self._file)


def _count_explained(removed: Sequence[Article]) -> dict[tuple[str, str], int] | None:
    """Return how many articles explain each acronym; None if one may have explained others."""
    if any(article.revision > 1 for article in removed):
        return None
    return learning.count(article.body for article in removed)


def _lower(row: EquivalentRow, explained: dict[tuple[str, str], int]) -> EquivalentRow:
    """Return a row without the removed articles in its counts, which stay at LEAST_ARTICLES."""
    fewer = [count - explained.get((row.writing, learning.fold(long)), 0)
             for long, count in _list_counts(row)]
    found = [(max(count, learning.LEAST_ARTICLES), long)
             for count, long in zip(fewer, row.others)]
    return learning.build_row(row.writing, found)


def _list_counts(row: EquivalentRow) -> Iterator[tuple[str, int]]:
    """Yield each long form of a row with the number of articles that explained it."""
    counts = row.example.split("|")
    for long, count in zip_longest(row.others, counts[:len(row.others)], fillvalue=""):
        yield long, int(count) if count.isdecimal() else learning.LEAST_ARTICLES


def _confirm(
    row: EquivalentRow, find: Callable[[str], Iterable[Article]]
) -> EquivalentRow | None:
    """Return a row with the long forms that enough articles explain; None if there is none."""
    found = [(count, long) for long, count in _list_counts(row)
             if _is_explained((row.writing, long), find)]
    return learning.build_row(row.writing, found) if found else None


def _is_explained(pair: tuple[str, str], find: Callable[[str], Iterable[Article]]) -> bool:
    short, long = pair
    seen = 0
    for article in find(f'body:"{long} ({short})"'):
        seen += pair in set(learning.find_definitions(article.body))
        if seen == learning.LEAST_ARTICLES:
            return True
    return False
