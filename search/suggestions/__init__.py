"""Suggests other queries, and completes what is being typed.

    completer.py   what a person who types may go on to
    last_part.py   the words of an unfinished query that are being typed
    suggester.py   which queries may have been meant, and how many hits each has
    corrector.py   which words of a query to replace, and by which
    context.py     how well words stand with the others of a query
    spelling.py    which words a misspelt one may have been meant to be
    edit_cost.py   what it costs to take one word for another
    rewriting.py   a query with some of its words replaced, written out, left out, or without quotes

Nothing is suggested that was not counted.
"""

from search.suggestions.completer import MAX_COMPLETIONS, Completer, list_typical_phrases
from search.suggestions.suggester import SMALL_TOTAL, Suggester

__all__ = ["MAX_COMPLETIONS", "SMALL_TOTAL", "Completer", "Suggester", "list_typical_phrases"]
