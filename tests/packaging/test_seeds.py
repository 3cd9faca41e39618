"""The demonstration corpus: what it must hold, and that it was written for the purpose."""

import re
from collections import Counter
from pathlib import Path

import pytest

from indexer.ingest import files
from search import Query

from support.built_articles import read_articles

ROOT = Path(__file__).parents[2]
SEEDS = ROOT / "seeds"
SHARED = ROOT.parent / "shared" / "seeds"
TALKS = '"perundingan enam pihak"'

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="../shared/seeds is not here")


def articles(folder):
    """The articles of a folder, none of which may be rejected."""
    return list(read_articles([folder], pytest.fail))


def filled(make_archive, folder):
    archive = make_archive("whoosh")
    for _ in archive.add(articles(folder)):
        pass
    return archive


@pytest.fixture(scope="module")
def seeds():
    return articles(SEEDS)


@pytest.fixture(scope="module")
def archive(make_archive):
    return filled(make_archive, SEEDS)


@pytest.fixture(scope="module")
def shared_archive(make_archive):
    return filled(make_archive, SHARED)


def test_there_are_enough_articles_outlets_and_years(seeds):
    assert len(seeds) >= 40
    assert len({article.outlet for article in seeds if article.outlet}) >= 6
    years = sorted({article.period.year for article in seeds if article.period})
    assert (years[0], years[-1]) == (2003, 2024)


def test_every_article_is_another(seeds, archive):
    assert len({article.id for article in seeds}) == len(seeds) == archive.size()


def test_every_format_is_there():
    assert {path.suffix for path in files.find_files([SEEDS])} == {".txt", ".jsonl", ".csv"}


def test_the_readme_names_every_file_and_their_number(seeds):
    readme = (SEEDS / "README.md").read_text("utf-8")
    assert f"{len(seeds)} Indonesian news articles" in readme
    for path in files.find_files([SEEDS]):
        assert f"`{path.relative_to(SEEDS)}`" in readme


def test_one_is_undated_one_has_no_outlet_one_no_title_and_some_dates_are_rough(seeds):
    precisions = Counter(article.date_precision for article in seeds)
    assert precisions["none"] == 1 and precisions["month"] and precisions["year"]
    assert sum(article.outlet is None for article in seeds) == 1
    assert any(not article.title for article in seeds)
    assert all(article.body for article in seeds)


def test_the_talks_are_found_over_outlets_and_years(archive):
    page = archive.search(Query(TALKS, page_size=100))
    found = [hit.article for hit in page.hits]
    assert page.total == len(found) >= 8
    assert len({article.outlet for article in found}) >= 3
    assert len({article.published[:4] for article in found if article.published}) >= 3
    literal = [article for article in found if "perundingan enam pihak" in article.body.lower()]
    assert len(literal) >= 8


def test_every_date_was_understood(seeds):
    """One that was not would stand under its own name among the others."""
    assert {name for article in seeds for name in article.extra} == {
        "byline", "rubric", "tags", "editor", "place", "dateline", "footers", "boilerplate",
        "outlet_source", "date_source", "undated",
    }


@needs_shared
def test_the_five_articles_given_are_added(shared_archive):
    assert len(list(files.find_files([SHARED]))) == 5
    assert shared_archive.size() == 5
    assert shared_archive.verify() == []


@needs_shared
@pytest.mark.parametrize("phrase, total", [('"enam pihak"', 3), ('"enam negara"', 1)])
def test_a_phrase_finds_the_articles_given_that_hold_it(shared_archive, phrase, total):
    page = shared_archive.search(Query(phrase))
    assert (page.total, page.match) == (total, "all")
    for hit in page.hits:
        assert phrase.strip('"') in hit.article.body


@needs_shared
@pytest.mark.parametrize("file, title, outlet, published", [
    ("000", "", "ANTARA", "2013-06-29T19:57:34+07:00"),
    ("001", "", "ANTARA", None),
    ("002", "", None, "2019-04-26"),
    ("003", "", None, None),
    ("004", "Washington Kim akan Mengadakan Pembicaraan dengan Putin", "mediaindonesia.com", None),
])
def test_what_the_articles_given_say_of_themselves(file, title, outlet, published):
    [path] = SHARED.glob(f"{file}_*.txt")
    [article] = read_articles([path], pytest.fail)
    assert (article.title, article.outlet, article.published) == (title, outlet, published)
    lines = article.body.splitlines()
    litter = r"iklan_|Komentar|Baca juga|Copyright|Editor ?:|Credit antara"
    assert not re.search(litter, article.body)
    assert len(set(lines)) == len(lines) - article.body.count("\n\n") + ("" in lines)
    assert ("undated" in article.extra) == (published is None)


def runs(text, length=9):
    """Every run of so many words."""
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[at:at + length]) for at in range(len(words) - length + 1)}


def written(article):
    """All that is written in an article."""
    return "\n".join([article.title, article.body, *map(str, article.extra.values())])


@needs_shared
def test_no_run_of_nine_words_was_taken_from_the_articles_given(seeds):
    given = set().union(*(runs(path.read_text("utf-8")) for path in SHARED.glob("*.txt")))
    assert len(given) > 1_000
    for text in [(SEEDS / "README.md").read_text("utf-8"), *map(written, seeds)]:
        assert not runs(text) & given
