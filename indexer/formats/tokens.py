"""Joins lists of tokens, as corpora hold them, to the prose that they were made from."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from indexer.fields import synonyms
from indexer.record import ReadResult, Rejection

_NAMES = {"clean_article": "body", "clean_summary": "description", "paragraphs": "body"}
"""Fields of the corpora Liputan6 and IndoSum that only they have, and what we call them."""

_MIN_TOKENS = 3
_MAX_SPACED_SHARE = 0.1
"""The share of strings with a blank up to which they are tokens rather than sentences."""

_CLOSING = frozenset(", . : ; ! ? ) ] } % ” ’ … ... .. ?! !!".split())
_OPENING = frozenset("( [ { “ ‘ @ # $".split())
_TIGHT = frozenset("/ _".split())
_QUOTES = {'"': '"', "``": '"', "''": '"', "'": "'", "`": "'"}
"""Quotation marks that do not say whether they open or close, and how they are written."""

_DOMAIN = re.compile(r"(?:com|co|id|net|org|go|ac|or|tv|news|info)(?:/\S*)?", re.IGNORECASE)
_PREFIX = re.compile(r"(?:ke|se|non|anti|pra|pasca|eks|mantan|sub|semi|ber|me|di)", re.IGNORECASE)
_LISTING = frozenset(", dan serta atau hingga".split())


def join_tokens(result: ReadResult) -> ReadResult:
    """Return a result in which each list of tokens is prose.

    Sentences are lists of tokens, and paragraphs are lists of sentences.
    """
    if isinstance(result, Rejection) or list not in map(type, result.fields.values()):
        return result
    lists = ((name, value) for name, value in result.fields.items() if type(value) is list)
    prose = {name: text for name, value in lists if (text := _join(name, value)) is not None}
    if not prose:
        return result
    return replace(result, fields={
        _NAMES.get(name, name) if name in prose else name: prose.get(name, value)
        for name, value in result.fields.items()})


def _join(name: str, value: list[Any]) -> str | None:
    """Return a field's tokens as prose, None if they are none or the field has no prose."""
    if name not in _NAMES and synonyms.find_field(name) not in ("title", "body"):
        return None
    leaves = list(_list_leaves(value))
    if len(leaves) < _MIN_TOKENS or not all(isinstance(leaf, str) for leaf in leaves):
        return None
    spaced = sum(" " in leaf.strip() for leaf in leaves)
    if spaced > _MAX_SPACED_SHARE * len(leaves):
        return None
    if all(isinstance(each, str) for each in value):
        return join_sentences([value])
    if all(_is_sentence(each) for each in value):
        return join_sentences(value)
    if all(isinstance(each, list) and all(map(_is_sentence, each)) for each in value):
        return "\n\n".join(filter(None, map(join_sentences, value)))
    return None


def _is_sentence(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(token, str) for token in value)


def _list_leaves(value: list[Any]) -> Iterator[Any]:
    """Yield what the lists in a list hold, down to three levels."""
    for outer in value:
        for inner in outer if isinstance(outer, list) else [outer]:
            yield from inner if isinstance(inner, list) else [inner]


def join_sentences(sentences: Sequence[Sequence[str]]) -> str:
    """Return the sentences of one paragraph as prose.

    >>> join_sentences([["Harga", "naik", "2", ",", "5", "%", "(", "lagi", ")", "."],
    ...                 ['"', "Mahal", ",", '"', "kata", "anak", "-", "anak", "."]])
    'Harga naik 2,5% (lagi). "Mahal," kata anak-anak.'
    """
    written, open_quotes = "", set[str]()
    for sentence in sentences:
        tokens = _merge([token.strip() for token in sentence if token.strip()])
        glued = True  # to the margin
        for place, token in enumerate(tokens):
            text, before, after = _place(tokens, place, open_quotes)
            written += text if glued and place or before or not written else f" {text}"
            glued = after
    return written


def _merge(tokens: list[str]) -> list[str]:
    """Return the tokens with dashes and dots put together that stand side by side.

    >>> _merge(["CNN", "-", "-", "Naik", ".", ".", "."])
    ['CNN', '--', 'Naik', '...']
    """
    merged: list[str] = []
    for token in tokens:
        if merged and token in ("-", ".") and merged[-1].strip(token) == "":
            merged[-1] += token
        else:
            merged.append(token)
    return merged


def _place(tokens: list[str], place: int, open_quotes: set[str]) -> tuple[str, bool, bool]:
    """Return how a token is written, and whether it is glued to the ones before and after it."""
    token = tokens[place]
    before = tokens[place - 1] if place else ""
    after = tokens[place + 1] if place + 1 < len(tokens) else ""
    if token in _QUOTES:
        return _place_quote(_QUOTES[token], before, after, open_quotes)
    if token == "-":
        glued = _is_hyphen(before, after)
        return token, glued, glued
    if token in _TIGHT:
        return token, bool(before), True
    if token in _OPENING:
        return token, token == "$" and before.isupper(), True
    if token in _CLOSING:
        return token, True, _belongs_inside(tokens, place)
    return token, token.startswith("...") or bool(re.fullmatch(r"%\W?", token)), False


def _place_quote(
    quote: str, before: str, after: str, open_quotes: set[str]
) -> tuple[str, bool, bool]:
    if quote == "'" and quote not in open_quotes and (
            before[-1:].isalpha() and after[:1].islower() and len(after) < 4):
        return quote, True, True  # Jum'at, Qur'an
    if quote in open_quotes:
        open_quotes.discard(quote)
        return quote, True, False
    open_quotes.add(quote)
    return quote, False, True


def _is_hyphen(before: str, after: str) -> bool:
    """Return whether a dash joins two words or numbers rather than separating them.

    >>> _is_hyphen("anak", "anaknya"), _is_hyphen("ke", "5"), _is_hyphen("Jakarta", "Warga")
    (True, True, False)
    """
    first, second = before.casefold(), after.casefold()
    if not first or not second:
        return False
    repeated = second.startswith(first) or first.endswith(second)
    numbers = first[-1].isdigit() and second[0].isdigit()
    return repeated or numbers or bool(_PREFIX.fullmatch(before))


def _belongs_inside(tokens: list[str], place: int) -> bool:
    """Return whether a mark stands inside a number, a clock or the name of a site."""
    token, after = tokens[place], tokens[place + 1:place + 3]
    before = tokens[place - 1] if place else ""
    if token not in (".", ",", ":") or not before or not after:
        return False
    if token == "." and _DOMAIN.fullmatch(after[0]) and before[-1].isalnum():
        return True
    if not before.isdecimal() or not after[0].isdecimal():
        return False
    listed = token == "," and (
        after[1:] and after[1] in _LISTING or place > 1 and tokens[place - 2] == ",")
    return not listed
