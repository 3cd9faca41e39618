"""Finds the root of a word among all the ways in which it may be derived from one.

*pengesahan* may be peng-sah-an (legalising) or peng-kesah-an (of a sigh), *berbaris* ber-baris (in
line) or ber-bar-is. Stemmers that remove affixes in a fixed order take whichever root they meet
first. Here every combination of affixes that leaves a root of the dictionary is a candidate, and
the one that Indonesian is likelier to have formed counts: a logistic regression adds up the points
of its features. Words that nothing derives well, as most names, stay as they are.

The points were fitted to pairs of word and root, and to names; `benchmarks/fit/affix_points.py`
fits them again.
"""

from collections.abc import Container, Iterator
from functools import lru_cache
from typing import NamedTuple

from search.analysis import word_lists
from search.analysis.affixes import (
    ALL_SUFFIXES,
    CONSONANTS,
    DERIVATIONS,
    PARTICLES,
    POSSESSIVES,
    PREFIX_HEADS,
    REDUPLICATION,
    SUFFIXES,
    VOWELS,
    PrefixRule,
    find_prefixes,
)

POINTS = {
    # how the word is built: prefixes; letters, syllables and frequency of the root
    "0 prefixes": 5, "1 prefixes": 12, "1 syllable…": -17, "1 syllable…an": -27,
    "1 syllable…i": -30, "1 syllable…is": -15, "1 syllable…kan": -15, "2 letters": -17,
    "3 letters": -14, "3 prefixes": -14, "4 letters": -4, "5 letters": 7, "6 letters": 13,
    "7 letters": 23, "frequent 1": 12, "frequent 2": 19, "frequent 3": 23,
    # a prefix, and the sound that it has replaced
    "meng-": 24, "peny-s": 24, "pem-": 20, "meny-s": 18, "peng-": 17, "mem-p": 15, "penge-": 15,
    "mem-": 12, "men-t": 12, "pem-p": 10, "di-": 9, "ke-": 9, "men-": 9, "meng-k": 9, "ber-": 8,
    "pen-": 8, "ter-": 8, "men-n": 6, "menge-": 6, "per-": 4, "me-": 3, "mem-m": 3, "pe-": -3,
    "meny-ny": -4, "Ce-": -5, "pen-n": -5, "peny-ny": -7, "se-": -10, "kau-": -12, "bel-": -14,
    "ku-": -15, "te-": -18, "pel-": -19, "be-": -21,
    # a family of prefixes before another
    "se+pe": 16, "me+per": 15, "ke+ter": 14, "ke+se": 12, "me+ke": 12, "se+per": 11, "di+pe": 7,
    "ber+se": 6, "pe+ke": 4, "se+ke": 4, "di+ter": -3, "ke+pe": -3, "per+ke": -3, "per+se": -3,
    "ber+ke": -4, "ke+per": -4, "pe+se": -5, "ter+ber": -5, "ter+per": -5, "di+ber": -6,
    "pe+ber": -6, "ke+ber": -7, "se+ber": -8, "ter+se": -9, "ter+ke": -10, "me+ter": -11,
    "pe+ter": -12, "me+ber": -15,
    # the outermost family with the suffix of the root; a clitic
    "me…kan": 24, "pe…an": 22, "per…an": 21, "di…kan": 19, "…nya": 19, "ke…an": 16, "…": 14,
    "me…": 13, "Ce…an": 13, "ber…an": 12, "ber…": 11, "ber…kan": 11, "ter…": 11, "ter…kan": 9,
    "…an": 9, "me…i": 8, "di…i": 6, "ku…kan": 6, "di…": 3, "pe…": 3, "Ce…kan": 3, "se…": 3,
    "se…an": 3, "…kan": 3, "ber…is": -3, "di…is": -3, "pe…is": -3, "Ce…i": -3, "…isasi": -3,
    "me…is": -4, "Ce…isasi": -4, "…pun": -4, "pe…isasi": -5, "per…kan": -6, "se…kan": -6,
    "ter…an": -7, "ter…i": -10, "ke…kan": -11, "pe…i": -11, "kau…": -12, "pe…kan": -12, "…mu": -12,
    "…lah": -13, "ber…isasi": -14, "Ce…": -14, "ter…isasi": -15, "me…an": -17, "…kah": -17,
    "…tah": -17, "di…isasi": -18, "ku…": -18, "me…isasi": -18, "…i": -18, "per…i": -21,
    "se…i": -21, "…ku": -21, "ber…i": -29, "ke…": -31, "per…": -36, "…is": -40,
}
"""Tenths of the log-odds that each feature adds."""

THRESHOLD = -11
"""Points from which on a derivation is believed."""

_SHORTEST_ROOT, _MAX_PREFIXES = 2, 3

_LONGEST_COUNTED = 7
"""Letters of a root; longer ones count as long."""

_OUTER_SUFFIXES = PARTICLES + POSSESSIVES

_LONGEST_SYLLABLE = 6
"""Letters of a root of one syllable, such as struk."""

Stripped = tuple[str, tuple[PrefixRule, ...]]
"""What is left of a word, and the prefixes that were removed."""

_Parts = tuple[str, tuple[PrefixRule, ...], tuple[str, ...]]
"""A root, its prefixes and its suffixes: the fields of a Derivation."""

_CACHED_AFFIXES = 1 << 14

_FREQUENCY = {row[0]: row[1] for row in word_lists.read_rows("frequent")}
_FREQUENCY_POINTS = {word: POINTS[f"frequent {level}"] for word, level in _FREQUENCY.items()}
_LENGTH_POINTS = [POINTS.get(f"{size} letters", 0) for size in range(_LONGEST_COUNTED + 1)]


_SHORTEST_PART = 4
"""Letters of a part of a compound; shorter parts are found in words that are none."""

_COMPOUNDING = {"me": None, "pe": None, "di": None, "ber": None, "ke": "an", "per": "an"}
"""The families of prefixes that compounds take, and the suffix that they need there."""

_COMPOUNDING_HEADS = ("me", "pe", "di", "be", "ke")
"""How words with these prefixes begin."""

_NEGATIONS = ("tidak", "tak")
"""Words that stand before another in words like ketidakberdayaan."""


class Derivation(NamedTuple):
    """One way to form a word: its root, its prefixes from the outermost, its suffixes likewise."""

    root: str
    prefixes: tuple[PrefixRule, ...]
    suffixes: tuple[str, ...]

    @property
    def clitic(self) -> str:
        """The outermost suffix if it is a particle or a possessive, or nothing."""
        outermost = self.suffixes[0] if self.suffixes else ""
        return "" if outermost in DERIVATIONS else outermost

    def features(self) -> Iterator[str]:
        """Yield what speaks for or against the derivation: keys of POINTS."""
        yield from _affix_features(self.prefixes, self.suffixes)
        yield from _root_features(self.root, self.suffixes)

    def points(self) -> int:
        """Return how much speaks for the derivation, in tenths of the log-odds."""
        return _count_points(*self)


def find_derivations(word: str, roots: Container[str]) -> list[Derivation]:
    """Return every way to derive the word from a root."""
    return [Derivation(*parts) for parts in _take_apart(word, roots)]


def find_likeliest(word: str, roots: Container[str]) -> Derivation | None:
    """Return the derivation with most points, or None if none is believed."""
    if not may_have_affixes(word) and word not in roots:  # as nearly half of all new words
        return None
    best, most = None, THRESHOLD - 1
    for parts in _take_apart(word, roots):
        points = _count_points(*parts)
        if points > most:
            best, most = parts, points
    return Derivation(*best) if best else None


def _take_apart(word: str, roots: Container[str]) -> list[_Parts]:
    """Return every way to derive the word, as tuples: named ones take longer to build."""
    suffixes = _find_suffixes(word)
    return [
        (root, prefixes, removed)
        for rest, prefixes in _strip_prefixes(word)
        for size, removed in suffixes
        if (root := rest[:-size] if size else rest) in roots and len(root) >= _SHORTEST_ROOT
    ]


def _count_points(
    root: str, prefixes: tuple[PrefixRule, ...], suffixes: tuple[str, ...]
) -> int:
    points = _count_affix_points(prefixes, suffixes)
    points += _LENGTH_POINTS[min(len(root), _LONGEST_COUNTED)] + _FREQUENCY_POINTS.get(root, 0)
    if len(root) <= _LONGEST_SYLLABLE and _is_syllable(root):
        points += POINTS.get(f"1 syllable…{_find_derivational(suffixes)}", 0)
    return points


def _affix_features(prefixes: tuple[PrefixRule, ...], suffixes: tuple[str, ...]) -> Iterator[str]:
    yield f"{len(prefixes)} prefixes"
    yield from (prefix.name for prefix in prefixes)
    families = [prefix.family for prefix in prefixes]
    yield from (f"{outer}+{inner}" for outer, inner in zip(families, families[1:]))
    derivation = _find_derivational(suffixes)
    yield f"{families[0] if families else ''}…{derivation}"
    yield from (f"…{clitic}" for clitic in suffixes if clitic != derivation)


def _root_features(root: str, suffixes: tuple[str, ...]) -> Iterator[str]:
    yield f"{min(len(root), _LONGEST_COUNTED)} letters"
    if level := _FREQUENCY.get(root):
        yield f"frequent {level}"
    if len(root) <= _LONGEST_SYLLABLE and _is_syllable(root):
        yield f"1 syllable…{_find_derivational(suffixes)}"


@lru_cache(_CACHED_AFFIXES)
def _count_affix_points(prefixes: tuple[PrefixRule, ...], suffixes: tuple[str, ...]) -> int:
    return sum(POINTS.get(feature, 0) for feature in _affix_features(prefixes, suffixes))


@lru_cache(_CACHED_AFFIXES)
def _is_syllable(root: str) -> bool:
    return sum(map(root.count, VOWELS)) == 1


def _find_derivational(suffixes: tuple[str, ...]) -> str:
    return suffixes[-1] if suffixes and suffixes[-1] in DERIVATIONS else ""


def may_have_affixes(word: str) -> bool:
    """Return whether a word begins or ends as one with affixes may."""
    return word[:2] in PREFIX_HEADS or word.endswith(ALL_SUFFIXES) or _is_reduplicated(word)


def _is_reduplicated(word: str) -> bool:
    return word[1:2] == "e" and word[0] == word[2:3] and word[0] in CONSONANTS


def _strip_prefixes(word: str) -> list[Stripped]:
    """Return the word without its first prefixes: none of them, one, two, up to three."""
    found: list[Stripped] = [(word, ())]
    for rest, removed in found:  # which grows meanwhile
        if rest[:2] in PREFIX_HEADS and len(removed) < _MAX_PREFIXES:
            for prefix in find_prefixes(rest, removed[-1].family if removed else ""):
                found.append((prefix.remove(rest), (*removed, prefix)))
    if _is_reduplicated(word):
        found.append((word[2:], (REDUPLICATION,)))
    return found


def _find_suffixes(word: str) -> list[tuple[int, tuple[str, ...]]]:
    """Return the suffixes that may be removed, the last first, and how long they are together."""
    found: list[tuple[int, tuple[str, ...]]] = [(0, ())]
    if word.endswith(ALL_SUFFIXES):
        for kind in SUFFIXES if word.endswith(_OUTER_SUFFIXES) else (DERIVATIONS,):
            for size, removed in found[:]:
                rest = word[:-size] if size else word
                if rest.endswith(kind):
                    found += [(size + len(suffix), (*removed, suffix))
                              for suffix in kind if rest.endswith(suffix)]
    return found


def find_compound(word: str, roots: Container[str]) -> str | None:
    """Return the two roots, joined, that a word with affixes but without any other root is made of.

    >>> find_compound("penyalahgunaan", {"salah", "guna"})
    'salahguna'
    >>> find_compound("memadupadankan", {"padu", "madu", "padan"})
    'padupadan'
    """
    if not word.startswith(_COMPOUNDING_HEADS) or _is_compound(word, roots):
        return None
    suffixes = _find_suffixes(word)
    found = [(_count_affix_points(prefixes, removed), joined)
             for rest, prefixes in _strip_prefixes(word)[1:]
             for size, removed in suffixes
             if _COMPOUNDING.get(prefixes[0].family, "") in (None, *removed)
             and _is_compound(joined := rest[:-size] if size else rest, roots)]
    return max(found)[1] if found else None


def _is_compound(word: str, roots: Container[str]) -> bool:
    negation = next((word[len(no):] for no in _NEGATIONS if word.startswith(no)), None)
    if negation and (negation in roots or find_likeliest(negation, roots)):
        return True
    return any(
        word[:middle] in roots and word[middle:] in roots
        for middle in range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
    )
