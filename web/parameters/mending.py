"""Mends the parameters of a page: what is wrong is put right or left out, and the rest is kept.

People follow links that others have cut, typed or added to, and a page answers all of them. Each
change is a Notice, which the page shows. The API mends nothing.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeVar

from marshmallow import Schema, ValidationError, fields, validate
from werkzeug.datastructures import MultiDict

from search.errors import InvalidValue
from search.query import MAX_WINDOW, Query
from search.written_period import read_period
from web.parameters.fields import (
    REPEATED,
    TOO_MANY,
    UNKNOWN,
    NameList,
    WholeNumber,
    is_within_limits,
    name_fields,
)

Asked = TypeVar("Asked")
PageArguments = MultiDict[str, str]


class NoticeKind(StrEnum):
    """What became of a parameter."""

    IGNORED = "ignored"
    READ_AS = "read_as"
    SWAPPED = "swapped"
    CUT = "cut"
    REPEATED = "repeated"
    PAST_END = "past_end"


@dataclass(frozen=True, slots=True)
class Notice:
    """A parameter that was changed: its name, what was `given`, and what is `used` instead."""

    kind: NoticeKind
    parameter: str
    given: str
    used: str = ""


_DATES = (
    # the year first: 2019-9-1, 2019/13, 2019-02-30; not 19-02-30
    re.compile(r"(?P<year>\d{4})(?:[-/. ]?(?P<month>\d{1,2})(?:[-/. ](?P<day>\d{1,2}))?)?"),
    # the day first: 1/9/2019, 30-02-2019; not 1/9/19
    re.compile(r"(?P<day>\d{1,2})[-/. ](?P<month>\d{1,2})[-/. ](?P<year>\d{4})"),
    # the month first: 9/2019; not 9
    re.compile(r"(?P<month>\d{1,2})[-/. ](?P<year>\d{4})"),
    # eight digits: 20190901; not 2019090
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"),
)
"""Ways of writing a date other than ours, tried in this order."""

_TIME = re.compile(r"(?<=\d{4}-\d\d-\d\d)[T ]\d.*")
"""The time of day behind a date, as programs write it."""


def mend(
    parse: Callable[[PageArguments], Asked], arguments: PageArguments, schema: Schema
) -> tuple[Asked, tuple[Notice, ...]]:
    """Return what `parse` makes of arguments, and which of them had to be changed for it.

    `schema` describes the parameters; those that it does not know are left out without a word.
    Raises what `parse` raises where no parameter that was given is to blame.
    """
    mender = _Mender(arguments, schema)
    while True:
        try:
            return parse(mender.arguments), tuple(mender.notices.values())
        except ValidationError as error:
            wrong = error.messages_dict
        except InvalidValue as error:
            wrong = {error.parameter: [str(error)]}
        if not mender.mend(wrong):
            raise ValidationError(wrong)


def mend_date(text: str) -> str | None:
    """Return the date that a text may mean, as we write it; None if it means none.

    A month or a day that does not exist becomes the year, or the last day of the month.

    >>> [mend_date(text) for text in ("2019-02-30", "2019-13", "1/9/2019", "kapan")]
    ['2019-02-28', '2019', '2019-09-01', None]
    """
    found = next(filter(None, (form.fullmatch(text.strip()) for form in _DATES)), None)
    if found is None or not text.isascii():
        return None
    year, month, day = (int(found.groupdict().get(name) or 0) for name in ("year", "month", "day"))
    if year == 0:
        return None
    if not 1 <= month <= 12:
        return f"{year:04}"
    last = monthrange(year, month)[1]
    return f"{year:04}-{month:02}" + (f"-{min(day, last):02}" if day else "")


def mend_end(name: str, text: str) -> str | None:
    """Return the date that a text may mean as the first (`from`) or last day (`to`) of a range.

    Unlike those of a path, it may be in words, or count from today; its time of day does not count.

    >>> mend_end("from", "17 Agustus 1945"), mend_end("to", "2019-09-01T07:00:00Z")
    ('1945-08-17', '2019-09-01')
    """
    written = _TIME.sub("", text.strip())
    try:
        period = read_period(written, Query().today)
    except InvalidValue:
        return mend_date(written)
    return period.first if name == "from" else period.last


class _Mender:
    """PageArguments that are changed until they can be parsed, with a notice of each change."""

    def __init__(self, arguments: PageArguments, schema: Schema) -> None:
        self.arguments = MultiDict(arguments)
        self.notices: dict[str, Notice] = {}
        self._schema = schema

    @cached_property
    def _fields(self) -> dict[str, fields.Field[Any]]:
        return name_fields(self._schema)

    def mend(self, wrong: Mapping[str, Any]) -> bool:
        """Change the parameters that are wrong; return whether any of them was given."""
        given = [name for name in wrong if name in self.arguments]
        for name in given:
            self._mend_parameter(name, wrong[name])
        return bool(given)

    def _mend_parameter(self, name: str, messages: Any) -> None:
        values = self.arguments.getlist(name)
        if messages == [UNKNOWN] or name not in self._fields:
            del self.arguments[name]
        elif messages == [REPEATED]:
            self._keep_first(name, values)
        elif _is_repeatable(self._fields.get(name)):
            self._keep_good(name, list(dict.fromkeys(values)), messages)
        elif name in ("from", "to") and self._swap():
            pass
        else:
            self._replace(name, values[0])

    def _keep_first(self, name: str, values: Sequence[str]) -> None:
        self.arguments[name] = values[0]
        if len(set(values)) > 1:
            self._note(NoticeKind.REPEATED, name, values[1], values[0])

    def _keep_good(self, name: str, values: Sequence[str], messages: Any) -> None:
        """Keep the values of a list that are not wrong, or as many as it may have."""
        if isinstance(messages, dict):
            kept = [value for place, value in enumerate(values) if place not in messages]
            bad = [value for place, value in enumerate(values) if place in messages]
            self._note(NoticeKind.IGNORED, name, ", ".join(bad))
        else:
            kept = self._cut(values) if messages == [TOO_MANY] else list(values[:-1])
            kept = kept[:self._fields[name].metadata.get("maxItems")]
            self._note(NoticeKind.CUT, name, str(len(values)), str(len(kept)))
        self.arguments.setlist(name, kept)
        if not kept:
            del self.arguments[name]

    def _cut(self, values: Sequence[str]) -> list[str]:
        """Return the first values that a list may have."""
        kept: list[str] = []
        for value in values:
            if is_within_limits([*kept, value]):
                kept.append(value)
        return kept

    def _swap(self) -> bool:
        """Swap two dates of which the first lies after the second; return whether they do."""
        first, last = self.arguments.get("from"), self.arguments.get("to")
        if first and last and mend_date(first) == first and mend_date(last) == last:
            self.arguments["from"], self.arguments["to"] = last, first
            self._note(NoticeKind.SWAPPED, "from", first, last)
            return True
        return False

    def _replace(self, name: str, value: str) -> None:
        """Put what a value may mean in its place, or leave it out."""
        used = self._find_meant(name, value)
        if used is None or used == value or name in self.notices:
            del self.arguments[name]
            self._note(NoticeKind.IGNORED, name, value)
        else:
            self.arguments[name] = used
            self._note(NoticeKind.READ_AS, name, value, used)

    def _find_meant(self, name: str, value: str) -> str | None:
        """Return what a value may mean; None if that is anyone's guess."""
        field = self._fields.get(name)
        if name in ("from", "to"):
            return mend_end(name, value)
        choices = [each for each in field.validators if isinstance(each, validate.OneOf)] if (
            field) else []
        if choices:
            return value.strip().lower() if value.strip().lower() in choices[0].choices else None
        if not isinstance(field, WholeNumber) or not re.fullmatch("-?[0-9]{1,9}", value.strip()):
            return None
        return str(self._clamp(name, field, int(value)))

    def _clamp(self, name: str, field: WholeNumber, number: int) -> int:
        bounds = next(each for each in field.validators if isinstance(each, validate.Range))
        least, most = bounds.min or 0, bounds.max
        if name == "page":
            size = self.arguments.get("page_size", "")
            most = MAX_WINDOW // max(int(size) if size.isdecimal() else Query().page_size, 1)
        return max(min(number, most) if most is not None else number, least)

    def _note(self, kind: NoticeKind, name: str, given: str, used: str = "") -> None:
        before = self.notices.get(name)
        self.notices[name] = Notice(
            kind, name, before.given if before and kind is not NoticeKind.SWAPPED else given, used)


def _is_repeatable(field: fields.Field[Any] | None) -> bool:
    return isinstance(field, fields.List) and not isinstance(field, NameList)
