"""A query as it was read, to be shown, with the query that undoes the reading."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from itertools import accumulate

from search.fields import FIELD_NAMES
from search.syntax.ast import OPERATORS, And, Mode, Node, Word
from search.syntax.conditions import QUOTES, read_address
from search.syntax.headline import AMBIGUOUS
from search.syntax.parser import MAX_LENGTH, parse_with_remarks
from search.syntax.remarks import Remark, RemarkKind

_NUMBERS_OF_SIGNS = re.compile(r"[~^][0-9.]+")
_WORD = re.compile(
    r"""[^\W_](?:(?:(?!\.\.)[^\s()"“”„‟«»:,;|+*~^=!?&<>…\\]|(?<=\d)[:,](?=\d))*[^\W_])?""")
"""A word with what joins it to others, but without any sign of the query language."""

_SIMILAR_NAME = 0.83
"""How alike a name and the field that it may mean are: intitle and title, but not medan and media.
"""

_ENGLISH = {"and": "AND", "or": "OR", "not": "NOT"}
"""The operators that are never words of a headline, by kind."""


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """A query as it was read.

    `tree` is None if it is empty, and prints itself as `text`. `alternative` is a query that undoes
    the reading, None if there is nothing to undo. It takes operators and other signs for words,
    words of a headline or in small letters for operators, or separate words for a phrase, or it
    corrects the name of a field.
    """

    tree: Node | None = None
    remarks: tuple[Remark, ...] = ()
    alternative: str | None = None

    @property
    def text(self) -> str:
        """The query in its canonical form, which parses to the same tree."""
        text = str(self.tree) if self.tree else ""
        is_word = isinstance(self.tree, Word) and read_address(text)
        return f"+{text}" if is_word else text  # alone, it would be read as an address

    @property
    def is_plain(self) -> bool:
        """Whether the query is nothing but words, with nothing to remark."""
        return not self.remarks and _is_plain(self.tree)


def parse_query(text: str, today: date | None = None) -> ParsedQuery:
    """Return how a query is read; see `parse`. Raises QuerySyntaxError if it exceeds a limit.

    >>> parsed = parse_query("KPK BUKAN DPR")
    >>> parsed.text, parsed.alternative
    ('KPK -DPR', 'KPK bukan DPR')
    """
    tree, remarks = parse_with_remarks(text, today)
    return ParsedQuery(tree, tuple(remarks), _find_alternative(text, tree, remarks))


def quote_text(text: str) -> str | None:
    """Return the query that looks for the words of a text side by side; None if it is too long."""
    quoted = "".join([" " if char in QUOTES else char for char in text.strip()])
    return f'"{quoted}"' if len(quoted) + 2 <= MAX_LENGTH else None


def write_plain(text: str) -> str:
    """Return the words of a query without its signs and operators, as many as a query may have.

    >>> write_plain('((("harga beras"~3 AND -title:impor*')
    'harga beras and title impor'
    """
    words = _list_words(text)
    lengths = accumulate(len(word) + 1 for word in words)
    kept = [word for word, length in zip(words, lengths) if length <= MAX_LENGTH + 1]
    return " ".join(kept or words[:1])[:MAX_LENGTH]


def _list_words(text: str) -> list[str]:
    words = _WORD.findall(_NUMBERS_OF_SIGNS.sub(" ", text))
    return [word.lower() if word in OPERATORS else word for word in words]


def _is_plain(tree: Node | None) -> bool:
    if isinstance(tree, And):
        return not tree.required and all(map(_is_plain, tree.relaxable))
    return tree is None or (isinstance(tree, Word) and tree.mode is Mode.STEM and not tree.field)


def _find_alternative(text: str, tree: Node | None, remarks: Sequence[Remark]) -> str | None:
    """Return the query that undoes the reading of a text, None if nothing is to be undone."""
    is_plain = _is_plain(tree)
    if is_plain and not remarks:
        return None
    if mended := _mend_field(text, remarks):
        return mended
    kinds = {remark.kind for remark in remarks}
    if RemarkKind.HEADLINE in kinds:
        return _write_operators(text, remarks)
    if RemarkKind.SMALL_OPERATOR in kinds:
        return _write_capitals(text, remarks)
    if kinds & {RemarkKind.ADDRESS, RemarkKind.SITE}:
        return quote_text(text)
    words = _WORD.findall(_NUMBERS_OF_SIGNS.sub(" ", text))
    if not words:
        return None
    if not is_plain:
        return " ".join(_list_words(text))
    if kinds & {RemarkKind.SEPARATED, RemarkKind.UNKNOWN_FIELD}:
        quoted = f'"{" ".join(words)}"'
        return quoted if len(words) > 1 and len(quoted) <= MAX_LENGTH else None
    return None


def _mend_field(text: str, remarks: Sequence[Remark]) -> str | None:
    """Return a query with the field that a name with a slip may mean, None without such a name.

    >>> _mend_field("jdul:gempa", [Remark(RemarkKind.UNKNOWN_FIELD, "jdul:", 0)])
    'judul:gempa'
    """
    for remark in remarks:
        if remark.kind is RemarkKind.UNKNOWN_FIELD:
            name = remark.text.rstrip(":")
            for meant in _find_similar_names(name.lower()):
                end = remark.position + len(name)
                mended = f"{text[:remark.position]}{meant}{text[end:]}"
                return mended if len(mended) <= MAX_LENGTH else None
    return None


def _find_similar_names(name: str) -> list[str]:
    """Return the names of fields that a name may mean: letters swapped, too many or too few.

    A field that stands where none can, as in title:title:a, is meant as a word.
    """
    if name in FIELD_NAMES:
        return []
    swapped = [field for field in FIELD_NAMES if sorted(field) == sorted(name)]
    return swapped or get_close_matches(name, FIELD_NAMES, 1, _SIMILAR_NAME)


def _write_capitals(text: str, remarks: Sequence[Remark]) -> str:
    """Return a query with its operators in small letters in capitals.

    >>> _write_capitals("kpk or dpr", [Remark(RemarkKind.SMALL_OPERATOR, "or", 4)])
    'kpk OR dpr'
    """
    for remark in remarks:
        if remark.kind is RemarkKind.SMALL_OPERATOR:
            end = remark.position + len(remark.text)
            text = f"{text[:remark.position]}{remark.text.upper()}{text[end:]}"
    return text


def _write_operators(text: str, remarks: Sequence[Remark]) -> str:
    """Return a headline with AND, OR and NOT for its DAN, ATAU and BUKAN."""
    for remark in reversed(remarks):
        if remark.kind is RemarkKind.HEADLINE and remark.text in AMBIGUOUS:
            end = remark.position + len(remark.text)
            operator = _ENGLISH[OPERATORS[remark.text]]
            text = f"{text[:remark.position]}{operator}{text[end:]}"
    return text
