"""Paragraphs that stand in an article more than once, and its title in its body."""

from indexer.clean.cleaned import Findings, Paragraph, removed
from indexer.clean.sentences import ended, listed
from indexer.clean.titles import Title

SHORTEST = 40
"""Code points from which on a paragraph is not said twice on purpose."""


class Seen:
    """The paragraphs read so far, blanks and case folded."""

    __slots__ = ("_copying", "_longest", "_starts", "_texts", "_title")

    def __init__(self, title: Title) -> None:
        self._starts: dict[str, str] = {}
        self._texts: set[str] = set()
        self._title = title
        self._longest = title.longest
        self._copying = False

    def again(self, paragraph: Paragraph, found: Findings) -> bool:
        """Whether a paragraph is left out, since it was read before or is the title.

        Items of lists, short lines and what is no sentence may well stand twice; they are
        left out only below another paragraph that is.
        """
        line, text = paragraph
        known = self._known(text)
        self._copying = known and (self._copying or _telling(text))
        if self._copying:
            found.take(text, line, removed("repeated"))
        elif len(text) <= self._longest and self._title.repeated(text):
            found.take(text, line, removed("title repeated"))
        else:
            return False
        return True

    def _known(self, text: str) -> bool:
        """Whole texts are compared only where two begin alike."""
        start = text[:SHORTEST].casefold()
        first = self._starts.setdefault(start, text)
        if first is text:
            return False
        if first:
            self._texts.add(first.casefold())
            self._starts[start] = ""
        key = text.casefold()
        known = key in self._texts
        self._texts.add(key)
        return known


def _telling(text: str) -> bool:
    """Whether a paragraph says too much to be said twice on purpose."""
    if len(text) < SHORTEST or listed(text):
        return False
    return len(text) >= 2 * SHORTEST or ended(text) and text[-1] not in ":;"
