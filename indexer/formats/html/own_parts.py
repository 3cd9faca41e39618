"""Finds the asides and footers of a page that are parts of its article: leads, facts, the end."""

import re
from collections.abc import Collection, Iterable, Sequence

from indexer.formats.html.page_blocks import PageBlock, Passage, list_words

TAGS_OF_PARTS = frozenset(("aside", "footer"))
ABOUT_SITE = re.compile(
    r"©|\b(?:hak cipta|copyright|all rights|dilarang|redaksi|penulis|author|about|tentang kami"
    r"|wartawan|jurnalis|kontributor|editor|e-?mail|newsletter|ikuti kami|follow us)\b",
    re.IGNORECASE)
"""What they say about the site or the writer rather than in the article."""

_MAX_PARTS = 50
"""How many of them are looked at, from the beginning of a page."""

_FORM_TAGS = ("form", "input", "select", "textarea")
_MIN_SHARED_WORDS, _MIN_SHARE = 2, 0.12
"""Long words that a part has in common with the title and the text around it; and the share of its
own, where it stands elsewhere. Texts on other subjects share words such as `dengan`, too."""

_MAX_SHARE_OF_LINKS = 0.25


def clear_own_parts(
    blocks: Sequence[PageBlock], passages: Sequence[Passage], title: int
) -> None:
    """Mark as the article's the asides and footers whose prose goes on with the text around them.

    They stand in an `<article>`, or beside paragraphs or the title; footers, also below a block
    that has the title. `title` is the number of the passage that is the title, or -1.
    """
    parts = {at for at, each in enumerate(blocks) if each.element.tag in TAGS_OF_PARTS}
    if title < 0 or not parts:
        return
    outer = [_find_outer(blocks, parts, each.block) for each in passages]
    text = [passages[title], *(each for each, part in zip(passages, outer, strict=True)
                               if each.is_prose and not part)]
    for part in sorted(set(outer) - {0})[:_MAX_PARTS]:
        inside = [each for each, at in zip(passages, outer, strict=True) if at == part]
        if _is_like_text(blocks[part], inside) and _is_beside_text(blocks, text, part):
            words = list_words(" ".join(each.text for each in inside))
            shared = words & _list_words_around(blocks, text, blocks[part].parent)
            blocks[part].beside = len(shared) < _MIN_SHARED_WORDS


def _find_outer(blocks: Sequence[PageBlock], parts: set[int], at: int) -> int:
    """Return the number of the outermost of these parts around a block, 0 if there is none."""
    found = 0
    while at > 0:
        found = at if at in parts else found
        at = blocks[at].parent
    return found


def _is_like_text(part: PageBlock, inside: Sequence[Passage]) -> bool:
    """Return whether a part has prose, few links, no form, and says nothing about the site."""
    size = sum(len(each.text) for each in inside)
    links = sum(each.link_characters for each in inside)
    return (
        not part.has_title and any(each.is_prose for each in inside)
        and links <= _MAX_SHARE_OF_LINKS * size
        and not any(ABOUT_SITE.search(each.text) for each in inside)
        and next(part.element.iter(*_FORM_TAGS), None) is None)


def _is_beside_text(blocks: Sequence[PageBlock], text: Sequence[Passage], part: int) -> bool:
    """Return whether a part stands where parts of an article do; `text` is the title and prose."""
    at = blocks[part].parent
    around = blocks[at].element.tag
    if around in ("html", "body") or blocks[at].beside:
        return False
    if blocks[at].has_title and (around == "article" or blocks[part].element.tag == "footer"):
        return True
    return any(at in (each.block, blocks[each.block].parent) for each in text)


def _list_words_around(
    blocks: Sequence[PageBlock], text: Sequence[Passage], around: int
) -> set[str]:
    """Return the long words of the title, and of the prose inside a block."""
    inside = [False] * len(blocks)
    for at, block in enumerate(blocks):
        inside[at] = at == around or block.parent >= 0 and inside[block.parent]
    own = [each.text for number, each in enumerate(text) if not number or inside[each.block]]
    return list_words(" ".join(own))


def shares_words(words: Collection[str], texts: Iterable[str]) -> bool:
    """Return whether texts are on the subject of an article, by their long words and its."""
    own = list_words("\n".join(texts))
    return len(own.intersection(words)) >= max(_MIN_SHARED_WORDS, _MIN_SHARE * len(own))
