"""The ways in which words side by side may be spelled: apart, together, with a hyphen or points.

An index knows what words with a hyphen or points are written together, U23 for U-23, and a
reduplication with its hyphen as one word. All else has to be asked for.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from search.analysis import Analyzer, Token, list_words
from search.analysis.stemmer import CLITICS
from search.interpret import scoring
from search.interpret.compounds import split_bound_form
from search.interpret.function_words import FUNCTION_WORDS, QUESTION_WORDS
from search.query import Channel

_MAX_JOINED = 4
"""Words of the longest phrase whose neighbours may also be written together."""


_UNIT_LENGTH = 4
"""Letters of the longest unit that is written together with its number: 10km, 20Mbps."""

_NUMBER_AND_UNIT = re.compile(rf"([0-9]+)([a-z]{{1,{_UNIT_LENGTH}}}|[kc]?m[23])")
_UNIT = re.compile(rf"[a-z]{{1,{_UNIT_LENGTH}}}|[kc]?m[23]")

_UNKNOWN = re.compile(r"[a-z]{4,16}")
"""A word that is tried apart at every letter if the dictionary does not know it: wifi, skincare."""

_SHORTEST_HALF = 2
"""Letters of what it is parted into."""

_AFTER_LETTER = re.compile(r"[b-df-hj-np-tv-z](?=[b-df-hj-np-tv-z])|e(?![aiueo])|x")
"""How what is parted behind its first letter begins: ektp, kpop, xray; but not jakarta."""

_INITIALS = re.compile(r"[a-z]{2,3}")
"""Letters that may have points in a name: bj of B.J. Habibie."""

_MAX_PARTED = 3
"""Words of the longest phrase in which each word is tried apart."""

_LIKE_PREFIXES = ("di", "ke")
"""Prepositions that are often written together with the word behind them: dimana."""

_NO_HALVES = FUNCTION_WORDS | QUESTION_WORDS | frozenset(CLITICS)


class Spelling(NamedTuple):
    """Terms that stand side by side, their channel, and their weight next to those typed."""

    terms: tuple[str, ...]
    channel: Channel
    weight: float = 1.0


def list_spellings(
    tokens: Sequence[Token], channel: Channel, analyzer: Analyzer
) -> list[Spelling]:
    """Return the spellings of words side by side, each once, as typed first."""
    words = list_words(tokens)
    if not words:
        return []
    if len(words) == 1 and channel is Channel.STEM:
        return _spell_word(words[0], analyzer)
    spelled = [_spell(words, channel)]
    if len(words) > 1:
        spelled += _join_forms(words)
        spelled += _spell_edge(words, channel)
        spelled.append(_spell(_join_reduplications(words, analyzer), Channel.FORM))
    if len(words) > 1 or channel is Channel.FORM:
        spelled.append(_spell(_split_reduplications(words, analyzer), channel))
    if channel is Channel.STEM:
        spelled.append(_spell(_join_hyphened(tokens), channel))
        spelled.append(Spelling(tuple(_split_compounds(words, analyzer)), channel))
        spelled += _join_pairs(words, analyzer)
        spelled += _part_each(words, analyzer)
    typed, together = spelled[0], Spelling(_list_forms(words), Channel.FORM)
    return [typed, *(each for each in dict.fromkeys(spelled) if each not in (typed, together))]


def _spell_word(word: Token, analyzer: Analyzer) -> list[Spelling]:
    """Return the spellings of a single word."""
    parts = analyzer.split_compound(word.stem)
    if len(parts) < 2:
        parts = _split_number(word.form, analyzer) or split_bound_form(word.form, analyzer)
    typed = Spelling((word.stem,), Channel.STEM)
    if len(parts) > 1:
        return [typed, Spelling(parts, Channel.STEM)]
    return [typed, *(_guess(each) for each in _split_unknown(word, analyzer))]


def _guess(terms: tuple[str, ...]) -> Spelling:
    """Return what a word that no root explains may be: rarer than the word, but no better."""
    return Spelling(terms, Channel.STEM, scoring.PARTED)


def _split_unknown(word: Token, analyzer: Analyzer) -> list[tuple[str, ...]]:
    """Return the stems of what a word may be parted into that no root explains, with each half.

    Only what articles have side by side is found, so most of these find nothing. A function word
    is no half: kamboja is not *kam boja*, and dikota is a slip for *di kota*.
    """
    form = word.form
    if not _UNKNOWN.fullmatch(form) or not _is_unknown(word, analyzer):
        return []
    first = 1 if _AFTER_LETTER.match(form) else _SHORTEST_HALF
    halves = [(form[:place], form[place:])
              for place in range(first, len(form) - _SHORTEST_HALF + 1)]
    return [(analyzer.stem(one), analyzer.stem(other)) for one, other in halves
            if _NO_HALVES.isdisjoint((one, other))]


def _split_number(form: str, analyzer: Analyzer) -> tuple[str, ...]:
    """Return a number and its unit apart, 10 and km for 10km; nothing for other words."""
    match = _NUMBER_AND_UNIT.fullmatch(form)
    return (match[1], analyzer.stem(match[2])) if match else ()


def join_neighbours(one: Token, other: Token, analyzer: Analyzer) -> list[str]:
    """Return the stems that two words written together may have: kerjasama for kerja sama.

    None where one of them would be but an affix of the other: diatas has the stem of atas.
    """
    if one.form.isdigit():
        return [one.form + other.form] if _UNIT.fullmatch(other.form) else []
    if not (one.form.isalpha() and (other.form.isalpha() or other.form.isdigit())):
        return []
    stem, stems = analyzer.stem(one.form + other.form), one.stem + other.stem
    if stem in (one.stem, other.stem):
        return []
    return [stem] if stem == stems else [stem, stems]


def _spell(words: Sequence[Token], channel: Channel) -> Spelling:
    stemmed = channel is Channel.STEM
    return Spelling(tuple([word.stem if stemmed else word.form for word in words]), channel)


def _list_forms(words: Sequence[Token]) -> tuple[str, ...]:
    return tuple([word.form for word in words])


def _spell_edge(words: Sequence[Token], channel: Channel) -> Iterator[Spelling]:
    """Yield the spelling in which the words begin behind a hyphen: nya of KPU-nya."""
    terms = _spell(words, channel).terms
    if words[0].form in CLITICS:
        yield Spelling((f"-{terms[0]}", *terms[1:]), channel)


def _split_reduplications(words: Sequence[Token], analyzer: Analyzer) -> list[Token]:
    """Return the words with each reduplication as two of them."""
    spelled: list[Token] = []
    for word in words:
        first, _, second = word.form.partition("-")
        halves = list_words(analyzer.tokenize(f"{first} {second}"))
        spelled += halves if len(halves) == 2 and second not in CLITICS else [word]
    return spelled


def _join_reduplications(words: Sequence[Token], analyzer: Analyzer) -> list[Token]:
    """Return the words with two neighbours of one stem as one, where a hyphen makes them one.

    Only the form of such a word says that it is doubled, so no stem stands for it here.
    """
    spelled: list[Token] = []
    for word in words:
        if spelled and spelled[-1].stem == word.stem and word.stem.isalpha():
            joined = analyzer.tokenize(f"{spelled[-1].form}-{word.form}")
            spelled[-1:] = joined if len(joined) == 1 else [spelled[-1], word]
        else:
            spelled.append(word)
    return spelled


def _join_hyphened(tokens: Sequence[Token]) -> list[Token]:
    """Return the words with those that hyphens or points join in place of their parts."""
    spelled: list[Token] = []
    end = 0
    for token, following in zip(tokens, [*tokens[1:], tokens[-1]]):
        if token.start >= end:
            is_joined = following.position == token.position and following.form[0] != "-"
            spelled.append(following if is_joined else token)
            end = spelled[-1].end
    return spelled


def _split_compounds(words: Sequence[Token], analyzer: Analyzer) -> Iterator[str]:
    """Yield the stems of the words with those of compounds apart, kerja and sama for kerjasama."""
    for word in words:
        yield from analyzer.split_compound(word.stem)


def _join_pairs(words: Sequence[Token], analyzer: Analyzer) -> Iterator[Spelling]:
    """Yield the spellings in which two neighbours are written together."""
    stems = _spell(words, Channel.STEM).terms
    for place in range(len(words) - 1 if len(words) <= _MAX_JOINED else 0):
        for joined in join_neighbours(words[place], words[place + 1], analyzer):
            yield Spelling((*stems[:place], joined, *stems[place + 2:]), Channel.STEM)


def _join_forms(words: Sequence[Token]) -> Iterator[Spelling]:
    """Yield the forms with two neighbours together of which one looks like an affix: dimana.

    The stem of such a word is that of the other, so only its form is looked for.
    """
    forms = _list_forms(words)
    for place in range(len(words) - 1 if len(words) <= _MAX_JOINED else 0):
        one, other = words[place:place + 2]
        joined = one.form + other.form
        if one.form in _LIKE_PREFIXES and other.form.isalpha():
            yield Spelling((*forms[:place], joined, *forms[place + 2:]), Channel.FORM)


def _part_each(words: Sequence[Token], analyzer: Analyzer) -> Iterator[Spelling]:
    """Yield the spellings of a phrase in which one of the words is written apart.

    What a hyphen or points join is indexed where its first part stands, so that the next word of a
    phrase follows its last part alone.
    """
    stems = _spell(words, Channel.STEM).terms
    for place, word in enumerate(words if len(words) <= _MAX_PARTED else ()):
        for parts in (*_split_unknown(word, analyzer), *_split_initials(word, analyzer)):
            yield _guess((*stems[:place], *parts, *stems[place + 1:]))


def _split_initials(word: Token, analyzer: Analyzer) -> list[tuple[str, ...]]:
    """Return the letters of what may be the initials of a name, or nothing."""
    is_short = _INITIALS.fullmatch(word.form) and word.form not in _NO_HALVES
    return [tuple(word.form)] if is_short and _is_unknown(word, analyzer) else []


def _is_unknown(word: Token, analyzer: Analyzer) -> bool:
    """Return whether no root of the dictionary, without our additions, explains a word."""
    form = word.form
    return word.stem == form and (analyzer.is_added(form) or not analyzer.is_root(form))
