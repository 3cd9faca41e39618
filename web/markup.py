"""Snippets as HTML."""

from html import escape

from search.snippet import Snippet


def mark_matches(snippet: Snippet) -> str:
    """Return the text, escaped, with each match in a mark element and no other element.

    >>> mark_matches(Snippet("<b> & dua", ((6, 9),)))
    '&lt;b&gt; &amp; <mark>dua</mark>'
    """
    pieces, end_of_last = [], 0
    for start, end in snippet.spans:
        pieces.append(escape(snippet.text[end_of_last:start]))
        pieces.append(f"<mark>{escape(snippet.text[start:end])}</mark>")
        end_of_last = end
    return "".join([*pieces, escape(snippet.text[end_of_last:])])
