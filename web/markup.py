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
    text, spans = snippet
    marked, last = "", 0
    if escape(text) == text:  # as mostly: every call less saves time
        for start, end in spans:
            marked += f"{text[last:start]}<mark>{text[start:end]}</mark>"
            last = end
        return marked + text[last:]
    for start, end in spans:
        marked += f"{escape(text[last:start])}<mark>{escape(text[start:end])}</mark>"
        last = end
    return marked + escape(text[last:])


def build_excerpt(hit: Hit) -> Markup:
    """Return the snippets of a hit on one line, with dots where they leave text out."""
    body = hit.article.body
    first, last = (hit.snippets[at].text.split() for at in (0, -1))
    start = body.split(maxsplit=len(first))[:len(first)]  # a body can have megabytes
    end = body.rsplit(maxsplit=len(last))[-len(last):]
    before = "" if " ".join(start).startswith(" ".join(first)) else "… "
    after = "" if " ".join(end).endswith(" ".join(last)) else " …"
    return Markup(before + " … ".join(map(mark_matches, hit.snippets)) + after)
