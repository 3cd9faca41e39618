"""What makes one article with the words of a query a better answer than another.

Scores add up. Each weight below multiplies the score of the node it is given to; tests/relevance
measured them.
"""

from search.query import Boost, Node

FORM = 0.3
"""The word as it was typed, in addition to any word of its root."""

QUOTED = 2.0
"""The same of words in quotes, which mean these words: other forms of their roots come behind."""

FUNCTION = 1.0
"""A function word among content words."""

FUNCTION_IN_QUESTION = 0.5
"""The same in a question."""

PHRASE = 0.85
"""All words side by side, as they were typed."""

MAX_PHRASE = 5
"""Words of the longest such phrase: hardly an article has a longer one."""

JOINED = 0.5
"""Two words written as one, which counts for each of them."""

PARTED = 0.5
"""Two words side by side where one was typed that no root explains: wi fi for wifi."""

EQUIVALENT = 0.5
"""Another writing of a word: its acronym, long form or old spelling."""

OFFERED = 1.0
"""A long form of an acronym of several meanings, in addition to the acronym in capitals."""

DOLLARS = 1.0
"""An amount in dollars, in addition to the number: the index has no more of $1 juta."""

NEAR = 0.2
"""Two content words that follow each other in the query, near each other in a body."""

NEAR_SLOP = 4
"""How many other words may stand between them; see search.query.Phrase."""

EARLY = 0.6
"""A content word early in an article."""

EARLY_HALF = 60
"""Where a word in a body counts half as much as in a title; see search.query.EarlyTerm."""

MAX_EARLY = 8
"""Content words that are compared by where they stand."""

RECENCY = 0.005
"""The share of its score that the latest of the first hits gains; see search.engine."""

MAX_NEAR = 8
"""Pairs of such words in a query. Each takes about 0.1 ms."""


def prefer(found: Node, weight: float, better: Node | None) -> Node:
    """Return a node that finds what `found` does, and scores what is `better` higher."""
    return Boost(found, ((weight, better),)) if better and weight else found
