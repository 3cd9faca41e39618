"""Snippets as HTML: escaped text with marks, whatever the text holds."""

import pytest

from search import Article
from search.page import Hit
from search.snippet import Snippet
from web.markup import build_excerpt, mark_matches


@pytest.mark.parametrize("text, spans, expected", [
    ("a <b> & c", ((3, 4),), "a &lt;<mark>b</mark>&gt; &amp; c"),
    ("<mark>x</mark>", ((6, 7),), "&lt;mark&gt;<mark>x</mark>&lt;/mark&gt;"),
    ("&amp; \"'", (), "&amp;amp; &quot;&#x27;"),
    ("😀 ya", ((2, 4),), "😀 <mark>ya</mark>"),
    ("satu dua tiga", ((0, 4), (9, 13)), "<mark>satu</mark> dua <mark>tiga</mark>"),
])
def test_html_is_the_escaped_text_with_marks(text, spans, expected):
    assert mark_matches(Snippet(text, spans)) == expected


class LargeText(str):
    """A text that is too large to be split as a whole."""

    def split(self, sep=None, maxsplit=-1):
        assert maxsplit >= 0
        return super().split(sep, maxsplit)

    def rsplit(self, sep=None, maxsplit=-1):
        assert maxsplit >= 0
        return super().rsplit(sep, maxsplit)


@pytest.mark.parametrize("body, snippets, expected", [
    (" satu  dua\n tiga ", ["satu dua tiga"], "satu dua tiga"),
    ("satu dua tiga", ["satu dua"], "satu dua …"),
    ("satu dua tiga", ["dua\ntiga"], "… dua\ntiga"),
    ("satu dua tiga", ["dua"], "… dua …"),
    ("satu dua tiga", ["sa", "ga"], "sa … ga"),
    ("satu", ["satu"], "satu"),
])
def test_an_excerpt_has_dots_where_text_is_left_out(body, snippets, expected):
    article = Article("a", "judul", body)
    object.__setattr__(article, "body", LargeText(body))
    shown = tuple(Snippet(text, ()) for text in snippets)
    assert build_excerpt(Hit(article, 1.0, Snippet("judul", ()), shown)) == expected
