"""Highlights a page of texts with one call of a compiled kernel; Python only cuts the strings."""

from collections.abc import Sequence
from itertools import islice
from types import ModuleType

import numpy as np
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from search import kernel_loader
from search.analysis import Analyzer, Vocabulary
from search.arrays import Array
from search.highlight.fragments import replace_blanks
from search.highlight.kernel_types import QueryTables
from search.highlight.matching import iterate_leaves
from search.query import Channel, Fuzzy, Node, Phrase, Prefix, Term
from search.snippet import Snippet

Highlights = list[tuple[Snippet, ...]]
"""The snippets of each text."""

_MAX_BITS = 63
"""The terms, and the leaves, of a query that the kernel can tell apart."""

_TITLE, _BODY = 1, 2
_KINDS = {None: _TITLE | _BODY, "title": _TITLE, "body": _BODY}
"""The kinds of text in which a leaf of this field counts, as bits; none for any other field."""


def highlight(
    texts: Sequence[str], node: Node, analyzer: Analyzer, cut: bool
) -> Highlights | None:
    """Return the snippets of titles and bodies, which come in turn.

    With `cut`, bodies come in fragments, otherwise whole, like titles. Returns None if the
    reference implementation has to do it: the kernel is not loaded, the query is too large for
    it, or the query has nothing to mark.
    """
    loaded = kernel_loader.compiled_modules("highlight")
    if not loaded or not texts or next(iterate_leaves(node), None) is None:
        return None
    (kernels,), (vocabulary, chunks) = loaded, analyzer.split(texts)
    if not vocabulary.is_compiled:
        return None
    query = _KernelQuery(kernels, vocabulary, chunks.numbers)
    if not query.add_leaves(node):
        return None
    lengths = np.array(list(map(len, texts)), np.int64)
    fragments, counts, spans = kernels.show(
        chunks, lengths, vocabulary.columns, query.tables(), cut)
    return _cut_snippets(texts, fragments.tolist(), counts.tolist(), spans.tolist(), cut)


def _cut_snippets(
    texts: Sequence[str], fragments: list[int], counts: list[int], spans: list[int], cut: bool
) -> Highlights:
    all_spans, rows = list(zip(spans[::2], spans[1::2])), zip(*[iter(fragments)] * 4)
    highlights, used = [], 0
    for text, count in zip(texts, counts):
        snippets = []
        for begin, stop, last, has_odd in islice(rows, count):
            piece = text[begin:stop]
            piece = replace_blanks(piece) if has_odd and cut else piece
            snippets.append(Snippet(piece, tuple(all_spans[used:last])))
            used = last
        highlights.append(tuple(snippets))
    return highlights


class _KernelQuery:
    """The leaves of a query as the tables that the kernel reads: see highlight_kernel.py."""

    def __init__(self, kernels: ModuleType, vocabulary: Vocabulary, numbers: Array) -> None:
        self._kernels, self._vocabulary, self._numbers = kernels, vocabulary, numbers
        self._terms: dict[tuple[int, int | str, int], list[int]] = {}
        self._phrases: list[int] = []
        self._prefixes = b""

    def add_leaves(self, node: Node) -> bool:
        """Add the leaves of a tree; return False if there are too many."""
        bit = 1
        for leaf in iterate_leaves(node):
            self._add(leaf, bit, _KINDS.get(leaf.field, 0))
            bit <<= 1
        return bit <= 1 << _MAX_BITS and len(self._terms) <= _MAX_BITS

    def tables(self) -> QueryTables:
        """Return the terms, the phrases, and the bytes of the prefixes."""
        terms = [number for row in self._terms.values() for number in row]
        prefixes = np.frombuffer(self._prefixes or b" ", np.uint8)
        return QueryTables(
            np.array(terms, np.int64), np.array(self._phrases, np.int64), prefixes)

    def _add(self, leaf: Term | Phrase | Prefix | Fuzzy, bit: int, kinds: int) -> None:
        match leaf:
            case Term(term, channel):
                self._add_term(term, channel, kinds, bit)
            case Phrase(terms, slop, channel):
                bits = [self._add_term(term, channel, kinds, 0) for term in terms]
                if all(bits):
                    self._phrases += [-1 if slop is None else slop, bit, len(bits), *bits]
            case _:
                own = 0 if leaf.before else bit
                last = self._add_similar(leaf, kinds, own)
                before = [self._add_term(form, Channel.FORM, kinds, 0) for form in leaf.before]
                if last and before and all(before):
                    self._phrases += [-1, bit, len(before) + 1, *before, last]

    def _add_similar(self, leaf: Prefix | Fuzzy, kinds: int, bit: int) -> int:
        """Add the forms that are like a leaf, and return their bits."""
        if isinstance(leaf, Fuzzy):
            bits = 0
            for number in self._find_similar(leaf.form, leaf.distance):
                bits |= self._add_row((self._kernels.FORM, number, kinds), number, 0, bit)
            return bits
        encoded = leaf.prefix.encode("utf-8", "surrogatepass")
        first, size = len(self._prefixes), len(encoded)
        self._prefixes += encoded
        return self._add_row((self._kernels.PREFIX, leaf.prefix, kinds), first, size, bit)

    def _add_term(self, term: str, channel: Channel, kinds: int, leaf: int) -> int:
        """Add a term and return its bit, or 0 if it occurs nowhere."""
        stemmed = channel is Channel.STEM
        number = self._vocabulary.find_term(term, stemmed)
        if number is None:
            return 0
        where = self._kernels.STEM if stemmed else self._kernels.FORM
        return self._add_row((where, number, kinds), number, 0, leaf)

    def _add_row(
        self, key: tuple[int, int | str, int], number: int, size: int, leaf: int
    ) -> int:
        where, _, kinds = key
        row = self._terms.setdefault(
            key, [where, number, size, kinds, 1 << len(self._terms) % _MAX_BITS, 0])
        row[-1] |= leaf % (1 << _MAX_BITS)
        return row[-2]

    def _find_similar(self, form: str, distance: int) -> list[int]:
        """Return the forms of the page that are at most `distance` edits away from this one."""
        wanted = np.frombuffer(form.encode("utf-8", "surrogatepass") or b" ", np.uint8)
        numbers = self._kernels.select_similar_forms(
            self._numbers, self._vocabulary.columns, wanted, len(form), distance)
        texts = self._vocabulary.forms.texts(numbers)
        edits = cdist([form], texts, scorer=OSA.distance, score_cutoff=distance)[0]
        similar: list[int] = numbers[edits <= distance].tolist()
        return similar
