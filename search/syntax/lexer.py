"""Splits a query into tokens and decides which are operators and which are text.

The lexer is lenient: an operator that has nothing to operate on is a word.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from search.fields import SEARCHABLE
from search.syntax.ast import OPERATORS, Mode, Phrase, Word

_OPENING_QUOTES, _CLOSING_QUOTES = "\"“„‟”«", "\"”“‟»"
_TOKEN = re.compile(
    rf"""(?P<space>\s+)
    | (?P<minus>-(?=[^\s\-)]))?
      (?P<field>(?:{"|".join(SEARCHABLE)}):(?=[^\s)]))?
      (?: (?P<exact>=)?
          [{_OPENING_QUOTES}](?P<quoted>[^{_CLOSING_QUOTES}]*)
          (?:[{_CLOSING_QUOTES}](?:~(?P<slop>\d{{1,3}}))?|\Z)
        | (?P<open>\()
        | (?P<close>\))
        | (?P<word>[^\s(){_OPENING_QUOTES}{_CLOSING_QUOTES}]+)
      )
    | (?P<stray>.)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A part of a query.

    `kind` is word, open, close, and, or, or not; a phrase is a word too. An operator keeps in
    `leaf` the word that it is if it operates on nothing. `position` counts code points;
    `field` is that of a word or group.
    """

    kind: str
    position: int
    leaf: Word | Phrase | None = None
    field: str | None = None


def tokenize(text: str) -> list[Lexeme]:
    """Return the tokens of a query, without parentheses that close nothing."""
    tokens = list(_drop_unopened(_split(text)))
    if _is_all_capitals(tokens):
        settled = [_to_word(token) for token in tokens]
    else:
        settled = _settle_operators(tokens)
    return [_lower_operator(token) for token in settled]


def _split(text: str) -> Iterator[Lexeme]:
    for match in _TOKEN.finditer(text):
        if match["space"] or match["stray"]:
            continue
        if match["minus"]:
            yield Lexeme("not", match.start())
        yield _token(match)


def _token(match: re.Match[str]) -> Lexeme:
    field = match["field"][:-1] if match["field"] else None
    if match["open"]:
        return Lexeme("open", match.end() - 1, field=field)
    if match["close"]:
        return Lexeme("close", match.end() - 1)
    if match["word"] is None:
        slop = int(match["slop"]) if match["slop"] else None
        mode = Mode.EXACT if match["exact"] else Mode.STEM
        return Lexeme("word", match.start(), Phrase(match["quoted"], slop, mode, field))
    may_operate = not (field or match["minus"])
    kind = OPERATORS.get(match["word"], "word") if may_operate else "word"
    return Lexeme(kind, match.start(), _word(match["word"], field), field)


def _word(text: str, field: str | None) -> Word:
    if text.startswith("="):
        return Word(text[1:], Mode.EXACT, field)
    if text.endswith("*"):
        return Word(text.rstrip("*"), Mode.PREFIX, field)
    if text.endswith("~"):
        return Word(text.rstrip("~"), Mode.FUZZY, field)
    return Word(text, Mode.STEM, field)


def _drop_unopened(tokens: Iterator[Lexeme]) -> Iterator[Lexeme]:
    """Yield the tokens without the parentheses that close nothing."""
    depth = 0
    for token in tokens:
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        if depth >= 0:
            yield token
        depth = max(depth, 0)


def _is_all_capitals(tokens: Sequence[Lexeme]) -> bool:
    """Return whether the whole query is in capitals, so that AND need not be an operator."""
    texts = [token.leaf.text for token in tokens if token.leaf and token.kind == "word"]
    return "".join(texts).isupper()


def _settle_operators(tokens: Sequence[Lexeme]) -> list[Lexeme]:
    """Turn operators without operands into words."""
    settled: list[Lexeme] = []
    begins_operand = _find_operands(tokens)
    for place, token in enumerate(tokens):
        follows_operand = bool(settled) and settled[-1].kind in ("word", "close")
        operates = begins_operand[place + 1] and (follows_operand or token.kind == "not")
        settled.append(token if operates else _to_word(token))
    return settled


def _find_operands(tokens: Sequence[Lexeme]) -> list[bool]:
    """Return for each token, and for the end, whether an operand begins there."""
    begins = [False] * (len(tokens) + 1)
    for place in reversed(range(len(tokens))):
        kind = tokens[place].kind
        begins[place] = kind in ("word", "open") or (kind == "not" and begins[place + 1])
    return begins


def _to_word(token: Lexeme) -> Lexeme:
    if token.leaf is None or token.kind == "word":
        return token
    return Lexeme("word", token.position, token.leaf)


def _lower_operator(token: Lexeme) -> Lexeme:
    """Return a word that could be an operator elsewhere in small letters, other tokens as given."""
    if token.kind != "word" or token.leaf is None or str(token.leaf) not in OPERATORS:
        return token
    return replace(token, leaf=replace(token.leaf, text=token.leaf.text.lower()))
