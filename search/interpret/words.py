"""What a single word or phrase of a query asks for: its terms, and how they must stand."""

from collections.abc import Sequence

from search.analysis import Analyzer, Token
from search.query import And, Channel, Fuzzy, Node, Or, Phrase, Prefix, Term
from search.syntax import ast
from search.syntax.ast import Mode

_TWO_EDITS_LENGTH = 8
"""A fuzzy word with at least this many letters may differ by two edits, a shorter one by one."""


def interpret_word(word: ast.Word, analyzer: Analyzer) -> Node | None:
    """Return what a run of text without spaces asks for, None if it holds no word."""
    tokens = analyzer.tokenize(word.text)
    match word.mode:
        case Mode.STEM:
            return _sequence(tokens, Channel.STEM, word.field)
        case Mode.EXACT:
            return _sequence(tokens, Channel.FORM, word.field)
    return _expansion(tokens, word.mode, word.field)


def interpret_phrase(phrase: ast.Phrase, analyzer: Analyzer) -> Node | None:
    """Return what text between quotes asks for, None if it holds no word."""
    channel = Channel.FORM if phrase.mode is Mode.EXACT else Channel.STEM
    return _sequence(analyzer.tokenize(phrase.text), channel, phrase.field, phrase.slop)


def _sequence(
    tokens: Sequence[Token], channel: Channel, field: str | None, slop: int | None = None
) -> Node | None:
    """Return a term, or a phrase of the terms if there are several.

    Names of outlets are not stemmed, so in that field every word is meant exactly.
    """
    channel = Channel.FORM if field == "outlet" else channel
    terms = _merge_repeated(
        [token.stem if channel is Channel.STEM else token.form for token in tokens])
    if len(terms) < 2:
        return Term(terms[0], channel, field) if terms else None
    return Phrase(terms, slop, channel, field)


def _merge_repeated(terms: Sequence[str]) -> tuple[str, ...]:
    """Merge equal neighbours, except numbers: a reduplication is indexed at one position."""
    merged = [
        term for before, term in zip([None, *terms], terms)
        if term != before or not term.isalpha()
    ]
    return tuple(merged)


def _expansion(tokens: Sequence[Token], mode: Mode, field: str | None) -> Node | None:
    """Return a node in which the last word stands for all similar forms.

    Words that a hyphen joins before it are exact; or the whole is one form.
    """
    if not tokens:
        return None
    last = _similar(tokens[-1].form, mode, field)
    if len(tokens) == 1:
        return last
    before = [Term(token.form, Channel.FORM, field) for token in tokens[:-1]]
    whole = _similar("-".join(token.form for token in tokens), mode, field)
    return Or((whole, And((*before, last))))


def _similar(form: str, mode: Mode, field: str | None) -> Node:
    if mode is Mode.PREFIX:
        return Prefix(form, field)
    return Fuzzy(form, 2 if len(form) >= _TWO_EDITS_LENGTH else 1, field)
