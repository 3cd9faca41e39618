"""Snippets as HTML."""

from html import escape

from markupsafe import Markup

from search.page import Hit
from search.snippet import Snippet


def mark_matches(snippet: Snippet) -> str:
    """Return the text, escaped, with each match in a mark element and no other element.

    >>> mark_matches(Snippet("<b> & dua", ((6, 9),)))
    '&lt;b&gt; &amp; <mark>dua</mark>'
    """
    text, pieces, end_of_last = snippet.text, [], 0
    escape_piece = str if escape(text) == text else escape  # few texts have anything to escape
    for start, end in snippet.spans:
        pieces += [escape_piece(text[end_of_last:start]),
                   "<mark>", escape_piece(text[start:end]), "</mark>"]
        end_of_last = end
    return "".join([*pieces, escape_piece(text[end_of_last:])])


def build_excerpt(hit: Hit) -> Markup:
    """Return the snippets of a hit on one line, with dots where they leave text out."""
    body = hit.article.body
    first, last = (hit.snippets[at].text.split() for at in (0, -1))
    start = body.split(maxsplit=len(first))[:len(first)]  # a body can have megabytes
    end = body.rsplit(maxsplit=len(last))[-len(last):]
    before = "" if " ".join(start).startswith(" ".join(first)) else "… "
    after = "" if " ".join(end).endswith(" ".join(last)) else " …"
    return Markup(before + " … ".join(map(mark_matches, hit.snippets)) + after)
