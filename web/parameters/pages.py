"""The parameters of pages, as forms and links send them."""

from collections.abc import Callable
from dataclasses import replace

from flask import g, request
from marshmallow import Schema, ValidationError
from werkzeug.datastructures import MultiDict

from web.address import SEARCH_PATH, is_tracking
from web.parameters.mending import Asked, Notice, NoticeKind, mend
from web.phrases import LANGUAGES


def get_page_arguments() -> MultiDict[str, str]:
    """Return the parameters of a page, without the empty fields that forms send.

    Those that trackers add are left out, and so is the language.
    """
    pairs = request.args.items(multi=True)
    return MultiDict((name, value) for name, value in pairs
                     if value.strip() and name != "lang" and not is_tracking(name))


def get_search_arguments() -> MultiDict[str, str]:
    """Return the parameters of the search on a page. Raises ValidationError for a cursor."""
    arguments = get_page_arguments()
    forbid_cursor(arguments)
    return arguments


def check_language() -> None:
    """Raise ValidationError for a language that no answer has."""
    if request.args.get("lang", "").strip() not in ("", *LANGUAGES):
        raise ValidationError({"lang": [f"write one of: {', '.join(LANGUAGES)}"]})


def forbid_cursor(arguments: MultiDict[str, str]) -> None:
    """Raise ValidationError for a cursor, which is for programs."""
    if "cursor" in arguments:
        raise ValidationError({"cursor": [f"cursors are for programs: ask {SEARCH_PATH}"]})


def parse_leniently(parse: Callable[[MultiDict[str, str]], Asked], schema: Schema) -> Asked:
    """Return what `parse` makes of the parameters of a page, mended where they are wrong.

    What was changed is kept for the page to show. `schema` describes the parameters.
    """
    asked, notices = mend(parse, get_page_arguments(), schema)
    noted = get_notices()
    g.notices = {}
    add_notices(*notices, *noted)
    return asked


def add_notices(*notices: Notice) -> None:
    """Keep notices for the page that answers this request, the last of each parameter."""
    kept: dict[str, Notice] = {each.parameter: each for each in get_notices()}
    for each in notices:
        before = kept.get(each.parameter, each)
        kept[each.parameter] = replace(each, given=before.given)
    g.notices = kept


def note_past_end(page: int, last: int) -> None:
    """Keep the notice that a page does not exist, and that the last is shown."""
    add_notices(Notice(NoticeKind.PAST_END, "page", str(page), str(last)))


def get_notices() -> list[Notice]:
    """Return what was changed of the parameters of this request."""
    return list(g.get("notices", {}).values())
