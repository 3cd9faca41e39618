"""Titles: made tidy, recovered from a first line, and known again in the body."""

import re
from collections.abc import Sequence
from html import unescape

from indexer.clean.cleaned import Findings, Paragraph, Verdict, noted, removed
from indexer.clean.sentences import ended, goes_on, listed

LENGTH = 150
"""Code points of the longest first line that may be a title."""
_ESCAPED = 1_000
"""Code points of the longest title in which HTML entities are looked for."""
_CERTAIN = 20
"""Letters and digits from which on a line that equals the title is no coincidence."""

_PAGE = re.compile(r"\s*[-–—|:]?\s*Halaman (?:all|\d{1,3})$", re.IGNORECASE)
_SITE = re.compile(
    r"\s[-–—|]\s((?:www\.)?(?:[\w-]{2,30}\.){1,3}(?:com|co|id|net|org|tv|news)"
    r"(?: News)?|ANTARA News|detikNews|Tribunnews|Okezone News|CNN Indonesia|Liputan6)$",
    re.IGNORECASE)
_SUFFIXED = re.compile(r" [-–—|] |halaman ", re.IGNORECASE)
_PLACE = (
    r"(?:[A-Z][\w.,'’/ -]{1,40} ?\([^()]{2,40}\)|[A-Z][A-Z .,'’/-]{2,40}"
    r"|(?:[\w -]{2,40}, ?)?[\w-]{2,30}\.(?:com|co|id|net)\b[\w.]{0,8}(?:, ?[\w ]{2,30})?"
    r"|[A-Z][\w ]{2,25}, ?[A-Z][\w ]{2,25})\s*(?:--|[-–—])"
)
_DATELINE = re.compile(rf"{_PLACE}\s")
_OPENING = re.compile(rf"\s(?:Tim Redaksi )?{_PLACE}\s?(?=[A-Z\"“])")
_MARKS = re.compile(r"[\W_]+")


def tidy(title: str, found: Findings) -> str:
    """The title with blanks folded and entities read, without the site or page at its end."""
    title = " ".join(title.split())
    while "&" in title and len(title) <= _ESCAPED:
        plain = " ".join(unescape(title).split())
        if plain == title:
            break
        title = plain
    return _without_suffixes(title, found)


def _without_suffixes(title: str, found: Findings) -> str:
    while suffix := _suffix(title):
        begin, text, verdict = suffix
        found.take(text, 0, verdict, begin)
        title = title[:begin]
    return title


def _suffix(title: str) -> tuple[int, str, Verdict] | None:
    """Where a suffix begins, what it says, and what it is; none that leaves no title."""
    end = title[-60:]
    if not _SUFFIXED.search(end):
        return None
    if page := _PAGE.search(end):
        begin, text, verdict = len(title) - len(page[0]), page[0], removed("pages")
    elif site := _SITE.search(end):
        begin, text, verdict = len(title) - len(site[0]), site[1], noted("site")
    else:
        return None
    return (begin, text.lstrip(" -–—|:"), verdict) if begin >= 10 else None


def recovered(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the first of these paragraphs is the title of the others."""
    if len(paragraphs) < 2:
        return False
    title, after = paragraphs[0].text, [each.text for each in paragraphs[1:3]]
    return (
        len(title) <= LENGTH and not _sentence(title) and not title[0].islower()
        and any(map(str.isalpha, title)) and not listed(title) and not _DATELINE.match(title)
        and title.count(" | ") < 2 and "»" not in title
        and not goes_on(after[0])
        and any(2 * len(text) > 3 * len(title) or ended(text) for text in after)
    )


def _sentence(text: str) -> bool:
    return text[-1] in ".,;:…-–—" or text.rstrip("\"”'’»")[-1:] in (".", ",")


class Title:
    """A title, to be compared with lines of the body: punctuation and case do not count."""

    __slots__ = ("_folded", "_title", "longest")

    def __init__(self, title: str) -> None:
        self._title = title if len(title) <= _ESCAPED else ""
        self._folded = ""
        self.longest = len(self._title) + 20

    def heads(self, text: str) -> bool:
        """Whether a line at the head of the body repeats it."""
        return self._repeated(text, 1)

    def opens(self, text: str) -> bool:
        """Whether a paragraph begins with it, before a dateline."""
        title = self._title
        return (
            len(title) >= _CERTAIN and text.startswith(title)
            and _OPENING.match(text, len(title)) is not None
        )

    def repeated(self, text: str) -> bool:
        """Whether a line anywhere in the body repeats it, or its beginning."""
        return self._repeated(text, _CERTAIN)

    def _repeated(self, text: str, least: int) -> bool:
        if not self._title or not least <= len(text) <= self.longest:
            return False
        title = self._folded = self._folded or folded(self._title)
        line = folded(text)
        if len(line) < least:
            return False
        return line == title or len(line) >= 2 * _CERTAIN and title.startswith(line)


def folded(text: str) -> str:
    """Letters and digits alone, without case.

    >>> folded("Washington : Kim akan Berunding!")
    'washingtonkimakanberunding'
    """
    return _MARKS.sub("", text).casefold()
