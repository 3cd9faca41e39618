"""The parameters of pages, as forms and links send them."""

from flask import request
from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from web.address import SEARCH_PATH


def get_search_arguments() -> MultiDict[str, str]:
    """Return the parameters of the search, without the empty fields that forms send.

    Raises ValidationError for a cursor, which is for programs.
    """
    if "cursor" in request.args:
        raise ValidationError({"cursor": [f"cursors are for programs: ask {SEARCH_PATH}"]})
    pairs = request.args.items(multi=True)
    return MultiDict((name, value) for name, value in pairs if value.strip() and name != "lang")
