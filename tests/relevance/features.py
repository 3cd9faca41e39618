"""Measures what each feature of ranking is worth: `make features`.

Asks a sample of every set with all features, then with one of them switched off at a time, and
writes results/features.tsv. The switches are patches that only live here.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from unittest.mock import patch
from zlib import crc32

from relevance.archives import build_archive, find
from relevance.measures import MEASURES
from relevance.sets import KEYWORDS, SHARED, QuestionSet, read_sets
from relevance.tables import write_table
from relevance.typed import list_typed

from search import Archive
from search.analysis import Analyzer
from search.engines.whoosh.querying import snapshot
from search.fields import SEARCHABLE, TITLE
from search.interpret import neighbours, quantities, reading, spellings, words
from search.query import Channel

SAMPLE = 8
"""One question in so many is asked of a large set."""

_LARGE = 500

_SHOWN = {
    "facqa": "MRR@10", "tydiqa": "MRR@10", "facqa among news": "hit@10",
    "tydiqa among news": "hit@10", "headlines, body only": "MRR@10", "detik keywords": "nDCG@10",
    KEYWORDS: "nDCG@10",
}

_TYPED = "typed words", "typed terms"
"""The lists that are measured, too."""

Switch = Callable[[], AbstractContextManager[object]]


def main() -> None:
    if not SHARED.exists():
        sys.exit(f"{SHARED} is not here: nothing can be measured")
    sets, analyzer = read_sets(), Analyzer()
    names = {each.archive for each in sets} | {"news"}
    head = ["without", *(f"{name} {measure}" for name, measure in _SHOWN.items()), *_TYPED]
    rows = []
    for feature, switch_off in SWITCHES.items():
        with switch_off():
            archives = {name: build_archive(name, analyzer) for name in sorted(names)}
            rows.append([feature, *(f"{mean:.3f}" for mean in measure(archives, sets))])
        print(*rows[-1], sep="\t", flush=True)
    write_table("features", head, rows, show=False)


def measure(archives: dict[str, Archive], sets: list[QuestionSet]) -> Iterator[float]:
    """Yield what the sets are measured by, and the shares of typed words and terms."""
    for each in sets:
        score, archive = MEASURES[_SHOWN[each.name]], archives[each.archive]
        values = [score(find(archive, each.questions[id], 10), each.known[id])
                  for id in sample(each)]
        yield sum(values) / len(values)
    for name in _TYPED:
        counts = list_typed(archives["news"], name)
        yield sum(held for _, held, _ in counts) / sum(possible for *_, possible in counts)


def sample(asked: QuestionSet) -> list[str]:
    """Return the ids of the questions that are asked, always the same ones."""
    share = SAMPLE if len(asked.questions) >= _LARGE else 1
    return [id for id in asked.questions if crc32(id.encode()) % share == 0]


def _patch(owner: object, **values: object) -> Switch:
    return lambda: patch.multiple(owner, **values)


@contextmanager
def _without_function_words() -> Iterator[None]:
    """Let function and question words decide as any others do."""
    with patch.multiple(reading, FUNCTION_WORDS=frozenset(),
                        find_question_words=lambda forms: [False] * len(forms)):
        yield


@contextmanager
def _without_spellings() -> Iterator[None]:
    """Look for words only as they are typed, apart or together."""
    every = spellings.list_spellings
    with ExitStack() as stack:
        stack.enter_context(patch.multiple(
            spellings, join_neighbours=lambda *_: [],
            list_spellings=lambda *words_of: every(*words_of)[:1]))
        stack.enter_context(patch.object(neighbours, "_find_initials", lambda *_: None))
        yield


@contextmanager
def _without_roots() -> Iterator[None]:
    """Look for words as they are typed, not by their roots; nothing is near without them."""
    sequence = words._sequence
    with patch.object(words, "_sequence", lambda tokens, _, *rest: sequence(
            tokens, Channel.FORM, *rest)):
        yield


SWITCHES: dict[str, Switch] = {
    "nothing": ExitStack,
    "the form channel": _patch(words, FORM=0.0),
    "nearness": _patch(reading, _list_near=lambda words: ()),
    "early words": _patch(reading, _list_early=lambda words: ()),
    "words side by side": _patch(reading, interpret_run=lambda *_: None),
    "most words of a long query": _patch(reading, count_needed=lambda words, asks: words),
    "function words": _without_function_words,
    "spellings": _without_spellings,
    "compounds": _patch(reading, list_compounds=lambda *_: []),
    "acronyms and variants": _patch(reading, EquivalentNodes=lambda *_: None),
    "quantities": _patch(quantities, interpret=lambda *_: None, interpret_words=lambda *_: None),
    "roots": _without_roots,
    "the weight of titles": _patch(
        snapshot, SEARCHABLE=SEARCHABLE | {TITLE.name: replace(TITLE, weight=1.0)}),
}
"""What is switched off, by the name of the feature."""


if __name__ == "__main__":
    main()
