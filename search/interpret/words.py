"""What a single word or phrase of a query asks for: its terms, and how they must stand."""

from collections.abc import Sequence

from search.analysis import Analyzer, Token, list_words
from search.interpret import quantities, spellings
from search.interpret.scoring import FORM, QUOTED, prefer
from search.interpret.spellings import Spelling
from search.query import And, Channel, Fuzzy, Node, Or, Phrase, Prefix, Term, Weighted
from search.syntax import ast
from search.syntax.ast import Mode

_TWO_EDITS_LENGTH = 8
"""A fuzzy word with at least this many letters may differ by two edits, a shorter one by one."""


def interpret_word(word: ast.Word, analyzer: Analyzer) -> Node | None:
    """Return what a run of text without spaces asks for, None if it holds no word."""
    tokens = analyzer.tokenize(word.text)
    match word.mode:
        case Mode.STEM:
            return (quantities.interpret(tokens, word.field, analyzer)
                    or _sequence(tokens, Channel.STEM, word.field, analyzer))
        case Mode.EXACT:
            return _sequence(tokens, Channel.FORM, word.field, analyzer)
    return _expansion(list_words(tokens), word)


def interpret_phrase(phrase: ast.Phrase, analyzer: Analyzer) -> Node | None:
    """Return what text between quotes asks for, None if it holds no word.

    Each of its paragraphs is a phrase of its own.
    """
    channel = Channel.FORM if phrase.mode is Mode.EXACT else Channel.STEM
    nodes = [
        _sequence(paragraph, channel, phrase.field, analyzer, phrase.slop, QUOTED)
        for paragraph in _split_paragraphs(analyzer.tokenize(phrase.text))
    ]
    return join(And, [node for node in nodes if node])


def interpret_run(text: str, analyzer: Analyzer) -> Node | None:
    """Return what finds the words of a text side by side as they were typed, in any form."""
    tokens = analyzer.tokenize(text)
    if len(list_words(tokens)) < 2:
        return None
    stems, forms = (_join_terms(_list_typed(tokens, channel), None, None)
                    for channel in (Channel.STEM, Channel.FORM))
    return prefer(stems, FORM, forms)


def join(kind: type[And] | type[Or], nodes: Sequence[Node]) -> Node | None:
    """Join nodes by And or Or where there are several."""
    return kind(tuple(nodes)) if len(nodes) > 1 else nodes[0] if nodes else None


def _split_paragraphs(tokens: Sequence[Token]) -> list[list[Token]]:
    paragraphs: list[list[Token]] = []
    place = -2
    for token in tokens:
        if token.position > place + 1:
            paragraphs.append([])
        paragraphs[-1].append(token)
        place = token.position
    return paragraphs


def _sequence(
    tokens: Sequence[Token], channel: Channel, field: str | None, analyzer: Analyzer,
    slop: int | None = None, typed_weight: float | None = None,
) -> Node | None:
    """Return what words side by side ask for, as typed or spelled otherwise; the forms that were
    typed score more, by `typed_weight` or FORM.

    Names of outlets are not stemmed, so in that field every word is meant exactly.
    """
    channel = Channel.FORM if field == "outlet" else channel
    found = join(Or, [
        _weigh(spelling, field, slop)
        for spelling in spellings.list_spellings(tokens, channel, analyzer)
    ])
    if found is None or channel is Channel.FORM:
        return found
    typed = _join_terms(_list_typed(tokens, Channel.FORM), field, slop)
    return prefer(found, FORM if typed_weight is None else typed_weight, typed)


def _list_typed(tokens: Sequence[Token], channel: Channel) -> Spelling:
    words = list_words(tokens)
    stemmed = channel is Channel.STEM
    return Spelling(tuple([word.stem if stemmed else word.form for word in words]), channel)


def _weigh(spelling: Spelling, field: str | None, slop: int | None) -> Node:
    node = _join_terms(spelling, field, slop)
    return node if spelling.weight == 1 else Weighted(spelling.weight, node)


def _join_terms(spelling: Spelling, field: str | None, slop: int | None) -> Term | Phrase:
    """Return a term, or a phrase of the terms if there are several."""
    terms, channel, _ = spelling
    return (Term(terms[0], channel, field) if len(terms) == 1
            else Phrase(terms, slop, channel, field))


def _expansion(tokens: Sequence[Token], word: ast.Word) -> Node | None:
    """Return a node in which the last word stands for all similar forms.

    Words that a hyphen joins before it are exact, and stand right before it; or the whole is one
    form.
    """
    if not tokens:
        return None
    *before, last = [token.form for token in tokens]
    if not before:
        return _similar(last, word)
    whole = _similar("-".join([*before, last]), word)
    return Or((whole, _similar(last, word, tuple(before))))


def _similar(form: str, word: ast.Word, before: tuple[str, ...] = ()) -> Node:
    if word.mode is Mode.PREFIX:
        return Prefix(form, word.field, before)
    usual = 2 if len(form) >= _TWO_EDITS_LENGTH else 1
    return Fuzzy(form, word.distance or usual, word.field, before)
