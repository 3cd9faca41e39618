"""Prints results on a terminal: pages of hits, traces of articles, reports of runs."""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import click

from indexer.article.trace import Decision, Trace
from indexer.cli.output import bold, pluralize, print_error, print_json, sanitize
from indexer.fields.synonyms import find_field
from indexer.formats.io.skipped_files import SkippedFiles
from indexer.ingest.files import OutsideLink
from indexer.ingest.report import Report
from indexer.record import Rejection, Unpublished
from search import Archive, Query
from search.explanation import Explanation, write_leaf
from search.facets import FACETS, OWN
from search.page import Bar, Bucket, Hit, Page, Suggestion, SuggestionKind, Timeline
from search.query import STORY, Sort
from search.snippet import Snippet
from search.syntax import ParsedQuery

MAX_BUCKETS = 12
"""Buckets of a facet that are shown."""

MAX_LINKS = 5
"""Links out of a folder that a warning names."""

_TO_COME = (
    "not dated by what they state, as it lies ahead of today, {}. Is the clock of this computer "
    "right? If not, set it, and add them again")
_REPLACED = (
    "had the id or URL of another record, in this run or in the archive, and other content: the "
    "last one was kept. If they are not versions of one article, rename that field: articles "
    "without id and URL are identified by their text, outlet and day")
_KEPT_BESIDE = (
    "had the id or URL of another article, but another title and text: kept as well, each under "
    "an id of its own. If they are new versions, remove the article that has their id and add them "
    "again; if that field is no id or URL, rename it")

_SHOWN_ELSEWHERE = frozenset((
    "outlet_source", "date_source", "undated", "dateline", "place", "agency", "footers",
    "boilerplate"))
"""Names in `extra` that decisions, notes and removals show already."""


_SUGGESTED = {
    SuggestionKind.SPELLING: "did you mean: {}",
    SuggestionKind.EXPAND: "written out: {}",
    SuggestionKind.UNQUOTE: "without quotation marks: {}",
    SuggestionKind.UNFILTER: "without filters: {}",
    SuggestionKind.DROP: "without the words that no article has: {}",
}


def print_page(page: Page, suggestions: Sequence[Suggestion] = ()) -> None:
    """Print what else may be meant, hits with their matches in bold, then the facets."""
    click.echo(_summarize(page))
    _print_reading(page.parsed)
    _print_equivalents(page)
    for suggestion in suggestions:
        click.echo(_format_suggestion(suggestion))
    for hit in page.hits:
        _print_hit(hit)
    for name, buckets in page.facets.items():
        if not buckets:
            continue
        shown = ", ".join(map(_format_bucket, buckets[:MAX_BUCKETS]))
        more = " …" if len(buckets) > MAX_BUCKETS else ""
        click.echo(f"\n{name}: {sanitize(shown)}{more}")
    if page.timeline:
        print_timeline(page.timeline)


def print_timeline(timeline: Timeline) -> None:
    """Print a timeline, a bar a line, and what is counted apart."""
    click.echo(f"\nby {timeline.interval}")
    for bar in timeline.bars:
        days = bar.since if bar.since == bar.until else f"{bar.since} to {bar.until}"
        click.echo(f"  {days}  {_format_count(bar)}")
    if timeline.undated:
        click.echo(f"  undated  {timeline.undated:,}")
    if timeline.imprecise:
        click.echo(f"  not known so exactly  {timeline.imprecise:,}")


def print_rows(rows: Sequence[Sequence[str | int | None]]) -> None:
    """Print the rows of trends: the queries by number, then the counts of each in its column."""
    (_, _, _, *names), *counted = rows
    for number, name in enumerate(names, 1):
        click.echo(f"{number}  {bold(sanitize(str(name)))}")
    numbers = "".join(f"{number:>11}" for number in range(1, len(names) + 1))
    click.echo(f"\n{'':22}{numbers}")
    for bar, _, _, *counts in counted:
        shown = "".join(f"{count:>11,}" for count in counts if isinstance(count, int))
        click.echo(f"{bar:22}{shown}")


def _format_count(bar: Bar) -> str:
    stories = "" if bar.stories is None else f" in {pluralize(bar.stories, 'story')}"
    total = "" if bar.total is None else f" of {bar.total:,}"
    return f"{bar.count:,}{stories}{total}"


def _summarize(page: Page) -> str:
    counts = [pluralize(page.articles, "article")]
    if page.query.collapse == STORY:
        counts.insert(0, pluralize(page.total, "story"))
    return f"{', '.join(counts)}{_describe_match(page)}, {page.took_ms:.0f} ms"


def _describe_match(page: Page) -> str:
    if page.match == "any":
        return " (no article has enough of the words, these have some)"
    if page.match == "most":
        return (f" with at least {page.needed} of {page.words} words, "
                f"{page.with_all_words:,} with all")
    return ""


def _print_reading(parsed: ParsedQuery) -> None:
    """Print how the query was read, unless it is nothing but words."""
    if parsed.is_plain:
        return
    click.secho(f"read as: {sanitize(parsed.text)}", dim=True)
    if parsed.alternative:
        click.secho(f"to undo this, search for: {sanitize(parsed.alternative)}", dim=True)
    for remark in parsed.remarks:
        click.secho(sanitize(str(remark)), dim=True)


def _format_suggestion(suggestion: Suggestion) -> str:
    query, total = sanitize(suggestion.query.text) or "everything", suggestion.total
    count = pluralize(total, "story" if suggestion.query.collapse == STORY else "article")
    return f"{_SUGGESTED[suggestion.kind].format(query)} ({count})"


def _print_equivalents(page: Page) -> None:
    """Print what words of the query are also written as."""
    for each in page.equivalents:
        if each.applied:
            said = f"{each.text} is also looked for as {', '.join(each.writings)}"
        elif page.query.sort is Sort.RELEVANCE:
            long = " or ".join(each.writings)
            said = f"articles with {each.text} that also have {long} come first"
        else:
            continue
        click.secho(sanitize(said), dim=True)


def _print_hit(hit: Hit) -> None:
    article = hit.article
    click.echo(f"\n{_format_snippet(hit.title) or '(untitled)'}")
    origin = f"{article.outlet or '-'} · {article.published or '-'} · {article.id}"
    click.secho(f"  {sanitize(origin)}", dim=True)
    if hit.story:
        outlets = ", ".join(outlet or "-" for outlet in hit.story.outlets)
        click.secho(f"  story of {pluralize(hit.story.size, 'article')}: {sanitize(outlets)}",
                    dim=True)
    for snippet in hit.snippets:
        click.echo(f"  … {_format_snippet(snippet)}")
    if hit.explanation:
        _print_explanation(hit.score, hit.explanation)


def _print_explanation(score: float, explanation: Explanation) -> None:
    """Print a score and its parts; a weight is shown unless it is 1."""
    click.secho(f"  score {score:.3f}", dim=True)
    for part in explanation:
        weight = "" if part.weight == 1 else f" × {part.weight:g}"
        fields = ", ".join(f"{field} {share:.3f}" for field, share in part.by_field.items())
        leaf = sanitize(f": {write_leaf(part.leaf)}") if part.leaf else ""
        click.secho(f"  {part.score:9.3f} {part.role}{weight}{leaf} ({fields})", dim=True)


def _format_bucket(bucket: Bucket) -> str:
    return f"{bucket.value or 'none'} ({bucket.count:,})"


def _format_snippet(snippet: Snippet) -> str:
    pieces, at = [], 0
    for start, end in snippet.spans:
        pieces += [sanitize(snippet.text[at:start]), bold(sanitize(snippet.text[start:end]))]
        at = end
    return "".join([*pieces, sanitize(snippet.text[at:])])


def print_trace(trace: Trace) -> None:
    """Print an article as `add` would store it: each decision with its evidence, then all lines."""
    click.echo(bold(sanitize(str(trace.location))))
    for decision in trace.decisions:
        click.echo(f"{decision.field:10}{_format_decision(decision)}")
    click.echo(f"{'id':10}{sanitize(trace.article.id)}")
    for name, value in trace.article.extra.items():
        if name not in _SHOWN_ELSEWHERE:
            click.echo(f"{sanitize(name):9} {sanitize(_format_value(value))}")
    if trace.notes:
        click.echo("\nkept beside the text")
    for note in trace.notes:
        click.echo(f"  {note.kind:10}{sanitize(note.text)}")
    if trace.removed:
        click.echo("\nremoved, by line")
    for removal in trace.removed:
        click.echo(f"  {removal.line:<6}{removal.why:16}{sanitize(removal.text)}")
    paragraphs = map(sanitize, trace.article.body.split("\n"))
    click.echo("\n" + "\n".join(paragraphs) + "\n")


def _format_decision(decision: Decision) -> str:
    value = bold(sanitize(decision.value or "-"))
    if not decision.evidence or decision.evidence == decision.value:
        return f"{value}  ({decision.source or 'no evidence'})"
    return f"{value}  ({decision.source or 'unknown'}: {sanitize(decision.evidence)})"


def _format_value(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def print_rejection(rejection: Rejection) -> None:
    """Print where a record was rejected, and why."""
    print_error(f"rejected {sanitize(str(rejection))}")


def print_unpublished(unpublished: Unpublished) -> None:
    """Print which record is left out because it is not published, and what says so."""
    print_error(f"unpublished {sanitize(str(unpublished))}")


def print_outside_link(link: OutsideLink) -> None:
    """Print which link is not followed because it leads out of its folder."""
    print_error(f"not followed, leads out of the folder: {sanitize(str(link))}")


def print_skipped(skipped: SkippedFiles) -> None:
    """Print how many files in folders are not read because their names say no format."""
    print_error(f"{sanitize(str(skipped))}; name their format with --format")


def print_unmet_names(names: set[str]) -> None:
    """Print each name of --map that no record has."""
    for name in sorted(names):
        print_error(f"no record has the field {sanitize(name)!r} that --map names")


def print_empty_facets(archive: Archive) -> None:
    """Print a line for each facet of the operator that no article has a value of."""
    if not OWN or not archive.size():
        return
    counted = archive.search(Query(page_size=0, facets=OWN)).facets
    for name in OWN:
        if all(bucket.value is None for bucket in counted[name]):
            print_error(f"no article has the facet {name}: {_explain_empty(name)}")


def _explain_empty(name: str) -> str:
    """Return what an operator may have meant by a facet that is empty."""
    field = find_field(name)
    if field is None:
        return "`indexer inspect` shows under which names articles keep their fields"
    is_facet = ", and that is a facet already" if field in FACETS else ""
    return f"articles keep this field as {field}{is_facet}"


def print_report(
    report: Report, fault: OSError | None, as_json: bool, values: dict[str, Any] | None = None
) -> None:
    """Print the report of a run, after its warnings.

    `fault` is the reason why rejected records could not be kept. `values` are printed as JSON
    instead of those of the report.
    """
    if fault:
        print_error(f"cannot keep rejected records: {fault}; name another file with --rejected")
    for warning in _list_warnings(report):
        print_error(warning)
    if as_json:
        print_json(values or report.to_dict())
    else:
        click.echo(str(report))


def _list_warnings(report: Report) -> Iterator[str]:
    """Yield what a report has to say beyond its counts, and what can be done about it."""
    if report.unpublished:
        yield _describe_unpublished(report)
    if report.outside_links:
        yield _describe_outside_links(report)
    if report.to_come:
        yield f"{pluralize(report.to_come, 'record')} {_TO_COME.format(date.today())}"
    if report.replaced:
        yield f"{pluralize(report.replaced, 'record')} {_REPLACED}"
    if report.kept_beside:
        yield f"{pluralize(report.kept_beside, 'record')} {_KEPT_BESIDE}"
    if report.doubtful:
        yield (f"{pluralize(report.doubtful, 'page')} may have been read in part or wrongly: "
               "`indexer inspect` shows why, as `doubtful`")
    if report.not_pruned:
        yield f"nothing pruned: {sanitize(report.not_pruned)}"


def _describe_unpublished(report: Report) -> str:
    reasons = ", ".join(f"{sanitize(reason)}: {count:,}"
                        for reason, count in report.unpublished_reasons.items())
    return (f"left out {pluralize(report.unpublished, 'record')} not published ({reasons}); "
            "--include-unpublished adds them")


def _describe_outside_links(report: Report) -> str:
    named = ", ".join(map(sanitize, report.outside_links_named[:MAX_LINKS]))
    more = ", …" if report.outside_links > MAX_LINKS else ""
    return (f"did not follow {pluralize(report.outside_links, 'link')} out of the folder "
            f"({named}{more}); --follow-links does")
