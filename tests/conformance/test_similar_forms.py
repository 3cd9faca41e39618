"""Every engine finds the same forms near a word, with the same numbers of articles."""

import pytest

from search import Article
from search.engine import SimilarForm

from support.engines import ENGINES

BATCHES = [
    [Article("a", "nuklir Korea", "nuklir nuklri"), Article("b", "nukli", "Korea")],
    [Article("c", "Utara", "nuklir", outlet="Nuklir"), Article("d", "gone", "nuklit nuklir")],
]


@pytest.fixture(scope="module", params=ENGINES)
def engine(request, make_archive):
    archive = make_archive(request.param)
    for batch in BATCHES:
        for _ in archive.add(batch):
            pass
    archive.remove(["d"])
    return archive._engine


@pytest.mark.parametrize("form, distance, field, found", [
    ("nuklir", 1, None, [("nuklir", 0, 2), ("nukli", 1, 1), ("nuklri", 1, 1)]),
    ("nuklir", 0, None, [("nuklir", 0, 2)]),
    ("nukl", 2, None, [("nukli", 1, 1), ("nuklir", 2, 2), ("nuklri", 2, 1)]),
    ("nuklir", 1, "title", [("nuklir", 0, 1), ("nukli", 1, 1)]),
    ("nuklri", 1, "outlet", [("nuklir", 1, 1)]),
    ("korae", 1, None, [("korea", 1, 2)]),
    ("nuklit", 0, None, []),  # only a removed article had it
    ("zzz", 2, None, []),
])
def test_the_nearest_come_first_then_those_of_most_articles(engine, form, distance, field, found):
    assert list(engine.similar_forms(form, distance, field)) == [
        SimilarForm(*each) for each in found]


@pytest.mark.parametrize("limit", range(4))
def test_no_more_are_returned_than_asked_for(engine, limit):
    every = engine.similar_forms("nuklir", 2)
    assert len(every) == 3 and engine.similar_forms("nuklir", 2, limit=limit) == every[:limit]
