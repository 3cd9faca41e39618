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

_CONTENTS = ("daftar isi", "daftar isi:")


def remove_contents(paragraphs: list[Paragraph], findings: Findings) -> list[Paragraph]:
    """Return the paragraphs without a table of contents, whose headings stand further down."""
    for at, (line, text) in enumerate(paragraphs):
        if len(text) <= 11 and text.casefold() in _CONTENTS:
            end = _find_end_of_contents(paragraphs, at + 1)
            for line, text in paragraphs[at:end]:
                findings.remove("contents", text, line)
            return paragraphs[:at] + paragraphs[end:]
    return paragraphs


def _find_end_of_contents(paragraphs: list[Paragraph], begin: int) -> int:
    """Return where the headings end that stand again below all of them."""
    texts = [fold(each.text) for each in paragraphs]
    end = begin
    while end < len(texts) and texts[end] in texts[end + 1:] and texts[end] not in texts[begin:end]:
        end += 1
    return end


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
