"""The parameters of a reference to an article: its style or format, and its language."""

from typing import NamedTuple

from marshmallow import fields, validate
from werkzeug.datastructures import MultiDict

from search.explore import EXPORT_FORMATS, STYLES
from web.parameters.fields import NoParameters, collect_values, describe
from web.phrases import LANGUAGES

REFERENCE_FORMATS = ("ris", "bibtex", "csl-json")
"""The formats of exports that are references."""

CITATION_TYPES = {name: "text/plain" for name in STYLES} | {
    name: EXPORT_FORMATS[name].media_type for name in REFERENCE_FORMATS}
"""The media type of each style and format."""

CitationParameters = NoParameters.from_dict({
    "format": fields.String(
        load_default="plain", validate=validate.OneOf(
            list(CITATION_TYPES), error="write one of: {choices}"),
        **describe("plain, as in a footnote, apa and mla: one line of text. ris, bibtex and "
                   "csl-json: a file for reference managers.")),
    "lang": fields.String(
        load_default=LANGUAGES[0], validate=validate.OneOf(
            LANGUAGES, error="write one of: {choices}"),
        **describe("The language of dates in plain, apa and mla.")),
}, name="CitationParameters")
"""The parameters of a reference."""

_SCHEMA = CitationParameters()


class CitationRequest(NamedTuple):
    """The style or format of a reference, and its language."""

    format: str
    language: str


def parse_citation(arguments: MultiDict[str, str]) -> CitationRequest:
    """Return what URL parameters ask for. Raises ValidationError."""
    loaded = _SCHEMA.load(collect_values(arguments, ()))
    return CitationRequest(loaded["format"], loaded["lang"])
