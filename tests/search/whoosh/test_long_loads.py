"""Long loads: the index follows in large pieces, and the archive is the same in the end."""

from dataclasses import replace

import pytest

from search import Article, Query
from search.engines.whoosh.commits import generation, merge_policy, pending_segments
from search.errors import NotSearchable


@pytest.fixture(autouse=True)
def small_steps(monkeypatch):
    """Batches of 10 articles, commits of 40 changes."""
    monkeypatch.setattr("search.batch.BATCH_ARTICLES", 10)
    monkeypatch.setattr(generation, "CHANGES_PER_COMMIT", 40)


def article(number, version=1):
    return Article(f"a{number}", f"Judul {number}", f"Perundingan ke-{number}, naskah v{version}.",
                   outlet="Kabar Nusa", published="2007")


def found(archive, text="perundingan"):
    return archive.search(Query(text, page_size=0, highlight=False)).total


def sizes(folder):
    return [segment.count for segment, _ in generation.open_segments(generation.folder(folder, 1))]


def test_segments_of_a_load_are_merged_at_its_end(folder, opened):
    seen = []
    for _ in opened().add(map(article, range(405))):
        seen.append(sizes(folder))
    assert [10, 40, 40, 40] in seen, "nothing is merged on the way"
    assert sizes(folder) == [405]
    assert found(opened()) == 405 and opened().verify() == []


def test_too_many_segments_are_merged_during_the_load(folder, opened, monkeypatch):
    monkeypatch.setattr(merge_policy, "MAX_OPEN_SEGMENTS_LOADING", 6)
    most = max(len(sizes(folder)) for _ in opened().add(map(article, range(405))))
    assert most == 6
    assert found(opened()) == 405 and opened().verify() == []


def test_an_article_that_changes_repeatedly_ends_as_its_last_version(opened):
    """Within a batch, within a commit, and from one commit to another."""
    changes = [article(number % 45, version) for number, version in zip(range(300), range(300))]
    list(opened().add(changes))
    newest = {each.id: each for each in changes}
    archive = opened()
    assert {each.id: each for each in archive.export()} == newest
    assert found(archive) == 45 and found(archive, "naskah") == 45
    for number in (0, 44):
        version = newest[f"a{number}"].body.split()[-1]
        assert found(archive, version) == 1, version
    assert found(archive, "v0") == 0
    assert archive.verify() == []


def test_long_articles_become_several_segments(folder, opened, monkeypatch):
    monkeypatch.setattr(pending_segments, "MAX_SEGMENT_WORDS", 50)
    monkeypatch.setattr("search.store.sqlite_store.PAGE_ARTICLES", 5)
    seen = []
    for _ in opened().add(map(article, range(120))):
        seen.append(sizes(folder))
    assert max(map(len, seen)) > 5 and found(opened()) == 120 and opened().verify() == []


def test_long_articles_are_few_together(opened, monkeypatch):
    monkeypatch.setattr("search.batch.BATCH_CHARACTERS", 100)
    monkeypatch.setattr("search.store.sqlite_store.PAGE_CHARACTERS", 100)
    batches = [len(batch) for batch in opened().add(map(article, range(120)))]
    assert max(batches) == 4 and sum(batches) == 120
    store = opened()._store
    pages = [[seq for seq, _ in page] for page in store.pages(0, 200)]
    assert max(map(len, pages)) == 4 and sum(pages, []) == list(range(1, 121))
    assert found(opened()) == 120 and opened().verify() == []


def test_articles_with_long_further_fields_are_few_together(opened, monkeypatch):
    monkeypatch.setattr("search.batch.BATCH_CHARACTERS", 1_000)
    monkeypatch.setattr("search.store.sqlite_store.PAGE_CHARACTERS", 1_000)
    fields = {"page": "x" * 200, "parts": ["y" * 200]}
    articles = [replace(article(number), extra=fields) for number in range(20)]
    assert max(len(batch) for batch in opened().add(articles)) == 3
    assert max(map(len, opened()._store.pages(0, 20))) == 3


def test_a_segment_has_one_vocabulary_and_the_one_before_can_go(folder, opened, monkeypatch):
    monkeypatch.setattr("search.store.sqlite_store.PAGE_ARTICLES", 5)
    monkeypatch.setattr("search.analysis.analyzer._MAX_CHUNKS", 20)
    seen = []
    for _ in opened().add(map(article, range(120))):
        seen.append(sizes(folder))
    assert max(map(len, seen)) > 5 and found(opened()) == 120 and opened().verify() == []


def test_whatever_is_pending_is_followed_in_parts(folder, opened, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(generation, "commit", lambda *_, **__: 1 / 0)
        with pytest.raises(NotSearchable):
            list(opened().add(map(article, range(100))))
    assert opened().status().pending
    counts = []
    made = pending_segments.build_segments
    monkeypatch.setattr(
        pending_segments, "build_segments", lambda *each: counts.append(made(*each)) or counts[-1])
    list(opened().add(map(article, range(200))))
    assert len(counts) > 2 and max(sum(each.segments.values()) for each in counts) <= 60
    assert found(opened()) == 200 and opened().verify() == []


def test_a_rebuild_goes_in_parts_too(folder, opened):
    list(opened().add(map(article, range(100))))
    opened().remove(["a7"])
    assert list(opened().rebuild()) == [50, 99]
    assert found(opened()) == 99 and opened().verify() == []


def test_pending_segments_of_a_killed_writer_are_removed(folder, opened):
    list(opened().add(map(article, range(5))))
    left = pending_segments.path_of(generation.folder(folder, 1), "halfwritten")
    left.write_bytes(b"perundingan")
    list(opened().add([article(5)]))
    assert not left.exists()
