"""Routes what other sites embed: /embed.js, the frame /embed, /oembed, and the page /sematkan."""

from dataclasses import replace

from flask import Blueprint, Response, abort, jsonify, request
from markupsafe import Markup

from search import Archive, Query, Sort
from search.query import STORY
from web.address import EMBED_PAGE, FRAME_PAGE, OEMBED_PATH, select_search
from web.headers import IMMUTABLE
from web.markup import build_brief_excerpt
from web.paging import has_next_page
from web.parameters.embedding import (
    PASTS,
    SIZES,
    THEMES,
    EmbedRequest,
    parse_embed,
    parse_oembed,
    read_results_address,
)
from web.parameters.pages import parse_leniently
from web.parameters.search import SearchParameters
from web.phrases import LANGUAGES
from web.responses.oembed import build_oembed
from web.settings import get_settings, make_absolute
from web.views.embed_code import (
    build_frame_address,
    find_height,
    list_frame_parameters,
    write_element,
    write_frame,
    write_script,
)
from web.views.embed_script import SCRIPT, VERSIONS, build_script_path, read_script
from web.views.render import get_translator, render

ACCENT = "#a3201d"
"""The colour of what is embedded, unless its page says otherwise."""

_SHORT = "public, max-age=3600"
"""How long browsers keep the newest version. One with a number never changes."""

_OFFERED_OUTLETS = 500
"""Outlets that the builder offers, those with the most articles; others can be in its address."""

_PARAMETERS = SearchParameters()


def build_blueprint(archive: Archive) -> Blueprint:
    """Return the routes of what is embedded."""
    embedding = Blueprint("embedding", __name__)
    _route_scripts(embedding)
    _route_frame(embedding, archive)

    @embedding.get(OEMBED_PATH)
    def describe_frame() -> Response:
        return jsonify(_describe_frame())

    @embedding.get(EMBED_PAGE)
    def show_builder() -> str:
        return _render_builder(archive)

    return embedding


def _render_builder(archive: Archive) -> str:
    """Return the page that writes the code of an embedded search."""
    settings, home = get_settings(), make_absolute("")
    asked = _parse(get_translator().language)
    accent = asked.accent or settings.accent or ACCENT
    asked = asked._replace(accent=accent if accent != ACCENT else None)
    chosen = asked.query.selected.get("outlet", ())
    others = [bucket.value for bucket in archive.outlets() if bucket.value is not None]
    return render(
        "builder.html", query=asked.query, asked=asked, accent=accent,
        outlets=dict.fromkeys((*chosen, *others[:_OFFERED_OUTLETS])),
        sizes=SIZES, themes=THEMES, languages=LANGUAGES, sorts=list(Sort), pasts=PASTS,
        script=build_script_path(), example=Markup(write_element(asked, "")),
        code=f"{write_script(home)}\n{write_element(asked, home)}",
        frame=write_frame(asked, home) if settings.embed_origins else None,
        frame_address=build_frame_address(asked))


def _parse(language: str) -> EmbedRequest:
    """Return what a page is asked to embed, mended where it is wrong."""
    return parse_leniently(lambda arguments: parse_embed(arguments, language), _PARAMETERS)


def _route_scripts(embedding: Blueprint) -> None:

    @embedding.get(SCRIPT)
    def show_newest_script() -> Response:
        return _build_script(VERSIONS[-1], _SHORT)

    @embedding.get(f"/embed/<int:version>{SCRIPT}")
    def show_script(version: int) -> Response:
        return _build_script(version, IMMUTABLE) if version in VERSIONS else abort(404)


def _route_frame(embedding: Blueprint, archive: Archive) -> None:

    @embedding.get(FRAME_PAGE)
    def show_frame() -> Response:
        allowed = bool(get_settings().embed_origins)
        language = get_translator().language
        asked = _parse(language)._replace(language=language)
        query = select_search(asked.query)
        wanted = allowed and (query.text or query.sort != Query().sort)
        number, size = asked.query.page, asked.query.page_size
        page = archive.search(replace(
            query, page=number, page_size=size, facets=(), brief=True)) if wanted else None
        body = render(
            "embed.html", query=query, page=page, theme=asked.theme, allowed=allowed,
            fields=[pair for pair in list_frame_parameters(asked) if pair[0] != "q"],
            collapsed=query.collapse == STORY, excerpt=build_brief_excerpt,
            previous=build_frame_address(asked, number - 1) if number > 1 else None,
            next=build_frame_address(asked, number + 1) if page and has_next_page(page) else None)
        return Response(body, 200 if allowed else 403, {"X-Robots-Tag": "noindex"})


def _describe_frame() -> dict[str, object]:
    bounds, settings, home = parse_oembed(request.args), get_settings(), make_absolute("")
    if bounds["format"] != "json":
        abort(501, "only format=json is there")
    found = read_results_address(bounds["url"], home)
    if found is None:
        abort(404, f"there is no page of results at {bounds['url']}")
    asked = parse_embed(found, settings.languages[0])
    frame = write_frame(asked, home) if settings.embed_origins else None
    title = f"{settings.name}: {asked.query.text}" if asked.query.text else settings.name
    return build_oembed(title, settings.name, home, frame, find_height(asked.query), bounds)


def _build_script(version: int, kept: str) -> Response:
    """Return a version of the script, which pages of every site may run and check."""
    response = Response(read_script(version), content_type="text/javascript; charset=utf-8")
    response.headers |= {
        "Cache-Control": kept, "Access-Control-Allow-Origin": "*",
        "Cross-Origin-Resource-Policy": "cross-origin"}
    response.add_etag()
    response.make_conditional(request)
    return response
