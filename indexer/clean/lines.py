"""The lines of a body, those that are no part of the article taken out, as paragraphs."""

from collections.abc import Iterator

from indexer.clean import hyphens, joining
from indexer.clean.cleaned import Findings, Paragraph, removed
from indexer.clean.line_rules import kind
from indexer.clean.sentences import ended

_LONGEST = 150
"""Code points of the longest headline in a list of other articles."""


def paragraphs(body: str, found: Findings) -> Iterator[Paragraph]:
    """The paragraphs of a body, but for boilerplate and notes."""
    known = hyphens.Known(body)
    for block in _blocks(body, found):
        joined = joining.paragraphs(block, found, known)
        own = None if joined is block else set(map(id, block))
        for paragraph in joined:
            new = len(paragraph.text) < 3 or own is not None and id(paragraph) not in own
            if new and (verdict := kind(paragraph.text)):
                found.take(paragraph.text, paragraph.line, verdict)
            else:
                yield paragraph


def _blocks(body: str, found: Findings) -> Iterator[list[Paragraph]]:
    """Lines without a blank line between them."""
    block: list[Paragraph] = []
    for line in _own(_lines(body), found):
        if line.text:
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _lines(body: str) -> list[Paragraph]:
    split = enumerate(body.splitlines(), 1)
    if body.isascii() and "  " not in body and "\t" not in body:
        return [Paragraph(number, line.strip()) for number, line in split]
    return [Paragraph(number, " ".join(line.split())) for number, line in split]


def _own(lines: list[Paragraph], found: Findings) -> Iterator[Paragraph]:
    """The lines that are the article's, and blank ones."""
    at = 0
    while at < len(lines):
        line, text = lines[at]
        at += 1
        if not text:
            yield lines[at - 1]
        elif len(text) > 2 and (verdict := kind(text)):
            found.take(text, line, verdict)
            if verdict.name == "menu":
                at = _past_headlines(lines, at, found)
            elif verdict.name in ("link", "credit") and text.endswith((":", "judul", "uga")):
                at = _past_headline(lines, at, found)
        else:
            yield lines[at - 1]


def _past_headline(lines: list[Paragraph], at: int, found: Findings) -> int:
    """Past the headline that a link announces, if the next line is one and not the last."""
    if at + 1 >= len(lines) or not _headline(lines[at].text):
        return at
    found.take(lines[at].text, lines[at].line, removed("link"))
    return at + 1


def _past_headlines(lines: list[Paragraph], at: int, found: Findings) -> int:
    """Past the headlines below a menu: to the next blank line, or all that are left."""
    end = at
    while end < len(lines) and _headline(lines[end].text, blank=True):
        end += 1
    if end < len(lines):
        end = next((at for at in range(at, end) if not lines[at].text), end)
    for line, text in lines[at:end]:
        found.take(text, line, removed("menu"))
    return end


def _headline(text: str, blank: bool = False) -> bool:
    if not text:
        return blank
    return len(text) <= _LONGEST and (not ended(text) or text[-1] in "?!") and not kind(text)
