"""The dateline that opens an article."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from indexer.outlets import lists
from indexer.outlets.origin import SITE, Origin, names, place, read


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline as it is written, dash and all, and what it says.

    `place`, `outlet` and `agency` go by the names of our lists where these have them. An agency
    is whose story it is, and not who published it: of the two, ANTARA alone can be both.
    """

    text: str
    place: str | None
    outlet: str | None
    agency: str | None


_LONGEST = 80
"""Code points of a dateline before its dash."""
_HEAD = 700
"""Code points within which one may follow a lead, or open a later line."""
_CREDIT = 250
"""Code points within which one may follow a picture's credit."""
_LINES = 4

_DASH = re.compile(r"\s{0,9}(?:-[ \xa0]?-{1,3}|[-–—]{1,3})\s{0,9}")
_SENTENCE = re.compile(
    r"(?:^|[\s,])(?!detik|kumparan)[a-z]{2,}(?=[\s,.]|$)(?!\.[a-z])")
"""A word that no dateline has, since its names begin with capitals."""
_NEXT = re.compile(r"([A-Z]\w{2,20}(?: [A-Z]\w{2,20})?)\s?[-–—]")
_SITE_FIRST = re.compile(rf"({SITE.pattern}),\s?")
_GLUED = re.compile(r"([A-Z][a-z]{2,20}(?: [A-Z][a-z]{2,20})?)(?=[A-Z])")
_WORD = re.compile(r"\S+")

_TRACES = (
    ".co", ".id", ".net", ") -", ")-", ") –", ")–", ") —", ")—", "--(", ", cnn ", ", cnbc ",
    ", idn", ", viva",
)
_ANCHOR = re.compile(
    r"\([A-Za-z][^()\n]{1,30}\)(?=\s?[-–—])"
    rf"|(?:(?<![\w.@/-])(?![A-Za-z]{{0,20}}[a-z][A-Z]{{3}})|(?<=[a-z])(?=[A-Z]{{3}})){SITE.pattern}"
    r"(?=\s?[-–—,]|\.\s[A-Z])"
    r"|(?<=, )(?:CN[NB]C? Indonesia|IDN ?Times|VIVA)(?=\s?[-–—])")
_CAPTION = re.compile(r"(?:\)[.,]?|Foto: ?\w{2,20}) ([A-Z][\w ]{2,25}?) [-–—] ([A-Z]\w*)")
"""A picture's caption or credit, glued to the dateline behind it."""


def split(body: str, outlet: str = "") -> tuple[Dateline | None, str]:
    r"""The dateline of a body, and the body without it.

    It opens the body or one of its first lines, or follows a lead in the first; a lead becomes
    a paragraph of its own. Only blanks beside the cut are lost. One that opens the body may name
    an `outlet` that nobody knows, if it is the article's own.

    >>> split("JAKARTA, KOMPAS.com - Harga beras naik.")[1]
    'Harga beras naik.'
    >>> found, rest = split("Harga naik. Liputan6.com, Jakarta - Beras langka.")
    >>> found
    Dateline(text='Liputan6.com, Jakarta -', place='Jakarta', outlet='Liputan6.com', agency=None)
    >>> rest
    'Harga naik.\n\nBeras langka.'
    >>> split("Korea Utara - Amerika Serikat berunding.")
    (None, 'Korea Utara - Amerika Serikat berunding.')
    """
    for begin, known in _beginnings(body, len(body) - len(body.lstrip())):
        if found := _at(body[begin:begin + 2 * _LONGEST], known):
            end, origin = found
            return _cut(body, begin, begin + end, origin)
    return _own(body, outlet)


def _own(body: str, outlet: str) -> tuple[Dateline | None, str]:
    """The dateline of a place and this outlet that opens a body, and the body without it."""
    match = _of(outlet).match(body) if 0 < len(outlet) <= _LONGEST else None
    if not match:
        return None, body
    where = match["first"] or match["last"]
    town, _ = place(where) or (where, "")
    return _cut(body, 0, match.end(), Origin(town, None, None, True))


@lru_cache(256)
def _of(outlet: str) -> re.Pattern[str]:
    """A dateline that opens a text with a place and this outlet, in either order."""
    name = re.escape(outlet)
    where = r"[A-Z][\w/.'-]{1,20}(?: [A-Z][\w/.'-]{1,20}){0,3}"
    return re.compile(
        rf"\s*(?:(?P<first>{where})(?:, ?| ?\()(?i:{name})\)?"
        rf"|(?i:{name}), ?(?P<last>{where}))(?:\s?[–—]\s?| -{{1,3}} |-{{2,3}} ?)(?=\S)")


def _cut(body: str, begin: int, end: int, origin: Origin) -> tuple[Dateline, str]:
    text = body[begin:end].strip()
    before, after = body[:begin].rstrip(), body[end:].lstrip()
    rest = f"{before}\n\n{after}" if before and after else before or after
    return Dateline(text, origin.place, origin.outlet, origin.agency), rest


def _at(window: str, known: bool) -> tuple[int, Origin] | None:
    """Where the dateline that opens a window ends, and what it says.

    If it must be known, only one that names an outlet or an agency counts.
    """
    if not window[:1].isalpha():
        return None
    sentence = _SENTENCE.search(window, 0, _LONGEST)
    reach = sentence.start() if sentence else _LONGEST
    head = window[:reach + 20]
    if "-" not in head and "–" not in head and "—" not in head:
        return _undashed(window) if "." in head else None
    for dash in islice(_DASH.finditer(head), 4):
        after = window[dash.end():]
        if dash.start() > reach or after.startswith("(") and ")" in after[:45]:
            continue
        origin = read(window[:dash.start()])
        if origin and _fits(origin, window[:dash.start()], dash[0], after, known):
            return dash.end(), origin
    return _undashed(window) if "." in head else None


def _fits(origin: Origin, words: str, dash: str, after: str, known: bool) -> bool:
    """Whether a dash with these words on its sides ends a dateline, and joins no words."""
    if known and not (origin.outlet or origin.agency):
        return False
    tight = dash in "-–—"
    if after[:1].islower() and not after[1:2].isupper():  # but iPad
        return origin.sure and not tight and not known and any(mark in words for mark in ".(,")
    if origin.sure or "(" in words:
        return True
    if tight and not (words.isupper() and after[:1].isupper() and after[1:2].islower()):
        return False
    following = _NEXT.match(after)
    return not (following and place(following[1]))


def _undashed(window: str) -> tuple[int, Origin] | None:
    """`Site, Place Sentence`, even glued together: some print no dash."""
    site = _SITE_FIRST.match(window)
    if not site or not (outlet := names(site[1])[0]):
        return None
    rest = window[site.end():]
    if found := _town(rest):
        where, end = found
        return site.end() + end, Origin(where, outlet, None, True)
    return None


def _town(text: str) -> tuple[str, int] | None:
    """The known place that opens a text before a capital, and where it ends."""
    words = list(islice(_WORD.finditer(text), 4))
    for at in range(min(3, len(words) - 1), 0, -1):
        end = words[at - 1].end()
        if not words[at][0][0].islower() and (found := place(text[:end])):
            return found[0], end
    glued = _GLUED.match(text)
    found = place(glued[1]) if glued else None
    return (found[0], glued.end()) if glued and found else None


def _beginnings(body: str, start: int) -> Iterator[tuple[int, bool]]:
    """Where a dateline may begin, likeliest first, and whether it must name who is known."""
    yield start, False
    head = body[start:start + _HEAD]
    if not _dashed(head):
        return
    for caption in _CAPTION.finditer(head, 0, _CREDIT):
        if place(caption[1]) and not place(caption[2]):
            yield start + caption.start(1), False
    if not any(map(head.lower().__contains__, _TRACES)):
        return
    lines = head.split("\n")
    yield from ((start + at, True) for at in _within(lines[0]))
    begin, left = start + len(lines[0]) + 1, _LINES - 1
    for line in lines[1:]:
        if left and line and not line.isspace():
            left -= 1
            yield begin + len(line) - len(line.lstrip()), True
        begin += len(line) + 1


def _within(line: str) -> Iterator[int]:
    for anchor in _ANCHOR.finditer(line):
        before = line[:anchor.start()].rstrip()
        if anchor[0][0] == "(":
            length = _place_before(before)
        else:
            length = _place_before(before[:-1]) + 1 if before.endswith(",") else 0
        if length > 1:
            yield len(before) - length
        elif anchor[0][0] != "(":
            yield anchor.start()


def _dashed(head: str) -> bool:
    """Whether a dash stands anywhere but within a word, or a site that needs none."""
    return (
        " -" in head or "- " in head or "–" in head or "—" in head or ".com-" in head
        or "iputan6.com," in head
    )


def _place_before(text: str) -> int:
    """The length of the place that ends a text, 0 if none does; of several, the longest."""
    text = text[-70:]
    words = list(_WORD.finditer(text))[-4:]
    for word in words:
        name = text[word.start():]
        if name[0].isupper() and place(name):
            before = text[:word.start()].rstrip()
            more = _place_before(before[:-1]) if before.endswith(",") else 0
            return len(text) - len(before) + 1 + more if more else len(name)
    return len(text) - words[-1].start() if words and _unknown(words[-1][0]) else 0


def _unknown(word: str) -> bool:
    return len(word) > 3 and word.isupper() and word.isalpha() and bool(lists.places())
