"""The analyzer: the one place where text becomes tokens, for articles and queries alike."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import numpy as np

from search.analysis import vocabulary_cache
from search.analysis.chunking import Reading
from search.analysis.folding import MAX_TERM, fold
from search.analysis.stemmer import CLITICS, MEMO, Stemmer, identity
from search.analysis.token import Entry, Token
from search.analysis.vocabulary import Vocabulary, Words
from search.analysis.words import Part, parts, words
from search.kernel_loader import is_loaded

_RULES = "1"
"""Raised when the rules of this package change what is indexed."""

_LONGEST_REMEMBERED = 64

_NEW = 1_000
"""So many new words are worth keeping."""

_MOST, _MOST_BYTES = 500_000, 1 << 26
"""Words held at the most, and bytes of them: texts bring new ones without end. Below 1 << 19, at
which their tables would be doubled."""

Word = tuple[Entry, ...]
"""What a run of word characters is indexed as: an entry a position, most often one."""


class Analyzer:
    """Turns text into tokens: every word, none left out, at consecutive positions.

    Safe to share between threads.
    """

    def __init__(self, kept: Path | None = None) -> None:
        """`kept` is the file in which words known are kept from one process to the next."""
        self._stemmer = Stemmer()
        self._remembered = lru_cache(MEMO)(self._entries)
        self._memo = kept
        self._kept = 0
        self._has_restored = self._watched = False
        self.vocabulary = Vocabulary(self.read)

    @property
    def fingerprint(self) -> str:
        """Equal for analyzers that make the same terms; kept with every index."""
        return sha256(f"{_RULES}\n{identity()}".encode()).hexdigest()[:16]

    @property
    def file(self) -> Path | None:
        """Where words are kept for other processes, if they are."""
        return self._memo

    def restore_vocabulary(self) -> None:
        """Take over the words that another process has kept, once the kernels are loaded."""
        if self._has_restored or not is_loaded("analysis"):
            return
        restored, self._has_restored = self._restored(), True
        if len(restored) or not self.vocabulary.by_kernel:
            self.vocabulary = restored

    def watch(self) -> None:
        """See from now on whether a removal takes the words known away: their file goes then.

        For those who are about to add words, and whom no removal can overtake meanwhile.
        """
        if self._memo and not self._watched:
            vocabulary_cache.begin(self._memo)
            self._watched = True

    def keep(self) -> None:
        """Keep the words known for other processes, if many are new.

        Not where another process has taken the file away: a text was removed.
        """
        if self._memo and self._watched and not self._memo.exists():
            return
        if self._memo and len(self.vocabulary) > self._kept + _NEW:
            vocabulary_cache.keep(self._memo, self.fingerprint, self.vocabulary)
            self._kept = len(self.vocabulary)

    def forget(self) -> None:
        """Keep no words: a text was taken away with every trace."""
        if self._memo:
            vocabulary_cache.forget(self._memo)
        self.vocabulary = Vocabulary(self.read)
        self._kept, self._watched = 0, False

    def _restored(self) -> Vocabulary:
        if self._memo is None:
            return Vocabulary(self.read)
        restored = vocabulary_cache.restored(self._memo, self.fingerprint, self.read)
        self._kept = len(restored)
        return restored

    def tokens(self, text: str) -> list[Token]:
        """The tokens of the text, in order.

        >>> [token.term for token in Analyzer().tokens("perundingan Kim-Putin, anak-anak")]
        ['runding', 'kim', 'putin', 'anak']
        """
        tokens: list[Token] = []
        for base, word in self.scan(text):
            for term, form, start, end in word:
                tokens.append(Token(term, form, base + start, base + end, len(tokens)))
        return tokens

    def words(self, texts: Sequence[str]) -> list[Words]:
        """The same of many texts, by number and without places: for those who index them."""
        vocabulary, reading = self.reading(texts)
        numbers, counts = reading.numbers.copy(), reading.counts  # without the room behind them
        ends = np.cumsum(counts).tolist()
        return [
            Words(vocabulary, numbers[end - count:end])
            for end, count in zip(ends, counts.tolist())
        ]

    def reading(self, texts: Sequence[str]) -> tuple[Vocabulary, Reading]:
        """The chunks of many texts, and the vocabulary that tells what they mean."""
        if len(self.vocabulary) > _MOST or self.vocabulary.bytes > _MOST_BYTES:
            self.vocabulary = Vocabulary(self.read)
        vocabulary = self.vocabulary
        return vocabulary, vocabulary.reading(texts)

    def read(self, chunk: str) -> Sequence[Entry]:
        """The entries of a piece of text, their places counted from its beginning."""
        if chunk.isascii() and chunk.isalnum():
            return self._entries(chunk)
        return [
            (term, form, base + start, base + end)
            for base, word in self.scan(chunk) for term, form, start, end in word
        ]

    def scan(self, text: str) -> Iterator[tuple[int, Word]]:
        """The same as it comes: where each run of word characters begins, and its word.

        For those who look at every word of a text and keep few.
        """
        remembered = self._remembered
        for match in words(text):
            run = match.group()
            known = len(run) <= _LONGEST_REMEMBERED
            yield match.start(), remembered(run) if known else self._entries(run)

    def _entries(self, word: str) -> Word:
        """What one word is indexed as: hyphen-joined parts, or one entry for both."""
        if word.isascii() and word.isalnum():  # so are nearly all
            form = fold(word)
            return ((self._stemmer.root(form), form, 0, len(word)),)
        joined = _joined_clitics(parts(word))
        if len(joined) == 2:
            (first, start, _), (second, _, end) = joined
            root = self._stemmer.joint_root(_bare(first), _bare(second))
            if root is not None:
                return ((root, f"{first}-{second}", start, end),)
        return tuple(
            (self._stemmer.root(_bare(form)), form, start, end) for form, start, end in joined
        )


def _joined_clitics(found: list[Part]) -> list[Part]:
    """KPU-nya is one word: the clitics at the end join the part before them."""
    kept = len(found)
    while kept > 1 and found[kept - 1][0] in CLITICS:
        kept -= 1
    tail = found[kept - 1:]
    form = "-".join(form for form, _, _ in tail)[:MAX_TERM]
    return [*found[: kept - 1], (form, tail[0][1], tail[-1][2])] if tail else []


def _bare(form: str) -> str:
    """The part without the clitics joined to it."""
    return form.partition("-")[0]
