"""The dateline that opens an article."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from indexer.outlets import lists
from indexer.outlets.origin import Origin, find_place, get_form, identify_names, parse_origin
from indexer.rules import Rule, read_rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """A dateline as it is written, with its dash, and what it says.

    `place`, `outlet` and `agency` go by the names of our lists if these have them. The agency wrote
    the story, and did not publish it; only ANTARA can be both.
    """

    text: str
    place: str | None
    outlet: str | None
    agency: str | None


_MAX_CHARACTERS = 80
"""Code points of a dateline before its dash."""

_HEAD_CHARACTERS = 700
"""Code points within which a dateline may follow a lead, or open a later line."""

_CAPTION_CHARACTERS = 250
"""Code points within which a dateline may follow the credit of a picture."""

_HEAD_LINES = 4
"""Lines that a dateline may open, the first included."""

_MAX_DASHES = 4
"""Dashes that are tried as the end of a dateline."""

_DASH = re.compile(r"\s{0,9}(?:-[ \xa0]?-{1,3}|[-–—]{1,3})\s{0,9}")
_LOWERCASE_WORD = re.compile(
    r"(?:^|[\s,])(?!detik|kumparan)[a-z]{2,}(?=[\s,.]|$)(?!\.[a-z])")
"""A word that is in no dateline, whose names begin with capitals."""
_PLACE_AND_DASH = re.compile(r"([A-Z]\w{2,20}(?: [A-Z]\w{2,20})?)\s?[-–—]")
_GLUED_PLACE = re.compile(r"([A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20})?)(?=[A-Z])")
_WORD = re.compile(r"\S+")

_GLANCES = (
    ".co", ".id", ".net", ") -", ")-", ") –", ")–", ") —", ")—", "--(", ", cnn ", ", cnbc ",
    ", idn", ", viva",
)
"""Every text that a rule of the table matches contains one of these."""

_CAPTION = re.compile(r"(?:\)[.,]?|Foto: ?\w{2,20}) ([A-Z][\w ]{2,25}?) [-–—] ([A-Z]\w*)")
"""The credit of a picture, glued to the dateline behind it."""


def split_dateline(body: str, outlet: str = "") -> tuple[Dateline | None, str]:
    r"""Return the dateline of a body, and the body without it.

    It opens the body or one of its first lines, or follows a lead in the first line, which then
    becomes a paragraph of its own. Only blanks at the cut are lost. A dateline that opens the
    body may name an unknown outlet, if it is the article's own `outlet`.

    >>> split_dateline("JAKARTA, KOMPAS.com - Harga beras naik.")[1]
    'Harga beras naik.'
    >>> found, rest = split_dateline("Harga naik. Liputan6.com, Jakarta - Beras langka.")
    >>> found
    Dateline(text='Liputan6.com, Jakarta -', place='Jakarta', outlet='Liputan6.com', agency=None)
    >>> rest
    'Harga naik.\n\nBeras langka.'
    >>> split_dateline("Korea Utara - Amerika Serikat berunding.")
    (None, 'Korea Utara - Amerika Serikat berunding.')
    """
    for begin, must_be_known in _find_beginnings(body, len(body) - len(body.lstrip())):
        if found := _match_dateline(body[begin:begin + 2 * _MAX_CHARACTERS], must_be_known):
            end, origin = found
            return _cut(body, begin, begin + end, origin)
    return _split_own(body, outlet)


@cache
def read_anchor_rules() -> tuple[Rule, ...]:
    """Return the table of places where a dateline may begin inside a line."""
    return read_rules("indexer.outlets", "anchors", {"site_form": get_form("site").pattern})


@cache
def _anchor_form() -> re.Pattern[str]:
    return re.compile("|".join(rule.pattern for rule in read_anchor_rules()))


def _split_own(body: str, outlet: str) -> tuple[Dateline | None, str]:
    """Split off the dateline of a place and this outlet that opens a body."""
    match = _outlet_form(outlet).match(body) if 0 < len(outlet) <= _MAX_CHARACTERS else None
    if not match:
        return None, body
    where = match["first"] or match["last"]
    town, _ = find_place(where) or (where, "")
    origin = Origin(place=town, outlet=None, agency=None, is_certain=True)
    return _cut(body, 0, match.end(), origin)


@lru_cache(256)
def _outlet_form(outlet: str) -> re.Pattern[str]:
    """Return the form of a dateline with a place and this outlet, in either order."""
    name = re.escape(outlet)
    where = r"[A-Z][\w/.'-]{1,20}(?: [A-Z][\w/.'-]{1,20}){0,3}"
    return re.compile(
        rf"\s*(?:(?P<first>{where})(?:, ?| ?\()(?i:{name})\)?"
        rf"|(?i:{name}), ?(?P<last>{where}))(?:\s?[–—]\s?| -{{1,3}} |-{{2,3}} ?)(?=\S)")


def _cut(body: str, begin: int, end: int, origin: Origin) -> tuple[Dateline, str]:
    text = body[begin:end].strip()
    before, after = body[:begin].rstrip(), body[end:].lstrip()
    rest = f"{before}\n\n{after}" if before and after else before or after
    dateline = Dateline(
        text=text, place=origin.place, outlet=origin.outlet, agency=origin.agency)
    return dateline, rest


def _match_dateline(window: str, must_be_known: bool) -> tuple[int, Origin] | None:
    """Return where the dateline that opens a piece of text ends, and what it says.

    If it `must_be_known`, only one that names a known outlet or agency counts.
    """
    if not window[:1].isalpha():
        return None
    word = _LOWERCASE_WORD.search(window, 0, _MAX_CHARACTERS)
    reach = word.start() if word else _MAX_CHARACTERS
    head = window[:reach + 20]
    if "-" not in head and "–" not in head and "—" not in head:
        return _match_undashed(window) if "." in head else None
    for dash in islice(_DASH.finditer(head), _MAX_DASHES):
        after = window[dash.end():]
        if dash.start() > reach or after.startswith("(") and ")" in after[:45]:
            continue
        words = window[:dash.start()]
        origin = parse_origin(words)
        if origin and _is_dateline(origin, words, dash[0], after, must_be_known):
            return dash.end(), origin
    return _match_undashed(window) if "." in head else None


def _is_dateline(
    origin: Origin, words: str, dash: str, after: str, must_be_known: bool
) -> bool:
    """Return whether a dash between these words ends a dateline, rather than joining words."""
    if must_be_known and not (origin.outlet or origin.agency):
        return False
    is_tight = dash in "-–—"
    if after[:1].islower() and not after[1:2].isupper():  # but iPad
        return (origin.is_certain and not is_tight and not must_be_known
                and any(mark in words for mark in ".(,"))
    if origin.is_certain or "(" in words:
        return True
    if is_tight and not (words.isupper() and after[:1].isupper() and after[1:2].islower()):
        return False
    following = _PLACE_AND_DASH.match(after)
    return not (following and find_place(following[1]))


def _match_undashed(window: str) -> tuple[int, Origin] | None:
    """Match `Site, Place Sentence`, even glued together: some outlets print no dash."""
    site = _leading_site_form().match(window)
    if not site or not (outlet := identify_names(site[1])[0]):
        return None
    rest = window[site.end():]
    if found := _match_place(rest):
        where, end = found
        origin = Origin(place=where, outlet=outlet, agency=None, is_certain=True)
        return site.end() + end, origin
    return None


@cache
def _leading_site_form() -> re.Pattern[str]:
    return re.compile(rf"({get_form('site').pattern}),\s?")


def _match_place(text: str) -> tuple[str, int] | None:
    """Return the known place that opens a text before a capital, and where it ends."""
    words = list(islice(_WORD.finditer(text), 4))
    for at in range(min(3, len(words) - 1), 0, -1):
        end = words[at - 1].end()
        if not words[at][0][0].islower() and (found := find_place(text[:end])):
            return found[0], end
    glued = _GLUED_PLACE.match(text)
    found = find_place(glued[1]) if glued else None
    return (found[0], glued.end()) if glued and found else None


def _find_beginnings(body: str, start: int) -> Iterator[tuple[int, bool]]:
    """Yield where a dateline may begin, likeliest first, and whether it must be known."""
    yield start, False
    head = body[start:start + _HEAD_CHARACTERS]
    if not _has_dash(head):
        return
    for caption in _CAPTION.finditer(head, 0, _CAPTION_CHARACTERS):
        if find_place(caption[1]) and not find_place(caption[2]):
            yield start + caption.start(1), False
    if not any(map(head.lower().__contains__, _GLANCES)):
        return
    lines = head.split("\n")
    yield from ((start + at, True) for at in _find_anchors(lines[0]))
    begin, left = start + len(lines[0]) + 1, _HEAD_LINES - 1
    for line in lines[1:]:
        if left and line and not line.isspace():
            left -= 1
            yield begin + len(line) - len(line.lstrip()), True
        begin += len(line) + 1


def _find_anchors(line: str) -> Iterator[int]:
    """Yield where a dateline may begin inside a line."""
    for anchor in _anchor_form().finditer(line):
        before = line[:anchor.start()].rstrip()
        if anchor[0][0] == "(":
            length = _measure_place_before(before)
        else:
            length = _measure_place_before(before[:-1]) + 1 if before.endswith(",") else 0
        if length > 1:
            yield len(before) - length
        elif anchor[0][0] != "(":
            yield anchor.start()


def _has_dash(head: str) -> bool:
    """Return whether a dash stands anywhere but within a word, or a site that needs none."""
    return (
        " -" in head or "- " in head or "–" in head or "—" in head or ".com-" in head
        or "iputan6.com," in head
    )


def _measure_place_before(text: str) -> int:
    """Return the length of the longest place that ends a text, 0 if none does."""
    text = text[-70:]
    words = list(_WORD.finditer(text))[-4:]
    for word in words:
        name = text[word.start():]
        if name[0].isupper() and find_place(name):
            before = text[:word.start()].rstrip()
            more = _measure_place_before(before[:-1]) if before.endswith(",") else 0
            return len(text) - len(before) + 1 + more if more else len(name)
    return len(text) - words[-1].start() if words and _may_be_unknown_place(words[-1][0]) else 0


def _may_be_unknown_place(word: str) -> bool:
    return len(word) > 3 and word.isupper() and word.isalpha() and bool(lists.places())
