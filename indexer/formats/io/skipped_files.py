"""Files that are skipped because their names say no known format."""

from collections import Counter
from pathlib import PurePath

_DESCRIPTIONS = ("readme", "license")
_MAX_ENDINGS_SHOWN = 6


class SkippedFiles:
    """How many files were skipped, and of what kind. Descriptions of a folder do not count.

    >>> skipped = SkippedFiles()
    >>> for name in ("foto/b.JPG", "foto/a.jpg", "peta.pdf", "README"):
    ...     skipped.add(PurePath(name))
    >>> str(skipped)
    'skipped 3 files of unknown format (2 .jpg, 1 .pdf), such as foto/a.jpg'
    """

    def __init__(self) -> None:
        self._endings: Counter[str] = Counter()
        self._first: PurePath | None = None

    def add(self, path: PurePath) -> None:
        """Count one file."""
        if path.stem.lower() not in _DESCRIPTIONS:
            self._endings[path.suffix.lower() or "without an ending"] += 1
            self._first = min(self._first or path, path)

    def __bool__(self) -> bool:
        return bool(self._endings)

    def __str__(self) -> str:
        endings = sorted(self._endings.items(), key=lambda pair: (-pair[1], pair[0]))
        listed = ", ".join(f"{count:,} {ending}" for ending, count in endings[:_MAX_ENDINGS_SHOWN])
        more = ", …" if len(self._endings) > _MAX_ENDINGS_SHOWN else ""
        total = self._endings.total()
        files = "file" if total == 1 else "files"
        return (f"skipped {total:,} {files} of unknown format ({listed}{more}), "
                f"such as {self._first}")
