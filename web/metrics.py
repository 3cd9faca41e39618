"""Counts requests and searches, and writes the counts in the format of Prometheus.

Each process counts for itself. Where PROMETHEUS_MULTIPROC_DIR names a folder, prometheus-client
keeps the counts of all processes in files there, and any of them answers for all.
"""

import os
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from search import Archive, Query, Sort
from search.errors import SearchError
from search.period import find_moment
from search.version import VERSION
from web.request_notes import QueryClass, RequestNotes

if TYPE_CHECKING:
    from prometheus_client.registry import Collector, CollectorRegistry

BUCKETS = (.005, .01, .025, .05, .1, .25, .5, 1.0, 2.5, 5.0)
"""Upper bounds of the classes of latencies, in seconds."""

MISSING = "metrics need prometheus-client: pip install 'warta[metrics]'"

METRICS = "warta-metrics"
"""Where an application keeps its metrics among its extensions."""

_MULTIPLE = "PROMETHEUS_MULTIPROC_DIR"


class Metrics:
    """The counts of an application. Without prometheus-client nothing is counted."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        try:
            import prometheus_client as client
        except ImportError:
            self._registry: CollectorRegistry | None = None
            return
        self._registry = client.CollectorRegistry()
        self._create(client, self._registry)

    def _create(self, client: Any, registry: "CollectorRegistry") -> None:
        """Create the counts of requests in a registry of prometheus-client."""
        self._seconds = client.Histogram(
            "warta_request_seconds", "How long requests take, to the last byte.",
            ("route", "query_class"), registry=registry, buckets=BUCKETS)
        self._requests = client.Counter(
            "warta_requests", "Requests by the status of their answer.", ("route", "status"),
            registry=registry)
        self._searches = client.Counter(
            "warta_searches", "Searches, by whether anything was found.", ("outcome",),
            registry=registry)
        self._answers = client.Counter(
            "warta_cacheable_answers",
            "Answers that may be kept: made, kept from before, or the client's own copy.",
            ("origin",), registry=registry)
        self._refused = client.Counter(
            "warta_refused_requests", "Requests that were refused because too many came.",
            registry=registry)
        self._open = client.Gauge(
            "warta_open_requests", "Requests that are being answered, or wait.",
            registry=registry, multiprocess_mode="livesum")

    def begin(self) -> None:
        """Count a request that begins."""
        if self._registry:
            self._open.inc()

    def end(self, notes: RequestNotes, seconds: float) -> None:
        """Count a request that has been answered."""
        if not self._registry:
            return
        self._open.dec()
        search = notes.search
        query_class = search.query_class if search else QueryClass.NONE
        self._seconds.labels(notes.route, query_class).observe(seconds)
        self._requests.labels(notes.route, str(notes.status)).inc()
        if notes.is_refused:
            self._refused.inc()
        if search:
            self._searches.labels("found" if search.total else "nothing").inc()
        if notes.cache:
            self._answers.labels(notes.cache).inc()

    def write(self) -> tuple[bytes, str] | None:
        """Return all counts with their media type; None without prometheus-client."""
        if not self._registry:
            return None
        from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
        from prometheus_client.multiprocess import MultiProcessCollector

        registry = self._registry
        if os.environ.get(_MULTIPLE):
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        figures = CollectorRegistry()
        figures.register(_build_collector(self._archive))
        return generate_latest(registry) + generate_latest(figures), CONTENT_TYPE_LATEST


def _build_collector(archive: Archive) -> "Collector":
    """Return what asks an archive for its figures when the metrics are read."""
    from prometheus_client.registry import Collector

    class ArchiveCollector(Collector):
        def collect(self) -> Iterator[Any]:
            from prometheus_client.metrics_core import GaugeMetricFamily

            build = GaugeMetricFamily("warta_build_info", "The version.", labels=["version"])
            build.add_metric([VERSION], 1)
            yield build
            for name, help, value in _list_figures(archive):
                yield GaugeMetricFamily(name, help, value=value)

    return ArchiveCollector()


def _list_figures(archive: Archive) -> Iterator[tuple[str, str, float]]:
    """Yield name, description and value of each figure that the archive can tell."""
    try:
        status, now = archive.status(), time.time()
        changed = archive.changed_at()
        newest = _find_newest(archive)
    except SearchError:
        yield "warta_archive_up", "Whether the archive can be searched.", 0
        return
    yield "warta_archive_up", "Whether the archive can be searched.", 1
    yield "warta_articles", "Articles in the archive.", status.articles
    yield "warta_archive_change", "The number of the last change.", status.change
    yield "warta_index_generation", "How often the index was rebuilt.", status.generation
    yield "warta_archive_bytes", "What store and index take up.", status.bytes
    yield "warta_pending_changes", "Changes that readers do not see yet.", status.pending
    if changed is not None:
        lag = now - changed if status.pending else 0
        yield "warta_reader_lag_seconds", "How long the oldest of them may have waited.", lag
        yield "warta_last_change_age_seconds", "Since when nothing was stored.", now - changed
    if newest is not None:
        yield "warta_newest_article_age_seconds", "Since the newest date of an article.", (
            now - newest)


def _find_newest(archive: Archive) -> float | None:
    """Return when the newest article was published, in seconds since 1970; None if not known."""
    page = archive.search(Query(page_size=1, facets=(), sort=Sort.NEWEST, highlight=False))
    published = page.hits[0].article.published if page.hits else None
    return find_moment(published) if published else None
