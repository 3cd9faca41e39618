"""Snippets as HTML: escaped text with marks, whatever the text holds."""

import pytest

from search.snippet import Snippet
from web.markup import mark_matches


@pytest.mark.parametrize("text, spans, expected", [
    ("a <b> & c", ((3, 4),), "a &lt;<mark>b</mark>&gt; &amp; c"),
    ("<mark>x</mark>", ((6, 7),), "&lt;mark&gt;<mark>x</mark>&lt;/mark&gt;"),
    ("&amp; \"'", (), "&amp;amp; &quot;&#x27;"),
    ("😀 ya", ((2, 4),), "😀 <mark>ya</mark>"),
])
def test_html_is_the_escaped_text_with_marks(text, spans, expected):
    assert mark_matches(Snippet(text, spans)) == expected
