"""Random requests: the service answers whatever is asked."""

from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from web.address import (
    CONCORDANCE_PAGE,
    CONCORDANCE_PATH,
    STORY_PAGE,
    STORY_PATH,
    TRENDS_PAGE,
    TRENDS_PATH,
)

from support.api import SEARCH
from support.examples import count_examples
from support.news import ARTICLES

WORDS = st.sampled_from([
    "nuklir", "enam", "AND", "OR", "NOT", "DAN", "BUKAN", "-", '"', "“", "(", ")", "*", "~", "~9",
    "=", "title:", "outlet:", "\0", "<b>", "'", "%", "😀", "²", "\u0301", "na*", "x~",
])
TYPED = st.lists(WORDS | st.text(max_size=6), max_size=12).flatmap(
    lambda words: st.sampled_from(["", " "]).map(lambda glue: glue.join(words))
)
ANYTHING = TYPED | st.integers(-5, 20_000).map(str) | st.sampled_from(
    ["none", "2007", "2007-02", "9999-12-31", "0001", "newest", "outlet,year", "day,month", "true",
     "auto", "ringkas", "csv", "svg", "week", "day", "", ","]
)
NAMES = st.sampled_from([
    "q", "q", "outlet", "year", "from", "to", "sort", "page", "page_size", "facet", "highlight",
    "explain", "interval", "share", "format", "lang", "zzz",
    "width", "limit", "view",
])
RANDOM = settings(
    max_examples=count_examples(150), suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize("path", [
    "/", SEARCH, TRENDS_PAGE, TRENDS_PATH, CONCORDANCE_PAGE, CONCORDANCE_PATH])
@RANDOM
@given(q=TYPED, others=st.lists(st.tuples(NAMES, ANYTHING), max_size=3))
def test_nothing_that_is_asked_breaks_the_service(client, path, q, others):
    for asked in ([("q", q)], [("q", q), *others], others):
        pairs = "&".join(f"{name}={quote(value)}" for name, value in asked)
        assert client.get(f"{path}?{pairs}").status_code in (200, 400, 422)


@RANDOM
@given(q=TYPED, id=st.text(max_size=12) | st.sampled_from([article.id for article in ARTICLES]))
def test_no_article_that_is_asked_for_breaks_the_service(client, q, id):
    page = client.get(f"/articles/{quote(id)}?q={quote(q)}")
    assert page.status_code in (200, 302, 400, 404)
    assert client.get(f"/api/v1/articles/{quote(id)}").status_code in (200, 404)


@RANDOM
@given(name=NAMES, value=ANYTHING,
       id=st.text(max_size=12) | st.sampled_from([article.id for article in ARTICLES]))
def test_no_copies_that_are_asked_for_break_the_service(client, name, value, id):
    for path in (STORY_PAGE, STORY_PATH):
        assert client.get(f"{path}{quote(id)}").status_code in (200, 302, 404)
        asked = client.get(f"{path}{quote(id)}?{name}={quote(value)}")
        assert asked.status_code in (200, 302, 400, 404, 422)
