"""What else a word or name is written as: its acronym, its long form, another spelling of it.

The rows lie in data/equivalents.tsv, which states their rules; an operator adds rows in a file of
the same form, where example and counter-example may be left out. A long form counts only as a
phrase. Other writings score less than the one that was typed.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from importlib.resources import files
from itertools import islice, product
from pathlib import Path
from typing import NamedTuple

from search.analysis import Analyzer, Token, list_words
from search.errors import InvalidValue
from search.interpret.old_spelling import list_old_spellings
from search.page import Equivalent

RULES = ("any", "capitals", "offer", "variant")
"""The rules of a row: when its writings stand for each other. The file says what each means."""

_MAX_PHRASES = 8
"""Phrases that a phrase is also looked for as."""

_LONGEST_ACRONYM = 5
"""Letters in capitals that are no sign of shouting."""


class EquivalentRow(NamedTuple):
    """A row of a table."""

    rule: str
    writing: str
    others: tuple[str, ...]
    example: str = ""
    counter_example: str = ""


class Writing(NamedTuple):
    """A word or name as it may also be written, by its words.

    `is_applied` says whether it is asked for; otherwise it is only offered. `stems` and `forms`
    have a row for each word.
    """

    text: str
    stems: tuple[str, ...]
    forms: tuple[str, ...]
    is_applied: bool = True


class OtherWritings(NamedTuple):
    """Words [start, end) of a query, and what else they are written as."""

    start: int
    end: int
    writings: tuple[Writing, ...]


class _Entry(NamedTuple):
    """What a key of the table leads to; `capitals` are those that it must be typed with."""

    writing: Writing
    capitals: str = ""


def read_rows(text: str, name: str) -> list[EquivalentRow]:
    """Return the rows of a table. Raises InvalidValue that names each faulty line.

    >>> read_rows("any\\tKPK\\tKomisi Pemberantasan Korupsi", "f")[0].others
    ('Komisi Pemberantasan Korupsi',)
    """
    rows, faults = [], []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = [column.strip() for column in line.split("\t")]
        if fault := _find_fault(columns):
            faults.append(f"{name}:{number}: {fault}")
        else:
            rule, writing, others, *rest = columns
            split = tuple([each.strip() for each in others.split("|")])
            rows.append(EquivalentRow(rule, writing, split, *rest))
    if faults:
        raise InvalidValue("\n".join(faults))
    return rows


def read_own_rows() -> list[EquivalentRow]:
    """Return the rows of our own table."""
    table = files("search.interpret") / "data" / "equivalents.tsv"
    return read_rows(table.read_text("utf-8"), "equivalents.tsv")


def read_file(path: Path) -> list[EquivalentRow]:
    """Return the rows of an operator's file. Raises InvalidValue."""
    try:
        return read_rows(path.read_text("utf-8-sig"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidValue(
            f"{path} cannot be read as UTF-8 text ({error}): correct SEARCH_EQUIVALENTS or "
            "--equivalents, which names the file") from error


def _find_fault(columns: Sequence[str]) -> str | None:
    """Return what is wrong with the columns of a row."""
    most = len(EquivalentRow._fields)
    if not 3 <= len(columns) <= most:
        return f"write 3 to {most} columns with a tab between them, not {len(columns)}"
    rule, writing, others = columns[:3]
    if rule not in RULES:
        return f"{rule!r} is not a rule: choose from {', '.join(RULES)}"
    if not all(any(map(str.isalnum, each)) for each in [writing, *others.split("|")]):
        return "a writing without a letter or digit: remove it, and the | next to it"
    return None


class Equivalents:
    """A table of equivalents, ready to be asked. Safe to share between threads.

    Tables with different rows have different fingerprints.
    """

    def __init__(self, analyzer: Analyzer, rows: Sequence[EquivalentRow] | None = None) -> None:
        self._analyzer = analyzer
        self._by_forms: dict[tuple[str, ...], list[_Entry]] = {}
        self._by_stem: dict[str, list[_Entry]] = {}
        self._lengths: dict[str, list[int]] = {}
        self._long_forms: dict[str, dict[str, None]] = {}
        self._respell = lru_cache(1 << 12)(self._list_respellings)
        rows = read_own_rows() if rows is None else rows
        self.fingerprint = blake2b(repr(rows).encode(), digest_size=8).hexdigest()
        for row in rows:
            self._add(row)

    def find(
        self, words: Sequence[Token], typed: Sequence[str], shouted: bool
    ) -> list[OtherWritings]:
        """Return what words side by side are also written as, the longest matches first found.

        `typed` are the words as typed. Where a query is `shouted`, all in capitals, these say
        nothing, so that no row applies that asks for them.
        """
        matches = []
        place = 0
        while place < len(words):
            match = self._find_at(words, typed, place, shouted)
            if match:
                matches.append(match)
            place = match.end if match else place + 1
        return matches

    def is_short(self, word: Token) -> bool:
        """Return whether the table has this word alone."""
        return (word.form,) in self._by_forms or word.stem in self._by_stem

    def list_long_forms(self, forms: Sequence[str], whole: bool) -> list[str]:
        """Return the writings of several words that begin with all of these, and go on.

        The last may be unfinished, unless it is `whole`.
        """
        begun = " ".join(forms) + " " * whole
        return [text for text in self._long_forms.get(forms[0], ()) if text.startswith(begun)]

    def _find_at(
        self, words: Sequence[Token], typed: Sequence[str], place: int, shouted: bool
    ) -> OtherWritings | None:
        """Return the longest match that begins at a place."""
        word = words[place]
        for length in self._lengths.get(word.form, ()):
            if length == 1:
                break
            forms = tuple([word.form for word in words[place:place + length]])
            text = " ".join(typed[place:place + length])
            if writings := _select(self._by_forms.get(forms, ()), text, shouted):
                return OtherWritings(place, place + len(forms), writings)
        bare = word.form.partition("-")[0]  # KPK-nya
        entries = self._by_forms.get((word.form,)) or self._by_forms.get((bare,), [])
        entries = [*entries, *self._by_stem.get(word.stem, ())]
        writings = _select(entries, typed[place], shouted) or self._respell(word.form)
        return OtherWritings(place, place + 1, writings) if writings else None

    def _add(self, row: EquivalentRow) -> None:
        first, *others = [self._read(text) for text in (row.writing, *row.others)]
        for forms in [each.forms for each in (first, *others) if len(each.forms) > 1]:
            self._long_forms.setdefault(forms[0], {})[" ".join(forms)] = None
        if row.rule == "variant":
            for one, other in product([first, *others], repeat=2):
                if one.stems != other.stems:
                    self._add_entry(one, _Entry(other), is_variant=True)
            return
        capitals = "" if row.rule == "any" else row.writing
        for other in others:
            applied = row.rule != "offer"
            self._add_entry(first, _Entry(other._replace(is_applied=applied), capitals))
            if applied:
                self._add_entry(other, _Entry(first))

    def _add_entry(self, writing: Writing, entry: _Entry, is_variant: bool = False) -> None:
        if is_variant and len(writing.stems) == 1:
            entries = self._by_stem.setdefault(writing.stems[0], [])
        else:
            entries = self._by_forms.setdefault(writing.forms, [])
            lengths = {*self._lengths.get(writing.forms[0], ()), len(writing.forms)}
            self._lengths[writing.forms[0]] = sorted(lengths, reverse=True)
        if entry not in entries:
            entries.append(entry)

    def _read(self, text: str) -> Writing:
        words = list_words(self._analyzer.tokenize(text))
        return Writing(
            text, tuple([word.stem for word in words]), tuple([word.form for word in words]))

    def _list_respellings(self, form: str) -> tuple[Writing, ...]:
        """Return the old or new spellings that a name may have; answers do not list these."""
        return tuple([
            Writing("", (self._analyzer.stem(spelling),), (spelling,))
            for spelling in list_old_spellings(form, self._analyzer)])


def iterate_phrases(
    words: Sequence[Token], matches: Sequence[OtherWritings]
) -> Iterator[tuple[str, ...]]:
    """Yield the stems of a phrase with its matches written otherwise, in every combination.

    At most _MAX_PHRASES, those first in which little is written otherwise.
    """
    stems = tuple([word.stem for word in words])
    choices = [
        [stems[match.start:match.end], *(each.stems for each in match.writings if each.is_applied)]
        for match in matches]
    every = sorted(product(*(range(len(some)) for some in choices)), key=lambda each: sum(
        map(bool, each)))
    for chosen in islice(every, 1, 1 + _MAX_PHRASES):
        parts: list[str] = []
        place = 0
        for match, some, nth in zip(matches, choices, chosen):
            parts += [*stems[place:match.start], *some[nth]]
            place = match.end
        yield (*parts, *stems[place:])


def describe(match: OtherWritings, typed: Sequence[str]) -> list[Equivalent]:
    """Return what is said of a match: what it is also read as, and what it is offered as."""
    text = " ".join(typed[match.start:match.end])
    told = [
        (applied, tuple([each.text for each in match.writings
                         if each.text and each.is_applied is applied]))
        for applied in (True, False)]
    return [Equivalent(text, writings, applied) for applied, writings in told if writings]


def is_shouted(texts: Sequence[str], known: Sequence[bool]) -> bool:
    """Return whether words are all in capitals, and one of them is longer than most acronyms.

    `known` says which words are acronyms of the table.

    >>> is_shouted(["JACK", "MA", "DIPERIKSA"], [False] * 3), is_shouted(["MA", "KPK"], [False] * 2)
    (True, False)
    """
    letters = "".join(texts)
    return letters.isupper() and any(
        len(text) > _LONGEST_ACRONYM and not known for text, known in zip(texts, known))


def _select(
    entries: Sequence[_Entry], typed: str, shouted: bool
) -> tuple[Writing, ...]:
    """Return the writings of the entries whose capitals a text has."""
    return tuple([
        writing for writing, capitals in entries
        if not capitals or (not shouted and _has_capitals(typed, capitals))])


def _has_capitals(typed: str, capitals: str) -> bool:
    """Return whether a text has the capitals of a writing; points between them do not count.

    >>> _has_capitals("MA", "MA"), _has_capitals("Ma", "MA"), _has_capitals("A.S.", "AS")
    (True, False, True)
    """
    letters = [letter for letter in typed if letter.isalnum()]
    return len(letters) >= sum(map(str.isalnum, capitals)) and all(
        letter.isupper() or not capital.isupper()
        for letter, capital in zip(letters, filter(str.isalnum, capitals)))
