"""Files that are passed over, since their names say no known format."""

from collections import Counter
from pathlib import PurePath

_ABOUT = ("readme", "license")
_SHOWN = 6


class Unread:
    """How many there are, and of what kind; what says to people what a folder is does not count.

    >>> unread = Unread()
    >>> for name in ("foto/b.JPG", "foto/a.jpg", "peta.pdf", "README"):
    ...     unread.add(PurePath(name))
    >>> str(unread)
    'passed over 3 files whose names say no known format (2 .jpg, 1 .pdf), such as foto/a.jpg'
    """

    def __init__(self) -> None:
        self._ends: Counter[str] = Counter()
        self._first: PurePath | None = None

    def add(self, path: PurePath) -> None:
        """Count one."""
        if path.stem.lower() not in _ABOUT:
            self._ends[path.suffix.lower() or "without an ending"] += 1
            self._first = min(self._first or path, path)

    def __bool__(self) -> bool:
        return bool(self._ends)

    def __str__(self) -> str:
        ends = sorted(self._ends.items(), key=lambda each: (-each[1], each[0]))
        listed = ", ".join(f"{count:,} {end}" for end, count in ends[:_SHOWN])
        more = ", …" if len(self._ends) > _SHOWN else ""
        return (f"passed over {self._ends.total():,} files whose names say no known format "
                f"({listed}{more}), such as {self._first}")
