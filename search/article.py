"""Articles, as they were published."""

import json
import re
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field, replace
from typing import Any

from search.errors import InvalidValue
from search.period import Period, get_precision

_LONG_WORD = re.compile(r"\w{5,}")
_MIN_LONG_WORDS = 5
"""Long words that both texts need to be compared."""

DERIVED_FIELDS = ("date_precision",)
"""Fields of `Article.to_dict` for its readers; the others imply them."""

MAX_REVISION = (1 << 53) - 1
"""The largest integer that every reader of JSON represents exactly."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article.

    `published` is YYYY[-MM[-DD[Thh:mm:ss+07:00]]] in Asia/Jakarta, or None if unknown. `outlet` is
    the name of the paper or site, or None. A blank `outlet` or `url` becomes None. `extra` keeps
    whatever else came with the article (byline, rubric, …) as JSON values. `revision` counts the
    versions so far, including this one; it does not take part in comparisons.

    Raises InvalidValue for a date that does not exist and for text with half a surrogate pair,
    which no encoding can represent.
    """

    id: str
    title: str = ""
    body: str = ""
    _: KW_ONLY
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    revision: int = field(default=1, compare=False)

    def __post_init__(self) -> None:
        if self.published is not None:
            Period.parse(self.published)
        if not 1 <= self.revision <= MAX_REVISION:
            raise InvalidValue(f"revision must be between 1 and {MAX_REVISION}", "revision")
        for name, text in (("id", self.id), ("title", self.title), ("body", self.body)):
            if not text.isascii():
                _check_text(name, text)
        for name, value in (("outlet", self.outlet), ("url", self.url)):
            if value is not None:
                if not value.isascii():
                    _check_text(name, value)
                if not value.strip():
                    object.__setattr__(self, name, None)

    @property
    def period(self) -> Period | None:
        """The time of publication as an interval, or None if unknown."""
        return None if self.published is None else Period.parse(self.published)

    @property
    def date_precision(self) -> str:
        """The precision of the date: day, month, year or none."""
        return get_precision(self.published)

    @property
    def byline(self) -> str | None:
        """The byline in `extra` if it is text, else None."""
        byline = self.extra.get("byline")  # any JSON value, unchecked
        return byline if isinstance(byline, str) and byline.strip() and is_text(byline) else None

    def count_characters(self) -> int:
        """Return how many characters the body and further fields hold, about."""
        return len(self.body) + sum(
            len(value if value.__class__ is str else repr(value)) for value in self.extra.values())

    def is_same_as(self, other: "Article | None") -> bool:
        """Return whether nothing but the revision differs.

        Unlike `==`, this tells 1, 1.0 and True in `extra` apart.
        """
        return other is not None and self._texts() == other._texts() and (
            repr(self.extra) == repr(other.extra) or self._dump_extra() == other._dump_extra())

    def is_unrelated_to(self, before: "Article") -> bool:
        """Return whether this seems to be another article with the same id, and no new version.

        Then the title, body and URL all differ, and fewer than a quarter of the long words of the
        shorter text are in the other one.
        """
        pairs = ((self.title, before.title), (self.body, before.body), (self.url, before.url))
        if any(one and one == other for one, other in pairs):
            return False
        own, others = (set(_LONG_WORD.findall(f"{each.title} {each.body}".casefold()))
                       for each in (self, before))
        fewer = min(len(own), len(others))
        return fewer >= _MIN_LONG_WORDS and 4 * len(own & others) < fewer

    def as_version_after(self, before: "Article | None") -> "Article":
        """Return the article with the revision that follows the version before.

        An article from an export may have had more versions; then it keeps its own revision.
        """
        least = 1 if before is None else min(before.revision + 1, MAX_REVISION)
        return self if self.revision >= least else replace(self, revision=least)

    def _texts(self) -> tuple[str | None, ...]:
        return self.id, self.title, self.body, self.outlet, self.published, self.url

    def _dump_extra(self) -> str:
        return json.dumps(dict(self.extra), sort_keys=True)

    def to_dict(self) -> dict[str, Any]:
        """Return the article under its own field names, as `indexer export` writes it."""
        return {
            "id": self.id, "title": self.title, "body": self.body, "outlet": self.outlet,
            "published": self.published, "date_precision": self.date_precision,
            "url": self.url, "extra": dict(self.extra), "revision": self.revision,
        }


def is_text(text: str) -> bool:
    """Return whether an encoding can represent it, that is, it has no half of a surrogate pair.

    >>> is_text("kafé 😀"), is_text("\\ud83d")
    (True, False)
    """
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _check_text(name: str, text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        message = f"{name} contains half a surrogate pair at {error.start}: replace it"
        raise InvalidValue(message, name) from None
