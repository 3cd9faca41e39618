"""Loads the same articles into both engines, asks both the same queries in turn, and reports.

    python -m benchmarks.cluster.both ARTICLES.jsonl opensearch:http://localhost:9200/NAME \\
        --articles 4000 --into benchmarks/runs/DATE-MACHINE-cluster

NAME must be free on the cluster; the script leaves an archive there. The embedded engine has its
own in a temporary folder. All in one process: what is called CPU time is that of the client, which
analyses, asks and builds pages. What nodes spend has rows of its own, and is in the wall time.
"""

import argparse
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

from benchmarks.completions import pick_words
from benchmarks.corpus import Record, read_source
from benchmarks.figures import quantile
from benchmarks.machine import describe_machine, read_load
from search import Article, Query, open_archive
from search.archive import Archive
from search.store.opensearch.connection import Connection, read_address

ROUNDS, QUERIES = 5, 60

Figures = dict[str, Any]

ROWS = {
    "load_articles": "articles loaded a client CPU second",
    "load_wall": "articles loaded a second of wall time",
    "load_nodes": "CPU of the nodes to load an article, ms",
    "bytes": "bytes an article, on all disks",
    "page_cpu": "client CPU a page, median, ms",
    "page_nodes": "CPU of the nodes a page, mean, ms",
    "page_p50": "wall time of a page, p50, ms",
    "page_p99": "wall time of a page, p99, ms",
    "requests": "requests a page, mean",
    "most_requests": "requests a page, most",
}
"""What a row of the report says, by the name of its figure."""


def main() -> None:
    """Measure, and write README.md and figures.json to the folder of the run."""
    options = _read_options()
    articles = [_build_article(each)
                for each in islice(read_source(options.source), options.articles)]
    with TemporaryDirectory() as folder:
        os.environ["SEARCH_CACHE"] = f"{folder}/cache"  # no vocabulary of an earlier run
        archives = {"embedded": open_archive(f"whoosh:{folder}/archive"),
                    "cluster": open_archive(options.cluster)}
        figures = compare(archives, articles, Connection(read_address(options.cluster)))
        for archive in archives.values():
            archive.close()
    options.into.mkdir(parents=True)
    (options.into / "figures.json").write_text(json.dumps(figures, indent=1) + "\n")
    (options.into / "README.md").write_text(write_report(figures))


def compare(
    archives: dict[str, Archive], articles: Sequence[Article], connection: Connection
) -> Figures:
    """Return the figures of each archive by its name, beside those of the machine."""
    figures: Figures = {"machine": describe_machine(), "articles": len(articles)}
    requests: list[str] = []
    with note_requests(requests):
        for name, archive in archives.items():
            before = read_node_seconds(connection)
            figures[name] = load(archive, articles)
            spent = read_node_seconds(connection) - before if name == "cluster" else 0.0
            figures[name]["load_nodes"] = round(1000 * spent / len(articles), 2)
        queries, before = pick_words(archives["embedded"])[:QUERIES], read_node_seconds(connection)
        for name, pages in ask_in_turn(archives, queries, requests).items():
            figures[name] |= summarize_pages(pages) | {"page_nodes": 0.0}
        spent = read_node_seconds(connection) - before
        figures["cluster"]["page_nodes"] = round(1000 * spent / (len(queries) * (ROUNDS + 1)), 2)
    return figures | {"queries": len(queries), "rounds": ROUNDS, "load_after": read_load()}


def load(archive: Archive, articles: Sequence[Article]) -> Figures:
    """Add articles to an empty archive; return how fast that was, and what they take up.

    Raises SystemExit if the archive is not new.
    """
    archive.warm()
    cpu, wall = process_time(), perf_counter()
    for _ in archive.add(articles):
        pass
    cpu, wall = process_time() - cpu, perf_counter() - wall
    status = archive.status()
    if status.change != len(articles):
        raise SystemExit(f"{status.engine} is not new: name another archive")
    return {"load_articles": round(len(articles) / cpu), "load_wall": round(len(articles) / wall),
            "bytes": round(status.bytes / len(articles))}


def ask_in_turn(
    archives: dict[str, Archive], queries: Sequence[str], requests: list[str]
) -> dict[str, list[tuple[float, float, int]]]:
    """Return CPU and wall milliseconds, and requests, of each page by the name of the archive.

    A first round is not counted. Which engine comes first changes with each round.
    """
    pages: dict[str, list[tuple[float, float, int]]] = {name: [] for name in archives}
    for turn in range(ROUNDS + 1):
        for text in queries:
            for name in list(archives)[::1 if turn % 2 else -1]:
                page = ask(archives[name], text, requests)
                if turn:
                    pages[name].append(page)
    return pages


def ask(archive: Archive, text: str, requests: list[str]) -> tuple[float, float, int]:
    """Ask for a page of ten hits with outlets and years; return what it took."""
    requests.clear()
    cpu, wall = process_time(), perf_counter()
    archive.search(Query(text, facets=("outlet", "year")))
    return 1000 * (process_time() - cpu), 1000 * (perf_counter() - wall), len(requests)


def summarize_pages(pages: Sequence[tuple[float, float, int]]) -> Figures:
    """Return the figures of pages, each given as CPU and wall milliseconds and requests."""
    cpu, wall, requests = zip(*pages)
    return {"page_cpu": round(quantile(cpu, 0.5), 2), "page_p50": round(quantile(wall, 0.5), 2),
            "page_p99": round(quantile(wall, 0.99), 2), "most_requests": max(requests),
            "requests": round(sum(requests) / len(requests), 2)}


def read_node_seconds(connection: Connection) -> float:
    """Return the CPU time that all nodes have spent so far."""
    nodes = connection.ask("GET", "/_nodes/stats/process")["nodes"].values()
    return float(sum(node["process"]["cpu"]["total_in_millis"] for node in nodes)) / 1000


@contextmanager
def note_requests(requests: list[str]) -> Iterator[None]:
    """Note the path of each request to a cluster."""
    ask = Connection.ask

    def note(self: Connection, method: str, path: str, *given: Any, **named: Any) -> Any:
        requests.append(path)
        return ask(self, method, path, *given, **named)

    setattr(Connection, "ask", note)
    try:
        yield
    finally:
        setattr(Connection, "ask", ask)


def write_report(figures: Figures) -> str:
    """Return the report of a run as Markdown."""
    machine = figures["machine"]
    rows = [f"| {label} | {figures['embedded'][name]:,} | {figures['cluster'][name]:,} |"
            for name, label in ROWS.items()]
    return "\n".join([
        f"# {machine['date']}: both engines, {figures['articles']:,} articles", "",
        f"{machine['processor']}, {machine['cores']} cores, Python {machine['python']}, commit "
        f"{machine['commit']}.", f"Load averages of 1, 5 and 15 minutes: {machine['load']} before, "
        f"{figures['load_after']} after.", "",
        f"{figures['queries']} queries of two words from titles, {figures['rounds']} times, asked "
        "of both in turn: a page of ten", "hits with outlets and years. Both ran in one process.",
        "", "| | embedded | cluster |", "|---|---|---|", *rows, ""])


def _build_article(record: Record) -> Article:
    return Article(str(record["id"]), record["title"] or "", record["body"] or "",
                   outlet=record["outlet"], published=record["published"])


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("source", type=Path, help="articles as JSON Lines, compressed or not")
    parser.add_argument("cluster", help="the address of a new archive on a cluster")
    parser.add_argument("--articles", type=int, default=4_000, help="how many to load")
    parser.add_argument("--into", type=Path, required=True, help="a new folder for the report")
    return parser.parse_args()


if __name__ == "__main__":
    main()
