"""From lines to paragraphs: joining lines that were wrapped or torn apart."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.clean import hyphens
from indexer.clean.cleaned import Findings, Paragraph
from indexer.clean.sentences import (
    continues_line,
    ends_sentence,
    is_heading,
    is_list_item,
    is_open_ended,
)

_MAX_FRAGMENT_CHARACTERS = 60
"""Code points of the longest line that may be the text of a link."""

_MIN_WIDTH, _MAX_WIDTH = 40, 120
"""Code points of lines at which text is wrapped."""

_MAX_VERSE_CHARACTERS = 50
"""Code points below which all lines of verse or of a list stay."""

_CLOSING = frozenset(",.;:!?)]”’»%")

Block = Sequence[Paragraph]
"""Lines without a blank line between them."""


def join_lines(block: Block, findings: Findings, words: hyphens.TextWords) -> Block:
    """Return the paragraphs of a block: the block itself, if each line is a paragraph."""
    for line in block[:-1]:
        if not ends_sentence(line.text):
            if _is_wrapped(block):
                return [_join(block, findings, words)]
            return list(_join_torn(block, findings, words))
    return block


def _join_torn(
    block: Block, findings: Findings, words: hyphens.TextWords
) -> Iterator[Paragraph]:
    texts = [line.text for line in block]
    is_verse = len(block) > 3 and all(len(text) < _MAX_VERSE_CHARACTERS for text in texts)
    is_torn = sum(
        not ends_sentence(last) and continues_line(text) for last, text in pairwise(texts)) > 2
    begin = 0
    for at in range(1, len(block) + 1):
        is_word = at < len(block) and _splits_word(texts[at - 1], texts[at], words)
        if at == len(block) or not (is_word or _joins(texts, begin, at, is_verse, is_torn)):
            yield _join(block[begin:at], findings, words)
            begin = at


def _joins(texts: Sequence[str], begin: int, at: int, is_verse: bool, is_torn: bool) -> bool:
    """Return whether line `at` belongs to the paragraph that begins at line `begin`.

    In a text that is torn at its links, a line that ends no sentence and is no heading goes on.
    """
    last, text = texts[at - 1], texts[at]
    if text[:2] in ("- ", "– ") and _may_be_place(last):
        return True
    if ends_sentence(last) or is_list_item(text) or _is_url(text) and not is_open_ended(last):
        return False
    if _is_url(last) and not continues_line(text):
        return False
    if is_verse:
        return text[0] in _CLOSING or last[-1] == "," and text[0].islower()
    if continues_line(text) or is_open_ended(last):
        return True
    is_part = is_torn and len(last) >= _MAX_FRAGMENT_CHARACTERS and not is_heading(last)
    if at - begin > 1 and _is_full(last) or is_part:
        is_rest = is_torn and len(text) <= _MAX_VERSE_CHARACTERS
        return not is_heading(text) or ends_sentence(text) or is_rest
    return not is_heading(last) and not is_list_item(last) and _precedes_fragment(texts, at)


def _splits_word(last: str, text: str, words: hyphens.TextWords) -> bool:
    """Return whether a word begins on one line and ends on the next."""
    return last[-1] == "-" and hyphens.choose_joint(last, text, words) is not None


def _precedes_fragment(texts: Sequence[str], at: int) -> bool:
    """Return whether a line is torn from the next, and is as long as the one before."""
    last, text = texts[at - 1], texts[at]
    most = _MAX_FRAGMENT_CHARACTERS
    alike = len(last) <= most and len(text) <= most or _is_full(last) and _is_full(text)
    return (
        alike and at + 1 < len(texts) and not ends_sentence(text)
        and (continues_line(texts[at + 1]) or is_open_ended(text))
        and not is_list_item(texts[at + 1])
    )


def _is_url(text: str) -> bool:
    return text.startswith(("http://", "https://")) and " " not in text


def _is_full(text: str) -> bool:
    return _MIN_WIDTH <= len(text) <= _MAX_WIDTH


def _may_be_place(text: str) -> bool:
    """Return whether a line may open a dateline: `JAKARTA`, `KOMPAS.com`."""
    return len(text) <= 40 and (text.isupper() or "." in text[1:-1] and " " not in text)


def _is_wrapped(block: Block) -> bool:
    """Return whether a block was wrapped at one width, wherever its sentences end."""
    texts = [line.text for line in block]
    width = max(map(len, texts))
    if len(texts) < 3 or not _MIN_WIDTH <= width <= _MAX_WIDTH:
        return False
    if min(map(len, texts[:-1])) < 0.7 * width or any(map(is_list_item, texts)):
        return False
    return 3 * sum(text[0].islower() for text in texts[1:]) >= len(texts) - 1


def _join(lines: Block, findings: Findings, words: hyphens.TextWords) -> Paragraph:
    if len(lines) == 1:
        return lines[0]
    parts = [lines[0].text]
    for line in lines[1:]:
        is_hyphened = parts[-1][-1] == "-"
        joint = hyphens.choose_joint(parts[-1], line.text, words) if is_hyphened else None
        if joint == "":
            findings.remove("torn", "-", line.line)
            parts[-1] = parts[-1][:-1]
        apart = joint is None and line.text[0] not in _CLOSING
        parts.append(f" {line.text}" if apart else line.text)
    return Paragraph(lines[0].line, "".join(parts))
