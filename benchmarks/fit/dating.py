"""Measures how well dates are inferred: hides the date of each article, and compares.

    python -m benchmarks.fit.dating ARTICLES.jsonl.zst               the figures, as JSON
    python -m benchmarks.fit.dating ARTICLES.jsonl.zst --half seen   figures of one half only
    python -m benchmarks.fit.dating ARTICLES.jsonl.zst --planted     figures of planted lines

Articles fall into two halves by a hash of their id. What was developed and fitted (`points.py`)
saw only the half "seen". The figures of the half "unseen" are those that count; look at them
seldom. A date is right if it is within a day.
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
"""How the ids of a set begin whose dates come from an index: a day or two after URL and text."""

_FEW = 30
"""The figures of an outlet with fewer articles say nothing."""


def read_articles(path: Path) -> Iterator[Record]:
    """Yield the dated articles of a file."""
    with zstandard.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["date"]:
                yield record


def find_half(record: Record) -> str:
    """Return which half an article is in, by its id alone."""
    return ("seen", "unseen")[blake2b(record["id"].encode(), digest_size=1).digest()[0] & 1]


def select_pool(records: Iterable[Record]) -> list[Record]:
    """Return the records whose text names at least one whole, possible day."""
    return [record for record in records if any(map(_is_past_day, _FULL.finditer(record["body"])))]


def _is_past_day(match: re.Match[str]) -> bool:
    day, number, month, year = match.groups()
    try:
        at = int(number) if number else calendar.month_spellings()[month.lower()]
        return date(int(year), at, int(day)) <= date.today()
    except ValueError:
        return False


def date_by_text(record: Record) -> Dating:
    """Return the date that the body alone gives."""
    return dating.find_date(record["body"])


def date_by_text_and_url(record: Record) -> Dating:
    """Return the date that body and URL give."""
    return dating.find_date(record["body"], url=record["url"])


def date_with_true_year(record: Record) -> Dating:
    """Return the date that the body gives beside a copyright line with the true year.

    It bounds what days without a year are worth.
    """
    note = Note(kind="copyright", text=f"© {record['date'][:4]}")
    return dating.find_date(record["body"], notes=[note])


def count_days_off(record: Record, found: str) -> int:
    """Return how many days later than the date found the true one is."""
    return (date.fromisoformat(record["date"][:10]) - date.fromisoformat(found[:10])).days


def correct_dates(records: list[Record]) -> list[Record]:
    """Return the records with the day of their URL, if it has one, as their date.

    The dates of one set come from an index, and are mostly a day or two late.
    """
    days = [explicit.parse_url_date(record["url"]) if record["url"] else None for record in records]
    return [
        record | {"date": day.isoformat()} if day else record
        for record, day in zip(records, days)
    ]


def score(records: list[Record], infer: Callable[[Record], Dating]) -> dict[str, Any]:
    """Return the coverage and the share that is right, overall and by source."""
    days: defaultdict[str, list[int]] = defaultdict(list)
    for record in records:
        found = infer(record)
        if found.published:
            days[found.source or ""].append(count_days_off(record, found.published))
    every = [day for found_days in days.values() for day in found_days]
    figures = {"articles": len(records), **_summarize(every)}
    figures["coverage"] = round(len(every) / len(records), 4) if records else None
    return figures | {"by source": {source: _summarize(found) for source, found in days.items()}}


def _summarize(days: list[int]) -> dict[str, Any]:
    right = sum(abs(day) <= 1 for day in days)
    share = round(right / len(days), 4) if days else None
    same = round(days.count(0) / len(days), 4) if days else None
    return {"dated": len(days), "right": right, "within a day": share, "same day": same}


def score_by_outlet(records: list[Record], infer: Callable[[Record], Dating]) -> dict[str, Any]:
    """Return the scores of each outlet with enough articles."""
    groups: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        groups[record["outlet"] or "none"].append(record)
    return {
        outlet: score(group, infer)
        for outlet, group in sorted(groups.items(), key=lambda each: -len(each[1]))
        if len(group) >= _FEW
    }


def compare_url_days(records: list[Record]) -> dict[str, Any]:
    """Count, for each outlet with days in its URLs, by how many days other dates are later.

    The other dates are the true one and, if the text gives one, that of the text.
    """
    to_data: defaultdict[str, Counter[int]] = defaultdict(Counter)
    to_text: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for record in records:
        day = explicit.parse_url_date(record["url"]) if record["url"] else None
        if day:
            to_data[record["outlet"]][_clip(count_days_off(record, day.isoformat()))] += 1
            text = date_by_text(record).published
            if text:
                later = date.fromisoformat(text[:10]) - day
                to_text[record["outlet"]][_clip(later.days)] += 1
    return {
        outlet: {"data - URL": _format_counts(days), "text - URL": _format_counts(to_text[outlet])}
        for outlet, days in to_data.items()
    }


def _clip(days: int) -> int:
    return max(-4, min(4, days))


def _format_counts(days: Counter[int]) -> dict[str, int]:
    return {f"{day:+d}" + ("…" if abs(day) == 4 else ""): days[day] for day in sorted(days)}


def score_first_dates(records: list[Record]) -> dict[str, Any]:
    """Return the scores of the first full date, and of the first that has its weekday."""
    kinds: dict[str, Callable[[Mention], bool]] = {
        "first full date": lambda _: True, "first with its weekday": lambda each: each.has_weekday}
    figures = {}
    for name, kind in kinds.items():
        days = []
        for record in records:
            found = [each.day for each in candidates.find_mentions(record["body"])
                     if each.day and kind(each)]
            days += [count_days_off(record, found[0].isoformat())] if found else []
        figures[name] = _summarize(days)
    return figures


def measure_microseconds(records: list[Record], infer: Callable[[Record], Dating]) -> float:
    """Return the microseconds of process time per article: the median of five rounds."""
    rounds = []
    for _ in range(5):
        began = time.process_time()
        for record in records:
            infer(record)
        rounds.append((time.process_time() - began) / len(records) * 1e6)
    return round(statistics.median(rounds), 1)


def count_reasons(records: list[Record]) -> dict[str, int]:
    """Count the reasons why articles stay undated."""
    counts = Counter(
        re.split(r"[:\d]", found.evidence)[0].strip() for record in records
        if not (found := date_by_text(record)).published)
    return dict(counts.most_common())


def measure(records: list[Record]) -> dict[str, Any]:
    """Return all figures of the articles of one half."""
    inside = select_pool(records)
    weekday = [each for each in inside
               if any(mention.has_weekday for mention in candidates.find_mentions(each["body"]))]
    undated = [each for each in records if not date_by_text(each).published]
    return {
        "pool, text only": score(inside, date_by_text),
        "pool, text only, against the URL's day": score(correct_dates(inside), date_by_text),
        "pool without the set dated by an index, text only": score(
            [each for each in inside if not each["id"].startswith(_INDEXED)], date_by_text),
        "pool with a weekday, text only": score(weekday, date_by_text),
        "pool, first dates": score_first_dates(inside),
        "all, text only": score(records, date_by_text),
        "all, with URL": score(records, date_by_text_and_url),
        "partial forms, true year given": score(undated, date_with_true_year),
        "text only, by outlet": score_by_outlet(records, date_by_text),
        "pool, by outlet": score_by_outlet(inside, date_by_text),
        "with URL, by outlet": score_by_outlet(records, date_by_text_and_url),
        "URL by outlet": compare_url_days(records),
        "why undated, text only": count_reasons(records),
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--half", choices=("seen", "unseen"), help="leave the other half out")
    parser.add_argument("--planted", action="store_true", help="measure planted lines instead")
    given = parser.parse_args()
    every = [each for each in read_articles(given.articles)
             if given.half in (None, find_half(each))]
    figures = planted.measure(every) if given.planted else _measure_halves(every)
    print(json.dumps(figures, ensure_ascii=False, indent=1))


def _measure_halves(records: list[Record]) -> dict[str, Any]:
    halves: defaultdict[str, list[Record]] = defaultdict(list)
    for record in records:
        halves[find_half(record)].append(record)
    dated_url = [each for each in records if each["url"] and explicit.parse_url_date(each["url"])]
    figures = {name: measure(own) for name, own in sorted(halves.items())}
    figures["microseconds an article"] = {
        "text only": measure_microseconds(records, date_by_text),
        "as given": measure_microseconds(records, date_by_text_and_url),
        "dated by its URL": measure_microseconds(dated_url, date_by_text_and_url)}
    return figures


if __name__ == "__main__":
    main()
