"""The sets of questions in ../shared, and the articles that each is asked among."""

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import zstandard
from relevance.measures import Judgement

from search import Article

HERE = Path(__file__).parent
SHARED = HERE.parents[2] / "shared" / "data"


@dataclass(frozen=True)
class QuestionSet:
    """Questions by id, what is known of the answers to each, and the archive to ask."""

    name: str
    archive: str
    questions: dict[str, str]
    known: dict[str, Judgement]


KEYWORDS = "graded keywords"
"""The set of our own queries, which are written for this and judged by us."""

_LEAST_GRADE = 2
"""The least grade of a right article among those that we judged."""


def read_sets() -> list[QuestionSet]:
    """Return every set that has right answers, in the order of the table."""
    retrieval, news = SHARED / "retrieval", SHARED / "news"
    facqa, tydiqa = _read_set(retrieval / "facqa"), _read_set(retrieval / "tydiqa_id")
    headlines = (_read_queries(news / "headline_queries.tsv"),
                 _read_known(news / "headline_qrels.tsv"))
    return [
        QuestionSet("facqa", "facqa", *facqa),
        QuestionSet("tydiqa", "tydiqa", *tydiqa),
        QuestionSet("facqa among news", "among", *facqa),
        QuestionSet("tydiqa among news", "among", *tydiqa),
        QuestionSet("headlines, body only", "bodies", *headlines),
        QuestionSet("detik keywords", "keywords", *_read_set(retrieval / "detik_keyword")),
        QuestionSet(KEYWORDS, "news", _read_queries(HERE / "keywords.tsv"),
                    _read_known(HERE / "keyword_grades.tsv", _LEAST_GRADE)),
    ]


def read_phrases(name: str) -> list[str]:
    """Return the lines of a list beside this module, without its comments."""
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def read_articles(archive: str) -> Iterator[Article]:
    """Yield the articles of an archive: a key of ARCHIVES."""
    for read in ARCHIVES[archive]:
        yield from read()


def _read_news() -> Iterator[Article]:
    with zstandard.open(SHARED / "news" / "news_handout.jsonl.zst", "rt", encoding="utf-8") as file:
        for line in file:
            fields = json.loads(line)
            yield Article(fields["id"], fields["title"], fields["body"],
                          outlet=fields["outlet"], published=fields["date"])


def _read_bodies() -> Iterator[Article]:
    for article in _read_news():
        yield Article(article.id, "", article.body)


def _read_corpus(name: str) -> Iterator[Article]:
    with open(SHARED / "retrieval" / name / "corpus.jsonl", encoding="utf-8") as file:
        for fields in map(json.loads, file):
            yield Article(fields["id"], fields.get("title") or "", fields["text"])


def _read_facqa() -> Iterator[Article]:
    return _read_corpus("facqa")


def _read_tydiqa() -> Iterator[Article]:
    return _read_corpus("tydiqa_id")


def _read_keywords() -> Iterator[Article]:
    return _read_corpus("detik_keyword")


ARCHIVES = {
    "news": (_read_news,),
    "bodies": (_read_bodies,),
    "facqa": (_read_facqa,),
    "tydiqa": (_read_tydiqa,),
    "among": (_read_news, _read_facqa, _read_tydiqa),
    "keywords": (_read_keywords,),
}
"""What reads the articles of each archive."""


def _read_set(folder: Path) -> tuple[dict[str, str], dict[str, Judgement]]:
    return _read_queries(folder / "queries.tsv"), _read_known(folder / "qrels.tsv")


def _read_queries(path: Path) -> dict[str, str]:
    rows = [line.split("\t", 1) for line in path.read_text("utf-8").splitlines()]
    return {id: text for id, text in rows}


def _read_known(path: Path, least: int = 1) -> dict[str, Judgement]:
    """Return what a file says of the answers to each question: rows of question, 0, id, grade."""
    grades: dict[str, dict[str, int]] = defaultdict(dict)
    for line in path.read_text("utf-8").splitlines():
        question, _, id, grade = line.split("\t")
        grades[question][id] = int(grade)
    return {
        question: Judgement(known, {id for id, grade in known.items() if grade >= least})
        for question, known in grades.items()
    }
