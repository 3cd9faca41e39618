"""A record's fields under our names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from indexer.fields.values import get_id, get_text
from search.article import DERIVED_FIELDS, MAX_REVISION

_WITH_PROPERTY = frozenset(
    ("id", "title", "body", "outlet", "published", "url", "extra", *DERIVED_FIELDS))


@dataclass(frozen=True, kw_only=True)
class MappedFields:
    """The fields of a record after mapping.

    `values` has every field: under our name if it has one, else under its own. `original_names`
    gives, for each of our names, the name that the value had in the file.

    Those properties that are text raise UnusableRecord if the value is a list, an object or a
    boolean. They read the field each time: a cached property takes 2.5 µs in Python 3.11.
    """

    values: Mapping[str, Any]
    original_names: Mapping[str, str]

    @property
    def id(self) -> str | None:
        """The id, None if there is none. Raises UnusableRecord also if it is too long."""
        return get_id(self.values)

    @property
    def title(self) -> str:
        """The title, "" if there is none."""
        return get_text(self.values, "title")

    @property
    def body(self) -> str:
        """The body as it was written, perhaps as HTML; "" if there is none."""
        return get_text(self.values, "body")

    @property
    def outlet(self) -> str:
        """The outlet's name as it was written, "" if there is none."""
        return get_text(self.values, "outlet")

    @property
    def url(self) -> str | None:
        """The URL, None if there is none."""
        return get_text(self.values, "url") or None

    @property
    def published(self) -> str:
        """The date as it was written, "" if there is none or it is no plain value."""
        value = self.values.get("published")
        return "" if isinstance(value, (dict, list, bool, type(None))) else str(value).strip()

    @property
    def revision(self) -> int | None:
        """The number of versions that the record claims to have had; None if it claims none."""
        value = self.values.get("revision")
        return value if type(value) is int and 1 <= value <= MAX_REVISION else None

    @property
    def extra(self) -> Any:
        """The value of a field named `extra`, as exported articles have one."""
        return self.values.get("extra")

    @property
    def rest(self) -> dict[str, Any]:
        """All fields that no property reads, in the order of `values`."""
        known = _WITH_PROPERTY | {"revision"} if self.revision else _WITH_PROPERTY
        return {name: value for name, value in self.values.items() if name not in known}

    def has(self, field: str) -> bool:
        """Return whether the field is there and not null."""
        return self.values.get(field) is not None
