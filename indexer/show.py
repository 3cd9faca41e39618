"""What the command line prints for people."""

import json
from typing import Any

import click

from indexer.made import Decision, Made
from search.page import Page
from search.snippet import Snippet


def page(found: Page) -> None:
    """Hits with their matches in bold, then the facets."""
    loose = " (any of the words: no article has them all)" if found.match == "any" else ""
    click.echo(f"{found.total:,} articles{loose}, {found.took_ms:.0f} ms")
    for hit in found.hits:
        article = hit.article
        click.echo(f"\n{_marked(hit.title) or '(untitled)'}")
        source = f"{article.outlet or '-'} · {article.published or '-'} · {article.id}"
        click.secho(f"  {_clean(source)}", dim=True)
        for snippet in hit.snippets:
            click.echo(f"  … {_marked(snippet)}")
    for name, buckets in found.facets.items():
        shown = ", ".join(f"{bucket.value or 'none'} ({bucket.count})" for bucket in buckets[:12])
        click.echo(f"\n{name}: {_clean(shown)}" + (" …" if len(buckets) > 12 else ""))


def made(found: Made) -> None:
    """An article as it would be added: each decision and its evidence, then all lines."""
    click.echo(_bold(_clean(str(found.place))))
    for decision in found.decisions:
        click.echo(f"{decision.field:10}{_decided(decision)}")
    click.echo(f"{'id':10}{_clean(found.article.id)}")
    for name, value in found.article.extra.items():
        if name not in _SHOWN:
            click.echo(f"{_clean(name):10}{_clean(_one_line(value))}")
    if found.notes:
        click.echo("\nkept beside the text")
    for note in found.notes:
        click.echo(f"  {note.kind:10}{_clean(note.text)}")
    if found.removed:
        click.echo("\nremoved, by line")
    for each in found.removed:
        click.echo(f"  {each.line:<6}{each.why:16}{_clean(each.text)}")
    paragraphs = map(_clean, found.article.body.split("\n"))
    click.echo("\n" + "\n".join(paragraphs) + "\n")


def _decided(decision: Decision) -> str:
    value = _bold(_clean(decision.value or "-"))
    if not decision.evidence or decision.evidence == decision.value:
        return f"{value}  ({decision.source or 'nothing says it'})"
    return f"{value}  ({decision.source or 'unknown'}: {_clean(decision.evidence)})"


def _one_line(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


_SHOWN = frozenset((
    "outlet_source", "date_source", "undated", "dateline", "place", "agency", "footers",
    "boilerplate"))
"""Told already by decisions, notes and removals."""


def _marked(snippet: Snippet) -> str:
    pieces, at = [], 0
    for start, end in snippet.spans:
        pieces += [_clean(snippet.text[at:start]), _bold(_clean(snippet.text[start:end]))]
        at = end
    return "".join([*pieces, _clean(snippet.text[at:])])


def _bold(text: str) -> str:
    return click.style(text, bold=True)


def _clean(text: str) -> str:
    """Without control characters, which could command the terminal."""
    return "".join(char if char.isprintable() else " " for char in text)
