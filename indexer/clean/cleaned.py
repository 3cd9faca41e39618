"""The result of cleaning, and the values that its steps pass on."""

from dataclasses import dataclass, field
from typing import NamedTuple, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A line about the article rather than part of it.

    Kinds: date, editor, code, credit, copyright, byline, site, caption, source,
    tags, address, rubric, details (what else a line with its date says).
    """

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """A text that was removed, why, and the line of the body where it began.

    Lines are numbered from 1; 0 is the title.
    """

    line: int
    text: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """An article's own text, its paragraphs separated by blank lines, and what was not its own."""

    title: str
    body: str
    notes: tuple[Note, ...] = ()
    removed: tuple[Removal, ...] = ()


class Paragraph(NamedTuple):
    """One or more lines that belong together, blanks folded, and the number of the first.

    A tuple because cleaning makes one of every line.
    """

    line: int
    text: str


class Verdict(NamedTuple):
    """What a text that is not the article's is: a kind of note, or a kind of boilerplate."""

    kind: str
    is_note: bool

    @classmethod
    def parse(cls, written: str) -> Self:
        """Parse the verdict of a rule.

        >>> Verdict.parse("note editor"), Verdict.parse("removed link")
        (Verdict(kind='editor', is_note=True), Verdict(kind='link', is_note=False))
        """
        action, kind = written.split()
        if action not in ("note", "removed"):
            raise ValueError(f"neither a note nor removed: {written}")
        return cls(kind, action == "note")


@dataclass(slots=True)
class Findings:
    """What has been taken out of a body so far, each piece with its line and column."""

    notes: list[tuple[int, int, Note]] = field(default_factory=list)
    removed: list[tuple[int, int, Removal]] = field(default_factory=list)

    def add(self, text: str, line: int, verdict: Verdict, column: int = 0) -> None:
        """Keep a text that leaves the body, unless it is blank."""
        text = text.strip()
        if text and verdict.is_note:
            self.notes.append((line, column, Note(kind=verdict.kind, text=text)))
        elif text:
            removal = Removal(line=line, text=text, why=verdict.kind)
            self.removed.append((line, column, removal))

    def note(self, kind: str, text: str, line: int, column: int = 0) -> None:
        """Keep a text as a note of this kind."""
        self.add(text, line, Verdict(kind, True), column)

    def remove(self, why: str, text: str, line: int, column: int = 0) -> None:
        """Keep a text as boilerplate of this kind."""
        self.add(text, line, Verdict(why, False), column)

    def in_order(self) -> tuple[tuple[Note, ...], tuple[Removal, ...]]:
        """Return notes and removals in the order of the body."""
        if not self.notes and not self.removed:
            return (), ()
        self.notes.sort(key=lambda found: found[:2])
        self.removed.sort(key=lambda found: found[:2])
        return tuple(note for *_, note in self.notes), tuple(each for *_, each in self.removed)
