"""Routes concordances: /api/v1/concordance and the page /konkordansi."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from search import Archive, Query
from search.errors import QuerySyntaxError
from search.explore import Concordance, LineOrder, write_csv
from search.syntax import write_plain
from web.address import (
    CONCORDANCE_PAGE,
    CONCORDANCE_PATH,
    PAGE_COLLAPSE,
    build_address,
    build_concordance_parameters,
)
from web.omissions import describe_omissions
from web.parameters.concordance import (
    FORMATS,
    ConcordanceParameters,
    ConcordanceRequest,
    parse_concordance,
)
from web.parameters.pages import parse_leniently
from web.views.notices import describe_problem
from web.views.render import get_links, get_translator, render

_PARAMETERS = ConcordanceParameters()


def build_blueprint(archive: Archive) -> Blueprint:
    """Return the routes of concordances."""
    concordance = Blueprint("concordance", __name__)

    @concordance.get(CONCORDANCE_PATH)
    def list_lines() -> Response:
        asked = parse_concordance(request.args)
        found = archive.concordance(asked.query, asked.layout)
        if asked.format == "json":
            return jsonify(found.to_dict() | describe_omissions())
        body = write_csv(found.build_rows()).encode("utf-8", "replace")
        return Response(body, content_type=f"{FORMATS[asked.format]}; charset=utf-8")

    @concordance.get(CONCORDANCE_PAGE)
    def show_lines() -> ResponseReturnValue:
        asked = parse_leniently(_parse, _PARAMETERS)
        try:
            found = archive.concordance(asked.query, asked.layout) if asked.query.text else None
        except QuerySyntaxError as error:
            plain = replace(asked.query, text=write_plain(asked.query.text))
            link = get_links().to_concordance(plain)
            problem = describe_problem(get_translator(), error, plain.text, link)
            return _render(asked, None, **problem), 400
        return _render(asked, found)

    return concordance


def _find_canonical(query: Query, found: Concordance | None) -> str:
    links = get_links()
    return links.to_concordance(query) if found else links.to_path(CONCORDANCE_PAGE)


def _parse(arguments: MultiDict[str, str]) -> ConcordanceRequest:
    return parse_concordance(arguments, q="", collapse=PAGE_COLLAPSE)


def _render(asked: ConcordanceRequest, found: Concordance | None, **context: Any) -> str:
    return render(
        "concordance.html", canonical=_find_canonical(asked.query, found),
        listed=found is None, query=asked.query, layout=asked.layout, found=found,
        orders=list(LineOrder), back=Query(asked.query.text, collapse=PAGE_COLLAPSE),
        csv=_build_download(asked), **context)


def _build_download(asked: ConcordanceRequest) -> str:
    """Return the address of the same lines as CSV."""
    layout = asked.layout
    return build_address(CONCORDANCE_PATH, [
        *build_concordance_parameters(asked.query), ("width", str(layout.width)),
        ("sort", str(layout.order)), ("limit", str(layout.limit)), ("format", "csv")])
