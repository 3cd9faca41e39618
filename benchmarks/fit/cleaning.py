"""Cleans real articles: measures the time, what is removed, and whether anything is lost.

    python -m benchmarks.fit.cleaning [NEWS.jsonl.zst] [--read KIND [N]] [--half 0|1]

Without `--read`: microseconds an article (median of five runs of process time), how often
each kind of note and removal occurs, the articles that a second cleaning would change, and
those of which letters are missing. With it: N random texts of a kind, to be judged by reading.
"""

import argparse
import json
import random
import re
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import zstandard

from indexer.clean import Cleaned, clean

NEWS = Path(__file__).parents[3] / "shared" / "data" / "news" / "news_handout.jsonl.zst"
_LETTER = re.compile(r"\w")


def read_articles(path: Path, half: int | None) -> list[dict[str, Any]]:
    """Return the articles of a file, or of one half of it."""
    with zstandard.open(path, "rt", encoding="utf-8") as lines:
        read = [json.loads(line) for line in lines]
    return [each for each in read if half is None or crc32(str(each["id"]).encode()) % 2 == half]


def measure_microseconds(news: list[dict[str, Any]]) -> float:
    """Return the microseconds of process time per article."""
    took = []
    for _ in range(5):
        began = time.process_time()
        for article in news:
            clean(article["title"], article["body"])
        took.append(time.process_time() - began)
    return statistics.median(took) / len(news) * 1e6


def list_findings(cleaned: Cleaned) -> Iterator[tuple[str, str]]:
    """Yield the kind and text of each note and removal."""
    yield from ((f"note {note.kind}", note.text) for note in cleaned.notes)
    yield from ((f"removed {each.why}", each.text) for each in cleaned.removed)


def is_stable(cleaned: Cleaned) -> bool:
    """Return whether a second cleaning changes nothing."""
    return clean(cleaned.title, cleaned.body) == Cleaned(
        title=cleaned.title, body=cleaned.body)


def is_lossless(title: str, body: str, cleaned: Cleaned) -> bool:
    """Return whether title, body, notes and removals hold every character of the input.

    Blanks do not count, nor do the marks and entities that a title loses.
    """
    parts = [cleaned.title, cleaned.body, *(text for _, text in list_findings(cleaned))]
    return Counter(_LETTER.findall(title + body)) == Counter(_LETTER.findall("".join(parts)))


def measure(news: list[dict[str, Any]]) -> None:
    """Print all figures."""
    counts: Counter[str] = Counter()
    holding: Counter[str] = Counter()
    changing, losing, bodies = [], [], 0
    for article in news:
        cleaned = clean(article["title"], article["body"])
        names = [name for name, _ in list_findings(cleaned)]
        counts.update(names)
        holding.update(set(names))
        bodies += cleaned.body != article["body"]
        if not is_stable(cleaned):
            changing.append(article["id"])
        if not is_lossless(article["title"], article["body"], cleaned):
            losing.append(article["id"])
    print(f"{len(news):,} articles, {measure_microseconds(news):.1f} us each, "
          f"{bodies:,} bodies changed")
    for name, count in sorted(counts.items()):
        print(f"{name:25} {count:7,} in {holding[name]:6,} articles")
    print(f"changed by a second cleaning {len(changing)}: {changing[:5]}")
    print(f"letters lost or invented in {len(losing)}: {losing[:5]}")


def show(news: list[dict[str, Any]], kind: str, number: int) -> None:
    """Print random texts of a kind, and what stood before and after."""
    texts = [
        (article, text) for article in news
        for name, text in list_findings(clean(article["title"], article["body"])) if name == kind
    ]
    for article, text in random.Random(4).sample(texts, min(number, len(texts))):
        body = " ".join(article["body"].split())
        at = max(0, body.find(text[:60]))
        print(f"[{article['outlet']}] {body[max(0, at - 80):at]} >>> {text} <<< "
              f"{body[at + len(text):at + len(text) + 80]}\n")


def main() -> None:
    """Measure, or show what to read."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", nargs="?", type=Path, default=NEWS)
    parser.add_argument("--read", nargs="+", metavar="KIND")
    parser.add_argument("--half", type=int, choices=(0, 1))
    given = parser.parse_args()
    news = read_articles(given.path, given.half)
    if given.read:
        show(news, given.read[0], int((given.read + ["20"])[1]))
    else:
        measure(news)


if __name__ == "__main__":
    main()
