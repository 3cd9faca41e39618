"""Measures how many words get the right root.

    python -m benchmarks.fit.roots FOLDER                    the pairs of word and root in a folder
    python -m benchmarks.fit.roots FOLDER --wrong            the words that go wrong, too

Each file of the folder is a table of words and roots, without a heading: the suites of Sastrawi and
its ports, words derived from the headwords of KBBI, lemmas of the treebank UD Indonesian PUD. A
word is right if it is one token and its stem is the root. Precision, recall and F1 are those of
pairs of words: two words should share their stem if they share their root, and only then.
`roots.tsv` has pairs that were reviewed for this project.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from search.analysis import Analyzer, list_words

REVIEWED = Path(__file__).with_name("roots.tsv")
Pair = tuple[str, str]
"""A word and its root."""


def read_pairs(path: Path) -> list[Pair]:
    """Return the words of a table and their roots in lower case."""
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines())
    return [(row[0], row[1].lower()) for row in rows if not row[0].startswith("#")]


def measure(pairs: list[Pair], stems: list[str]) -> dict[str, float]:
    """Return how many stems are right, and how well words are grouped."""
    right = sum(stem == root for (_, root), stem in zip(pairs, stems))
    roots = [root for _, root in pairs]
    together = _count_pairs(zip(stems, roots))
    precision = together / max(_count_pairs(stems), 1)
    recall = together / max(_count_pairs(roots), 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    figures = {"precision": precision, "recall": recall, "f1": f1, "accuracy": right / len(pairs)}
    return {"words": len(pairs), "right": right} | {k: round(v, 4) for k, v in figures.items()}


def find_stems(pairs: Iterable[Pair]) -> list[str]:
    """Return the stems of words, joined by blanks where a word is several tokens."""
    analyzer = Analyzer()
    return [" ".join(token.stem for token in list_words(analyzer.tokenize(word)))
            for word, _ in pairs]


def _count_pairs(values: Iterable[object]) -> int:
    return sum(count * (count - 1) // 2 for count in Counter(values).values())


def _find_wrong(pairs: list[Pair], stems: list[str]) -> Iterator[str]:
    for (word, root), stem in zip(pairs, stems):
        if stem != root:
            yield f"{word}: {stem}, not {root}"


def main() -> None:
    """Print the figures of each table as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    figures = {}
    for path in [REVIEWED, *sorted(options.folder.glob("*.tsv"))]:
        pairs = read_pairs(path)
        stems = find_stems(pairs)
        figures[path.stem] = measure(pairs, stems)
        if options.wrong:
            print(path.stem, *_find_wrong(pairs, stems), sep="\n    ")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
