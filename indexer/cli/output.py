"""What the command line prints for people."""

import json
import sys
import time
from contextlib import suppress
from typing import Any

import click

from indexer.article.trace import Decision, Trace
from indexer.formats.io.skipped_files import SkippedFiles
from indexer.ingest.report import Report
from indexer.record import Rejection
from search.page import Page
from search.query import STORY
from search.snippet import Snippet


def page(found: Page) -> None:
    """Hits with their matches in bold, then the facets."""
    loose = " (any of the words: no article has them all)" if found.match == "any" else ""
    told = f"{found.total:,} stories of " if found.query.collapse == STORY else ""
    click.echo(f"{told}{found.articles:,} articles{loose}, {found.took_ms:.0f} ms")
    for hit in found.hits:
        article = hit.article
        click.echo(f"\n{_marked(hit.title) or '(untitled)'}")
        source = f"{article.outlet or '-'} · {article.published or '-'} · {article.id}"
        click.secho(f"  {clean(source)}", dim=True)
        if hit.story:
            outlets = ", ".join(outlet or "-" for outlet in hit.story.outlets)
            click.secho(f"  {hit.story.size} articles tell this: {clean(outlets)}", dim=True)
        for snippet in hit.snippets:
            click.echo(f"  … {_marked(snippet)}")
    for name, buckets in found.facets.items():
        shown = ", ".join(f"{bucket.value or 'none'} ({bucket.count})" for bucket in buckets[:12])
        click.echo(f"\n{name}: {clean(shown)}" + (" …" if len(buckets) > 12 else ""))


def made(found: Trace) -> None:
    """An article as it would be added: each decision and its evidence, then all lines."""
    click.echo(_bold(clean(str(found.place))))
    for decision in found.decisions:
        click.echo(f"{decision.field:10}{_decided(decision)}")
    click.echo(f"{'id':10}{clean(found.article.id)}")
    for name, value in found.article.extra.items():
        if name not in _SHOWN:
            click.echo(f"{clean(name):9} {clean(_one_line(value))}")
    if found.notes:
        click.echo("\nkept beside the text")
    for note in found.notes:
        click.echo(f"  {note.kind:10}{clean(note.text)}")
    if found.removed:
        click.echo("\nremoved, by line")
    for each in found.removed:
        click.echo(f"  {each.line:<6}{each.why:16}{clean(each.text)}")
    paragraphs = map(clean, found.article.body.split("\n"))
    click.echo("\n" + "\n".join(paragraphs) + "\n")


def rejected(rejection: Rejection) -> None:
    """That a record was rejected, and why."""
    told(f"rejected {clean(str(rejection))}")


def told(line: str, ends: bool = True) -> None:
    """A line on standard error, if it can be written: a log that is full stops no work."""
    with suppress(OSError, ValueError):
        click.echo(line, nl=ends, err=True)


def passed_over(skipped: SkippedFiles) -> None:
    """That files of a folder were not read."""
    told(f"{clean(str(skipped))}; --format says what files are")


def unmet(names: set[str]) -> None:
    """Which names that were mapped no record had."""
    for name in sorted(names):
        told(f"no record has a field {clean(name)!r}, which --map names")


def report(report: Report, fault: OSError | None, in_json: bool) -> None:
    """What a run came to, and before it what whoever started it should know."""
    if fault:
        told(f"rejected records are not kept: {fault}; name a file by --rejected")
    if report.replaced:
        told(f"{report.replaced:,} records had the id or URL of another, in this run or the "
             "archive, and differ from it: the last of each is kept. If they are not versions of "
             "one article, give that field another name: articles without id and URL are known "
             "by their text, outlet and day")
    if report.not_pruned:
        told(f"nothing pruned: {report.not_pruned}")
    if in_json:
        as_json(report.to_dict())
    else:
        click.echo(str(report))


def progress(done: int, began: float) -> None:
    """How many articles are done, and how many a second, on a terminal."""
    if _on_terminal():
        rate = done / max(time.monotonic() - began, 0.001)
        told(f"\r{done:,} articles, {rate:,.0f} a second ", ends=False)


def progress_done() -> None:
    """The line of progress is at its end."""
    if _on_terminal():
        told("")


def _on_terminal() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()


def as_json(value: Any) -> None:
    """One line; half surrogates, which UTF-8 cannot hold, are escaped."""
    try:
        line = json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        line = json.dumps(value).encode()
    sys.stdout.buffer.write(line + b"\n")


def _decided(decision: Decision) -> str:
    value = _bold(clean(decision.value or "-"))
    if not decision.evidence or decision.evidence == decision.value:
        return f"{value}  ({decision.source or 'nothing says it'})"
    return f"{value}  ({decision.source or 'unknown'}: {clean(decision.evidence)})"


def _one_line(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


_SHOWN = frozenset((
    "outlet_source", "date_source", "undated", "dateline", "place", "agency", "footers",
    "boilerplate"))
"""Told already by decisions, notes and removals."""


def _marked(snippet: Snippet) -> str:
    pieces, at = [], 0
    for start, end in snippet.spans:
        pieces += [clean(snippet.text[at:start]), _bold(clean(snippet.text[start:end]))]
        at = end
    return "".join([*pieces, clean(snippet.text[at:])])


def _bold(text: str) -> str:
    return click.style(text, bold=True)


def clean(text: str) -> str:
    """A text without control characters, which could command the terminal."""
    return "".join(char if char.isprintable() else " " for char in text)
