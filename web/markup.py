"""Snippets as HTML."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import escape

from markupsafe import Markup
from markupsafe import escape as escape_text

from search.page import Hit
from search.snippet import Snippet

_SENTENCE_ENDS, _CLOSING = (".", "!", "?", "…"), "\"'”’)]"
"""What ends a sentence, and what may follow that."""


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


@lru_cache(8_192)  # names recur from page to page
def escape_name(name: str) -> str:
    """Return a name of a few words as HTML.

    >>> escape_name("Tom & Jerry's")
    'Tom &amp; Jerry&#39;s'
    """
    return str(escape_text(name))


def escape_address(address: str) -> str:
    """Return an address of ours as HTML has it. Whatever else HTML reserves is percent-encoded.

    >>> escape_address("/?q=%3Cb%3E&page=2")
    '/?q=%3Cb%3E&amp;page=2'
    """
    return address.replace("&", "&amp;")


def number_matches(snippet: Snippet, labels: tuple[str, str], limit: int) -> tuple[Markup, int]:
    """Return the text with its matches numbered, and how many there are.

    Words that match side by side are one match. Match 2 is the element `match-2`; behind it stand
    links to the ones before and after it, whose names are `labels`. The first `limit` have them.

    >>> number_matches(Snippet("dua kapal, kapal", ((0, 3), (4, 9), (11, 16))), ("<", ">"), 1)[1]
    2
    """
    text, spans = snippet
    matches = list(_join_spans(text, spans))
    numbered = min(len(matches), limit)
    html, last = "", 0
    for number, match in enumerate(matches, 1):
        start, end = match[0][0], match[-1][1]
        inside = Snippet(text[start:end], tuple([(a - start, b - start) for a, b in match]))
        marked = mark_matches(inside)
        if number <= numbered:
            jumps = _build_jumps(number, numbered, labels)
            marked = f'<span class="match" id="match-{number}">{marked}{jumps}</span>'
        html += escape(text[last:start]) + marked
        last = end
    return Markup(html + escape(text[last:])), len(matches)


def _join_spans(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """Yield the spans of each match: those with nothing but blanks of a line between them."""
    match: list[tuple[int, int]] = []
    for span in spans:
        between = text[match[-1][1]:span[0]] if match else ""
        if match and (between.strip() or "\n" in between):
            yield match
            match = []
        match.append(span)
    if match:
        yield match


def _build_jumps(number: int, last: int, labels: tuple[str, str]) -> str:
    """Return the links from a match to its neighbours; they have no text, so nobody copies it."""
    links = [
        f'<a href="#match-{other}" class="{name}" aria-label="{escape(label)}"></a>'
        for other, name, label in zip((number - 1, number + 1), ("before", "after"), labels)
        if 1 <= other <= last]
    return f'<span class="jumps">{"".join(links)}</span>' if links else ""


def build_brief_excerpt(hit: Hit) -> Markup:
    """Return the brief snippet of a hit, with dots where it begins or ends within a sentence."""
    (snippet,) = hit.snippets
    before = "… " if snippet.text[:1].islower() else ""
    is_whole = snippet.text.rstrip(_CLOSING).endswith(_SENTENCE_ENDS)
    after = "" if is_whole else "\N{NO-BREAK SPACE}…"
    return Markup(before + mark_matches(snippet) + after)


def build_excerpt(hit: Hit) -> Markup:
    """Return the snippets of a hit on one line, with dots where they leave text out."""
    body = hit.article.body
    first, last = (hit.snippets[at].text.split() for at in (0, -1))
    start = body.split(maxsplit=len(first))[:len(first)]  # a body can have megabytes
    end = body.rsplit(maxsplit=len(last))[-len(last):]
    before = "" if " ".join(start).startswith(" ".join(first)) else "… "
    after = "" if " ".join(end).endswith(" ".join(last)) else " …"
    return Markup(before + " … ".join(map(mark_matches, hit.snippets)) + after)
