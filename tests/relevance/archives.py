"""The archives that are asked, each built once for an analyzer, and what a query finds there."""

from shutil import rmtree

from relevance.sets import HERE, read_articles

from search import Archive, Query, open_archive
from search.analysis import Analyzer
from search.errors import QuerySyntaxError

BUILT = HERE.parents[1] / "var" / "relevance"
DEPTH = 100


def build_archive(name: str, analyzer: Analyzer) -> Archive:
    """Return the archive of this name, built anew unless it is there."""
    folder = BUILT / f"{name}-{analyzer.fingerprint}"
    archive = open_archive(f"whoosh:{folder}", analyzer=analyzer)
    if not (folder / "complete").exists():
        for old in BUILT.glob(f"{name}-*"):
            rmtree(old)
        for _ in archive.add(read_articles(name)):
            pass
        (folder / "complete").touch()
    elif archive.status().stale:
        for _ in archive.rebuild():
            pass
    archive.warm()
    return archive


def find(archive: Archive, text: str, count: int = DEPTH) -> list[str]:
    """Return the ids of the first hits; none if the query is refused."""
    try:
        page = archive.search(Query(text, page_size=count, facets=(), highlight=False))
    except QuerySyntaxError:
        return []
    return [hit.article.id for hit in page.hits]
