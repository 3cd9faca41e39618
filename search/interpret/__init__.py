"""Turns the words of a query into terms: from a syntax tree to the plan that an engine evaluates.

    reading.py     joins what the words ask for: which of them must match
    neighbours.py  what words that only a space joins ask for together
    words.py       what a single word or phrase asks for
    quantities.py  what amounts, dates and numbers of laws ask for
    spellings.py   how words side by side may be spelled

This is the only place where the words of a query are analysed.
"""

from search.interpret.reading import interpret

__all__ = ["interpret"]
