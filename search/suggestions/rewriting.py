"""A query with some of its words replaced, or left out, or without its quotes."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Set
from typing import NamedTuple

from search.analysis import Analyzer, list_words
from search.query import Channel
from search.syntax.ast import OPERATORS, And, Mode, Node, Not, Or, Phrase, Word, is_relaxable
from search.syntax.words import split_words

_Leaf = Word | Phrase

_EXACT_OR_STEM = (Mode.STEM, Mode.EXACT)


class QueryWord(NamedTuple):
    """A word of a query: `leaf.text[start:end]`, with its stem and form."""

    leaf: _Leaf
    start: int
    end: int
    stem: str
    form: str

    @property
    def channel(self) -> Channel:
        """Return which of the terms of the word the query asks for."""
        exact = self.leaf.mode is Mode.EXACT or self.leaf.field == "outlet"
        return Channel.FORM if exact else Channel.STEM

    @property
    def term(self) -> str:
        """Return the term of that channel."""
        return self.form if self.channel is Channel.FORM else self.stem


def list_query_words(tree: Node, analyzer: Analyzer) -> list[QueryWord]:
    """Return the words of a tree without excluded ones, prefixes and fuzzy words."""
    return [
        QueryWord(leaf, token.start, token.end, token.stem, token.form)
        for leaf in dict.fromkeys(_list_leaves(tree)) if leaf.mode in _EXACT_OR_STEM
        for token in list_words(analyzer.tokenize(leaf.text))
    ]


def has_phrase(tree: Node) -> bool:
    """Return whether a tree asks for a phrase, or for words that a sign joins: gempa/aceh."""
    return any(isinstance(leaf, Phrase) or _is_joined(leaf) for leaf in _list_leaves(tree))


def replace_words(tree: Node, words: Mapping[QueryWord, str]) -> Node | None:
    """Return a tree with other words in some places, in the capitals of those before.

    A word that stands in a query twice is replaced in both.
    """
    texts: dict[_Leaf, str] = {}
    for place, word in sorted(words.items(), key=lambda each: -each[0].start):
        text = texts.get(place.leaf, place.leaf.text)
        capital = _copy_capitals(text[place.start:place.end], word)
        texts[place.leaf] = f"{text[:place.start]}{capital}{text[place.end:]}"
    return _map_leaves(tree, lambda leaf: _with_text(leaf, texts.get(leaf, leaf.text)))


def write_out(tree: Node, word: QueryWord, long: str) -> Node | None:
    """Return a tree with a long form, side by side, in the place of a word."""
    text = f"{word.leaf.text[:word.start]}{long}{word.leaf.text[word.end:]}"
    slop = word.leaf.slop if isinstance(word.leaf, Phrase) else None
    phrase = Phrase(text, slop, word.leaf.mode, word.leaf.field)
    return _map_leaves(tree, lambda leaf: phrase if leaf == word.leaf else leaf)


def drop_leaves(tree: Node, dropped: Collection[_Leaf]) -> Node | None:
    """Return a tree without some leaves, None if no other is left."""
    return _map_leaves(tree, lambda leaf: None if leaf in dropped else leaf)


def keep_others(tree: Node, left_out: Set[_Leaf]) -> Node | None:
    """Return the parts that a tree joins, without those that have some leaves; None if it joins
    none. It finds what the tree does, and more."""
    if not isinstance(tree, And):
        return None

    def keep(parts: tuple[Node, ...]) -> tuple[Node, ...]:
        return tuple([part for part in parts if left_out.isdisjoint(_list_leaves(part))])

    return _join_and(keep(tree.required), keep(tree.relaxable))


def unquote(tree: Node) -> Node | None:
    """Return a tree with the words of phrases in place of them."""
    return _map_leaves(tree, _unquote_leaf)


def _list_leaves(tree: Node) -> Iterator[_Leaf]:
    match tree:
        case Word() | Phrase():
            yield tree
        case And(required, relaxable):
            for child in (*required, *relaxable):
                yield from _list_leaves(child)
        case Or(children):
            for child in children:
                yield from _list_leaves(child)


def _map_leaves(tree: Node, change: Callable[[_Leaf], Node | None]) -> Node | None:
    """Return a tree with its leaves changed, None where nothing is left to be found."""
    match tree:
        case Word() | Phrase():
            return change(tree)
        case And(required, relaxable):
            return _join_and(
                _map_each(required, change), _map_each(relaxable, change))
        case Or(children):
            kept = _map_each(children, change)
            return Or(kept) if len(kept) > 1 else kept[0] if kept else None
    return tree


def _map_each(
    trees: Iterable[Node], change: Callable[[_Leaf], Node | None]
) -> tuple[Node, ...]:
    changed = [_map_leaves(tree, change) for tree in trees]
    return tuple([tree for tree in changed if tree is not None])


def _join_and(required: tuple[Node, ...], relaxable: tuple[Node, ...]) -> Node | None:
    """Return all of the nodes, None if there are none but what is excluded.

    The words of a phrase that is one no more join the others.
    """
    strict: list[Node] = []
    free = list(relaxable)
    for node in required:
        if isinstance(node, And):
            strict += node.required
            free += node.relaxable
        else:
            strict.append(node)
    if all(isinstance(node, Not) for node in strict + free):
        return None
    nodes = strict + free
    return And(tuple(strict), tuple(free)) if len(nodes) > 1 else nodes[0]


def _with_text(leaf: _Leaf, text: str) -> _Leaf:
    if isinstance(leaf, Phrase):
        return Phrase(text, leaf.slop, leaf.mode, leaf.field)
    return Word(text, leaf.mode, leaf.field, leaf.distance)


def _is_joined(leaf: _Leaf) -> bool:
    """Return whether a leaf is words that a sign joins, none of them a number."""
    words = split_words(leaf.text) if isinstance(leaf, Word) and leaf.mode is Mode.STEM else []
    return len(words) > 1 and all(map(str.isalpha, words))


def _unquote_leaf(leaf: _Leaf) -> Node | None:
    if isinstance(leaf, Word) and not _is_joined(leaf):
        return leaf
    words = [Word(text, leaf.mode, leaf.field) for text in split_words(leaf.text)]
    free = tuple([word for word in words if is_relaxable(word)])
    return And(tuple([word for word in words if not is_relaxable(word)]), free) if words else None


def _copy_capitals(before: str, word: str) -> str:
    """Return a word in the capitals of another, unless it would be an operator.

    >>> _copy_capitals("Anis", "anies"), _copy_capitals("KPL", "kpk"), _copy_capitals("DAM", "dan")
    ('Anies', 'KPK', 'dan')
    """
    if len(before) > 1 and before.isupper():
        return word if word.upper() in OPERATORS else word.upper()
    return word.capitalize() if before[:1].isupper() else word
