"""Takes the marks of MediaWiki out of a text."""

import re

_COMMENT = re.compile(
    r"<!--(?:(?!<!--).){0,5000}?-->|<ref\b[^<>]{0,200}/>"
    r"|<ref\b[^<>]{0,200}>(?:(?!<ref\b).){0,3000}?</ref>", re.DOTALL | re.IGNORECASE)
"""Comments and notes. None goes on beyond where another begins, or many open ones take hours."""

_INNERMOST = re.compile(r"\{\{[^{}]{0,5000}\}\}|\{\|[^{}]{0,20000}\|\}")
_MAX_DEPTH = 5
"""How deep templates and tables inside each other are taken out."""

_ASIDE = re.compile(
    r"\[\[(?:kategori|category|berkas|file|gambar|image|[a-z]{2,3}):"
    r"(?:[^\[\]]|\[\[[^\[\]]*\]\]){0,2000}\]\]", re.IGNORECASE)
_LINK = re.compile(r"\[\[(?:[^\[\]|]{0,300}\|)?([^\[\]|]{1,300})\]\]")
_OUTER_LINK = re.compile(r"\[https?://\S{1,500}(?: ([^\[\]]{0,300}))?\]")
_QUOTES = re.compile(r"'{2,5}")
_HEADING = re.compile(r"^(={1,6}) ?(.{1,200}?) ?\1[ \t]*$", re.MULTILINE)
_SWITCH = re.compile(r"__[A-Z]{3,30}__")


def to_text(written: str) -> str:
    """Return a text without templates, tables, notes, categories and the marks of links.

    >>> to_text("{{tanggal|1 Mei}}'''Palu''' di [[Sulawesi Tengah|Sulteng]].<ref>x</ref>")
    'Palu di Sulteng.'
    """
    text = _COMMENT.sub("", written)
    for _ in range(_MAX_DEPTH):
        text = _INNERMOST.sub("", text)
    text = _LINK.sub(r"\1", _ASIDE.sub("", text))
    text = _OUTER_LINK.sub(lambda match: match[1] or "", text)
    text = _HEADING.sub(r"\n\n\2\n\n", _QUOTES.sub("", text))
    return _SWITCH.sub("", text).strip()
