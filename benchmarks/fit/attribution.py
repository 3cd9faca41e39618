"""Measures how often the outlet of an article is found, and how often correctly.

    python -m benchmarks.fit.attribution news_handout.jsonl.zst
    python -m benchmarks.fit.attribution news_handout.jsonl.zst --half develop --show 20

Three ways: from the text alone, from the URL alone, and from both. A hash of their ids divides the
articles into two halves: develop on one, report the other.
"""

import argparse
import io
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from statistics import median
from typing import Any

import zstandard

from indexer import outlets
from indexer.clean import Note, clean
from indexer.outlets import dateline

Record = dict[str, Any]
WAYS = ("text", "url", "both")


def read(path: Path, half: str) -> Iterator[Record]:
    """Yield the articles of a half: report, develop or all."""
    with path.open("rb") as packed, zstandard.ZstdDecompressor().stream_reader(packed) as stream:
        for line in io.TextIOWrapper(stream, "utf-8"):
            record = json.loads(line)
            odd = blake2b(record["id"].encode(), digest_size=1).digest()[0] & 1
            if half == "all" or odd == (half == "report"):
                yield record


def prepare(record: Record) -> tuple[str, list[Note]]:
    """Return the cleaned body, and the lines about it."""
    cleaned = clean(record["title"], record["body"])
    return cleaned.body, list(cleaned.notes)


def attribute(record: Record) -> dict[str, outlets.Attribution]:
    """Return the attribution that each way gives."""
    body, notes = prepare(record)
    found, _ = dateline.split_dateline(body)
    url = record["url"] or None
    return {
        "text": outlets.find_outlet(found, notes, None),
        "url": outlets.find_outlet(None, [], url),
        "both": outlets.find_outlet(found, notes, url),
    }


def measure(records: list[Record], show: int) -> None:
    """Print coverage and precision of each way, by outlet and by evidence, and disagreements."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    wrong: dict[str, list[str]] = defaultdict(list)
    for record in records:
        truth = outlets.resolve_alias(record["outlet"]) if record["outlet"] else None
        for way, found in attribute(record).items():
            verdict = _verdict(truth, found.outlet)
            for group in ("all", truth or "(unknown)", f"by {found.source}"):
                counts[way, group][verdict] += 1
            if verdict in ("wrong", "unlabelled"):
                words = f"({found.source}: {found.evidence[:90]!r})"
                wrong[way].append(f"{truth} / {found.outlet} {words}")
    for way in WAYS:
        print(f"\n{way}\n{'':22}{'articles':>9}{'coverage':>9}{'precision':>10}{'wrong':>7}")
        for (of, group), count in sorted(counts.items(), key=lambda each: -each[1].total()):
            if of == way:
                print(_row(group, count))
        for line in random.Random(1).sample(wrong[way], min(show, len(wrong[way]))):
            print("    ", line)


def _verdict(truth: str | None, found: str | None) -> str:
    if found is None:
        return "none"
    return "unlabelled" if truth is None else "right" if truth == found else "wrong"


def _row(group: str, count: Counter[str]) -> str:
    labelled = count["right"] + count["wrong"]
    precision = f"{count['right'] / labelled:10.2%}" if labelled else f"{'-':>10}"
    coverage = (count.total() - count["none"]) / count.total()
    return f"{group:22}{count.total():>9}{coverage:>9.1%}{precision}{count['wrong']:>7}"


def measure_microseconds(records: list[Record]) -> float:
    """Return the microseconds that dateline and outlet take per article: the median of 5 rounds."""
    inputs = [(*prepare(record), record["url"] or None) for record in records]
    rounds = []
    for _ in range(5):
        began = time.process_time()
        for body, notes, url in inputs:
            outlets.find_outlet(dateline.split_dateline(body)[0], notes, url)
        rounds.append((time.process_time() - began) / len(inputs) * 1e6)
    return median(rounds)


def main() -> None:
    """Measure as the arguments say."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("news", type=Path)
    parser.add_argument("--half", choices=("report", "develop", "all"), default="report")
    parser.add_argument("--show", type=int, default=0, help="disagreements to print of each way")
    arguments = parser.parse_args()
    records = list(read(arguments.news, arguments.half))
    measure(records, arguments.show)
    print(f"\n{len(records)} articles, {measure_microseconds(records):.1f} us each")


if __name__ == "__main__":
    main()
