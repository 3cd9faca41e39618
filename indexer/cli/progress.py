"""The progress line of a long command."""

from time import monotonic

from indexer.cli.output import end_progress, pluralize, print_progress

_MIN_SECONDS = 2.0
"""Before this, speed says little about the time that remains."""

_UNITS = ("bytes", "kB", "MB", "GB", "TB")


class Progress:
    """Shows how many articles are done, how fast, and how long the rest will take."""

    def __init__(self) -> None:
        self._began = monotonic()

    def show_bytes(self, articles: int, done: int, total: int) -> None:
        """Show progress through a known number of bytes; 0 if it is not known."""
        share = min(done / total, 1.0) if total else 0.0
        part = f"{share:.0%} of {format_bytes(total)}" if total else ""
        self._show(pluralize(articles, "article"), articles, share, part)

    def show_articles(self, done: int, total: int) -> None:
        """Show progress through a known number of articles."""
        share = min(done / total, 1.0) if total else 0.0
        self._show(f"{done:,} of {pluralize(total, 'article')}", done, share, f"{share:.0%}")

    def end(self) -> None:
        """Leave the last line where it is."""
        end_progress()

    def _show(self, count: str, articles: int, share: float, part: str) -> None:
        elapsed = monotonic() - self._began
        pieces = [count, f"{articles / max(elapsed, 0.001):,.0f} per second", part]
        if elapsed > _MIN_SECONDS and 0.0 < share < 1.0:
            pieces.append(f"{format_seconds(elapsed * (1 - share) / share)} left")
        print_progress(", ".join(filter(None, pieces)))


def format_seconds(seconds: float) -> str:
    """Return a duration as exact as anyone needs it.

    >>> [format_seconds(seconds) for seconds in (7.2, 89, 200, 5_400, 200_000)]
    ['7 s', '89 s', '3 min', '90 min', '56 h']
    """
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6_000 else f"{seconds / 3_600:.0f} h"


def format_bytes(size: float) -> str:
    """Return a size in decimal units.

    >>> [format_bytes(size) for size in (0, 999, 45_600, 512_000_000, 10_200_000_000)]
    ['0 bytes', '999 bytes', '46 kB', '512 MB', '10 GB']
    """
    unit = 0
    while size >= 999.5 and unit < len(_UNITS) - 1:
        size, unit = size / 1_000, unit + 1
    return f"{size:.0f} {_UNITS[unit]}"
