"""Routes significant terms, what the hits of a search are about: /api/v1/terms and /istilah."""

from dataclasses import replace

from flask import Blueprint, Response, jsonify, request

from search import Archive, Query
from search.explore import SignificantTerm
from web.address import TERMS_PAGE, TERMS_PATH
from web.parameters.pages import get_search_arguments
from web.parameters.terms import parse_terms
from web.views.links import Links
from web.views.render import get_links, render


def build_blueprint(archive: Archive) -> Blueprint:
    """Return the routes of significant terms."""
    terms = Blueprint("terms", __name__)

    @terms.get(TERMS_PATH)
    def list_terms() -> Response:
        return jsonify(archive.significant_terms(*parse_terms(request.args)).to_dict())

    @terms.get(TERMS_PAGE)
    def show_terms() -> str:
        asked = parse_terms(get_search_arguments())
        found = archive.significant_terms(*asked)
        links = get_links()
        rows = [(term, _link(links, asked.query, term)) for term in found.terms]
        return render("terms.html", canonical=links.to_terms(asked.query), listed=False,
                      query=asked.query, found=found, rows=rows)

    return terms


def _link(links: Links, query: Query, term: SignificantTerm) -> str | None:
    """Return the address of the articles that have a term as well."""
    return None if term.query is None else links.to_search(replace(query, text=term.query))
