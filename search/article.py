"""What is searched: one article, as it was published."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from search.errors import InvalidValue
from search.period import Period, precision


@dataclass(frozen=True, slots=True)
class Article:
    """One article.

    `published` is YYYY[-MM[-DD[Thh:mm:ss+07:00]]] in Asia/Jakarta, or None when unknown;
    `outlet` is the name of the paper or site, or None. A blank `outlet` or `url` is none.
    `extra` keeps whatever else came with the article (byline, rubric, …) as JSON values.
    Raises InvalidValue for a date that is none, and for text with half a surrogate pair, which
    no encoding can hold.
    """

    id: str
    title: str = ""
    body: str = ""
    outlet: str | None = None
    published: str | None = None
    url: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.published is not None:
            Period.parse(self.published)
        for name in ("id", "title", "body", "outlet", "url"):
            text = getattr(self, name)
            if text and not text.isascii():
                _check_text(name, text)
        for name in ("outlet", "url"):
            text = getattr(self, name)
            if text is not None and not text.strip():
                object.__setattr__(self, name, None)

    @property
    def period(self) -> Period | None:
        """When it was published, as an interval; None when unknown."""
        return None if self.published is None else Period.parse(self.published)

    @property
    def date_precision(self) -> str:
        """How exactly the date is known: day, month, year or none."""
        return precision(self.published)

    def same_as(self, other: "Article | None") -> bool:
        """Whether nothing at all differs; `==` would take 1, 1.0 and True in `extra` for equal."""
        return other is not None and self._written() == other._written()

    def _written(self) -> str:
        return json.dumps(self.to_dict(), sort_keys=True)

    def to_dict(self) -> dict[str, Any]:
        """The article under its own field names, as `indexer export` writes it."""
        return {
            "id": self.id, "title": self.title, "body": self.body, "outlet": self.outlet,
            "published": self.published, "date_precision": self.date_precision,
            "url": self.url, "extra": dict(self.extra),
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
