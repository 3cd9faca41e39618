"""`indexer fetch`: adds what is new in feeds."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from indexer import fetch as fetching
from indexer.cli import display, options, output
from indexer.cli.add import check_clock
from indexer.cli.output import pluralize, sanitize
from indexer.ingest.report import Report
from search import find_folder


def _check_contact(_: click.Context, __: click.Parameter, value: str) -> str:
    if not value.isprintable() or not value.isascii() or not ("@" in value or "://" in value):
        raise click.BadParameter("write a mail address, or the URL of a page.")
    return value


class _FeedList(click.Path):
    """The path of a list of feeds."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        """Return the path; fail for the address of a feed, which belongs in the file."""
        if "://" in str(value):
            self.fail(f"{value} is an address: write it into a file, and name that.", param, ctx)
        return super().convert(value, param, ctx)


@click.command()
@click.argument("path", metavar="FEEDS.txt", type=_FeedList(
    exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--contact", envvar="FETCH_CONTACT", required=True, metavar="ADDRESS", callback=_check_contact,
    help="A mail address or URL of yours, which sites see with each request. Also read from "
    "FETCH_CONTACT.")
@click.option(
    "--full", is_flag=True,
    help="Where a feed has only a summary of an article, fetch its page.")
@click.option(
    "--pages", type=click.IntRange(0), default=200, show_default=True, metavar="N",
    help="Fetch up to N pages of each feed, and the others in later runs.")
@click.option(
    "--hosts", type=click.IntRange(1, 64), default=8, show_default=True, metavar="N",
    help="Ask up to N hosts side by side, each for one thing at a time.")
@click.option(
    "--delay", type=click.FloatRange(0, 60), default=1.0, show_default=True, metavar="SECONDS",
    help="Wait so long between two requests to a host. A longer Crawl-delay comes first.")
@click.option(
    "--allow-private", is_flag=True,
    help="Also fetch from this computer and its network, as for an intranet.")
@options.state("fetched", "fetch.state")
@options.outcome()
@options.report_file
@click.pass_context
def fetch(
    context: click.Context, path: Path, contact: str, full: bool, pages: int, hosts: int,
    delay: float, allow_private: bool, state: Path | None, rejected: Path, as_json: bool,
    report: Path | None,
) -> None:
    """Add what is new in the feeds and news sitemaps that FEEDS.txt lists, an address a line.

    The address of a page stands for the feed that it names.

    Made to be run by cron; see docs/operating.md. It obeys robots.txt. What a feed had before is
    not read again, so an interrupted run is resumed by running it again. The exit code is 1 if a
    feed, or a page that it names, could not be read.
    """
    feeds = fetching.read_feed_list(path)
    if not feeds:
        raise click.UsageError(f"{path} lists no feed: write an address on each line.")
    archive, state_file = context.obj(), state or _find_state_file(context)
    check_clock(archive)
    asked = fetching.FetchOptions(
        full=full, max_pages=pages, hosts=hosts, rejected=rejected,
        on_rejection=display.print_rejection)
    run = _FetchRun(feeds, as_json, report)
    try:
        with fetching.hold_fetch_state(state_file) as kept:
            client = fetching.PoliteClient(
                kept, contact, delay=delay, allow_private=allow_private)
            for outcome in fetching.fetch_feeds(archive, kept, client, feeds, asked):
                run.note(outcome)
        run.report.interrupted = False
    finally:
        run.conclude()
    sys.exit(1 if run.has_failed else 0)


def _find_state_file(context: click.Context) -> Path:
    folder: Path = find_folder(context.find_root().params["engine"])
    return folder / "fetch.state"


class _FetchRun:
    """What a run has to say, feed by feed and as a whole."""

    def __init__(self, feeds: Sequence[str], as_json: bool, report_file: Path | None) -> None:
        self.report = Report(interrupted=True)
        self._places = {feed: place for place, feed in enumerate(feeds)}
        self._as_json, self._report_file = as_json, report_file
        self._outcomes: list[fetching.FeedOutcome] = []

    @property
    def has_failed(self) -> bool:
        """Whether a feed, a page or a record could not be read."""
        return bool(self.report.rejected) or any(
            each.failure or each.pages.failed for each in self._outcomes)

    def note(self, outcome: fetching.FeedOutcome) -> None:
        """Say what became of a feed."""
        self._outcomes.append(outcome)
        self.report.include(outcome.report)
        feed = sanitize(outcome.feed)
        for failure in (*outcome.pages.failures, *filter(None, [outcome.failure])):
            output.print_error(f"{feed}: {sanitize(failure)}")
        if outcome.pages.failed > len(outcome.pages.failures):
            output.print_error(f"{feed}: {pluralize(outcome.pages.failed, 'page')} not read in all")
        if outcome.left:
            output.print_error(f"{feed}: {pluralize(outcome.left, 'page')} left for later runs")
        if not self._as_json and not outcome.failure:
            click.echo(f"{feed}: {_describe(outcome)}")

    def conclude(self) -> None:
        """Write the report to its file, and print it, whether the run was completed or stopped."""
        outcomes = sorted(self._outcomes, key=lambda each: self._places[each.feed])
        values = self.report.to_dict() | {"feeds": list(map(_summarize, outcomes))}
        try:
            if self._report_file:
                self._report_file.write_text(json.dumps(values) + "\n")
        except OSError as error:
            raise click.ClickException(f"cannot write the report: {error}") from error
        finally:
            display.print_report(self.report, None, self._as_json, values)


def _describe(outcome: fetching.FeedOutcome) -> str:
    report = outcome.report
    if outcome.is_unchanged:
        return "nothing new"
    return (f"{report.added:,} added, {report.updated:,} updated, {report.unchanged:,} unchanged, "
            f"{pluralize(outcome.pages.fetched, 'page')} fetched")


def _summarize(outcome: fetching.FeedOutcome) -> dict[str, object]:
    counts = outcome.report
    return {
        "feed": outcome.feed, "failure": outcome.failure, "unchanged": outcome.is_unchanged,
        "read": counts.read, "added": counts.added, "updated": counts.updated,
        "pages_fetched": outcome.pages.fetched, "pages_failed": outcome.pages.failed,
        "pages_left": outcome.left,
    }
