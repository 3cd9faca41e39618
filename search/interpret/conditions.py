"""What the conditions of a query ask for: when and where an article was published."""

from search.period import Period
from search.query import Keyword, Restriction, Within
from search.syntax import ast
from search.written_period import WrittenPeriod

_FIRST, _LAST = Period.parse("0001"), Period.parse("9999")
_DATES = frozenset(("before", "after", "on"))


def interpret_condition(condition: ast.Condition) -> Restriction:
    """Return what a condition asks for."""
    if condition.name not in _DATES:
        return Keyword(condition.name, condition.value)
    first, _, last = condition.value.partition("..")
    period = WrittenPeriod(first, last or first).period
    match condition.name:
        case "before":
            return Within(Period(_FIRST.start, period.start - 1, _FIRST.year))
        case "after":
            return Within(period.extend_to(_LAST))
    return Within(period)
