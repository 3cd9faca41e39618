"""What makes one article with the words of a query a better answer than another.

Scores add up. Each weight below multiplies the score of what it stands beside; tests/relevance
measured them.
"""

from search.query import Boost, Node

FORM = 0.3
"""The word as it was typed, beside any word of its root."""

FUNCTION = 1.0
"""A function word beside content words."""

FUNCTION_IN_QUESTION = 0.5
"""The same in a question."""

PHRASE = 0.75
"""All words side by side, as they were typed."""


NEAR = 0.2
"""Two content words that follow each other in the query, near each other in the article."""

NEAR_SLOP = 4
"""How many other words may stand between them; see search.query.Phrase."""


def prefer(found: Node, weight: float, better: Node | None) -> Node:
    """Return a node that finds what `found` does, and scores what is `better` higher."""
    return Boost(found, ((weight, better),)) if better and weight else found
