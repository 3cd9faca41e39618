"""What is searched: one article, as it was published."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from search.errors import InvalidValue
from search.period import Period, precision

_LONG_WORD = re.compile(r"\w{5,}")
_ENOUGH = 5
"""Longer words that two texts need to be told apart by."""

MAX_REVISION = (1 << 53) - 1
"""What every reader of JSON can count to."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article.

    `published` is YYYY[-MM[-DD[Thh:mm:ss+07:00]]] in Asia/Jakarta, or None when unknown;
    `outlet` is the name of the paper or site, or None. A blank `outlet` or `url` is none.
    `extra` keeps whatever else came with the article (byline, rubric, …) as JSON values.
    `revision` counts the versions that there have been, this one too; articles that differ in
    nothing else are equal. Raises InvalidValue for a date that is none, and for text with half
    a surrogate pair, which no encoding can hold.
    """

    id: str
    title: str = ""
    body: str = ""
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    revision: int = field(default=1, compare=False)

    def __post_init__(self) -> None:
        if self.published is not None:
            Period.parse(self.published)
        if not 1 <= self.revision <= MAX_REVISION:
            raise InvalidValue(f"revision must lie between 1 and {MAX_REVISION}", "revision")
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
        """When it was published, as an interval; None when unknown."""
        return None if self.published is None else Period.parse(self.published)

    @property
    def date_precision(self) -> str:
        """How exactly the date is known: day, month, year or none."""
        return precision(self.published)

    @property
    def byline(self) -> str | None:
        """Return the byline in `extra` if it is text, else None."""
        byline = self.extra.get("byline")  # any JSON value, unchecked
        return byline if isinstance(byline, str) and byline.strip() and is_text(byline) else None

    def same_as(self, other: "Article | None") -> bool:
        """Whether nothing but the revision differs.

        `==` would take 1, 1.0 and True in `extra` for equal.
        """
        return other is not None and self._texts() == other._texts() and (
            repr(self.extra) == repr(other.extra) or self._written() == other._written())

    def is_another_than(self, before: "Article") -> bool:
        """Whether it seems to be no version of this one, but another article of the same id.

        Title, body and URL differ then, and of the longer words hardly any is in both.
        """
        pairs = ((self.title, before.title), (self.body, before.body), (self.url, before.url))
        if any(one and one == other for one, other in pairs):
            return False
        here, there = (set(_LONG_WORD.findall(f"{each.title} {each.body}".casefold()))
                       for each in (self, before))
        fewer = min(len(here), len(there))
        return fewer >= _ENOUGH and 4 * len(here & there) < fewer

    def after(self, before: "Article | None") -> "Article":
        """The article as the version that follows another, which counts one more.

        An article that comes from an export may know of more versions: then it keeps its own.
        """
        least = 1 if before is None else min(before.revision + 1, MAX_REVISION)
        return self if self.revision >= least else replace(self, revision=least)

    def _texts(self) -> tuple[str | None, ...]:
        return self.id, self.title, self.body, self.outlet, self.published, self.url

    def _written(self) -> str:
        return json.dumps(dict(self.extra), sort_keys=True)

    def to_dict(self) -> dict[str, Any]:
        """The article under its own field names, as `indexer export` writes it."""
        return {
            "id": self.id, "title": self.title, "body": self.body, "outlet": self.outlet,
            "published": self.published, "date_precision": self.date_precision,
            "url": self.url, "extra": dict(self.extra), "revision": self.revision,
        }


def is_text(text: str) -> bool:
    """Whether an encoding can hold it: no article has an id with half a surrogate pair.

    >>> is_text("kafé 😀"), is_text("\\ud83d")
    (True, False)
    """
    return text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text)


def _check_text(name: str, text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        message = f"{name} holds half a surrogate pair at {error.start}: replace it"
        raise InvalidValue(message, name) from None
