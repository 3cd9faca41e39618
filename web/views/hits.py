"""The hits of a page of results as HTML. A template would take three times as long."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from markupsafe import Markup, escape

from search import Article
from search.facets import Value
from search.page import Hit, Page, Story
from web.markup import (
    build_brief_excerpt,
    build_excerpt,
    escape_address,
    escape_name,
    mark_matches,
)
from web.views.links import Links
from web.views.translator import Translator


class _HitView(NamedTuple):
    """What the hits of a page have in common: its query, its words, and what builds links."""

    page: Page
    copies: Mapping[str, Article]
    links: Links
    say: Translator
    to_hit: Callable[[str, int], str]
    to_outlet: Callable[[Value], str]
    excerpt: Callable[[Hit], Markup]


def draw_hits(page: Page, copies: Mapping[str, Article], links: Links, say: Translator) -> Markup:
    """Return the list of the hits of a page. `copies` are articles of their stories, by id."""
    query = page.query
    view = _HitView(
        page, copies, links, say, links.prepare_hits(query),
        links.prepare_selections(query, "outlet"),
        build_brief_excerpt if query.brief else build_excerpt)
    items = [_draw_hit(hit, query.offset + nth, view) for nth, hit in enumerate(page.hits, 1)]
    return Markup(
        f'\n<ol class="hits" id="hits" start="{query.offset + 1}">\n{"".join(items)}</ol>')


def _draw_hit(hit: Hit, position: int, view: _HitView) -> str:
    article, say = hit.article, view.say
    address = escape_address(view.to_hit(article.id, position))
    title = mark_matches(hit.title) if hit.title.text.strip() else escape(say("untitled"))
    kind = "snippet brief" if view.page.query.brief else "snippet"
    snippet = f'<p class="{kind}" lang="id">{view.excerpt(hit)}</p>' if hit.snippets else ""
    story = _draw_story(article, hit.story, view) if hit.story else ""
    return (
        f'<li>\n<h2 lang="id"><a href="{address}">{title}</a></h2>\n'
        f'<p class="source">{_draw_source(article, view)}</p>\n{snippet}\n{story}</li>\n')


def _draw_source(article: Article, view: _HitView) -> str:
    """Return the outlet, the date and the place of an article on one line."""
    say, outlet, published = view.say, article.outlet, article.published
    parts = [
        f'<a href="{escape_address(view.to_outlet(outlet))}" rel="nofollow">'
        f'{escape_name(outlet)}</a>'
        if outlet else escape(say("none_outlet")),
        f'<time datetime="{escape_name(published)}">{say.format_short_date(published)}</time>'
        if published else escape(say("undated"))]
    place = article.extra.get("place")
    if isinstance(place, str):
        parts.append(f'<span lang="id">{escape_name(place)}</span>')
    return " · ".join(parts)


def _draw_story(article: Article, story: Story, view: _HitView) -> str:
    """Return what opens to the copies of an article: the first ones, and ways to the others."""
    others = [view.copies[id] for id in story.articles if id in view.copies and id != article.id]
    links, say = view.links, view.say
    hidden = story.size - 1 - len(others)
    more = (
        f'<a href="{escape(links.to_article(article.id, view.page.query))}#duplicates">'
        f'{escape(say("more", n=say.format_number(hidden)))}</a> · ' if hidden > 0 else "")
    return (
        f'\n    <details class="story">\n      <summary>{escape(say.describe_story(story))}'
        f'</summary>\n      {"".join([_draw_copy(each, view) for each in others])}\n      \n'
        f'      <p>{more}<a href="{escape(links.to_copies(story.id))}" rel="nofollow">'
        f'{escape(say("compare"))}</a></p>\n    </details>\n    ')


def _draw_copy(copy: Article, view: _HitView) -> str:
    say = view.say
    title = copy.title.strip() or say("untitled")
    return (
        f'\n      \n      <p><a href="{escape(view.links.to_article(copy.id, view.page.query))}" '
        f'lang="id">{escape(title)}</a> <span class="quiet">'
        f'{escape(copy.outlet or say("none_outlet"))} · '
        f'{escape(say.format_short_date(copy.published))}</span></p>\n      ')
