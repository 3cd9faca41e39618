"""Measures how well the first hits answer: `make relevance`.

Reads ../shared/data, builds its archives in var/relevance, and writes results/*.tsv, which are
under version control: a change in ranking is reviewed as their diff. They hold no text of others,
only ids and numbers. The ranks of each question go to var/relevance/ranks. Takes some minutes.
"""

import sys
from collections.abc import Collection, Sequence

from relevance.archives import BUILT, build_archive, find
from relevance.measures import MEASURES, Judgement, discounted_gain
from relevance.sets import KEYWORDS, SHARED, QuestionSet, read_articles, read_sets
from relevance.tables import write_table
from relevance.typed import PHRASES, list_typed
from relevance.typos import HEAD, measure_typos

from search import Archive
from search.analysis import Analyzer


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
    write_table("typos", HEAD, [measure_typos(archives["news"], titles, words, step)
                                for step in (1, 2) for words in (2, 3)])


def measure(archive: Archive, asked: QuestionSet) -> list[str]:
    """Return the row of a set: its name, the number of questions, the mean of each measure."""
    found = {id: find(archive, text) for id, text in asked.questions.items()}
    write_ranks(asked, found)
    if asked.name == KEYWORDS:
        write_table("keywords", ["id", "query", "nDCG@10", "judged", "grades"], [
            [id, asked.questions[id], *list_grades(ids, asked.known[id])]
            for id, ids in found.items()
        ], show=False)
    means = [
        sum(score(ids, asked.known[id]) for id, ids in found.items()) / len(found)
        for score in MEASURES.values()
    ]
    return [asked.name, str(len(found)), *(f"{mean:.3f}" for mean in means)]


def list_grades(ids: Sequence[str], known: Judgement) -> list[str]:
    """Return the nDCG of the first ten, how many are judged, and the grade of each, ? for none."""
    grades = [str(known.grades.get(id, "?")) for id in ids[:10]]
    judged = len(grades) - grades.count("?")
    return [f"{discounted_gain(ids, known.grades):.3f}", str(judged), "".join(grades) or "-"]


def count_typed(archive: Archive, name: str) -> list[str]:
    """Return the row of a list: how many of the first ten hits hold what was typed."""
    counts = list_typed(archive, name)
    rows = [[phrase, str(held), str(possible)] for phrase, held, possible in counts]
    write_table(name.replace(" ", "_"), [name, "held", "possible"], rows, show=False)
    held, possible = (sum(row[nth] for row in counts) for nth in (1, 2))
    return [name, str(held), str(possible), f"{held / possible:.3f}"]


def write_ranks(asked: QuestionSet, found: dict[str, list[str]]) -> None:
    """Write the rank of the first right article for each question, - beyond the first hundred."""
    folder = BUILT / "ranks"
    folder.mkdir(parents=True, exist_ok=True)
    lines = [f"{id}\t{rank_first(ids, asked.known[id].right)}\n" for id, ids in found.items()]
    (folder / f"{asked.name}.tsv").write_text("".join(lines), "utf-8")


def rank_first(ids: Sequence[str], right: Collection[str]) -> str:
    """Return the rank of the first right id, - if none is there."""
    return next((str(rank) for rank, id in enumerate(ids, 1) if id in right), "-")


if __name__ == "__main__":
    main()
