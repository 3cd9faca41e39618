"""The parameters of a reference to an article: its style or format, and its language."""

from typing import NamedTuple

from werkzeug.datastructures import MultiDict

from search.explore import EXPORT_FORMATS, STYLES
from web.parameters.fields import NoParameters, build_choice_field, collect_values
from web.phrases import LANGUAGES

REFERENCE_FORMATS = ("ris", "bibtex", "csl-json")
"""The formats of exports that are references."""

CITATION_TYPES = {name: "text/plain" for name in STYLES} | {
    name: EXPORT_FORMATS[name].media_type for name in REFERENCE_FORMATS}
"""The media type of each style and format."""

CitationParameters = NoParameters.from_dict({
    "format": build_choice_field(
        "plain, as in a footnote, apa and mla: one line of text. ris, bibtex and csl-json: a file "
        "for reference managers.", CITATION_TYPES, "plain"),
    "lang": build_choice_field(
        "The language of dates in plain, apa and mla.", LANGUAGES, LANGUAGES[0]),
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
