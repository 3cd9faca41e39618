"""The query language: from what people type to a syntax tree, and back.

    perundingan nuklir      both words; either of them if no article has both
    "enam pihak"            the phrase; "enam pihak"~5: within 5 more words, in any order
    -Jepang, NOT, BUKAN     without
    AND, DAN, OR, ATAU      in capitals; AND binds more tightly than OR
    ( … )                   groups
    title: outlet:          in one field only
    nukl*                   words with this beginning
    nuklri~                 words with a similar spelling
    =nuklir                 the word in exactly this form

`parse` returns a tree and `str(tree)` prints it as a query that parses to the same tree.

    ast.py      the nodes of the tree, and how they print themselves
    lexer.py    from text to tokens: which parts are operators, and which are text
    parser.py   from tokens to the tree, and the limits of a query
"""

from search.syntax.ast import And, Mode, Node, Not, Or, Phrase, Word
from search.syntax.parser import (
    MAX_DEPTH,
    MAX_EXPANSIONS,
    MAX_LENGTH,
    MAX_PHRASES,
    MAX_PROXIMITIES,
    parse,
)

__all__ = [
    "MAX_DEPTH", "MAX_EXPANSIONS", "MAX_LENGTH", "MAX_PHRASES", "MAX_PROXIMITIES",
    "And", "Mode", "Node", "Not", "Or", "Phrase", "Word", "parse",
]
