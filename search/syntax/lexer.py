"""Splits a query into tokens and decides which are operators and which are text.

The lexer is lenient: an operator that has nothing to operate on is a word.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from search.errors import InvalidCondition, InvalidValue
from search.fields import FIELD_NAMES
from search.syntax.ast import OPERATORS, Mode, Phrase, Word
from search.syntax.conditions import CONDITION_NAMES, describe_fault, read_condition
from search.syntax.headline import AMBIGUOUS, is_headline
from search.syntax.remarks import Remark, RemarkKind
from search.syntax.tokens import Lexeme
from search.syntax.words import has_word, read_run
from search.written_period import SPACED

_OPENING_QUOTES, _CLOSING_QUOTES = "\"“„‟”«", "\"”“‟»"
_FIELD = "|".join(FIELD_NAMES)
_OPERATOR = "|".join(map(re.escape, OPERATORS))
_CONDITION = "|".join(CONDITION_NAMES)
_ALL_NAMES = FIELD_NAMES.keys() | CONDITION_NAMES.keys()
_TOKEN = re.compile(
    rf"""(?P<space>\s+)
    | (?P<sign>(?!\+62[ -]?[0-9])[-+!](?=[^\s\-+!)]))?   # +62 begins a telephone number
      (?: (?P<condition>(?ai:{_CONDITION})):
          (?: [{_OPENING_QUOTES}](?P<quoted_value>[^{_CLOSING_QUOTES}]*)[{_CLOSING_QUOTES}]
            | (?P<value>(?ai:{SPACED})(?=[\s)]|\Z)
                | [^\s(){_OPENING_QUOTES}{_CLOSING_QUOTES}]+)
            | (?P<group>\())
      | (?P<field>(?ai:{_FIELD}):(?=[^\s)])
        | (?:{_FIELD})(?:[ ]?:\s+|[ ]:)
          (?!(?:{_OPERATOR})(?:\s|\Z))(?=[=*]*[\w({_OPENING_QUOTES}]))?
      (?: (?P<exact>=)?
          (?P<opening>[{_OPENING_QUOTES}])(?P<quoted>[^{_CLOSING_QUOTES}]*)
          (?:[{_CLOSING_QUOTES}](?:~(?P<slop>\d{{1,3}}))?(?P<boost>\^[\d.]+)?|(?P<unclosed>\Z))
        | (?P<open>\()
        | (?P<close>\))(?P<weight>\^[\d.]+)?
        | (?P<word>(?:[0-9,.]+[ ]%(?=[\s)]|\Z)|[^\s(){_OPENING_QUOTES}{_CLOSING_QUOTES}]+))
      ))
    | (?P<stray>.)""",
    re.VERBOSE | re.DOTALL,
)
_BINARY = ("and", "or")
_SMALL = ("or", "not")
_SIGNS = {"-": "not", "!": "not", "+": "plus"}


def tokenize(text: str, today: date) -> tuple[list[Lexeme], list[Remark]]:
    """Return the tokens of a query, without parentheses that close nothing, and remarks on them.

    Dates like `kemarin` count from today. Raises InvalidCondition.
    """
    remarks: list[Remark] = []
    split = [token for match in _TOKEN.finditer(text) for token in _read(match, today, remarks)]
    tokens = _settle_operators(list(_drop_unopened(split)), remarks)
    if any(token.kind in ("and", "or", "not") and token.text in AMBIGUOUS for token in tokens) and (
            is_headline(tokens)):
        tokens = [_to_word(token, RemarkKind.HEADLINE, remarks) for token in tokens]
    tokens = [_lower_operator(token) for token in tokens]
    remarks += _find_small_operators(tokens)
    return tokens, remarks


def _read(match: re.Match[str], today: date, remarks: list[Remark]) -> Iterator[Lexeme]:
    """Yield the tokens of a match; add what there is to say of it to the remarks."""
    if match["space"] or match["stray"]:
        return
    sign = _SIGNS.get(match["sign"])
    name = (match["field"] or "").partition(":")[0].rstrip().lower()
    field = FIELD_NAMES[name] if name else None
    tokens = ([_read_condition(match, today)] if match["condition"]
              else _read_operands(match, field, remarks))
    for token in tokens:
        if sign:
            yield Lexeme(sign, match.start(), text=match["sign"])
        yield token


def _read_condition(match: re.Match[str], today: date) -> Lexeme:
    name, start = match["condition"].lower(), match.start("condition")
    if match["group"]:
        raise InvalidCondition(
            f"{name}: takes one value, and no parentheses: write (on:2018 OR on:2019)", start,
            name, CONDITION_NAMES[name])
    try:
        condition = read_condition(name, match["value"] or match["quoted_value"] or "", today)
    except InvalidValue as error:
        raise InvalidCondition(
            describe_fault(name, error), start, name, CONDITION_NAMES[name]) from None
    return Lexeme(
        "word", match.start(), field=condition.name, text=match.group(), condition=condition)


def _read_operands(
    match: re.Match[str], field: str | None, remarks: list[Remark]
) -> Iterator[Lexeme]:
    if match["open"]:
        yield Lexeme("open", match.end() - 1, field=field, text="(")
    elif match["close"]:
        _remark(match, "weight", RemarkKind.BOOST, remarks)
        yield Lexeme("close", match.start("close"), text=")")
    elif match["word"] is None:
        yield _read_phrase(match, field, remarks)
    else:
        yield from _read_words(match, field, remarks)


def _read_phrase(match: re.Match[str], field: str | None, remarks: list[Remark]) -> Lexeme:
    _remark(match, "boost", RemarkKind.BOOST, remarks)
    quoted = match["quoted"] if has_word(match["quoted"]) else ""
    if match["unclosed"] is not None and quoted:
        _remark(match, "opening", RemarkKind.UNCLOSED_QUOTE, remarks)
    slop = int(match["slop"]) if match["slop"] else None
    mode = Mode.EXACT if match["exact"] else Mode.STEM
    return Lexeme(
        "word", match.start(), Phrase(quoted, slop, mode, field), field, match.group())


def _read_words(
    match: re.Match[str], field: str | None, remarks: list[Remark]
) -> Iterator[Lexeme]:
    text, start = match["word"].replace(" ", ""), match.start("word")  # 50 %
    if text in OPERATORS and not (field or match["sign"]):
        leaf = Word(text if has_word(text) else "")
        yield Lexeme(OPERATORS[text], match.start(), leaf, text=text)
        return
    if text[-1] == ":" and text[:-1].lower() in _ALL_NAMES:
        remarks.append(Remark(RemarkKind.APART_FIELD, text, start))
    elif text == "|":
        remarks.append(Remark(RemarkKind.BAR, text, start))
    words, more = read_run(text, start, field)
    remarks += more
    begins = match.start()
    for word, place in words or [(Word(""), start)]:
        yield Lexeme("word", min(begins, place), word, field, text)
        begins = len(match.string)


def _remark(
    match: re.Match[str], group: str, kind: RemarkKind, remarks: list[Remark]
) -> None:
    """Add a remark on a group of the match, if it is there."""
    if match[group]:
        remarks.append(Remark(kind, match[group], match.start(group)))


def _drop_unopened(tokens: Sequence[Lexeme]) -> Iterator[Lexeme]:
    """Yield the tokens without the parentheses that close nothing."""
    depth = 0
    for token in tokens:
        depth += {"open": 1, "close": -1}.get(token.kind, 0)
        if depth >= 0:
            yield token
        depth = max(depth, 0)


def _settle_operators(tokens: Sequence[Lexeme], remarks: list[Remark]) -> list[Lexeme]:
    """Turn operators without operands into words, and leave out those that another one follows."""
    settled: list[Lexeme] = []
    begins_operand = _find_operands(tokens)
    for place, token in enumerate(tokens):
        if token.kind in _BINARY and place + 1 < len(tokens) and tokens[place + 1].kind in _BINARY:
            remarks.append(Remark(RemarkKind.LONE_OPERATOR, token.text, token.position))
            continue
        follows_operand = bool(settled) and settled[-1].kind in ("word", "close")
        operates = begins_operand[place + 1] and (
            follows_operand or token.kind in ("not", "plus"))
        settled.append(token if operates else _to_word(token, RemarkKind.LONE_OPERATOR, remarks))
    return settled


def _find_operands(tokens: Sequence[Lexeme]) -> list[bool]:
    """Return for each token, and for the end, whether an operand begins there."""
    begins = [False] * (len(tokens) + 1)
    for place in reversed(range(len(tokens))):
        kind = tokens[place].kind
        begins[place] = kind in ("word", "open") or (
            kind in ("not", "plus") and begins[place + 1])
    return begins


def _to_word(token: Lexeme, kind: RemarkKind, remarks: list[Remark]) -> Lexeme:
    """Turn an operator into a word, and say why."""
    if token.leaf is None or token.kind == "word":
        return token
    if token.leaf.text:
        remarks.append(Remark(kind, token.text, token.position))
    return replace(token, kind="word")


def _find_small_operators(tokens: Sequence[Lexeme]) -> Iterator[Remark]:
    """Yield a remark for each word that in capitals would be an operator where it stands.

    Only for those that hardly are words of Indonesian, and whose words find something else.
    """
    for before, token, after in zip(tokens, tokens[1:], tokens[2:]):
        stands_between = before.kind in ("word", "close") and after.kind in ("word", "open")
        if stands_between and token.kind == "word" and token.text.lower() in _SMALL:
            if not token.field and isinstance(token.leaf, Word) and token.text not in OPERATORS:
                yield Remark(RemarkKind.SMALL_OPERATOR, token.text, token.position)


def _lower_operator(token: Lexeme) -> Lexeme:
    """Return a word that could be an operator elsewhere in small letters, other tokens as given."""
    leaf = token.leaf
    if token.kind != "word" or leaf is None or leaf.text not in OPERATORS:
        return token
    is_plain = str(leaf) == leaf.text
    return replace(token, leaf=replace(leaf, text=leaf.text.lower())) if is_plain else token
