"""What cleaning gives, and the pieces that it works with."""

from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Note:
    """A line that speaks about the article and not in it.

    Kinds: date, editor, code, credit, copyright, byline, site, caption, source,
    tags, address.
    """

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Removed:
    """What was taken away: the line of the body where it began, from 1, and why.

    Line 0 is the title.
    """

    line: int
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class Cleaned:
    """An article's own text, its paragraphs parted by blank lines, and all that was not."""

    title: str
    body: str
    notes: tuple[Note, ...] = ()
    removed: tuple[Removed, ...] = ()


class Paragraph(NamedTuple):
    """A line or lines that belong together, blanks folded, and where they begin."""

    line: int
    text: str


class Verdict(NamedTuple):
    """What a text is when it is no part of the article: a kind of note, or boilerplate."""

    name: str
    noted: bool


@dataclass(slots=True)
class Findings:
    """What has been taken out of a body so far, each with its place in it."""

    notes: list[tuple[int, int, Note]] = field(default_factory=list)
    removed: list[tuple[int, int, Removed]] = field(default_factory=list)

    def take(self, text: str, line: int, verdict: Verdict, column: int = 0) -> None:
        """Keep a text that leaves the body; text without any character is none."""
        text = text.strip()
        if text and verdict.noted:
            self.notes.append((line, column, Note(verdict.name, text)))
        elif text:
            self.removed.append((line, column, Removed(line, text, verdict.name)))

    def in_order(self) -> tuple[tuple[Note, ...], tuple[Removed, ...]]:
        """Notes and removals as they stood in the body."""
        if not self.notes and not self.removed:
            return (), ()
        self.notes.sort(key=lambda found: found[:2])
        self.removed.sort(key=lambda found: found[:2])
        return tuple(note for *_, note in self.notes), tuple(each for *_, each in self.removed)


def removed(why: str) -> Verdict:
    """The verdict on boilerplate."""
    return Verdict(why, False)


def noted(kind: str) -> Verdict:
    """The verdict on what speaks about the article."""
    return Verdict(kind, True)
