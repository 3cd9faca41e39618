"""What is skipped: files of unknown format, files of programs and sites, records of other kinds."""

import logging
from collections import Counter
from collections.abc import Mapping
from pathlib import PurePath

from indexer.formats.settings import is_beside_articles

log = logging.getLogger(__name__)

_DESCRIPTIONS = ("readme", "license")
_MAX_ENDINGS_SHOWN = _MAX_NAMES_SHOWN = 6


class SkippedFiles:
    """How many files were skipped, and of what kind. README and LICENSE do not count.

    >>> skipped = SkippedFiles()
    >>> for name in ("foto/b.JPG", "foto/a.jpg", "peta.pdf", "README"):
    ...     skipped.add(PurePath(name))
    >>> str(skipped)
    'skipped 3 files of unknown format (2 .jpg, 1 .pdf), such as foto/a.jpg'
    >>> skipped.add(PurePath("package.json"))
    >>> str(skipped).partition(";")[0]
    'passed over 1 file of a program or a site (package.json)'
    """

    def __init__(self) -> None:
        self._beside: Counter[str] = Counter()
        self._endings: Counter[str] = Counter()
        self._first: PurePath | None = None

    def add(self, path: PurePath) -> None:
        """Count one file."""
        if path.stem.lower() in _DESCRIPTIONS:
            return
        if is_beside_articles(path):
            self._beside[path.name] += 1
        else:
            self._endings[path.suffix.lower() or "without an ending"] += 1
            self._first = min(self._first or path, path)

    def __bool__(self) -> bool:
        return bool(self._endings or self._beside)

    def __str__(self) -> str:
        return "; ".join(filter(None, (self._describe_beside(), self._describe_unknown())))

    def _describe_beside(self) -> str:
        if not self._beside:
            return ""
        names = _list_most(sorted(self._beside), _MAX_NAMES_SHOWN)
        return (f"passed over {_count_files(self._beside)} of a program or a site "
                f"({names})")

    def _describe_unknown(self) -> str:
        if not self._endings:
            return ""
        endings = sorted(self._endings.items(), key=lambda pair: (-pair[1], pair[0]))
        listed = _list_most([f"{count:,} {ending}" for ending, count in endings],
                            _MAX_ENDINGS_SHOWN)
        return (f"skipped {_count_files(self._endings)} of unknown format ({listed}), "
                f"such as {self._first}")


def warn_passed_over(name: str, kinds: Mapping[str, int]) -> None:
    """Log what a file has besides its articles, by kind; nothing if there is nothing."""
    if kinds:
        log.warning("%s: passed over %s", name, ", ".join(
            f"{count:,} {kind}" for kind, count in kinds.items()))


def is_hidden_name(name: str) -> bool:
    """Return whether a file or folder is hidden by its name, or is the folder that macOS adds."""
    return name.startswith(".") or name == "__MACOSX"


def _list_most(items: list[str], most: int) -> str:
    return ", ".join(items[:most] + ["…"] * (len(items) > most))


def _count_files(kinds: Counter[str]) -> str:
    return f"{kinds.total():,} file{'' if kinds.total() == 1 else 's'}"
