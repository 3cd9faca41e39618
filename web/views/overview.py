"""What the archive holds in a few figures, and examples of searches that find something.

They are worked out again when the archive has changed, and not for each page.
"""

import re
from typing import NamedTuple

from flask import current_app

from search import Archive, budget
from search.errors import EngineError
from search.page import Bucket
from web.access import get_outlets
from web.settings import Settings

_KEY = "warta-overview"
_EXAMPLES, _OUTLETS = 3, 6

_PLAIN_WORDS = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)+")


class Overview(NamedTuple):
    """The figures of an archive; `changed` is the day of its last change, YYYY-MM-DD."""

    articles: int
    outlets: int
    first_year: str | None
    last_year: str | None
    changed: str | None
    largest: tuple[Bucket, ...]
    examples: tuple[str, ...]

    @property
    def phrases(self) -> list[str]:
        """The examples that are two or more plain words, for an operator to be put around."""
        return [each for each in self.examples if _PLAIN_WORDS.fullmatch(each)]

    @property
    def outlet_name(self) -> str | None:
        """The name of the largest outlet that can stand in quotation marks."""
        names = (each.value for each in self.largest if isinstance(each.value, str))
        return next((name for name in names if '"' not in name), None)


class OverviewReader:
    """Reads the overview of an archive again where it has changed."""

    def __init__(self, archive: Archive, settings: Settings) -> None:
        self._archive = archive
        self._settings = settings
        self._kept: tuple[object, Overview] | None = None

    def read(self) -> Overview | None:
        """Return the overview, None where the archive cannot answer."""
        kept = self._kept
        try:
            version = self._archive.version()  # before what is read: later is no harm
            if kept is None or kept[0] != version:
                with budget.without_limit():  # it is for everybody
                    self._kept = kept = version, self._build()
        except EngineError:
            return None
        return kept[1]

    def _build(self) -> Overview:
        whole, changed = self._archive.whole_coverage(), self._archive.status().changed
        named = [bucket for bucket in self._archive.outlets() if bucket.value is not None]
        first, last = whole.first_day, whole.last_day
        return Overview(
            whole.articles, len(named), first[:4] if first else None, last[:4] if last else None,
            changed[:10] if changed else None, tuple(named[:_OUTLETS]),
            self._settings.examples or self._archive.typical_phrases(_EXAMPLES))


def keep_overview(archive: Archive, settings: Settings) -> dict[str, OverviewReader]:
    """Return what an application keeps in its `extensions` to read the overview."""
    return {_KEY: OverviewReader(archive, settings)}


def read_overview() -> Overview | None:
    """Return the overview of the archive of the application that answers this request.

    None for a key that sees some outlets alone.
    """
    if get_outlets():
        return None
    reader: OverviewReader = current_app.extensions[_KEY]
    return reader.read()
