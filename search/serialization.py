"""Pages as plain values for JSON. The search API and `indexer search --json` share them."""

from collections.abc import Sequence
from typing import Any

from search.article import Article
from search.explanation import ScorePart, write_leaf
from search.page import (
    Bar,
    Bucket,
    Equivalent,
    Hit,
    Page,
    RelatedArticle,
    Story,
    Suggestion,
    Timeline,
)
from search.snippet import Snippet
from search.syntax import ParsedQuery, Remark


def serialize_page(page: Page, suggestions: Sequence[Suggestion] = ()) -> dict[str, Any]:
    """Return a page and what is suggested instead, as `indexer search --json` prints it."""
    return {
        "query": page.query.text,
        "interpreted": serialize_interpreted(page),
        "total": page.total,
        "total_with_all_words": page.with_all_words,
        "total_articles": page.articles,
        "took_ms": page.took_ms,
        "page": page.query.page,
        "page_size": page.query.page_size,
        "hits": [serialize_hit(hit) for hit in page.hits],
        "facets": {
            facet: [serialize_bucket(bucket) for bucket in buckets]
            for facet, buckets in page.facets.items()
        },
        "facets_omitted": dict(page.omitted),
        **(serialize_timeline(page.timeline) if page.timeline else {}),
        "suggestions": [serialize_suggestion(suggestion) for suggestion in suggestions],
    }


def serialize_interpreted(page: Page) -> dict[str, Any]:
    """Return how the query of a page was read."""
    return {
        "match": page.match, "words": page.words, "needed": page.needed,
        **serialize_parsed_query(page.parsed),
        "equivalents": [serialize_equivalent(each) for each in page.equivalents],
    }


def serialize_trends(pages: Sequence[Page]) -> dict[str, Any]:
    """Return the timelines of several queries, as `indexer trends --json` prints them."""
    return {"trends": [serialize_trend(page, page.timeline) for page in pages if page.timeline]}


def serialize_trend(page: Page, timeline: Timeline) -> dict[str, Any]:
    """Return a query, how it was read, and its timeline."""
    return {
        "query": page.query.text,
        "interpreted": serialize_interpreted(page),
        "total_articles": page.articles,
        **serialize_timeline(timeline),
    }


def serialize_timeline(timeline: Timeline) -> dict[str, Any]:
    """Return a timeline, and what is counted apart from it."""
    return {
        "timeline": list(map(serialize_bar, timeline.bars)),
        "timeline_interval": timeline.interval,
        "timeline_undated": timeline.undated,
        "timeline_imprecise": timeline.imprecise,
    }


def serialize_bar(bar: Bar) -> dict[str, Any]:
    """Return the days of a bar, and its counts, without those that were not asked for."""
    since, until, count, stories, total = bar
    values: dict[str, Any] = {"from": since, "to": until, "count": count}
    if stories is not None:
        values["stories"] = stories
    return values if total is None else values | {"total": total}


def serialize_suggestion(suggestion: Suggestion) -> dict[str, Any]:
    """Return another query, what it changes, and how many hits it has."""
    return {"query": suggestion.query.text, "kind": str(suggestion.kind),
            "total": suggestion.total}


def serialize_parsed_query(parsed: ParsedQuery) -> dict[str, Any]:
    """Return how a query was read, and the query that undoes it."""
    return {
        "query": parsed.text,
        "alternative": parsed.alternative,
        "remarks": [serialize_remark(remark) for remark in parsed.remarks],
    }


def serialize_remark(remark: Remark) -> dict[str, Any]:
    """Return what was not read as it may have been meant; the message is in English."""
    return {"kind": str(remark.kind), "text": remark.text, "position": remark.position,
            "message": str(remark)}


def serialize_equivalent(equivalent: Equivalent) -> dict[str, Any]:
    """Return what words of a query are also written as, and whether that was asked for."""
    return {"text": equivalent.text, "writings": list(equivalent.writings),
            "applied": equivalent.applied}


def serialize_hit(hit: Hit) -> dict[str, Any]:
    """Return a hit: fields of its article, its score, highlights and story.

    If it was asked for, the explanation of the score too.
    """
    values = {
        **_serialize_article(hit.article),
        "score": hit.score,
        "title_highlight": serialize_snippet(hit.title),
        "snippets": [serialize_snippet(snippet) for snippet in hit.snippets],
        "story": serialize_story(hit.story),
    }
    if hit.explanation is None:
        return values
    return values | {"explanation": [serialize_score_part(part) for part in hit.explanation]}


def serialize_score_part(part: ScorePart) -> dict[str, Any]:
    """Return what a leaf of the query adds to a score, in all and by field."""
    return {"role": str(part.role), "leaf": write_leaf(part.leaf) if part.leaf else None,
            "weight": round(part.weight, 6), "score": part.score, "by_field": dict(part.by_field)}


def serialize_related(related: RelatedArticle) -> dict[str, Any]:
    """Return a related article: fields of it, its similarity and its story."""
    return {
        **_serialize_article(related.article),
        "similarity": round(related.similarity, 3),
        "story": serialize_story(related.story),
    }


def _serialize_article(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "byline": article.byline,
        "published": article.published,
        "date_precision": article.date_precision,
        "url": article.url,
    }


def serialize_snippet(snippet: Snippet) -> dict[str, Any]:
    """Return plain text and the spans of its matches, [start, end) in code points."""
    return {"text": snippet.text, "spans": list(map(list, snippet.spans))}


def serialize_bucket(bucket: Bucket) -> dict[str, Any]:
    """Return one value of a facet; None stands for articles without a value."""
    value, count, selected, stories = bucket
    values = {"value": value, "count": count, "selected": selected}
    return values if stories is None else values | {"stories": stories}


def serialize_story(story: Story | None) -> dict[str, Any] | None:
    """Return a story without its articles; None if there is no story."""
    if story is None:
        return None
    return {"id": story.id, "size": story.size, "outlets": list(story.outlets)}


def serialize_whole_story(story: Story | None) -> dict[str, Any] | None:
    """Return a story with the ids of its articles; None if there is no story."""
    values = serialize_story(story)
    return values | {"articles": list(story.articles)} if story and values else None
