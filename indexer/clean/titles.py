"""Titles: tidied, recovered from a first line, and recognised in the body."""

import re
from collections.abc import Sequence
from functools import cache
from html import unescape
from unicodedata import normalize

from indexer.clean.cleaned import Findings, Paragraph, Verdict
from indexer.clean.prompts import read_words
from indexer.clean.sentences import (
    continues_line,
    ends_sentence,
    is_list_item,
    is_open_ended,
)
from indexer.rules import Rule, read_rules

MAX_RECOVERED_CHARACTERS = 150
"""Code points of the longest first line that may be a title."""

_MAX_CHARACTERS = 1_000
"""Code points of the longest title that is unescaped and compared."""

_MIN_CERTAIN_CHARACTERS = 20
"""Letters and digits from which on a line that equals the title is no coincidence."""

_MAX_SUFFIX_CHARACTERS = 60
_MIN_TITLE_CHARACTERS = 10

_SUFFIXED = re.compile(r" [-–—|:] |[Hh]al(?:aman)?[ .]|[Pp]age |HAL(?:AMAN)? ")

_STYLED = re.compile("[\uff01-\uff5e\U0001d400-\U0001d7ff]+")
"""Letters that only look different: full width ones, and those of mathematics."""

_ESCAPED = re.compile(r"\\(?:u([0-2][\da-fA-F]{3})|([nrt])(?![a-z])|([\"'/]))")
_INLINE_TAG = re.compile(
    r"</?(?:b|i|em|strong|u|span|font|sup|sub|small|br|p|h[1-6]|a|mark)(?:\s[^<>]{0,300})?/?>"
    r"|\[/?(?:b|i|u|size|color|font|center)(?:=[^\[\]]{0,60})?\]", re.IGNORECASE)
_WRAPPED = re.compile(r"(?:#{1,6}\s+|\*\*(?=.*\*\*$)|__(?=.*__$))(.+?)(?:\*\*|__|\s#+)?")
"""A title as Markdown marks a heading or bold text."""

_MARKED = re.compile(r"[\\<\[#*_]|[-|\]]$")
"""Where there may be something to remove from an ASCII title."""

_LOOSE_END = re.compile(
    r"(?:\s[-–—|«»•·])+$|\s?(?P<notice>\[\+?\d[\d.,]{0,9} ?(?:char(?:acter)?s|karakter)\])$")
"""Separators with nothing behind them, or the notice that a text was cut."""
_PLACE = (
    r"(?:[A-Z][\w.,'’/ -]{1,40} ?\([^()]{2,40}\)|[A-Z][A-Z .,'’/-]{2,40}"
    r"|(?:[\w -]{2,40}, ?)?[\w-]{2,30}\.(?:com|co|id|net)\b[\w.]{0,8}(?:, ?[\w ]{2,30})?"
    r"|[A-Z][\w ]{2,25}, ?[A-Z][\w ]{2,25})\s*(?:--|[-–—])"
)
_DATELINE = re.compile(rf"{_PLACE}\s")
_OPENING = re.compile(rf"\s(?:Tim Redaksi )?{_PLACE}\s?(?=[A-Z\"“])")
_INNER_CAPITAL = re.compile(r"[a-z]{1,5}[A-Z]")
"""How `iPhone` and `blokNusa` begin, which are names and not the rest of a sentence."""

_MIN_HEADLINE_WORDS = 4
_MAX_SMALL_SHARE = 0.15
"""The share of words in lower case in headlines, besides those that always are."""

_MARKS = re.compile(r"[\W_]+")
_ELLIPSIS = re.compile(r"(?<=\w)(?<! dll)(?<! dsb) ?(?:…|\.{2,4})[\"”'’»]?$")
"""How a title may break off, though a sentence might as well."""


def tidy_title(title: str, findings: Findings) -> str:
    """Return the title with blanks folded and entities read, without site or page at its end.

    What is cut away goes to the findings.
    """
    title = " ".join(title.split())
    while "&" in title and len(title) <= _MAX_CHARACTERS:
        plain = " ".join(unescape(title).split())
        if plain == title:
            break
        title = plain
    if len(title) <= _MAX_CHARACTERS and (not title.isascii() or _MARKED.search(title)):
        title = _cut_loose_end(_remove_marks(title, findings), findings)
    return _cut_suffixes(title, findings)


def _remove_marks(title: str, findings: Findings) -> str:
    r"""Return a title without what programs put into it: escapes, tags, letters of other styles.

    >>> _remove_marks(r"\u201cBeras\u201d <b>Naik</b>", Findings())
    '“Beras” Naik'
    >>> _remove_marks("**Harga Beras**", Findings())
    'Harga Beras'
    """
    plain = title
    if not title.isascii():
        plain = _STYLED.sub(lambda letters: normalize("NFKC", letters[0]), plain)
    if "\\" in plain:
        plain = _ESCAPED.sub(_unescape, plain)
    tags = _INLINE_TAG.findall(plain) if "<" in plain or "[/" in plain else ()
    if tags:
        plain = _INLINE_TAG.sub("", plain)
    if plain[:1] in ("#", "*", "_") and (wrapped := _WRAPPED.fullmatch(plain)):
        tags = (*tags, plain[:wrapped.start(1)], plain[wrapped.end(1):])
        plain = wrapped[1]
    if plain is title or not (tidy := " ".join(plain.split())):
        return title
    findings.remove("markup", " ".join(tags), 0)
    return tidy


def _cut_loose_end(title: str, findings: Findings) -> str:
    if title[-1:] not in "-–—|«»•·]" or not (loose := _LOOSE_END.search(title)):
        return title
    if left := title[:loose.start()]:
        findings.remove("truncated" if loose["notice"] else "empty", loose[0], 0, loose.start())
    return left or title


def _unescape(escaped: re.Match[str]) -> str:
    return chr(int(escaped[1], 16)) if escaped[1] else " " if escaped[2] else escaped[3]


def _cut_suffixes(title: str, findings: Findings) -> str:
    while suffix := _find_suffix(title):
        end, begin, verdict = suffix
        findings.remove("empty", title[end:begin], 0, end)
        findings.add(title[begin:], 0, verdict, begin)
        title = title[:end]
    return title


def _find_suffix(title: str) -> tuple[int, int, Verdict] | None:
    """Return where a title ends, where its suffix begins and what that is, if a title is left."""
    end = title[-_MAX_SUFFIX_CHARACTERS:]
    if not _SUFFIXED.search(end):
        return None
    for form, verdict in _suffix_forms():
        if suffix := form.search(end):
            begin = len(title) - len(suffix[0])
            behind = len(title) - len(suffix[0].lstrip(" -–—|:"))
            return (begin, behind, verdict) if begin >= _MIN_TITLE_CHARACTERS else None
    return None


@cache
def read_title_rules() -> tuple[Rule, ...]:
    """Return the table of suffixes."""
    return read_rules("indexer.clean", "title")


@cache
def _suffix_forms() -> list[tuple[re.Pattern[str], Verdict]]:
    return [
        (re.compile(rule.pattern, re.IGNORECASE), Verdict.parse(rule.keys["verdict"]))
        for rule in read_title_rules()
    ]


def opens_with_title(paragraphs: Sequence[Paragraph], is_apart: bool = False) -> bool:
    """Return whether the first of these paragraphs is the title of the others.

    `is_apart` says that a blank line follows it. Then a text below that has lost its first words,
    as scrapers lose links, begins in lower case, and so may the title.
    """
    if len(paragraphs) < 2:
        return False
    title, after = paragraphs[0].text, [each.text for each in paragraphs[1:3]]
    return (
        _may_be_title(title, is_apart)
        and (not _continues(after[0]) or is_apart and _is_headline(title))
        and (fold(after[0]) == fold(title)
             or any(2 * len(text) > 3 * len(title) or ends_sentence(text) for text in after))
    )


def _may_be_title(text: str, is_apart: bool) -> bool:
    """Return whether a first line may be a title, whatever follows it."""
    return (
        len(text) <= MAX_RECOVERED_CHARACTERS and any(map(str.isalpha, text))
        and (not text[0].islower() or is_apart and ". " not in text
             or _INNER_CAPITAL.match(text) is not None)
        and not _is_sentence(_ELLIPSIS.sub("", text))
        and not is_list_item(text) and not _DATELINE.match(text)
        and text.count(" | ") < 2 and "»" not in text
    )


def _continues(text: str) -> bool:
    """Return whether a paragraph can only continue the one before; a name such as iPhone cannot."""
    return continues_line(text) and not _INNER_CAPITAL.match(text)


def _is_headline(text: str) -> bool:
    """Return whether a line is written as headlines are, and complete."""
    words, small_words = text.split(), read_words("small_words")
    small = sum(word[0].islower() and word not in small_words for word in words)
    return (
        len(words) >= _MIN_HEADLINE_WORDS and small <= len(words) * _MAX_SMALL_SHARE
        and text[-1] != ")" and not is_open_ended(text))


def _is_sentence(text: str) -> bool:
    return text[-1] in ".,;:…-–—" or text.rstrip("\"”'’»")[-1:] in (".", ",")


class Title:
    """A title, compared with lines of the body regardless of punctuation and case."""

    __slots__ = ("_folded", "_title", "longest")

    def __init__(self, title: str) -> None:
        self._title = title if len(title) <= _MAX_CHARACTERS else ""
        self._folded = ""
        self.longest = len(self._title) + 20

    def is_repeated_at_head_by(self, text: str) -> bool:
        """Return whether a line at the head of the body repeats it."""
        return self._is_repeated(text, 1)

    def opens(self, text: str) -> bool:
        """Return whether a paragraph begins with it, before a dateline."""
        title = self._title
        return (
            len(title) >= _MIN_CERTAIN_CHARACTERS and text.startswith(title)
            and _OPENING.match(text, len(title)) is not None
        )

    def is_repeated_by(self, text: str) -> bool:
        """Return whether a line anywhere in the body repeats it, or its beginning."""
        return self._is_repeated(text, _MIN_CERTAIN_CHARACTERS)

    def _is_repeated(self, text: str, least: int) -> bool:
        if not self._title or not least <= len(text) <= self.longest:
            return False
        title = self._folded = self._folded or fold(self._title)
        line = fold(text)
        if len(line) < least:
            return False
        return line == title or len(line) >= 2 * _MIN_CERTAIN_CHARACTERS and title.startswith(line)


def fold(text: str) -> str:
    """Return the letters and digits of a text, without case.

    >>> fold("Washington : Kim akan Berunding!")
    'washingtonkimakanberunding'
    """
    return _MARKS.sub("", text).casefold()
