"""The words and names of some articles that may be significant, found for all of them at once.

A word is known by its stem, a name by several of them. Function words are neither, and no name
begins with one. What a query itself looks for is left out.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from search.analysis import Analyzer
from search.analysis.word_columns import build_word_columns, find_spans, find_words_alone
from search.arrays import Array
from search.article import Article
from search.interpret import FUNCTION_WORDS

MAX_WORDS, MAX_NAMES = 1_000, 40
"""Words and names that are found, those of the most articles first."""

_MAX_TEXT = 4_000
"""Code points of a body that are read: news says first what it is about."""

_MIN_ARTICLES = 2
_MIN_NAME_WORDS, _MAX_NAME_WORDS = 2, 5


class CandidateTerm(NamedTuple):
    """A word or a name by its stems, and how many articles have it.

    Each of its places has as many words, the first of which is a row of `rows`.
    """

    stems: tuple[str, ...]
    count: int  # type: ignore[assignment]
    rows: Sequence[int]


class CandidateTerms:
    """The words and names of articles, as rows: one for each word of their titles and bodies."""

    def __init__(
        self, articles: Sequence[Article], analyzer: Analyzer, own: Collection[str]
    ) -> None:
        """Read the beginnings of articles. `own` are stems that are left out."""
        self._texts = [text for each in articles for text in (each.title, each.body[:_MAX_TEXT])]
        self._vocabulary, chunks = analyzer.split(self._texts)
        columns = build_word_columns(self._vocabulary, chunks)
        rows = find_words_alone(self._vocabulary, columns)
        self._starts, self._ends = find_spans(self._vocabulary, chunks, columns, rows)
        self._text = columns.list_texts()[rows]
        self._stems = self._vocabulary.entry_stems.values[columns.entries[rows]].astype(np.int64)
        self._forms = self._vocabulary.entry_forms.values[columns.entries[rows]].astype(np.int64)
        self._is_function = self._find_function_words()
        self._own = self._find_numbers(own, stemmed=True)

    def list_words(self) -> list[CandidateTerm]:
        """Return the words that several articles have, those of the most articles first."""
        rows = np.flatnonzero(~self._is_function)
        articles = len(self._texts) // 2
        keys = self._stems[rows] * articles + self._text[rows] // 2
        order = np.argsort(keys)
        keys, rows = keys[order], rows[order]
        begins = _find_changes(keys // articles)
        counts = np.add.reduceat(_is_change(keys), begins) if len(begins) else begins
        ends = np.append(begins, len(rows))[1:]
        several = np.flatnonzero(counts >= _MIN_ARTICLES)
        several = several[self._are_content(self._stems[rows[begins[several]]])]
        numbers = self._stems[rows[begins[several]]]
        kept = [(text, count, rows[begin:end]) for number, text, count, begin, end in zip(
            numbers.tolist(), self._vocabulary.stems.texts(numbers), counts[several].tolist(),
            begins[several].tolist(), ends[several].tolist()) if number not in self._own]
        kept.sort(key=lambda each: (-each[1], each[0]))
        return [CandidateTerm((text,), *others) for text, *others in kept[:MAX_WORDS]]

    def list_names(self) -> list[CandidateTerm]:
        """Return the names that several articles have, those of the most articles first."""
        places: dict[tuple[int, ...], list[int]] = defaultdict(list)
        stems, articles = self._stems.tolist(), (self._text // 2).tolist()
        for begin, end in self._find_names():
            places[tuple(stems[begin:end])].append(begin)
        names = [
            CandidateTerm(tuple(self._vocabulary.stems.texts(numbers)), count, rows)
            for numbers, rows in places.items() if len(rows) >= _MIN_ARTICLES
            and (count := len({articles[row] for row in rows})) >= _MIN_ARTICLES
            and not self._own.issuperset(numbers)]
        names.sort(key=lambda each: (-each.count, each.stems))
        return names[:MAX_NAMES]

    def find_articles(self, rows: Sequence[int]) -> frozenset[int]:
        """Return the articles in which some rows are, as places in the list of articles."""
        return frozenset((self._text[rows] // 2).tolist())

    def find_writing(self, term: CandidateTerm) -> tuple[str, tuple[str, ...]]:
        """Return how a term is written most often: as it stands in a text, and its forms."""
        last = len(term.stems) - 1
        forms = [self._vocabulary.forms.texts(self._forms[np.add(term.rows, nth)])
                 for nth in range(last + 1)]
        places = zip(self._text[term.rows].tolist(), self._starts[term.rows].tolist(),
                     self._ends[np.add(term.rows, last)].tolist(), zip(*forms))
        written = Counter((self._texts[text][start:end], each) for text, start, end, each in places)
        return min(written.items(), key=lambda each: (-each[1], each[0]))[0]

    def _find_numbers(self, terms: Collection[str], stemmed: bool) -> set[int]:
        numbers = [self._vocabulary.find_term(term, stemmed) for term in terms]
        return {number for number in numbers if number is not None}

    def _find_function_words(self) -> Array:
        """Return which rows are function words, bool."""
        is_one = np.zeros(len(self._vocabulary.forms), bool)
        is_one[list(self._find_numbers(FUNCTION_WORDS, stemmed=False))] = True
        return is_one[self._forms]

    def _are_content(self, numbers: Array) -> Array:
        """Return which of some stems, by number, say anything: they have a letter, and another."""
        texts = self._vocabulary.stems.texts(numbers)
        return np.array([len(text) > 1 and any(map(str.isalpha, text)) for text in texts], bool)

    def _find_names(self) -> Iterator[tuple[int, int]]:
        """Yield the rows at which the names in bodies begin and end.

        They are runs of words with capitals, with a space between them, from the first one on that
        is a content word.
        """
        rows, is_joined = self._find_capitals()
        begins = np.flatnonzero(~is_joined)
        different, numbers = np.unique(self._stems[rows], return_inverse=True)
        is_content = self._are_content(different)[numbers] & ~self._is_function[rows]
        seen = np.cumsum(is_content)
        runs = np.append(begins, len(rows))
        is_kept = seen > np.repeat((seen - is_content)[begins], np.diff(runs))
        sizes = np.add.reduceat(is_kept.astype(np.int64), begins) if len(begins) else begins
        ends = rows[runs[1:] - 1] + 1
        named = (sizes >= _MIN_NAME_WORDS) & (sizes <= _MAX_NAME_WORDS)
        yield from zip((ends - sizes)[named].tolist(), ends[named].tolist())

    def _find_capitals(self) -> tuple[Array, Array]:
        """Return the rows of words with capitals in bodies, and whether each goes on with a run.

        So does the number of U-17: it belongs to the one letter before it.
        """
        codes = np.frombuffer("".join(self._texts).encode("utf-32-le", "surrogatepass"), "<u4")
        offsets = np.cumsum([0, *map(len, self._texts)])[self._text]
        starts, ends = offsets + self._starts, offsets + self._ends
        before = np.maximum(np.arange(len(starts)) - 1, 0)
        signs = codes[ends[before] % max(len(codes), 1)]  # a word follows, in this text or another
        is_next = (ends[before] + 1 == starts) & (self._text[before] == self._text)
        is_capital = (self._text % 2 == 1) & _are_capitals(codes[starts])
        is_number = (is_next & (signs == ord("-")) & is_capital[before]
                     & ((ends - starts)[before] == 1) & _are_digits(codes[starts]))
        is_capital |= is_number
        is_joined = is_next & is_capital[before] & ((signs == ord(" ")) | is_number)
        rows = np.flatnonzero(is_capital)
        return rows, is_joined[rows]


def _are_capitals(codes: Array) -> Array:
    """Return which code points are capital letters, bool."""
    found = (codes >= ord("A")) & (codes <= ord("Z"))
    others = np.flatnonzero(codes > 127)
    found[others] = [chr(code).isupper() for code in codes[others].tolist()]
    return found


def _are_digits(codes: Array) -> Array:
    """Return which code points are the digits 0 to 9, bool."""
    return (codes >= ord("0")) & (codes <= ord("9"))


def _is_change(values: Array) -> Array:
    """Return where another value follows in an ordered array, i8: 1 there and at the beginning."""
    changes = np.ones(len(values), np.int64)
    changes[1:] = values[1:] != values[:-1]
    return changes


def _find_changes(values: Array) -> Array:
    return np.flatnonzero(_is_change(values))
