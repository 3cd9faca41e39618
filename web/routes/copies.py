"""Routes the copies of a story: /api/v1/stories/ID and the page /stories/ID."""

from flask import Blueprint, Response, jsonify, redirect, request
from flask.typing import ResponseReturnValue

from search import Archive, Query
from search.explore import Difference
from web.address import STORY_PAGE, STORY_PATH
from web.parameters.fields import forbid_parameters
from web.responses.api import build_copies_response
from web.settings import get_settings
from web.views.render import get_links, render


def build_blueprint(archive: Archive) -> Blueprint:
    """Return the routes of copies."""
    copies = Blueprint("copies", __name__)

    @copies.get(f"{STORY_PATH}<any_id:id>")
    def list_copies(id: str) -> Response:
        forbid_parameters(request.args)
        return jsonify(build_copies_response(
            archive.copies(id), get_settings().public_url or ""))

    @copies.get(f"{STORY_PAGE}<any_id:id>")
    def show_copies(id: str) -> ResponseReturnValue:
        if archive.story(archive.article(id).id) is None:
            return redirect(get_links().to_article(id, get_links().everything))
        return render("copies.html", listed=False, query=Query(), found=archive.copies(id),
                      kinds=Difference)

    return copies
