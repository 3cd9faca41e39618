"""Finds the posts of a page: articles one below the other with only headings between them.

Bulletins and old blogs have them. The parts of one article look alike. So a page has posts only if
no heading is its title, and nearly all its text stands below headings of one level. Each of these
must also have a date or a byline of its own, be a link to another page, stand below a rule, or have
its words in the text below it and in no other.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from indexer.dates import read_field
from indexer.formats.html.page_blocks import fold, list_words
from indexer.formats.html.passages import WeighedPage

_LEVELS = ("h1", "h2", "h3", "h4")
_MIN_POSTS = 2
_MIN_POSTS_WITHOUT_DATES = 3
_MAX_POSTS = 200
_MIN_HEADING_BLANKS = 2
_MIN_PASSAGES, _MIN_CHARACTERS = 2, 250
"""Prose of a post. A teaser has less."""

_MAX_TEASER_CHARACTERS, _MAX_LONG_TEASER_CHARACTERS = 500, 600
"""Prose below a heading that is a link, up to which it may be the beginning of its article; the
same where all else speaks for one."""

_MIN_MEAN_HEADING = 25
"""Letters of a headline, on the average of a page. Parts of an article have shorter headings."""

_MIN_SHARE_OF_PROSE = 0.85
_MAX_INTRODUCTION = 250
"""Characters of prose above the first post."""

MAX_COMPARED = 200
"""Headings that are compared with the texts of all others. Each of 20,000 would take minutes."""

_MIN_HEADING_WORDS, _MIN_SHARE_OWN, _MAX_SHARE_OTHERS = 3, 0.4, 0.15
"""Long words of a heading, and the shares of them that a post has at least in its own text, and at
most in the others on average. Parts of one article do not differ so."""

_MAX_DATE_LINE, _FULL_DATE = 80, len("2019-04-26")
_MAX_LINES_BELOW = 2
_MAX_NAME_BLANKS = 3
_NAME = re.compile(
    r"\b(?:buletin|bulletin|warta|edisi|majalah|newsletter|blog|jurnal|lembar|catatan|arsip"
    r"|kabar|berita)\b", re.IGNORECASE)
"""A word of the titles of pages that have several articles."""

_SIGNATURE = re.compile(
    r"\W{0,3}(?:oleh|penulis|reporter|laporan|pewarta|by)\b(?:\s*:\s*|\s+)[^\W\d_][^\n]{1,60}",
    re.IGNORECASE)
"""A byline that says so."""

_MARKS = " \t_*"
_TIMELINE = re.compile(
    r"\b(?:kronologi|lini ?masa|timeline|sejarah|perjalanan|jejak)\b", re.IGNORECASE)
_PART_OF_ARTICLE = re.compile(r"#?\d{1,3}[.):]?\s|(?:bagian|babak|bab|langkah|tahap)\b|.*\?\Z",
                              re.IGNORECASE)
"""The heading of a part of an article: a number, a question."""

_CUT_OFF = re.compile(
    r"(?:…|\.\.\.|\[\W*\])\W*\Z|\b(?:selengkapnya|read more|continue reading)\W*\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True, eq=False)
class Posts:
    """The headings of a page's posts, all of one level; whether they are surely articles."""

    headings: Sequence[Any]
    is_sure: bool


def find_posts(page: WeighedPage, titles: Sequence[str]) -> Posts | None:
    """Return the posts of a page; None if it has none. `titles` are what it states and shows.

    Where all prose seems to be about something else, as the blocks of a newsletter do whose
    headings are links, it is what the page has.
    """
    if found := _find_posts(page, titles, _MAX_TEASER_CHARACTERS):
        return found
    shown = _show_prose(page)
    return None if shown is page else _find_posts(shown, titles, _MAX_LONG_TEASER_CHARACTERS)


def _show_prose(page: WeighedPage) -> WeighedPage:
    """Return a page none of whose headings and prose is beside, if all of its prose is."""
    prose = {each.block for each in page.passages if each.is_prose}
    if not all(page.blocks[at].beside for at in prose):
        return page
    shown = [replace(block, beside=False) if at in prose or block.element.tag in _LEVELS else block
             for at, block in enumerate(page.blocks)]
    return replace(page, blocks=shown)


def _find_posts(page: WeighedPage, titles: Sequence[str], most: int) -> Posts | None:
    """Return the posts of a page, of more characters than `most` where headings are links."""
    for level in _LEVELS:
        starts = [number for number, each in enumerate(page.passages)
                  if _get_heading(page, number) == level
                  and each.text.count(" ") >= _MIN_HEADING_BLANKS]
        if _MIN_POSTS <= len(starts) <= _MAX_POSTS and (
                found := _read_posts(page, starts, titles, most)):
            return found
    return None


def _read_posts(
    page: WeighedPage, starts: Sequence[int], titles: Sequence[str], most: int
) -> Posts | None:
    names = [fold(page.passages[start].text) for start in starts]
    spans = [range(start, end) for start, end in zip(
        starts, [*starts[1:], len(page.passages)], strict=True)]
    if _are_sections(page, starts, names, titles) or not _are_whole(page, spans):
        return None
    headings = [page.blocks[page.passages[start].block].element for start in starts]
    dated = [_has_date(page, start, starts[at - 1] if at else 0) for at, start in enumerate(starts)]
    others = [title for title in titles if fold(title) not in names]
    is_linked = _are_linked(headings)
    if any(map(_is_headline, others)) and not (is_linked and all(dated)):
        return None
    if any(map(_get_own_link, headings)):
        sizes = sorted(_measure(page, span)[1] for span in spans)
        is_long = sizes[len(sizes) // 2] > most
        return Posts(headings, is_linked) if is_long else None
    may_be = len(starts) >= _MIN_POSTS_WITHOUT_DATES and _may_have_several(others, titles, names)
    is_sure = all(dated) or may_be and (
        all(_is_signed(page, start) for start in starts)
        or all(map(_is_below_rule, headings[1:])) or _are_apart(page, spans))
    return Posts(headings, is_sure) if is_sure or may_be else None


def _are_sections(
    page: WeighedPage, starts: Sequence[int], names: Sequence[str], titles: Sequence[str]
) -> bool:
    """Return whether headings part one article: they repeat its title, each other or its form."""
    stated = [fold(title) for title in titles[:2] if title]
    is_title = any(name in title for name in names for title in stated)
    parts = sum(bool(_PART_OF_ARTICLE.match(page.passages[start].text)) for start in starts)
    return is_title or len(set(names)) < len(names) or 2 * parts >= len(starts)


def _are_whole(page: WeighedPage, spans: Sequence[range]) -> bool:
    """Return whether what stands in each span is a whole text, and hardly any stands elsewhere."""
    prose = [_measure(page, span) for span in spans]
    _, total = _measure(page, range(len(page.passages)))
    _, above = _measure(page, range(spans[0].start))
    return (
        all(map(_is_full, prose)) and above <= _MAX_INTRODUCTION
        and sum(size for _, size in prose) >= _MIN_SHARE_OF_PROSE * total
        and not any(_is_cut_off(page, span) for span in spans))


def _may_have_several(
    others: Sequence[str], titles: Sequence[str], headings: Sequence[str]
) -> bool:
    """Return whether a page's titles and headings are no sign that it has one article in parts."""
    shown = [title for title in titles[2:] if title in others]
    length = sum(map(len, headings)) / len(headings)
    return length >= _MIN_MEAN_HEADING and (not shown or any(map(_NAME.search, others)))


def _are_apart(page: WeighedPage, spans: Sequence[range]) -> bool:
    return are_apart([page.passages[span.start].text for span in spans], [
        " ".join(page.passages[at].text for at in span[1:]) for span in spans])


def are_apart(headings: Sequence[str], texts: Sequence[str]) -> bool:
    """Return whether each heading is about the text below it, and about none of the others.

    Of more than MAX_COMPARED only the first are looked at: each is compared with all others.

    >>> are_apart(["Harga beras Sulawesi naik", "Pasar Donggala terbakar"], [
    ...     "Harga beras mahal di Sulawesi.", "Pasar di Donggala terbakar semalam."])
    True
    """
    words = [list_words(text) for text in texts[:MAX_COMPARED]]
    for at, heading in enumerate(headings[:MAX_COMPARED]):
        named = list_words(heading)
        shares = [len(named & each) / max(1, len(named)) for each in words]
        own = shares.pop(at)
        if len(named) < _MIN_HEADING_WORDS or own < _MIN_SHARE_OWN or (
                sum(shares) > _MAX_SHARE_OTHERS * len(shares)):
            return False
    return True


def _get_heading(page: WeighedPage, number: int) -> str:
    block = page.blocks[page.passages[number].block]
    return "" if block.beside else str(block.element.tag)


def _measure(page: WeighedPage, span: range) -> tuple[int, int]:
    """Return how many passages of prose stand there, and their characters."""
    sizes = [len(each.text) for each in (page.passages[number] for number in span)
             if each.is_prose and not page.blocks[each.block].beside]
    return len(sizes), sum(sizes)


def _is_full(prose: tuple[int, int]) -> bool:
    return prose[0] >= _MIN_PASSAGES and prose[1] >= _MIN_CHARACTERS


def _is_cut_off(page: WeighedPage, span: range) -> bool:
    """Return whether the text of a post goes on elsewhere."""
    texts = [page.passages[number].text for number in span]
    return any(_CUT_OFF.search(text) for text in texts[-2:])


def _has_date(page: WeighedPage, start: int, previous: int) -> bool:
    """Return whether a line right above or below a heading is a date."""
    near = range(max(start - 1, previous + 1, 0), min(start + 3, len(page.passages)))
    texts = [page.passages[number].text for number in near if number != start]
    return any(len(read_field(text).published or "") >= _FULL_DATE for text in texts
               if len(text) <= _MAX_DATE_LINE)


def _is_signed(page: WeighedPage, start: int) -> bool:
    """Return whether a line right below a heading is a byline."""
    below = page.passages[start + 1:start + _MAX_LINES_BELOW + 1]
    return any(map(is_signature, (each.text for each in below)))


def is_signature(line: str) -> bool:
    """Return whether a line is a byline, or a date, as it stands below a headline.

    >>> [is_signature(line) for line in ("Oleh Wira Satya", "Palu, 3 Mei 2019", "Oleh sebab itu.")]
    [True, True, False]
    """
    return is_byline(line) or len(line) <= _MAX_DATE_LINE and not line.endswith(".") and len(
        read_field(line.strip(_MARKS)).published or "") >= _FULL_DATE


def is_byline(line: str) -> bool:
    """Return whether a line is a byline that says so, in the marks of Markdown or without.

    >>> [is_byline(line) for line in ("*Oleh Wira Satya*", "Palu, 3 Mei 2019")]
    [True, False]
    """
    line = line.strip(_MARKS)
    return len(line) <= _MAX_DATE_LINE and not line.endswith(".") and bool(
        _SIGNATURE.fullmatch(line))


def _is_headline(title: str) -> bool:
    """Return whether a title is that of one article, as far as it tells."""
    is_long = title.count(" ") > _MAX_NAME_BLANKS and not _NAME.search(title)
    return is_long or bool(_TIMELINE.search(title))


def _are_linked(headings: Sequence[Any]) -> bool:
    """Return whether each heading is a link to a page of its own, all of one host."""
    pages = {_get_own_link(heading) for heading in headings} - {""}
    hosts = {page.partition("//")[2].partition("/")[0] for page in pages}
    return len(pages) == len(headings) and len(hosts) == 1


def _get_own_link(heading: Any) -> str:
    """Return the address that a heading links to, without the place in its page."""
    links = (*heading.iter("a"), *heading.iterancestors("a"))
    addresses = ((link.get("href") or "").strip().partition("#")[0] for link in links)
    return next(filter(None, addresses), "")


def _is_below_rule(heading: Any) -> bool:
    """Return whether a line is drawn across the page above a heading."""
    at = heading
    while at is not None and at.getprevious() is None:
        at = at.getparent()
    return at is not None and at.getprevious().tag == "hr"


def cut_posts(headings: Sequence[Any]) -> Iterator[list[Any]]:
    """Yield the elements of each post, from the one with its heading to the next one's.

    A date that stands right above the next heading goes with that.
    """
    around = _find_common(headings)
    children = list(around)
    places = {each: at for at, each in enumerate(children)}
    starts = [places[next(each for each in (heading, *heading.iterancestors()) if each in places)]
              for heading in headings]
    moved = [start - _is_date_above(children, start) for start in starts]
    for start, end in zip(moved, [*moved[1:], len(children)], strict=True):
        yield [each for each in children[start:end] if each.tag != "hr" or each.tail]


def _is_date_above(children: Sequence[Any], start: int) -> bool:
    above = children[start - 1] if start else None
    if above is None or not isinstance(above.tag, str) or above.tag == "hr" or (
            (above.tail or "").strip()):
        return False
    text = " ".join("".join(above.itertext()).split())
    return len(text) <= _MAX_DATE_LINE and len(read_field(text).published or "") >= _FULL_DATE


def _find_common(headings: Sequence[Any]) -> Any:
    """Return the smallest element around all headings."""
    around = list(headings[0].iterancestors())
    for heading in headings[1:]:
        own = set(heading.iterancestors())
        around = [each for each in around if each in own]
    return around[0]
