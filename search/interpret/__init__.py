"""Turns the words of a query into terms: from a syntax tree to the plan that an engine evaluates.

    reading.py         joins what the words ask for: which of them must match, and what scores
    neighbours.py      what words that only a space joins ask for together
    words.py           what a single word or phrase asks for
    equivalent_nodes.py  what the other writings of words ask for
    equivalents.py     what else a word is written as
    learning.py        learns acronyms that articles explain
    old_spelling.py    how a name was spelled formerly
    quantities.py      what amounts, dates and numbers of laws ask for
    conditions.py      what is said of articles besides their words
    spellings.py       how words side by side may be spelled
    compounds.py       which pairs of words are also written as one
    function_words.py  words that do not decide what is found
    scoring.py         what makes one article a better answer than another

This is the only place where the words of a query are analysed.
"""

from search.interpret.equivalents import Equivalents
from search.interpret.function_words import FUNCTION_WORDS
from search.interpret.reading import Reading, interpret

__all__ = ["FUNCTION_WORDS", "Equivalents", "Reading", "interpret"]
