"""Lines that state a date, in the words of Indonesian sites, planted into real articles.

No real articles with their own dated footers and datelines are at hand, so this measures less:
whether a stated day is found, and no other, where everything around it is real. The lines are our
own. Sites show which forms exist, but not how common each is. Lines that state another day than the
article's, such as sources (`Sumber: …, 26 April 2019`) and releases, are not among them.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from babel.dates import format_date

from indexer.article.pipeline import trace_article
from indexer.article.trace import Trace
from indexer.dates import calendar
from indexer.record import Location, Record

_MONTHS, _WEEKDAYS = calendar.month_names(), calendar.weekday_names()
_SHORT_MONTHS, _SHORT_ENGLISH_MONTHS = (
    [format_date(date(2019, month, 1), "MMM", locale) for month in range(1, 13)]
    for locale in ("id", "en"))

HEADS = (
    "{weekday}, {d} {month} {y} 14:05 WIB",
    "{weekday}, {d} {mon} {y} 14:05 WIB",
    "{weekday}, {dd}/{mm}/{y} 14:05 WIB",
    "{d} {month} {y}, 14:05 WIB",
    "{d} {month} {y}",
    "{weekday}, {d} {month} {y}",
    "{dd}/{mm}/{y} 14:05",
    "{weekday}, {d} {month} {y} | 14:05",
    "{weekday} {d} {mon} {y}, 14.05 WIB",
    "{weekday} ({d}/{m}/{y}) 14.05 WIB",
    "{english} {d}, {y}",
    "{y}-{mm}-{dd} 14:05:33",
    "Kabar Nusa - {dd}/{mm}/{y}, 14:05 WIB",
    "Kabar Nusa, {weekday}, {d} {month} {y} 14:05 WIB",
    "Kabar Nusa | {weekday}, {d} {month} {y} 14.05",
    "Diterbitkan: {d} {month} {y} 14:05 WIB",
    "Diterbitkan: {weekday}, {dd}/{mm}/{y} 14:05 WIB",
    "Diterbitkan {d} {mon} {y}, 14:05 WIB",
    "Dipublikasikan pada {d} {month} {y}",
    "Terbit {d} {mon} {y} | 10.00 WITA",
    "Tayang: {weekday}, {d} {month} {y} 14:05 WIB",
    "Oleh Wira Sasmita | {d} {month} {y}",
    "Oleh: Wira Sasmita - {weekday}, {d} {month} {y} 14:05 WIB",
    "Wira Sasmita, Kabar Nusa - {d} {mon} {y} 14:05 WIB",
    "Wira Sasmita - Kabar Nusa\n{weekday}, {d} {mon} {y} 14:05 WIB",
    "Wira Sasmita\n{d} {month} {y}, 14:05 WIB",
    "Kabar Nusa\n{d} {month} {y}",
)
"""Above a body."""

DATELINES = (
    "JAKARTA, Kabar Nusa, {weekday}, {d} {month} {y} 14:05 WIB -- ",
    "JAKARTA, {weekday} ({d}/{m}/{y}) -- ",
    "Jakarta ({d}/{m}/{y}) - ",
    "Jakarta, {d} {month} {y} - ",
    "Jakarta, {weekday} ({d}/{m}/{y}) - ",
    "Jakarta, {weekday}, {d} {month} {y} – ",
    "JAKARTA, KABARNUSA.com ({d}/{m}/{y}) - ",
    "JAKARTA, kabarnusa.id - {weekday} ({d}/{m}/{y}) - ",
    "Kabar Nusa, Jakarta ({d}/{m}/{y}) — ",
    "BANDUNG (Kabar Nusa, {d}/{m}/{y}) - ",
    "Bandung, Kabar Nusa, {d} {mon} {y} - ",
    "Jakarta - {weekday} ({d}/{m}/{y}) - ",
    "Jakarta, {weekday} {d} {month} {y}: ",
)
"""Before the first words of a body."""

FOOTERS = (
    "(HS/E027) {dd}-{mm}-{y} 14:05:33\n\nEditor: Wira Sasmita\nCopyright © ANTARA {y}",
    "Pewarta: Wira Sasmita\nEditor: Sari Wulandari\nCopyright © ANTARA {y} {dd}-{mm}-{y} 14:05:33",
    "Editor: Wira Sasmita {dd}-{mm}-{y} 14:05:33",
    "Editor: Wira Sasmita | {dd}-{mm}-{y}",
    "Editor: Wira Sasmita ({dd}/{mm}/{y})",
    "Editor: Wira Sasmita\n{weekday}, {d} {month} {y} 14:05 WIB",
    "Penulis: Wira Sasmita\nEditor: Sari Wulandari\nTerbit: {dd}/{mm}/{y} 14:05 WIB",
    "(Kabar Nusa, {d}/{m}/{y})",
    "(Kabar Nusa/{d} {month} {y})",
    "(wir/sar) {dd}-{mm}-{y}",
    "(wir) {weekday}, {d} {month} {y} 14:05 WIB",
    "(wir, {d}/{m}/{y})",
    "Diunggah pada {d} {month} {y}",
    "Terbit: {weekday}, {d} {month} {y} | 14:05 WIB",
    "{weekday}, {d} {month} {y}",
    "{d} {month} {y} 14:05 WIB",
    "Copyright © Kabar Nusa, {d} {month} {y}",
    "© {y} Kabar Nusa. Terbit {d} {month} {y}.",
)
"""Below a body."""

FORMS: dict[str, tuple[tuple[str, ...], Callable[[str, str], str]]] = {
    "head": (HEADS, lambda line, body: f"{line}\n\n{body}"),
    "dateline": (DATELINES, lambda line, body: line + body),
    "footer": (FOOTERS, lambda line, body: f"{body}\n\n{line}"),
}


def measure(records: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Count, for each form, the articles dated by it rightly and wrongly, and how many state it."""
    records = list(records)
    figures: dict[str, Any] = {}
    for place, (forms, plant) in FORMS.items():
        found = {form: _count_outcomes(records, form, plant) for form in forms}
        figures[place] = {"all": _sum_counts(found.values()), "forms": found}
    return figures


def _count_outcomes(
    records: list[dict[str, Any]], form: str, plant: Callable[[str, str], str]
) -> dict[str, int]:
    counts = {"articles": len(records), "right": 0, "wrong": 0, "stated": 0}
    for record in records:
        published, source = date_record(record, form, plant)
        counts["right"] += published == record["date"][:10]
        counts["wrong"] += published not in (None, record["date"][:10])
        counts["stated"] += source in ("line", "footer", "dateline")
    return counts


def date_record(
    record: dict[str, Any], form: str, plant: Callable[[str, str], str]
) -> tuple[str | None, str | None]:
    """Return the day that is read in an article with a line planted into it, and its source."""
    body = plant(fill_form(form, record["date"]), record["body"])
    article = trace_article(Record(
        location=Location("planted"), fields={"title": record["title"], "body": body}))
    assert isinstance(article, Trace)
    published = article.article.published
    return published[:10] if published else None, article.article.extra.get("date_source")


def fill_form(form: str, day: str) -> str:
    """Return a form filled in with a day.

    >>> fill_form("{weekday} ({d}/{m}/{y}), {dd} {mon}", "2019-04-05")
    'Jumat (5/4/2019), 05 Apr'
    """
    moment = date.fromisoformat(day[:10])
    return form.format(
        weekday=_WEEKDAYS[moment.weekday()], d=moment.day, dd=f"{moment.day:02}",
        m=moment.month, mm=f"{moment.month:02}", y=moment.year, month=_MONTHS[moment.month - 1],
        mon=_SHORT_MONTHS[moment.month - 1], english=_SHORT_ENGLISH_MONTHS[moment.month - 1])


def _sum_counts(counts: Iterable[dict[str, int]]) -> dict[str, Any]:
    counts = list(counts)
    total: dict[str, Any] = {name: sum(each[name] for each in counts) for name in counts[0]}
    return total | {"share right": round(total["right"] / total["articles"], 5)}
