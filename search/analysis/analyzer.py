"""The analyzer: the one place where text becomes tokens, for articles and queries alike."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import numpy as np

from search.analysis import vocabulary_cache
from search.analysis.folding import MAX_TERM
from search.analysis.kernel_types import Chunks
from search.analysis.numbers import split_amount
from search.analysis.stemmer import CACHED_WORDS, CLITICS, Stemmer, describe_rules
from search.analysis.token import PARAGRAPH_GAP, Entry, Token
from search.analysis.vocabulary import FindForms, TokenizedText, Vocabulary
from search.analysis.word_scanner import WordPart, find_words, join_parts, split_parts
from search.kernel_loader import is_loaded

_RULES = "4"
"""To be raised when the rules of this package change what is indexed."""

_MAX_CACHED_LENGTH = 64
"""Characters of a word whose entries are cached."""

_CACHED_TEXTS, _MAX_TEXT_LENGTH = 1 << 12, 32
"""Short texts whose tokens are kept, and their characters: to interpret a query asks for those of
each word several times."""

_MIN_NEW_CHUNKS = 1_000
"""New chunks from which on the vocabulary is worth saving again."""

_MAX_CHUNKS, _MAX_CHUNK_BYTES = 500_000, 1 << 26
"""Bounds of a vocabulary, since texts bring new words forever. Beyond them a new one is begun. The
first lies below 1 << 19, where the hash tables would double."""

Entries = tuple[Entry, ...]
"""What a word is indexed as, in most cases a single entry."""

_PARAGRAPH_BREAK: Entries = (("", "", 0, 1, PARAGRAPH_GAP),)


class Analyzer:
    """Turns text into tokens: every word at its own position, with no stop words.

    Safe to share between threads. Given a file, it shares its vocabulary with other processes.
    """

    def __init__(self, vocabulary_file: Path | None = None) -> None:
        self.vocabulary_file = vocabulary_file
        self._stemmer = Stemmer()
        self._analyze_cached = lru_cache(CACHED_WORDS)(self._analyze_word)
        self._tokenize_cached = lru_cache(_CACHED_TEXTS)(self._tokenize)
        self._saved_chunks = 0
        self._has_restored = False
        self._lineage: bytes | None = None
        self.vocabulary = Vocabulary(self.analyze_chunk)

    @property
    def fingerprint(self) -> str:
        """Equal for analyzers that produce the same terms; stored with every index."""
        return sha256(f"{_RULES}\n{describe_rules()}".encode()).hexdigest()[:16]

    def restore_vocabulary(self) -> None:
        """Load the vocabulary from the file, once the compiled kernels are loaded."""
        if self._has_restored or not is_loaded("analysis"):
            return
        if self.vocabulary_file or not self.vocabulary.is_compiled:
            self.vocabulary = self._load_vocabulary()
        self._has_restored = True

    def find_damage(self) -> str | None:
        """Return what says that the vocabulary's file is damaged; None if it is not, or none."""
        file = self.vocabulary_file
        return vocabulary_cache.find_damage(file, self.fingerprint) if file else None

    def create_vocabulary_file(self) -> None:
        """Create the file if there is none, so that a removal in another process can delete it.

        Words that were learnt before such a removal are forgotten, for they must not be saved. Call
        this before adding articles, while no removal can happen: see `save_vocabulary`.
        """
        if self.vocabulary_file is None:
            return
        vocabulary_cache.create(self.vocabulary_file)
        if self._lineage != vocabulary_cache.find_lineage(self.vocabulary_file):
            self.vocabulary = self._load_vocabulary()

    def save_vocabulary(self) -> None:
        """Save the vocabulary for other processes, if there is a file and many words are new.

        Not if a text was removed since the words were learnt, in this process or another.
        """
        file, lineage = self.vocabulary_file, self._lineage
        is_worth = len(self.vocabulary) > self._saved_chunks + _MIN_NEW_CHUNKS
        if file and lineage is not None and is_worth:
            vocabulary_cache.save(file, self.fingerprint, self.vocabulary, lineage)
            self._saved_chunks = len(self.vocabulary)

    def has_saved_words(self) -> bool:
        """Return whether the file has words."""
        file = self.vocabulary_file
        return file is not None and vocabulary_cache.count_chunks(file) > 0

    def forget_vocabulary(self) -> Vocabulary:
        """Forget all words, in the file too: a text is being removed with every trace.

        Return them for `recall_words`.
        """
        forgotten, file = self.vocabulary, self.vocabulary_file
        if file:
            if vocabulary_cache.count_chunks(file) > len(forgotten):
                forgotten = self._load_vocabulary()
            vocabulary_cache.delete(file)
        self.vocabulary = Vocabulary(self.analyze_chunk)
        self._saved_chunks, self._lineage = 0, None
        return forgotten

    def recall_words(self, forgotten: Vocabulary, find_forms: FindForms) -> None:
        """Take back, and save, the words that are found, once the text is gone from the index.

        Call this while no other removal can happen.
        """
        if not (forgotten.is_compiled and len(forgotten)):
            return
        recalled = forgotten.select(find_forms)
        self.create_vocabulary_file()
        self.vocabulary = recalled
        self.save_vocabulary()
        if len(saved := self._load_vocabulary()):  # mapped, so that processes share it
            self.vocabulary = saved

    def tokenize(self, text: str) -> list[Token]:
        """Return the tokens of the text, in order.

        >>> [token.stem for token in Analyzer().tokenize("perundingan Kim-Putin, anak-anak")]
        ['runding', 'kim', 'kimputin', 'putin', 'anak']
        """
        short = len(text) <= _MAX_TEXT_LENGTH
        return list(self._tokenize_cached(text) if short else self._tokenize(text))

    def stem(self, form: str) -> str:
        """Return the stem of a word that is folded and has no hyphen."""
        return self._stemmer.stem(form)

    def is_root(self, form: str) -> bool:
        """Return whether a folded word is a root of the dictionary."""
        return self._stemmer.is_root(form)

    def is_added(self, form: str) -> bool:
        """Return whether a folded word is a root that our list adds to it, as many a loan word."""
        return self._stemmer.is_added(form)

    def split_compound(self, stem: str) -> tuple[str, ...]:
        """Return the two stems that a stem is written of, or the stem alone.

        >>> Analyzer().split_compound("orangtua"), Analyzer().split_compound("runding")
        (('orang', 'tua'), ('runding',))
        """
        return self._stemmer.split_compound(stem)

    def tokenize_all(self, texts: Sequence[str]) -> list[TokenizedText]:
        """Tokenize many texts at once, by number and without offsets, to be indexed."""
        vocabulary, chunks = self.split(texts)
        numbers = chunks.numbers.copy()  # without the spare room behind them
        ends = np.cumsum(chunks.counts).tolist()
        return [
            TokenizedText(vocabulary, numbers[end - count:end])
            for end, count in zip(ends, chunks.counts.tolist())
        ]

    def split(self, texts: Sequence[str]) -> tuple[Vocabulary, Chunks]:
        """Return the chunks of many texts, and the vocabulary that says what they mean."""
        if self.vocabulary.is_changed():
            self.vocabulary = self._load_vocabulary()
        if (len(self.vocabulary) > _MAX_CHUNKS
                or self.vocabulary.chunk_bytes > _MAX_CHUNK_BYTES):
            self.vocabulary = Vocabulary(self.analyze_chunk)
        vocabulary = self.vocabulary
        return vocabulary, vocabulary.split(texts)

    def analyze_chunk(self, chunk: str) -> Sequence[Entry]:
        """Return the entries of a piece of text; offsets count from its beginning."""
        if chunk.isascii() and chunk.isalnum():
            return self._analyze_plain(chunk)
        return [
            (stem, form, base + start, base + end, step)
            for base, entries in self._scan(chunk) for stem, form, start, end, step in entries
        ]

    def _load_vocabulary(self) -> Vocabulary:
        if self.vocabulary_file is None:
            return Vocabulary(self.analyze_chunk)
        self._has_restored = is_loaded("analysis")
        self._lineage = vocabulary_cache.find_lineage(self.vocabulary_file)
        vocabulary = vocabulary_cache.load(
            self.vocabulary_file, self.fingerprint, self.analyze_chunk)
        self._saved_chunks = len(vocabulary)
        return vocabulary

    def _tokenize(self, text: str) -> list[Token]:
        tokens: list[Token] = []
        position, begins = -1, False
        for base, entries in self._scan(text):
            for stem, form, start, end, step in entries:
                if step == PARAGRAPH_GAP:
                    begins = bool(tokens)
                    continue
                position += PARAGRAPH_GAP if begins else step
                begins = False
                tokens.append(Token(stem, form, base + start, base + end, position))
        return tokens

    def _scan(self, text: str) -> Iterator[tuple[int, Entries]]:
        """Yield where each word of the text begins, and its entries."""
        for match in find_words(text):
            word = match.group()
            analyze = (
                self._analyze_cached if len(word) <= _MAX_CACHED_LENGTH else self._analyze_word)
            yield match.start(), analyze(word)

    def _analyze_word(self, word: str) -> Entries:
        """Return an entry for each part of a word, or a single one if hyphens join one word."""
        if word.isascii() and word.isalnum():
            return self._analyze_plain(word)
        if word.startswith("\n"):
            return _PARAGRAPH_BREAK
        parts = _join_clitics(split_parts(word))
        if len(parts) == 2:
            (first, start, _), (second, _, end) = parts
            stem = self._stemmer.stem_pair(_remove_clitics(first), _remove_clitics(second))
            if stem is not None:
                whole = (stem, f"{first}-{second}", start, end, 1)
                return (whole, *_stack_clitic(parts))
        joined = join_parts(word, parts)
        return (*self._stack(self._to_entries(parts), joined), *_stack_clitic(parts))

    def _analyze_plain(self, word: str) -> Entries:
        """Return the entries of a word of ASCII letters and digits, as nearly all are."""
        if word.isalpha() or word.isdigit() or len(amount := split_amount(word)) < 2:
            form = word.lower()[:MAX_TERM]  # what `fold` returns, without its tests
            return ((self._stemmer.stem(form), form, 0, len(word), 1),)
        return self._to_entries(amount)

    def _to_entries(self, parts: Sequence[WordPart]) -> Entries:
        return tuple([(self._stemmer.stem(_remove_clitics(form)), form, start, end, 1)
                      for form, start, end in parts])

    def _stack(self, entries: Entries, joined: str | None) -> Entries:
        """Put what the parts of a word are written together behind the first of them."""
        if joined is None:
            return entries
        stem = joined if joined[0].isdigit() else self._stemmer.stem(joined)
        if entries[0][0] == stem or entries[0][1] == joined:
            return entries
        whole = (stem, joined, entries[0][2], entries[-1][3], 0)
        return (entries[0], whole, *entries[1:])


def _join_clitics(parts: list[WordPart]) -> list[WordPart]:
    """Join clitics at the end to the part before them: KPU-nya is one word."""
    kept = len(parts)
    while kept > 1 and parts[kept - 1][0] in CLITICS:
        kept -= 1
    tail = parts[kept - 1:]
    form = "-".join(form for form, _, _ in tail)[:MAX_TERM]
    return [*parts[: kept - 1], (form, tail[0][1], tail[-1][2])] if tail else []


def _stack_clitic(parts: Sequence[WordPart]) -> Entries:
    """Return the clitic that a hyphen joins to the end, where a phrase may begin: KPU-nya."""
    clitic = parts[-1][0].partition("-")[2] if parts else ""
    if clitic not in CLITICS:
        return ()
    _, start, end = parts[-1]
    return ((f"-{clitic}", f"-{clitic}", max(start, end - len(clitic)), end, 0),)


def _remove_clitics(form: str) -> str:
    """Return the form without the clitics that hyphens join to it."""
    return form.partition("-")[0]
