"""Paragraphs that stand in an article more than once, and its title in its body."""

import re

from indexer.clean.cleaned import Findings, Paragraph
from indexer.clean.sentences import ends_sentence, is_list_item
from indexer.clean.titles import Title, fold

MIN_CHARACTERS = 40
"""Code points from which on a paragraph is not repeated on purpose."""


_MIN_FIGURES_SHARE = 1 / 7
"""Share of digits from which on a line is a row of figures, which other rows may equal."""

_SENTENCE_WORDS = re.compile(r"\b[a-z]+ [a-z]+ [a-z]+\b")
"""What rows of figures do not have: words in small letters one after the other."""

_CONTENTS = re.compile(
    r"(?:daftar isi|table of contents)(?: artikel)?"
    r"(?: ?[\[(]?(?:tutup|buka|sembunyikan|tampilkan|hide|show|toggle)[\])]?)? ?:?", re.IGNORECASE)
_MAX_CONTENTS_CHARACTERS = 40
_MAX_HEADING_CHARACTERS = 150
"""Code points of the longest row of a table of contents."""

_NUMBERING = re.compile(
    r"\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[A-Za-z]|[ivxIVX]{1,4})[.)] ?|[-–—•*·►▪●] ?")
_ITEM_NUMBER = re.compile(r"\(?(\d{1,3})[.)]")
_PAGE_NUMBER = re.compile(r"[ .…]{2,}\d{1,3}$")
_MIN_SHARE_OF_HEADINGS = 0.5
"""Share of the rows of a table of contents that stand in the text again, as some are reworded."""


def remove_contents(paragraphs: list[Paragraph], findings: Findings) -> list[Paragraph]:
    """Return the paragraphs without a table of contents, whose headings stand further down.

    A list of which little stands there again is the article's, and stays with its label.
    """
    for at, (_, text) in enumerate(paragraphs):
        if len(text) <= _MAX_CONTENTS_CHARACTERS and _CONTENTS.fullmatch(text):
            end = _find_end_of_contents(paragraphs, at + 1)
            if end == at + 1 and end < len(paragraphs) and is_list_item(paragraphs[end].text):
                continue
            for line, text in paragraphs[at:end]:
                findings.remove("contents", text, line)
            return paragraphs[:at] + paragraphs[end:]
    return paragraphs


def _find_end_of_contents(paragraphs: list[Paragraph], begin: int) -> int:
    """Return where the headings end of which most stand again below them."""
    texts = [each.text for each in paragraphs[begin:]]
    keys = list(map(_fold_heading, texts))
    last_places = {key: at for at, key in enumerate(keys)}
    last, again, number, seen = 0, 0, 0, set[str]()
    for at, key in enumerate(keys):
        if key in seen or not _may_be_heading(texts[at]):
            break
        seen.add(key)
        is_next, number = _read_number(texts[at]) == number + 1, _read_number(texts[at])
        again += last_places[key] > at
        if again >= _MIN_SHARE_OF_HEADINGS * (at + 1) and (last_places[key] > at or is_next):
            last = at + 1
    return begin + last


def _read_number(text: str) -> int:
    """Return the number of an item of a list; -1 if it has none."""
    match = _ITEM_NUMBER.match(text)
    return int(match[1]) if match else -1


def _fold_heading(text: str) -> str:
    """Return a heading without its number and the page it is on.

    >>> _fold_heading("1. Cara Menyimpan Cabai:") == _fold_heading("Cara menyimpan cabai ..... 7")
    True
    """
    return fold(_NUMBERING.sub("", _PAGE_NUMBER.sub("", text), count=1)).rstrip(" :.?!")


def _may_be_heading(text: str) -> bool:
    if len(text) > _MAX_HEADING_CHARACTERS:
        return False
    return is_list_item(text) or text[-1] in ":?!" or not ends_sentence(text)


class Repetitions:
    """The paragraphs met so far, case folded."""

    __slots__ = ("_is_copying", "_longest", "_starts", "_texts", "_title")

    def __init__(self, title: Title) -> None:
        self._starts: dict[str, str] = {}
        self._texts: set[str] = set()
        self._title = title
        self._longest = title.longest
        self._is_copying = False

    def drop(self, paragraph: Paragraph, findings: Findings) -> bool:
        """Return whether a paragraph is a repetition or the title, and is dropped.

        Items of lists, short lines and what is no sentence may be repeated on purpose. They are
        dropped only below another paragraph that is.
        """
        line, text = paragraph
        is_known = self._is_known(text) and not _is_row_of_figures(text)
        self._is_copying = is_known and (self._is_copying or _is_substantial(text))
        if self._is_copying:
            findings.remove("repeated", text, line)
        elif len(text) <= self._longest and self._title.is_repeated_by(text):
            findings.remove("title repeated", text, line)
        else:
            return False
        return True

    def _is_known(self, text: str) -> bool:
        """Compare whole texts only where two begin alike."""
        start = text[:MIN_CHARACTERS].casefold()
        first = self._starts.setdefault(start, text)
        if first is text:
            return False
        if first:
            self._texts.add(first.casefold())
            self._starts[start] = ""
        key = text.casefold()
        is_known = key in self._texts
        self._texts.add(key)
        return is_known


def _is_row_of_figures(text: str) -> bool:
    is_full = sum(map(str.isdigit, text)) >= _MIN_FIGURES_SHARE * len(text)
    return is_full and not _SENTENCE_WORDS.search(text)


def _is_substantial(text: str) -> bool:
    """Return whether a paragraph says too much to be repeated on purpose."""
    if len(text) < MIN_CHARACTERS or is_list_item(text):
        return False
    return len(text) >= 2 * MIN_CHARACTERS or ends_sentence(text) and text[-1] not in ":;"
