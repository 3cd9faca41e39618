"""What the command line prints for people."""

import click

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
