"""Stories on a real cluster: what is read to find them, and what a killed writer leaves of them."""

from dataclasses import replace

import pytest

from search import Article, Query, open_archive
from search.engines.opensearch import stories
from search.store.opensearch import reading

pytestmark = pytest.mark.cluster

WORDS = [f"kata{number} berita{number}" for number in range(100)]


def write(id, first, last):
    return Article(id, f"Judul {id}", " ".join(WORDS[first:last]))


A, B, FAR = write("a", 0, 60), write("b", 2, 62), write("far", 45, 100)


class Killed(BaseException):
    """Ends a writer where it stands."""


@pytest.fixture
def archive(make_archive):
    return make_archive("opensearch")


def add(archive, *articles):
    for _ in archive.add(articles):
        pass


def list_story(archive, id):
    story = archive.story(id)
    return story and sorted(story.articles)


def test_only_articles_that_may_be_near_are_read(archive, monkeypatch):
    read = []
    find = stories.StoryTeller._read

    def note(teller, rows):
        found = find(teller, rows)
        read.extend(each.id for each in found.values())
        return found

    monkeypatch.setattr(stories.StoryTeller, "_read", note)
    monkeypatch.setattr(stories, "_list_shared", lambda documents: set())
    add(archive, FAR, A)
    found = stories.StoryTeller._search_bands
    monkeypatch.setattr(stories.StoryTeller, "_search_bands", lambda teller, wanted: (
        (row, list(wanted)) for row, _ in found(teller, [*wanted, *bands_of(archive, FAR, A)])))
    add(archive, B)  # as if it agreed in each band with both
    assert read == ["a"]
    assert list_story(archive, "b") == ["a", "b"] and list_story(archive, "far") is None


def bands_of(archive, *articles):
    documents = archive._documents(articles)
    built = stories.build_search_documents(range(len(articles)), documents)
    return [band for each in built for band in each.bands]


@pytest.mark.parametrize("later", [
    pytest.param(lambda archive: add(archive, write("c", 70, 100)), id="add"),
    pytest.param(lambda archive: add(archive, write("b", 60, 100)), id="edit"),
    pytest.param(lambda archive: archive.remove(["b"]), id="remove"),
    pytest.param(lambda archive: add(archive, replace(B, title="Lain")), id="the same story"),
])
def test_stories_are_right_after_a_writer_was_killed_while_it_indexed(archive, later):
    add(archive, A)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Killed):
        patch.setattr(archive._engine._follower, "_count", kill)  # all is sent, nothing is said
        add(archive, B)
    later(archive)
    expected = ["a", "b"] if list_bodies(archive).get("b") == B.body else None
    assert list_story(archive, "a") == expected
    assert archive.verify() == []


@pytest.mark.long  # starts a process
def test_several_processes_load_what_one_does(new_address, analyzer, monkeypatch):
    monkeypatch.setattr(reading, "MANY", 5)
    for name, value in (("SHARDS", "1"), ("REPLICAS", "0")):
        monkeypatch.setenv(f"SEARCH_{name}", value)
    articles = [write(f"{first}-{copy}", first, first + 40)
                for first in range(0, 60, 20) for copy in range(8)]
    found = []
    for jobs in (1, 3):
        archive = open_archive(new_address(), jobs=jobs, analyzer=analyzer)
        add(archive, *articles)
        assert bool(archive._engine._builders._processes) == (jobs > 1)
        found.append(([list_story(archive, article.id) for article in articles],
                      [hit.article.id for hit in archive.search(Query("kata30")).hits]))
        assert archive.verify() == []
        archive.close()
    assert found[0] == found[1] and len(found[0][0][0]) == 8 and len(found[0][1]) == 10


def kill(*given):
    raise Killed


def list_bodies(archive):
    return {article.id: article.body for article in archive.export()}
