"""What a query asks for besides words: which articles it may find, and from which days."""

from search.period import Period
from search.query import And, Boost, Everything, Keyword, Node, Not, Or, Within

_EARLIEST, _LATEST = Period.parse("0001").start, Period.parse("9999").end

Days = tuple[int | None, int | None]
"""A first and a last day, as `date.toordinal` gives them, each None if it is open."""


def drop_words(node: Node) -> Node:
    """Return a node that finds what all restrictions allow that must hold; Everything for none.

    An alternative or a negation is one if nothing in it is a word.

    >>> from search.query import Term
    >>> site = Keyword("site", "kabar.example")
    >>> drop_words(And((Term("gempa"), Not(site), Not(Term("banjir")))))
    Not(child=Keyword(name='site', value='kabar.example'))
    >>> drop_words(Or((Term("gempa"), site)))
    Everything()
    """
    kept = tuple(_list_restrictions(node))
    return kept[0] if len(kept) == 1 else And(kept) if kept else Everything()


def find_stated_days(node: Node) -> Days:
    """Return the first and the last day that all articles which a node finds lie in.

    The last lies before the first where restrictions contradict each other.
    """
    match node:
        case Boost(child):
            return find_stated_days(child)
        case Within(period):
            return (None if period.start <= _EARLIEST else find_day(period.start),
                    None if period.end >= _LATEST else find_day(period.end))
        case And(children):
            return intersect(*map(find_stated_days, children))
        case Or(children) if children:
            firsts, lasts = zip(*map(find_stated_days, children))
            return (None if None in firsts else min(firsts), None if None in lasts else max(lasts))
    return None, None


def intersect(*ranges: Days) -> Days:
    """Return the days that lie in all of these ranges.

    >>> intersect((3, None), (None, 7), (5, 9))
    (5, 7)
    """
    firsts = [first for first, _ in ranges if first is not None]
    lasts = [last for _, last in ranges if last is not None]
    return max(firsts, default=None), min(lasts, default=None)


def find_day(second: int) -> int:
    """Return the day of a second that periods are measured in."""
    return second // 86_400 + 1


def _list_restrictions(node: Node) -> list[Node]:
    match node:
        case Boost(child):
            return _list_restrictions(child)
        case And(children):
            return [each for child in children for each in _list_restrictions(child)]
    return [node] if _has_no_words(node) else []


def _has_no_words(node: Node) -> bool:
    match node:
        case Within() | Keyword():
            return True
        case Not(child):
            return _has_no_words(child)
        case And(children) | Or(children):
            return all(map(_has_no_words, children))
    return False
