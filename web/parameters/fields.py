"""Fields and filters that the parameters of several requests share."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, missing, validate
from werkzeug.datastructures import MultiDict

from search.errors import InvalidValue
from search.explore import AUTO_BARS, MAX_BARS
from search.facets import ALL_FILTERS, NONE, Filter
from search.query import Interval

REPEATED = "give it once"
"""The error of a parameter that is repeated and is not a list."""

UNKNOWN = "unknown parameter: see /openapi.json for the known ones"
"""The error of a parameter that a request does not take."""

MAX_VALUES, MAX_CHARACTERS = 50, 2_000
"""Values that a list may have, and their characters together: each link of a page repeats them."""

TOO_MANY = f"write at most {MAX_VALUES} values, with {MAX_CHARACTERS:,} characters together"
"""The error of a list beyond these limits."""

_DATE = validate.Regexp(
    r"^(?!0000)[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$",
    error="{input!r} is not a date: write YYYY, YYYY-MM or YYYY-MM-DD",
)
NOT_AN_INTEGER: dict[str, Any] = {"invalid": "write a whole number"}
"""The errors of text that is no whole number."""


def describe(text: str, **properties: Any) -> dict[str, Any]:
    """Return the arguments of a marshmallow field that describe it in the OpenAPI document."""
    return {"metadata": {"description": text, **properties}}


class WholeNumber(fields.Integer):
    """An integer in the digits 0 to 9. Python's `int` also takes ١, 1_0, +5 and spaces."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> Any:
        if not re.fullmatch("-?[0-9]+", value):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, *args, **kwargs)


def build_number_field(
    text: str, most: int, *, least: int = 1, default: Any = missing
) -> WholeNumber:
    """Return a parameter that is a whole number from `least` to `most`, described by a text."""
    return WholeNumber(
        load_default=default, error_messages=NOT_AN_INTEGER,
        validate=validate.Range(least, most, error="write a number from {min} to {max}"),
        **describe(text))


def build_choice_field(
    text: str, choices: Iterable[str], default: Any = missing
) -> fields.String:
    """Return a parameter that is one of some texts, described by a text."""
    choice = validate.OneOf(list(map(str, choices)), error="write one of: {choices}")
    return fields.String(load_default=default, validate=choice, **describe(text))


def name_fields(schema: Schema) -> dict[str, fields.Field[Any]]:
    """Return the fields of a schema by their parameters."""
    return {field.data_key or name: field for name, field in schema.fields.items()}


def is_within_limits(values: Collection[str]) -> bool:
    """Return whether a filter or a list of facets may have these distinct values."""
    return len(values) <= MAX_VALUES and sum(map(len, values)) <= MAX_CHARACTERS


class ShortList(fields.List[Any]):
    """A list of a few values, each taken once however often it is given."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> list[Any]:
        distinct = list(dict.fromkeys(value))
        if not is_within_limits(distinct):
            raise ValidationError(TOO_MANY)
        return super()._deserialize(distinct, *args, **kwargs)


class NameList(ShortList):
    """A list of names, separated by commas."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> list[Any]:
        if isinstance(value, str):
            value = [name for each in value.split(",") if (name := each.strip())]
        return super()._deserialize(value, *args, **kwargs)


class NoParameters(Schema):
    """Accepts no parameters; a schema derived from it accepts its own."""

    class Meta:
        unknown = RAISE

    error_messages = {"unknown": UNKNOWN}


def _build_filter(filter: Filter) -> fields.List[Any]:
    """Return the parameter of a filter."""
    facet = filter.facet

    def check(text: str) -> None:
        try:
            facet.parse(text)
        except InvalidValue as error:
            raise ValidationError(str(error)) from None

    pattern = {"pattern": f"^({facet.pattern}|{NONE})$"} if facet.pattern else {}
    return ShortList(
        fields.String(validate=check, metadata=pattern), load_default=list, **describe(
            f"{filter.describe()}; repeat for several, at most {MAX_VALUES}, with "
            f"{MAX_CHARACTERS:,} characters together.", maxItems=MAX_VALUES))


def build_interval_field(default: Any = missing) -> fields.String:
    """Return the parameter that asks for a timeline."""
    return build_choice_field(
        f"Counts the hits by time: how long a bar of the timeline is. auto: the shortest interval "
        f"with at most {AUTO_BARS} bars to which at least half of the dated hits are known. A "
        f"timeline has at most {MAX_BARS:,} bars.", Interval, default)


SHARE = fields.Boolean(
    load_default=False, error_messages={"invalid": "write true or false"}, **describe(
        "Whether each bar also says how many articles the archive has there with the same filters, "
        "whatever their words."))

FILTERS: dict[str, fields.Field[Any]] = {
    **{name: _build_filter(each) for name, each in ALL_FILTERS.items()},
    "from_": fields.String(data_key="from", validate=_DATE, **describe(
        "Only articles published on or after this date: YYYY, YYYY-MM or YYYY-MM-DD.")),
    "to": fields.String(validate=_DATE, **describe(
        "Only articles published on or before this date: YYYY, YYYY-MM or YYYY-MM-DD.")),
    "past": fields.String(**describe(
        "Only articles of the time until today in Jakarta, instead of from and to: 30d, 4w, 6m or "
        "1y, hari ini, kemarin, minggu ini, minggu lalu, bulan lalu or tahun lalu. A week begins "
        "on Monday.")),
}
"""The parameters that every search may be restricted by."""

EXPAND = fields.Boolean(
    load_default=True, error_messages={"invalid": "write true or false"}, **describe(
        "Whether words are also looked for as their acronyms, long forms and other "
        "spellings."))


def collect_values(
    arguments: MultiDict[str, str], lists: Collection[str]
) -> dict[str, Any]:
    """Return the values of parameters; those of `lists` may be repeated. Raises ValidationError."""
    values: dict[str, Any] = {}
    for name, repeated in arguments.lists():
        if len(repeated) > 1 and name not in lists:
            raise ValidationError({name: [REPEATED]})
        values[name] = repeated if name in lists else repeated[0]
    return values


def get_filters(loaded: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of a Query for the values of FILTERS that a schema has loaded."""
    return {"selected": {name: tuple(loaded[name]) for name in ALL_FILTERS},
            "since": loaded.get("from_"), "until": loaded.get("to"), "past": loaded.get("past")}


def forbid_parameters(arguments: MultiDict[str, str]) -> None:
    """Raise ValidationError if there are any parameters."""
    NoParameters().load(arguments.to_dict())
