"""Pages from their templates, in the language that the request asks for."""

import json
from typing import Any
from urllib.parse import quote, urlsplit

from flask import request
from markupsafe import Markup

from search import budget
from search.snippet import Snippet
from web.address import BRIEF_VIEW, FULL_VIEW, build_address, is_tracking
from web.markup import mark_matches
from web.parameters.pages import get_notices
from web.settings import get_settings
from web.views.links import Links
from web.views.metadata import ArticleMetadata, build_metadata, find_canonical
from web.views.notices import describe_notice, describe_omissions
from web.views.overview import read_overview
from web.views.templates import fill_template
from web.views.translator import Translator


def get_translator() -> Translator:
    """Return the translator into the language that the request asks for."""
    known = get_settings().languages
    language = request.args.get("lang", "").strip()[:2].lower()  # of en, EN and en-US alike
    return Translator(language if language in known else known[0])


def get_links() -> Links:
    """Return the links of a page in the language and the view that the request asks for."""
    view = FULL_VIEW if request.args.get("view") == FULL_VIEW else BRIEF_VIEW
    return Links(get_translator().language, get_settings(), view)


def render(
    template: str, *, canonical: str | None = "", listed: bool = True,
    described: ArticleMetadata | None = None, **context: Any
) -> str:
    """Return a page in the language that the request asks for.

    `canonical` is its address without what does not change it; its path unless it is given. A page
    that is not `listed` is not for search engines. `described` is what it says of an article.
    """
    say, links, settings = get_translator(), get_links(), get_settings()
    address = find_canonical(links) if canonical == "" else canonical
    metadata = build_metadata(address, listed, settings, described)
    notices = [describe_notice(say, notice) for notice in get_notices()]
    notices += describe_omissions(say, budget.list_omissions())
    usual = {
        "say": say, "links": links, "site": settings, "metadata": metadata, "mark": _mark,
        "safe_url": check_url, "format_extra": format_extra, "notices": notices,
        "switch_url": _switch_language(say.other_language), "overview": read_overview(),
        "typed": None, "problem": None}
    return _make_encodable(fill_template(template, say.language, usual | context))


def _make_encodable(page: str) -> str:
    """Return a page with a question mark for each half of a surrogate pair, as in extra fields."""
    try:
        page.encode()
    except UnicodeEncodeError:
        return page.encode("utf-8", "replace").decode()
    return page


def _switch_language(language: str) -> str | None:
    """Return the address of this page in another language; None if pages have one only."""
    settings = get_settings()
    if language not in settings.languages:
        return None
    pairs = [(name, value) for name, value in request.args.items(multi=True)
             if name != "lang" and not is_tracking(name)]
    pairs += Links(language, settings).language_parameters
    return build_address(quote(request.path), pairs)


def _mark(snippet: Snippet) -> Markup:
    return Markup(mark_matches(snippet))


def format_extra(value: Any) -> str:
    """Return a value of an article's extra fields as text."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and not any(isinstance(each, (list, dict)) for each in value):
        return ", ".join(map(format_extra, value))
    return format_extra(json.dumps(value, ensure_ascii=False))


def check_url(url: str | None) -> str | None:
    """Return the URL of an original article if a browser may follow it, else None."""
    try:
        parts = urlsplit(url or "")
        return url if parts.scheme in ("http", "https") and parts.hostname else None
    except ValueError:
        return None
