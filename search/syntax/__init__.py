"""The query language: from what people type to a syntax tree, and back.

    perundingan nuklir      both words; either of them if no article has both
    "enam pihak"            the phrase; "enam pihak"~5: within 5 more words, in any order
    -Jepang, NOT, BUKAN, !  without
    +Jepang                 never left out
    AND, DAN, &&            in capitals; they bind more tightly than OR
    OR, ATAU, ||            either
    ( … )                   groups
    title: body: outlet:    in one field only; judul: isi: media: in Indonesian
    nukl*                   words with this beginning
    nuklri~                 words with a similar spelling; nuklri~1: one letter differs at most
    =nuklir                 the word in exactly this form
    before:2019-05          published before this; sebelum: in Indonesian
    after:17/8/1945         on this day or later; sejak:
    on:kemarin              on this day, in this month or year; pada:
    past:30d                from 30 days ago until today; terakhir:
    site:kabar.example      from this host or one below it; situs:
    url:, id:               the article with this address or id; an address alone needs no url:

`parse` returns a tree, and `str(tree)` prints it as a query that parses to the same tree.
`parse_query` adds what was not read as it may have been meant, and a query that undoes the reading.
`write_plain` returns the words of a query that exceeds a limit.

    parsed_query.py  a query as it was read
    parser.py        from tokens to the tree, and the limits of a query
    lexer.py         from text to tokens: which parts are operators, and which are text
    headline.py      whether a query in capitals is a headline
    conditions.py    what is said of articles besides their words
    words.py         which words a run of text has, and how each is compared
    tokens.py        a part of a query
    remarks.py       what was not read as it may have been meant
    ast.py           the nodes of the tree, and how they print themselves
"""

from search.syntax.ast import And, Condition, Mode, Node, Not, Nothing, Or, Phrase, Word
from search.syntax.parsed_query import ParsedQuery, parse_query, quote_text, write_plain
from search.syntax.parser import (
    MAX_DEPTH,
    MAX_EXPANSIONS,
    MAX_LENGTH,
    MAX_PHRASES,
    MAX_PROXIMITIES,
    parse,
)
from search.syntax.remarks import Remark, RemarkKind

__all__ = [
    "MAX_DEPTH", "MAX_EXPANSIONS", "MAX_LENGTH", "MAX_PHRASES", "MAX_PROXIMITIES",
    "And", "Condition", "Mode", "Node", "Not", "Nothing", "Or", "ParsedQuery", "Phrase",
    "Remark", "RemarkKind", "Word", "parse", "parse_query", "quote_text", "write_plain",
]
