"""Paragraphs that stand in an article more than once, and its title in its body."""

from indexer.clean.cleaned import Findings, Paragraph
from indexer.clean.sentences import ends_sentence, is_list_item
from indexer.clean.titles import Title

MIN_CHARACTERS = 40
"""Code points from which on a paragraph is not repeated on purpose."""


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
        is_known = self._is_known(text)
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


def _is_substantial(text: str) -> bool:
    """Return whether a paragraph says too much to be repeated on purpose."""
    if len(text) < MIN_CHARACTERS or is_list_item(text):
        return False
    return len(text) >= 2 * MIN_CHARACTERS or ends_sentence(text) and text[-1] not in ":;"
