"""From the lines of a body to paragraphs, without the lines that are no part of the article."""

from collections.abc import Iterator

from indexer.clean import hyphens, joining
from indexer.clean.cleaned import Findings, Paragraph
from indexer.clean.line_rules import classify_line
from indexer.clean.sentences import ends_sentence, is_heading, is_list_item

_MAX_HEADLINE_CHARACTERS = 150
"""Code points of the longest headline in a list of other articles."""

_OPENING_QUOTES, _CLOSING_QUOTES = ("\"", "“", "'", "‘"), ("\"", "”", "'", "’")

BLANKS = "\x1f\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200b))) + "\u202f\u205f\u3000"
"""All blanks within lines but the space and the tab."""


def split_paragraphs(body: str, findings: Findings) -> Iterator[Paragraph]:
    """Yield the paragraphs of a body without boilerplate and notes."""
    words = hyphens.TextWords(body)
    for block in _split_blocks(body, findings):
        joined = joining.join_lines(block, findings, words)
        own = None if joined is block else set(map(id, block))
        for paragraph in joined:
            is_new = len(paragraph.text) < 3 or own is not None and id(paragraph) not in own
            if is_new and (verdict := classify_line(paragraph.text)):
                findings.add(paragraph.text, paragraph.line, verdict)
            else:
                yield paragraph


def find_blank_lines(body: str) -> frozenset[int]:
    """Return the numbers of the blank lines of a body, counted from 1."""
    return frozenset(
        number for number, line in enumerate(body.splitlines(), 1)
        if not line or line.isspace())


def _split_blocks(body: str, findings: Findings) -> Iterator[list[Paragraph]]:
    """Yield runs of lines without a blank line between them."""
    block: list[Paragraph] = []
    for line in _own_lines(_split_lines(body), findings):
        if line.text:
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _split_lines(body: str) -> list[Paragraph]:
    numbered = enumerate(body.splitlines(), 1)
    if _has_blanks_to_fold(body):
        return [Paragraph(number, " ".join(line.split())) for number, line in numbered]
    # Half the time of a named tuple goes into its own constructor.
    return [tuple.__new__(Paragraph, (number, line.strip())) for number, line in numbered]


def _has_blanks_to_fold(body: str) -> bool:
    """Return whether a line may have more between two words than one ASCII space."""
    if "  " in body or "\t" in body:
        return True
    if not body.isascii():
        for blank in BLANKS:
            if blank in body:
                return True
    return False


def _own_lines(lines: list[Paragraph], findings: Findings) -> Iterator[Paragraph]:
    """Yield the lines that are the article's, and blank ones."""
    at = 0
    while at < len(lines):
        line, text = lines[at]
        at += 1
        if not text:
            yield lines[at - 1]
        elif len(text) > 2 and (verdict := classify_line(text)):
            findings.add(text, line, verdict)
            if verdict.kind == "menu":
                at = _skip_headlines(lines, at, findings)
            elif verdict.kind in ("link", "credit") and text.endswith((":", "judul", "uga")):
                at = _skip_headline(lines, at, findings)
        else:
            yield lines[at - 1]


def _skip_headline(lines: list[Paragraph], at: int, findings: Findings) -> int:
    """Return the line after the headline of a link, if the next line is one and not the last."""
    if at + 1 >= len(lines) or not _is_headline(lines[at].text) or _is_own(lines, at):
        return at
    findings.remove("link", lines[at].text, lines[at].line)
    return at + 1


def _is_own(lines: list[Paragraph], at: int) -> bool:
    """Return whether the line below the label of a link is the article's rather than a headline.

    What a colon announces is, what completes the line above the label, and below a label without a
    colon also a quotation and what stands above an advertisement.
    """
    label = lines[at - 1].text
    if not label.rstrip(" :").casefold().endswith("uga"):
        return False
    above = next((lines[each].text for each in range(at - 2, -1, -1) if lines[each].text), "")
    if above[-1:] == ":":
        return _is_announced(lines, at)
    is_quoted, goes_on = _is_quoted(lines[at].text), above[-1:].isalpha() and not is_heading(above)
    if label[-1] == ":":
        return is_quoted and goes_on
    below = classify_line(lines[at + 1].text) if lines[at + 1].text else None
    return is_quoted or goes_on or below is not None and below.kind == "advertisement"


def _is_announced(lines: list[Paragraph], at: int) -> bool:
    """Return whether a colon above the label of a link announces the line below it.

    It does not if it announces a list or a quotation that begins one line further down.
    """
    text, below = lines[at].text, lines[at + 1].text
    return _opens_list(text) or not _opens_list(below)


def _opens_list(text: str) -> bool:
    return is_list_item(text) or _is_quoted(text)


def _is_quoted(text: str) -> bool:
    return text[:1] in _OPENING_QUOTES and text[-1:] in _CLOSING_QUOTES and len(text) > 1


def _skip_headlines(lines: list[Paragraph], at: int, findings: Findings) -> int:
    """Return the line after the headlines of a menu.

    They reach to the next blank line, or to the end if nothing else follows.
    """
    end = at
    while end < len(lines) and (not lines[end].text or _is_headline(lines[end].text)):
        end += 1
    if end < len(lines):
        end = next((at for at in range(at, end) if not lines[at].text), end)
    for line, text in lines[at:end]:
        findings.remove("menu", text, line)
    return end


def _is_headline(text: str) -> bool:
    if not text or len(text) > _MAX_HEADLINE_CHARACTERS:
        return False
    return (not ends_sentence(text) or text[-1] in "?!") and not classify_line(text)
