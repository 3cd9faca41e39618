"""What to show of texts, by one call of a compiled kernel; Python only cuts the strings."""

from collections.abc import Sequence
from itertools import islice
from types import ModuleType

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from search import kernel_loader
from search.analysis import Analyzer, Vocabulary
from search.arrays import Array
from search.highlight.marks import leaves
from search.highlight.windows import plain
from search.query import Channel, Fuzzy, Node, Phrase, Prefix, Term
from search.snippet import Snippet

Shown = list[tuple[Snippet, ...]]
"""The pieces of each text."""

_BITS = 63
"""Terms and leaves of a query that the kernel can tell apart."""

_KINDS = {None: 3, "title": 1, "body": 2}
"""In which kinds of text a leaf of this field counts, as bits; in none of any other field."""


def shown(texts: Sequence[str], node: Node, analyzer: Analyzer, cut: bool) -> Shown | None:
    """The pieces of titles and bodies, in turn, all of them whole unless they are to be cut.

    None where the kernel is not loaded, where nothing is looked for, so that no text need be
    read, or where the query is too large.
    """
    loaded = kernel_loader.compiled("highlight")
    if not loaded or not texts or next(leaves(node), None) is None:
        return None
    (kernels,), (vocabulary, reading) = loaded, analyzer.split(texts)
    if not vocabulary.is_compiled:
        return None
    asked = _Asked(kernels, vocabulary, reading.numbers)
    if not asked.all_of(node):
        return None
    lengths = np.array(list(map(len, texts)), np.int64)
    pieces, counts, spans = kernels.show(
        reading.text, reading.bounds, lengths, reading.numbers, reading.starts, reading.places,
        reading.counts, *vocabulary.columns, *asked.arrays(), cut)
    return _cut(texts, pieces.tolist(), counts.tolist(), spans.tolist(), cut)


def _cut(
    texts: Sequence[str], pieces: list[int], counts: list[int], spans: list[int], cut: bool
) -> Shown:
    every, rows = list(zip(spans[::2], spans[1::2])), zip(*[iter(pieces)] * 4)
    shown, used = [], 0
    for text, count in zip(texts, counts):
        snippets = []
        for begin, stop, last, odd in islice(rows, count):
            piece = text[begin:stop]
            matches = tuple(every[used:last])
            snippets.append(Snippet(plain(piece) if odd and cut else piece, matches))
            used = last
        shown.append(tuple(snippets))
    return shown


class _Asked:
    """The leaves of a query as the kernel takes them: see there."""

    def __init__(self, kernels: ModuleType, vocabulary: Vocabulary, numbers: Array) -> None:
        self._kernels, self._vocabulary, self._numbers = kernels, vocabulary, numbers
        self._rows: dict[tuple[int, int | str, int], list[int]] = {}
        self._phrases: list[int] = []
        self._prefixes = b""

    def all_of(self, node: Node) -> bool:
        """Take in the leaves of a tree; whether all have bits."""
        leaf = 1
        for each in leaves(node):
            self._add(each, leaf, _KINDS.get(each.field, 0))
            leaf <<= 1
        return leaf <= 1 << _BITS and len(self._rows) <= _BITS

    def arrays(self) -> tuple[Array, Array, Array]:
        """Terms, phrases and the bytes of prefixes."""
        terms = [number for row in self._rows.values() for number in row]
        prefixes = np.frombuffer(self._prefixes or b" ", np.uint8)
        return np.array(terms, np.int64), np.array(self._phrases, np.int64), prefixes

    def _add(self, leaf: Term | Phrase | Prefix | Fuzzy, bit: int, kinds: int) -> None:
        match leaf:
            case Term(term, channel):
                self._row_of(term, channel, kinds, bit)
            case Phrase(terms, slop, channel):
                bits = [self._row_of(term, channel, kinds, 0) for term in terms]
                if all(bits):
                    self._phrases += [-1 if slop is None else slop, bit, len(bits), *bits]
            case Prefix(prefix):
                encoded = prefix.encode("utf-8", "surrogatepass")
                first, size = len(self._prefixes), len(encoded)
                self._prefixes += encoded
                self._row((self._kernels.PREFIX, prefix, kinds), first, size, bit)
            case Fuzzy(form, distance):
                for number in self._like(form, distance):
                    self._row((self._kernels.FORM, number, kinds), number, 0, bit)

    def _row_of(self, term: str, channel: Channel, kinds: int, leaf: int) -> int:
        """The bit of a term; 0 if it stands nowhere."""
        stemmed = channel is Channel.STEM
        number = self._vocabulary.find_term(term, stemmed)
        if number is None:
            return 0
        which = self._kernels.STEM if stemmed else self._kernels.FORM
        return self._row((which, number, kinds), number, 0, leaf)

    def _row(self, key: tuple[int, int | str, int], first: int, size: int, leaf: int) -> int:
        which, _, kinds = key
        row = self._rows.setdefault(
            key, [which, first, size, kinds, 1 << len(self._rows) % _BITS, 0])
        row[-1] |= leaf % (1 << _BITS)
        return row[-2]

    def _like(self, form: str, distance: int) -> list[int]:
        """The forms of the page that are so like this one."""
        at, _, forms, _, _, text, text_at = self._vocabulary.columns
        wanted = np.frombuffer(form.encode("utf-8", "surrogatepass") or b" ", np.uint8)
        numbers = self._kernels.forms_like(
            self._numbers, at, forms, text, text_at, wanted, len(form), distance)
        texts = self._vocabulary.forms.texts(numbers)
        edits = cdist([form], texts, scorer=OSA.distance, score_cutoff=distance)[0]
        like: list[int] = numbers[edits <= distance].tolist()
        return like
