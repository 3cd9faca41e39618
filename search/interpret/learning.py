"""Learns acronyms that articles explain: Komisi Pemberantasan Korupsi (KPK).

The words in front of the parentheses must begin with the letters in them, one after the other:
each with one letter or more, but for words such as *dan*. What a few articles explain so is offered
for the acronym, as a row of the rule `offer`.
"""

import logging
import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from search.checksum import seal, unseal
from search.errors import InvalidValue
from search.interpret.equivalents import EquivalentRow, read_rows

log = logging.getLogger(__name__)

_SHORT = re.compile(r" \(([A-Z][A-Za-z]{2,11})\)")
_BEFORE = re.compile(r"(?:[^\W\d_][\w'’-]{0,30},? )*[^\W\d_][\w'’-]{0,30}\Z")
_SKIPPED = frozenset(
    "dan di ke untuk dari atas dengan bagi pada of and the for on in".split())
"""Words that need not give a letter to an acronym."""

_MAX_LENGTH, _MAX_WORDS = 120, 10
"""Characters in front of the parentheses that are looked at, and words of a long form."""

LEAST_ARTICLES = 3
"""Articles that must explain an acronym so."""

_LEAST_SHARE = 0.2
"""Share of the articles with its commonest long form that another one must have."""

_MAX_MEANINGS = 3

_HEAD = "# Acronyms that articles explain. Written by `indexer rebuild`: delete it, do not edit it."

_FORMER_HEAD = b"# Acronyms that articles explain. Written by `indexer rebuild`; may be deleted."
"""How the file of a version without checksums begins."""


def learn(texts: Iterable[str]) -> list[EquivalentRow]:
    """Return the acronyms that at least LEAST_ARTICLES of the texts explain, by name."""
    counts: Counter[tuple[str, str]] = Counter()
    written: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for text in texts:
        for short, long in set(find_definitions(text)):
            key = short, fold(long)
            counts[key] += 1
            written[key][long] += 1
    meanings: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for key, count in counts.items():
        if count >= LEAST_ARTICLES:
            best = min(written[key].items(), key=lambda each: (-each[1], each[0]))[0]
            meanings[key[0]].append((count, best))
    return [build_row(short, found) for short, found in sorted(meanings.items())]


def count(texts: Iterable[str]) -> dict[tuple[str, str], int]:
    """Return how many texts explain each acronym, given with its folded long form."""
    return Counter(
        key for text in texts
        for key in {(short, fold(long)) for short, long in find_definitions(text)})


def fold(long: str) -> str:
    """Return what spellings of a long form have in common.

    >>> fold("Pusat Cuaca, Laut, dan Udara")
    'pusat cuaca laut dan udara'
    """
    return long.casefold().replace(",", "")


def find_definitions(text: str) -> Iterator[tuple[str, str]]:
    """Yield each acronym that a text explains, with its long form.

    >>> list(find_definitions("kata Badan Pusat Statistik (BPS), dan ia (BPS)"))
    [('BPS', 'Badan Pusat Statistik')]
    """
    if " (" not in text:
        return
    for match in _SHORT.finditer(text):
        before = _BEFORE.search(_cut(text, match.start()))
        if before and (long := _find_long(match[1], before.group().split(" "))):
            yield match[1], long


def build_row(short: str, found: list[tuple[int, str]]) -> EquivalentRow:
    """Return the row of an acronym; its long forms come with numbers of articles, in any order.

    The example of a row are these numbers, in the order of its long forms.
    """
    found.sort(key=lambda each: (-each[0], each[1]))
    most = found[0][0]
    kept = [(count, long) for count, long in found if count >= most * _LEAST_SHARE]
    kept = kept[:_MAX_MEANINGS]
    return EquivalentRow(
        "offer", short, tuple(long for _, long in kept), "|".join(str(count) for count, _ in kept))


def save(rows: Sequence[EquivalentRow], path: Path) -> None:
    """Write rows to a file, which changes at once or not at all."""
    lines = [_HEAD, *("\t".join([rule, writing, "|".join(others), example])
                      for rule, writing, others, example, _ in rows)]
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.draft")
    draft.write_bytes(seal("\n".join(lines).encode()))
    os.replace(draft, path)


def load(path: Path, known: Iterable[EquivalentRow]) -> list[EquivalentRow]:
    """Return the rows of a file that `save` wrote, except for acronyms that are known already.

    None if there is no such file, or if it is damaged, which the log says.
    """
    try:
        rows = _read(path)
    except InvalidValue as error:
        log.warning("%s", error)
        return []
    writings = {row.writing.casefold() for row in known}
    return [row for row in rows if row.writing.casefold() not in writings]


def find_damage(path: Path) -> str | None:
    """Return what says that the file is not as it was written; None if nothing is wrong."""
    try:
        _read(path)
    except InvalidValue as error:
        return str(error)
    return None


def _read(path: Path) -> list[EquivalentRow]:
    """Return the rows of the file, none if there is no file. Raises InvalidValue for damage."""
    try:
        sealed = path.read_bytes()
        is_former = sealed.partition(b"\n")[0] == _FORMER_HEAD
        content = sealed if is_former else unseal(sealed)
        if content is not None:
            return read_rows(content.decode(), str(path))
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError, InvalidValue):
        pass
    raise InvalidValue(f"{path} is damaged or was edited: run `indexer rebuild`")


def _cut(text: str, end: int) -> str:
    """Return the characters before a place, from the beginning of a word on."""
    start = max(end - _MAX_LENGTH, 0)
    before = text[start:end]
    return before.partition(" ")[2] if start else before


def _find_long(short: str, words: Sequence[str]) -> str | None:
    """Return the shortest run of words at the end that the letters of an acronym begin."""
    lowered = [word.casefold() for word in words]
    for count in range(2, min(len(words), _MAX_WORDS) + 1):
        if lowered[-count] not in _SKIPPED and _agrees(short.casefold(), lowered[-count:]):
            return " ".join(words[-count:])
    return None


def _agrees(letters: str, words: Sequence[str]) -> bool:
    """Return whether beginnings of the words, in order, make up these letters.

    >>> _agrees("kemenkeu", ["kementerian", "keuangan"]), _agrees("kpk", ["komisi", "korupsi"])
    (True, False)
    """
    if not words:
        return not letters
    first, rest = words[0], words[1:]
    if first in _SKIPPED and _agrees(letters, rest):
        return True
    for count, (letter, other) in enumerate(zip(letters, first), 1):
        if letter != other:
            return False
        if _agrees(letters[count:], rest):
            return True
    return False
