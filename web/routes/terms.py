"""Routes significant terms, what the hits of a search are about: /api/v1/terms and /istilah."""

from dataclasses import replace

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from search import Archive, Query
from search.errors import QuerySyntaxError
from search.explore import SignificantTerm
from search.syntax import write_plain
from web.address import TERMS_PAGE, TERMS_PATH
from web.omissions import describe_omissions
from web.parameters.pages import parse_leniently
from web.parameters.terms import TermsParameters, parse_terms
from web.views.links import Links
from web.views.notices import describe_problem
from web.views.render import get_links, get_translator, render

_PARAMETERS = TermsParameters()


def build_blueprint(archive: Archive) -> Blueprint:
    """Return the routes of significant terms."""
    terms = Blueprint("terms", __name__)

    @terms.get(TERMS_PATH)
    def list_terms() -> Response:
        found = archive.significant_terms(*parse_terms(request.args)).to_dict()
        return jsonify(found | describe_omissions())

    @terms.get(TERMS_PAGE)
    def show_terms() -> ResponseReturnValue:
        asked = parse_leniently(parse_terms, _PARAMETERS)
        try:
            found = archive.significant_terms(*asked)
        except QuerySyntaxError as error:
            plain = replace(asked.query, text=write_plain(asked.query.text))
            link = get_links().to_terms(plain)
            problem = describe_problem(get_translator(), error, plain.text, link)
            return render("terms.html", query=plain, typed=asked.query.text, found=None,
                          **problem), 400
        links = get_links()
        rows = [(term, _link(links, asked.query, term)) for term in found.terms]
        return render("terms.html", canonical=links.to_terms(asked.query), listed=False,
                      query=asked.query, found=found, rows=rows)

    return terms


def _link(links: Links, query: Query, term: SignificantTerm) -> str | None:
    """Return the address of the articles that have a term as well."""
    return None if term.query is None else links.to_search(replace(query, text=term.query))
