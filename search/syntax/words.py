"""Reads a run of text without spaces: which words it has, and how each is compared."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from search.fields import FIELD_NAMES
from search.syntax.ast import OPERATORS, Mode, Word
from search.syntax.conditions import CONDITION_NAMES
from search.syntax.remarks import Remark, RemarkKind

MAX_DISTANCE = 2
"""Letters by which a word may differ from the one that is typed."""

_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_JOINED_WORDS = re.compile(
    r"[0-9]+(?:[.,][0-9]+)+%?(?![^\W_]) | [0-9]+%"
    r"| [^\W_](?:[\w'’ʼ‘`\u0300-\u036f]*[^\W_])?[\u0300-\u036f]*", re.VERBOSE)
_BOOST = re.compile(r"\^[0-9]+(?:\.[0-9]+)?$")
_FUZZY = re.compile(r"~(?:(?P<distance>[0-9]{1,3})|(?P<share>[0-9]+\.[0-9]+))?$")
_WILDCARD = re.compile(r"(?<=[^\W_])[*?]+(?=[^\W_])")
_BEHIND_NAME = "|".join(
    rf"(?<=\b(?ai:{name}))" for name in (*FIELD_NAMES, *CONDITION_NAMES))
_SEPARATOR = re.compile(
    rf"""[;|!…]+ | \.{{2,}}           # Jakarta;Bandung, but Jl.Merdeka is one
    | (?<=[^\W\d_])[+=\\]+(?=[^\W\d_])    # gempa+tsunami, but C++ and 1+1
    | (?<![0-9]),+ | ,+(?![0-9])     # gempa,tsunami, but 5,7
    | (?<=[^\W\d_]):+(?!//)(?=.)     # tahun:2019 and tahun:-2019, but 10:30 and x://y
    | (?:{_BEHIND_NAME}):+(?=.)      # ?isi:x, for printed again without ? it would be a field""",
    re.VERBOSE | re.DOTALL)
_QUESTION_MARK = re.compile(r"\?+")
_OUTER_QUESTION_MARK = re.compile(r"(?<![^\W_])\?+ | \?+(?![^\W_])", re.VERBOSE)
_FIELD_LIKE = re.compile(r"[^\W\d_]{3,}:(?=\w)")
_ADDRESS = re.compile(r"=*(?:\w+://|www\.)")
_BOLD = re.compile(r"\*\*.*\*\*|__.*__")
_SIGNS_BEFORE = "-+!=~^*&|<>:,;"
_PUNCTUATION = "&|<>:,;!?"
_SIGNS_AFTER = f"~^*={_PUNCTUATION}"


class WordRun(NamedTuple):
    """The words of a run of text with their positions, and what there is to say of it."""

    words: list[tuple[Word, int]]
    remarks: list[Remark]


def has_word(text: str) -> bool:
    """Return whether a text has a letter or digit of any script.

    >>> has_word("東"), has_word("_😀")
    (True, False)
    """
    return _LETTER_OR_DIGIT.search(text) is not None


def split_words(text: str) -> list[str]:
    """Return the words of a text without what joins or surrounds them.

    Operators among them are in small letters, as they are words then.

    >>> split_words("G30S/PKI, Jum'at-OR 5,7%")
    ['G30S', 'PKI', "Jum'at", 'or', '5,7%']
    """
    words = _JOINED_WORDS.findall(text)
    return [word.lower() if word in OPERATORS else word for word in words]


def read_run(text: str, position: int, field: str | None) -> WordRun:
    """Read a run of text that stands at a position, in a field or in any.

    >>> [str(word) for word, _ in read_run("gempa,tsunami*", 0, None).words]
    ['gempa', 'tsunami*']
    >>> [str(word) for word, _ in read_run("5,7", 0, None).words]
    ['5,7']
    """
    if text.isalnum():  # as most are: nothing is left to find
        return WordRun([(Word(text, Mode.STEM, field), position)], [])
    parts = [(part, position + start) for part, start in _split(text)]
    remarks = list(_describe_separation(text, position, len(parts)))
    words = []
    for part, start in parts:
        word, more = _read_word(part, start, field)
        remarks += more
        words += [(word, start)] if word.text else []
    return WordRun(words, remarks)


def _split(text: str) -> Iterator[tuple[str, int]]:
    """Yield the parts that have a word, with their places."""
    if _ADDRESS.match(text):
        yield text, 0
        return
    has_patterns = "*" in text and not re.search("[,;|]", text)
    for part, start in _split_at(_SEPARATOR, text):
        for piece, place in _split_at(_OUTER_QUESTION_MARK, part):
            is_whole = has_patterns and _is_pattern(piece)
            for word, offset in [(piece, 0)] if is_whole else _split_at(_QUESTION_MARK, piece):
                if has_word(word):
                    yield word, start + place + offset


def _split_at(separator: re.Pattern[str], text: str) -> Iterator[tuple[str, int]]:
    """Yield what stands between separators, with its places."""
    place = 0
    for found in separator.finditer(text):
        yield text[place:found.start()], place
        place = found.end()
    yield text[place:], place


def _is_pattern(text: str) -> bool:
    """Return whether * in a text shows that ? stands for a letter too, as in `n?kl*`.

    Stars that are dropped show nothing.
    """
    kept = text.strip("*_") if _BOLD.fullmatch(text) else text.lstrip(_SIGNS_BEFORE)
    return "*" in kept


def _describe_separation(text: str, position: int, parts: int) -> Iterator[Remark]:
    if field := _FIELD_LIKE.match(text):
        if not _ADDRESS.match(text):
            yield Remark(RemarkKind.UNKNOWN_FIELD, field.group(), position)
    elif parts > 1:
        kind = RemarkKind.BAR if re.search(r"\|(?!\|)", text) else RemarkKind.SEPARATED
        yield Remark(kind, text, position)


def _read_word(text: str, position: int, field: str | None) -> tuple[Word, list[Remark]]:
    """Return a single word and what there is to say of it; one without text if it has none."""
    if _BOLD.fullmatch(text):
        text = text.strip("*_")
    is_exact = text.startswith("=")
    core, remarks = _drop_boost(text, position)
    core = core.lstrip(_SIGNS_BEFORE).rstrip(_PUNCTUATION)
    if core and "*" in text[:text.index(core)]:
        remarks.append(Remark(RemarkKind.WILDCARD, text, position))
    mode, distance = Mode.EXACT if is_exact else Mode.STEM, None
    if cut := _WILDCARD.search(core) if "*" in core else None:
        core, mode = core[:cut.start()], Mode.PREFIX
        remarks.append(Remark(RemarkKind.WILDCARD, text, position))
    elif core.endswith("*"):
        mode = Mode.PREFIX
    elif fuzzy := _FUZZY.search(core):
        core = core[:fuzzy.start()]
        mode, distance, more = _read_distance(fuzzy, position + text.rfind("~"))
        remarks += more
    core = _strip_after(core)
    return Word(core if has_word(core) else "", mode, field, distance), remarks


def _drop_boost(text: str, position: int) -> tuple[str, list[Remark]]:
    """Return a word without its weight, as in `gempa^2`; powers of numbers are text."""
    boost = _BOOST.search(text)
    if not boost or not any(map(str.isalpha, text)):
        return text, []
    remark = Remark(RemarkKind.BOOST, boost.group(), position + boost.start())
    return text[:boost.start()], [remark]


def _read_distance(
    fuzzy: re.Match[str], position: int
) -> tuple[Mode, int | None, list[Remark]]:
    """Return the mode and distance that `~` and what follows ask for."""
    remark = Remark(RemarkKind.DISTANCE, fuzzy.group(), position)
    if fuzzy["distance"] is None:
        return Mode.FUZZY, None, [remark] if fuzzy["share"] else []
    distance = int(fuzzy["distance"])
    if distance == 0:
        return Mode.EXACT, None, []
    if distance > MAX_DISTANCE:
        return Mode.FUZZY, MAX_DISTANCE, [remark]
    return Mode.FUZZY, distance, []


def _strip_after(text: str) -> str:
    """Return a word without signs at its end that would be read again where it is printed."""
    before = None
    while before != text:
        before = text
        text = _FUZZY.sub("", text.rstrip(_SIGNS_AFTER))
        text = _BOOST.sub("", text) if any(map(str.isalpha, text)) else text
    return text
