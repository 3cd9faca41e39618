"""Routes concordances: /api/v1/concordance and the page /konkordansi."""

from flask import Blueprint, Response, jsonify, request

from search import Archive, Query
from search.explore import Concordance, LineOrder, write_csv
from web.address import (
    CONCORDANCE_PAGE,
    CONCORDANCE_PATH,
    PAGE_COLLAPSE,
    build_address,
    build_concordance_parameters,
)
from web.parameters.concordance import FORMATS, ConcordanceRequest, parse_concordance
from web.parameters.pages import get_search_arguments
from web.views.render import get_links, render


def build_blueprint(archive: Archive) -> Blueprint:
    """Return the routes of concordances."""
    concordance = Blueprint("concordance", __name__)

    @concordance.get(CONCORDANCE_PATH)
    def list_lines() -> Response:
        asked = parse_concordance(request.args)
        found = archive.concordance(asked.query, asked.layout)
        if asked.format == "json":
            return jsonify(found.to_dict())
        body = write_csv(found.build_rows()).encode("utf-8", "replace")
        return Response(body, content_type=f"{FORMATS[asked.format]}; charset=utf-8")

    @concordance.get(CONCORDANCE_PAGE)
    def show_lines() -> str:
        arguments = get_search_arguments()
        asked = parse_concordance(arguments, q="", collapse=PAGE_COLLAPSE)
        found = archive.concordance(asked.query, asked.layout) if "q" in arguments else None
        return render(
            "concordance.html", canonical=_find_canonical(asked.query, found),
            listed=found is None, query=asked.query, layout=asked.layout, found=found,
            orders=list(LineOrder), back=Query(asked.query.text, collapse=PAGE_COLLAPSE),
            csv=_build_download(asked))

    return concordance


def _find_canonical(query: Query, found: Concordance | None) -> str:
    links = get_links()
    return links.to_concordance(query) if found else links.to_path(CONCORDANCE_PAGE)


def _build_download(asked: ConcordanceRequest) -> str:
    """Return the address of the same lines as CSV."""
    layout = asked.layout
    return build_address(CONCORDANCE_PATH, [
        *build_concordance_parameters(asked.query), ("width", str(layout.width)),
        ("sort", str(layout.order)), ("limit", str(layout.limit)), ("format", "csv")])
