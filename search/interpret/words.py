"""What a single word or phrase of a query asks for: its terms, and how they must stand."""

from collections.abc import Sequence

from search.analysis import Analyzer, Token
from search.analysis.stemmer import CLITICS
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
            return _sequence(tokens, Channel.STEM, word.field, analyzer)
        case Mode.EXACT:
            return _sequence(tokens, Channel.FORM, word.field, analyzer)
    return _expansion(tokens, word.mode, word.field)


def interpret_phrase(phrase: ast.Phrase, analyzer: Analyzer) -> Node | None:
    """Return what text between quotes asks for, None if it holds no word."""
    channel = Channel.FORM if phrase.mode is Mode.EXACT else Channel.STEM
    return _sequence(
        analyzer.tokenize(phrase.text), channel, phrase.field, analyzer, phrase.slop)


def _sequence(
    tokens: Sequence[Token], channel: Channel, field: str | None, analyzer: Analyzer,
    slop: int | None = None,
) -> Node | None:
    """Return what words side by side ask for, as typed or with reduplications spelled otherwise.

    A reduplication is one word with its hyphen, hati-hati, and two without it. Names of outlets
    are not stemmed, so in that field every word is meant exactly.
    """
    if not tokens:
        return None
    channel = Channel.FORM if field == "outlet" else channel
    spellings = [(tokens, channel)]
    if len(tokens) > 1 or channel is Channel.FORM:
        spellings.append((_spell_apart(tokens, analyzer), channel))
        spellings.append((_spell_together(tokens, analyzer), Channel.FORM))
    nodes = [
        _join_terms(_list_terms(spelled, each), each, field, slop) for spelled, each in spellings
        if spelled is tokens or len(spelled) != len(tokens)
    ]
    return nodes[0] if len(nodes) == 1 else Or(tuple(nodes))


def _list_terms(tokens: Sequence[Token], channel: Channel) -> tuple[str, ...]:
    """Return the terms of one channel of these words."""
    return tuple([token.stem if channel is Channel.STEM else token.form for token in tokens])


def _join_terms(
    terms: tuple[str, ...], channel: Channel, field: str | None, slop: int | None
) -> Term | Phrase:
    """Return a term, or a phrase of the terms if there are several."""
    return (Term(terms[0], channel, field) if len(terms) == 1
            else Phrase(terms, slop, channel, field))


def _spell_apart(tokens: Sequence[Token], analyzer: Analyzer) -> list[Token]:
    """Return the words with each reduplication as two of them."""
    spelled: list[Token] = []
    for token in tokens:
        first, _, second = token.form.partition("-")
        halves = analyzer.tokenize(f"{first} {second}")
        spelled += halves if len(halves) == 2 and second not in CLITICS else [token]
    return spelled


def _spell_together(tokens: Sequence[Token], analyzer: Analyzer) -> list[Token]:
    """Return the words with two neighbours of one stem as one, where a hyphen makes them one.

    Only the form of such a word says that it is doubled, so no stem stands for it here.
    """
    spelled: list[Token] = []
    for token in tokens:
        if spelled and spelled[-1].stem == token.stem and token.stem.isalpha():
            joined = analyzer.tokenize(f"{spelled[-1].form}-{token.form}")
            spelled[-1:] = joined if len(joined) == 1 else [spelled[-1], token]
        else:
            spelled.append(token)
    return spelled


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
