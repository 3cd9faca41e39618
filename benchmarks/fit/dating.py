"""Measures how well dates are inferred: hides the date of each article, and compares.

    python -m benchmarks.fit.dating ARTICLES.jsonl.zst               the figures, as JSON
    python -m benchmarks.fit.dating ARTICLES.jsonl.zst --half seen   those of one half only
    python -m benchmarks.fit.dating ARTICLES.jsonl.zst --planted     of lines put into the articles

Articles fall into two halves by a hash of their id. What was developed and fitted (`points.py`)
saw only the half "seen"; the figures that count are those of the half "unseen", which are to be
looked at seldom. Right means: within a day.
"""

import argparse
import json
import re
import statistics
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

import zstandard

from benchmarks.fit import planted
from indexer import dating
from indexer.clean import Note
from indexer.dates import calendar
from indexer.dating import Dating, candidates, explicit
from indexer.dating.candidates import Mention

Record = dict[str, Any]

_FULL = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:[/.-](\d{{1,2}})[/.-]|[\s-]+"
    rf"({'|'.join(calendar.month_spellings())})\.?[\s,-]+)"
    r"((?:19|20)\d\d)(?!\d)", re.IGNORECASE)
_INDEXED = "indosum"
"""Ids of a set whose dates are those of an index: a day or two later than URL and text."""

_FEW = 30
"""Articles of an outlet below which its figures say nothing."""


def articles(path: Path) -> Iterator[Record]:
    """Yield the dated articles of a file."""
    with zstandard.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["date"]:
                yield record


def half(record: Record) -> str:
    """Return which half an article is in, by its id alone."""
    return ("seen", "unseen")[blake2b(record["id"].encode(), digest_size=1).digest()[0] & 1]


def pool(records: Iterable[Record]) -> list[Record]:
    """Return those whose text names at least one whole and possible day, with a weekday or not."""
    return [record for record in records if any(map(_real, _FULL.finditer(record["body"])))]


def _real(match: re.Match[str]) -> bool:
    day, number, month, year = match.groups()
    try:
        at = int(number) if number else calendar.month_spellings()[month.lower()]
        return date(int(year), at, int(day)) <= date.today()
    except ValueError:
        return False


def text_only(record: Record) -> Dating:
    """Return the date that the body alone gives."""
    return dating.find_date(record["body"])


def with_url(record: Record) -> Dating:
    """Return the date that body and URL give."""
    return dating.find_date(record["body"], url=record["url"])


def with_year(record: Record) -> Dating:
    """What the body tells beside a copyright line that gives the true year: a bound for what
    partial forms are worth."""
    note = Note(kind="copyright", text=f"© {record['date'][:4]}")
    return dating.find_date(record["body"], notes=[note])


def off(record: Record, found: str) -> int:
    """Return by how many days the date of the data is later than the one found."""
    return (date.fromisoformat(record["date"][:10]) - date.fromisoformat(found[:10])).days


def mended(records: list[Record]) -> list[Record]:
    """The same, each dated by its URL where that says the day: the dates of one set are those of
    an index, mostly a day or two later than URL and text."""
    days = [explicit.parse_url_date(record["url"]) if record["url"] else None for record in records]
    return [
        record | {"date": day.isoformat()} if day else record
        for record, day in zip(records, days)
    ]


def score(records: list[Record], infer: Callable[[Record], Dating]) -> dict[str, Any]:
    """Return the coverage, and how much of it is right, in all and by source."""
    days: defaultdict[str, list[int]] = defaultdict(list)
    for record in records:
        found = infer(record)
        if found.published:
            days[found.source or ""].append(off(record, found.published))
    every = [day for found_days in days.values() for day in found_days]
    figures = {"articles": len(records), **_figures(every)}
    figures["coverage"] = round(len(every) / len(records), 4) if records else None
    return figures | {"by source": {source: _figures(found) for source, found in days.items()}}


def _figures(days: list[int]) -> dict[str, Any]:
    right = sum(abs(day) <= 1 for day in days)
    share = round(right / len(days), 4) if days else None
    same = round(days.count(0) / len(days), 4) if days else None
    return {"dated": len(days), "right": right, "within a day": share, "same day": same}


def by_outlet(records: list[Record], infer: Callable[[Record], Dating]) -> dict[str, Any]:
    """Return the scores of each outlet with enough articles."""
    groups: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        groups[record["outlet"] or "none"].append(record)
    return {
        outlet: score(group, infer)
        for outlet, group in sorted(groups.items(), key=lambda each: -len(each[1]))
        if len(group) >= _FEW
    }


def addresses(records: list[Record]) -> dict[str, Any]:
    """For each outlet that writes the day into its URLs: how much later the date of the data
    is; and where the text names its own day, how much later that is than the URL's."""
    to_data: defaultdict[str, Counter[int]] = defaultdict(Counter)
    to_text: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for record in records:
        day = explicit.parse_url_date(record["url"]) if record["url"] else None
        if day:
            to_data[record["outlet"]][_shown(off(record, day.isoformat()))] += 1
            text = text_only(record).published
            if text:
                later = date.fromisoformat(text[:10]) - day
                to_text[record["outlet"]][_shown(later.days)] += 1
    return {
        outlet: {"data - URL": _sorted(days), "text - URL": _sorted(to_text[outlet])}
        for outlet, days in to_data.items()
    }


def _shown(days: int) -> int:
    return max(-4, min(4, days))


def _sorted(days: Counter[int]) -> dict[str, int]:
    return {f"{day:+d}" + ("…" if abs(day) == 4 else ""): days[day] for day in sorted(days)}


def first_dates(records: list[Record]) -> dict[str, Any]:
    """Return the scores of the first full date, of any kind and of those with their weekday."""
    kinds: dict[str, Callable[[Mention], bool]] = {
        "first full date": lambda _: True, "first with its weekday": lambda each: each.has_weekday}
    figures = {}
    for name, kind in kinds.items():
        days = []
        for record in records:
            found = [each.day for each in candidates.find_mentions(record["body"])
                     if each.day and kind(each)]
            days += [off(record, found[0].isoformat())] if found else []
        figures[name] = _figures(days)
    return figures


def microseconds(records: list[Record], infer: Callable[[Record], Dating]) -> float:
    """Return the microseconds of process time per article: the median of five rounds."""
    rounds = []
    for _ in range(5):
        began = time.process_time()
        for record in records:
            infer(record)
        rounds.append((time.process_time() - began) / len(records) * 1e6)
    return round(statistics.median(rounds), 1)


def reasons(records: list[Record]) -> dict[str, int]:
    """Count why the others stay undated."""
    counts = Counter(
        re.split(r"[:\d]", found.evidence)[0].strip() for record in records
        if not (found := text_only(record)).published)
    return dict(counts.most_common())


def measure(records: list[Record]) -> dict[str, Any]:
    """Return all figures of the articles of one half."""
    inside = pool(records)
    weekday = [each for each in inside
               if any(mention.has_weekday for mention in candidates.find_mentions(each["body"]))]
    undated = [each for each in records if not text_only(each).published]
    return {
        "pool, text only": score(inside, text_only),
        "pool, text only, against the URL's day": score(mended(inside), text_only),
        "pool without the set dated by an index, text only": score(
            [each for each in inside if not each["id"].startswith(_INDEXED)], text_only),
        "pool with a weekday, text only": score(weekday, text_only),
        "pool, first dates": first_dates(inside),
        "all, text only": score(records, text_only),
        "all, with URL": score(records, with_url),
        "partial forms, true year given": score(undated, with_year),
        "text only, by outlet": by_outlet(records, text_only),
        "pool, by outlet": by_outlet(inside, text_only),
        "with URL, by outlet": by_outlet(records, with_url),
        "URL by outlet": addresses(records),
        "why undated, text only": reasons(records),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--half", choices=("seen", "unseen"), help="leave the other one alone")
    parser.add_argument("--planted", action="store_true", help="how lines that state it are read")
    given = parser.parse_args()
    every = [each for each in articles(given.articles) if given.half in (None, half(each))]
    figures = planted.measure(every) if given.planted else _measured(every)
    print(json.dumps(figures, ensure_ascii=False, indent=1))


def _measured(records: list[Record]) -> dict[str, Any]:
    halves: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        halves[half(record)].append(record)
    dated_url = [each for each in records if each["url"] and explicit.parse_url_date(each["url"])]
    figures = {name: measure(own) for name, own in sorted(halves.items())}
    figures["microseconds an article"] = {
        "text only": microseconds(records, text_only), "as given": microseconds(records, with_url),
        "dated by its URL": microseconds(dated_url, with_url)}
    return figures


if __name__ == "__main__":
    main()
