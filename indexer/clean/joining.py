"""From lines to paragraphs: which line goes on from the one before?"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from indexer.clean import hyphens
from indexer.clean.cleaned import Findings, Paragraph, removed
from indexer.clean.sentences import ended, goes_on, heading, listed, open_ended

_FRAGMENT = 60
"""Code points of the longest line that may be the text of a link."""
_NARROWEST, _WIDEST = 40, 120
"""The widths at which text is wrapped."""
_SHORT = 50
"""Lines that are all shorter are verse or a list."""
_CLOSE = frozenset(",.;:!?)]”’»%")

Block = Sequence[Paragraph]
"""Lines without a blank line between them."""


def paragraphs(block: Block, found: Findings, known: hyphens.Known) -> Block:
    """The paragraphs of a block: lines wrapped or torn apart are put together again.

    The same block, if all its lines are paragraphs of their own.
    """
    for line in block[:-1]:
        if not ended(line.text):
            if _wrapped(block):
                return [_joined(block, found, known)]
            return list(_grown(block, found, known))
    return block


def _grown(block: Block, found: Findings, known: hyphens.Known) -> Iterator[Paragraph]:
    texts = [line.text for line in block]
    verse = len(block) > 3 and all(len(text) < _SHORT for text in texts)
    torn = sum(not ended(last) and goes_on(text) for last, text in pairwise(texts)) > 2
    begin = 0
    for at in range(1, len(block) + 1):
        whole = at < len(block) and _hyphened(texts[at - 1], texts[at], known)
        if at == len(block) or not (whole or _joins(texts, begin, at, verse, torn)):
            yield _joined(block[begin:at], found, known)
            begin = at


def _joins(texts: Sequence[str], begin: int, at: int, verse: bool, torn: bool) -> bool:
    """Whether a line belongs to the paragraph that begins at another and reaches up to it.

    In a text that is torn at its links, what has no end and is no heading goes on.
    """
    last, text = texts[at - 1], texts[at]
    if text[:2] in ("- ", "– ") and _place(last):
        return True
    if ended(last) or listed(text) or _address(text) and not open_ended(last):
        return False
    if _address(last) and not goes_on(text):
        return False
    if verse:
        return text[0] in _CLOSE or last[-1] == "," and text[0].islower()
    if goes_on(text) or open_ended(last):
        return True
    if at - begin > 1 and _full(last) or torn and len(last) >= _FRAGMENT and not heading(last):
        return not heading(text) or ended(text) or torn and len(text) <= _SHORT
    return not heading(last) and not listed(last) and _before_fragment(texts, at)


def _hyphened(last: str, text: str, known: hyphens.Known) -> bool:
    """Whether a word begins on one line and ends on the next."""
    return last[-1] == "-" and hyphens.between(last, text, known) is not None


def _before_fragment(texts: Sequence[str], at: int) -> bool:
    """Whether a line is torn from what follows it, and of the same kind as the one before."""
    last, text = texts[at - 1], texts[at]
    alike = len(last) <= _FRAGMENT and len(text) <= _FRAGMENT or _full(last) and _full(text)
    return (
        alike and at + 1 < len(texts) and not ended(text)
        and (goes_on(texts[at + 1]) or open_ended(text)) and not listed(texts[at + 1])
    )


def _address(text: str) -> bool:
    return text.startswith(("http://", "https://")) and " " not in text


def _full(text: str) -> bool:
    return _NARROWEST <= len(text) <= _WIDEST


def _place(text: str) -> bool:
    """Whether a line may open a dateline: `JAKARTA`, `KOMPAS.com`."""
    return len(text) <= 40 and (text.isupper() or "." in text[1:-1] and " " not in text)


def _wrapped(block: Block) -> bool:
    """Whether a whole block was wrapped at one width, wherever its sentences end."""
    texts = [line.text for line in block]
    width = max(map(len, texts))
    if len(texts) < 3 or not _NARROWEST <= width <= _WIDEST:
        return False
    if min(map(len, texts[:-1])) < 0.7 * width or any(map(listed, texts)):
        return False
    return 3 * sum(text[0].islower() for text in texts[1:]) >= len(texts) - 1


def _joined(lines: Block, found: Findings, known: hyphens.Known) -> Paragraph:
    if len(lines) == 1:
        return lines[0]
    parts = [lines[0].text]
    for line in lines[1:]:
        hyphen = hyphens.between(parts[-1], line.text, known) if parts[-1][-1] == "-" else None
        if hyphen == "":
            found.take("-", line.line, removed("torn"))
            parts[-1] = parts[-1][:-1]
        apart = hyphen is None and line.text[0] not in _CLOSE
        parts.append(f" {line.text}" if apart else line.text)
    return Paragraph(lines[0].line, "".join(parts))
