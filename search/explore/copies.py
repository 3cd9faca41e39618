"""Copies: the articles of one story by time, and what each changed, word by word.

Words are compared by rapidfuzz, whose cost is bounded by the lengths of the texts, whatever their
words; that of difflib grows with the cube of a word that is repeated.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from rapidfuzz.distance import Indel

from search.article import Article
from search.page import Story

MAX_COPIES, MAX_COMPARED = 50, 5_000
"""Copies of a story that are compared, and words of each text."""


class Difference(StrEnum):
    """What became of some words of the earliest copy. EQUAL: they stand in both."""

    EQUAL = "equal"
    INSERT = "insert"
    DELETE = "delete"


class DiffPart(NamedTuple):
    """Words in a row that have the same difference, with single blanks."""

    difference: Difference
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """One article of a story, and how its title and body differ from the earliest one's.

    `inserted` and `deleted` count words. The first copy is the earliest, and has no diff. It is
    not `complete` if one of the bodies is longer than what is compared.
    """

    id: str
    outlet: str | None
    published: str | None
    url: str | None
    title: str
    inserted: int
    deleted: int
    complete: bool
    title_diff: tuple[DiffPart, ...]
    body_diff: tuple[DiffPart, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the copy as the API and `indexer copies --json` give it."""
        return asdict(self) | {
            name: [{"difference": str(each.difference), "text": each.text} for each in parts]
            for name, parts in (
                ("title_diff", self.title_diff), ("body_diff", self.body_diff))}


@dataclass(frozen=True, slots=True)
class Copies:
    """A story, and its first copies: the earliest first, and the undated last."""

    story: Story
    copies: tuple[Copy, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the copies as the API and `indexer copies --json` give them."""
        return {"id": self.story.id, "size": self.story.size,
                "outlets": list(self.story.outlets),
                "copies": [each.to_dict() for each in self.copies]}


def compare_copies(story: Story, read: Callable[[Sequence[str]], list[Article]]) -> Copies:
    """Return the first MAX_COPIES articles of a story, each compared with the first of them."""
    articles = read(story.articles[:MAX_COPIES])
    return Copies(story, tuple([_compare(articles[0], each) for each in articles]))


def _compare(earliest: Article, other: Article) -> Copy:
    title: tuple[DiffPart, ...] = ()
    body: tuple[DiffPart, ...] = ()
    if other.id != earliest.id:
        title = tuple(list_diff(earliest.title, other.title))
        body = tuple(list_diff(earliest.body, other.body))
    longest = max(len(each.body.split(None, MAX_COMPARED)) for each in (earliest, other))
    return Copy(
        id=other.id, outlet=other.outlet, published=other.published, url=other.url,
        title=" ".join(_split(other.title)), inserted=_count((*title, *body), Difference.INSERT),
        deleted=_count((*title, *body), Difference.DELETE), complete=longest <= MAX_COMPARED,
        title_diff=title, body_diff=body)


def list_diff(before: str, after: str) -> Iterator[DiffPart]:
    """Yield what stands in two texts, in one of them, or in both; blanks do not count.

    >>> [(str(kind), text) for kind, text in list_diff("dua kapal  tiba", "dua perahu tiba")]
    [('equal', 'dua'), ('delete', 'kapal'), ('insert', 'perahu'), ('equal', 'tiba')]
    """
    old, new = _split(before), _split(after)
    numbers = {word: number for number, word in enumerate(dict.fromkeys((*old, *new)))}
    changed: dict[Difference, list[str]] = {Difference.DELETE: [], Difference.INSERT: []}
    for step in Indel.opcodes([numbers[word] for word in old], [numbers[word] for word in new]):
        if step.tag == Difference.INSERT:
            changed[Difference.INSERT] += new[step.dest_start:step.dest_end]
        elif step.tag == Difference.DELETE:
            changed[Difference.DELETE] += old[step.src_start:step.src_end]
        else:
            yield from _take(changed)
            yield DiffPart(Difference.EQUAL, " ".join(old[step.src_start:step.src_end]))
    yield from _take(changed)


def _take(changed: dict[Difference, list[str]]) -> Iterator[DiffPart]:
    """Yield what was changed in one place, and forget it."""
    for difference, words in changed.items():
        if words:
            yield DiffPart(difference, " ".join(words))
            words.clear()


def _split(text: str) -> list[str]:
    return text.split(None, MAX_COMPARED)[:MAX_COMPARED]


def _count(parts: Sequence[DiffPart], difference: Difference) -> int:
    return sum(len(each.text.split()) for each in parts if each.difference is difference)
