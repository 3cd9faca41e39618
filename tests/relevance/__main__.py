"""Measures how well the first hits answer: `make relevance`.

Reads ../shared/data, builds its archives in var/relevance, and writes results/*.tsv, which are
under version control: a change in ranking is reviewed as their diff. They hold no text of others,
only ids and numbers. The ranks of each question go to var/relevance/ranks. Takes some minutes.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import rmtree

from relevance.measures import MEASURES
from relevance.sets import HERE, SHARED, QuestionSet, read_articles, read_phrases, read_sets
from relevance.typos import HEAD, measure_typos

from search import Archive, Query, open_archive
from search.analysis import Analyzer
from search.errors import QuerySyntaxError

BUILT = HERE.parents[1] / "var" / "relevance"
RESULTS = HERE / "results"
DEPTH = 100

PHRASES = {
    "typed words": ("words.tsv", "={}"),
    "typed terms": ("terms.tsv", '="{}"'),
}
"""The lists of words and terms, and the query that finds the articles with one as it is typed."""


def main() -> None:
    if not SHARED.exists():
        sys.exit(f"{SHARED} is not here: nothing can be measured")
    sets, analyzer = read_sets(), Analyzer()
    names = {each.archive for each in sets} | {"news"}
    archives = {name: build_archive(name, analyzer) for name in sorted(names)}
    rows = [measure(archives[each.archive], each) for each in sets]
    write_table("sets", ["set", "questions", *MEASURES], rows)
    rows = [count_typed(archives["news"], name) for name in PHRASES]
    write_table("typed", ["list", "held", "possible", "share"], rows)
    titles = [article.title for article in read_articles("news")]
    write_table("typos", HEAD, [measure_typos(archives["news"], titles, n) for n in (2, 3)])


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
    archive.warm()
    return archive


def measure(archive: Archive, asked: QuestionSet) -> list[str]:
    """Return the row of a set: its name, the number of questions, the mean of each measure."""
    found = {id: list(find(archive, text)) for id, text in asked.questions.items()}
    write_ranks(asked, found)
    means = [
        sum(score(ids, asked.right[id]) for id, ids in found.items()) / len(found)
        for score in MEASURES.values()
    ]
    return [asked.name, str(len(found)), *(f"{mean:.3f}" for mean in means)]


def find(archive: Archive, text: str, count: int = DEPTH) -> Iterator[str]:
    """Yield the ids of the first hits; none if the query is refused."""
    try:
        page = archive.search(Query(text, page_size=count, facets=(), highlight=False))
    except QuerySyntaxError:
        return
    for hit in page.hits:
        yield hit.article.id


def count_typed(archive: Archive, name: str) -> list[str]:
    """Return the row of a list: how many of the first ten hits hold what was typed.

    No more are possible than articles hold it.
    """
    list_name, exact = PHRASES[name]
    counts, rows = [], []
    for phrase in read_phrases(list_name):
        query = exact.format(phrase)
        total = archive.search(Query(query, page_size=0, facets=())).total
        hits = archive.search(Query(phrase, facets=(), highlight=False)).hits
        held = sum(any(part.spans for part in archive.mark_matches(hit.article, query))
                   for hit in hits)
        counts.append((held, min(total, 10)))
        rows.append([phrase, str(held), str(min(total, 10))])
    write_table(name.replace(" ", "_"), [name, "held", "possible"], rows, show=False)
    held, possible = map(sum, zip(*counts))
    return [name, str(held), str(possible), f"{held / possible:.3f}"]


def write_ranks(asked: QuestionSet, found: dict[str, list[str]]) -> None:
    """Write the rank of the first right article for each question, - beyond the first hundred."""
    folder = BUILT / "ranks"
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"{id}\t{rank_first(ids, asked.right[id])}\n" for id, ids in found.items()]
    (folder / f"{asked.name}.tsv").write_text("".join(lines), "utf-8")


def rank_first(ids: list[str], right: set[str]) -> str:
    """Return the rank of the first right id, - if none is there."""
    return next((str(rank) for rank, id in enumerate(ids, 1) if id in right), "-")


def write_table(name: str, head: list[str], rows: list[list[str]], show: bool = True) -> None:
    """Write a table to results/NAME.tsv, and print it."""
    text = "".join("\t".join(row) + "\n" for row in [head, *rows])
    RESULTS.mkdir(exist_ok=True)
    Path(RESULTS / f"{name}.tsv").write_text(text, "utf-8")
    if show:
        print(text.expandtabs(24))


if __name__ == "__main__":
    main()
