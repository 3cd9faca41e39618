"""`indexer copy`: between any two archives, whole, resumable and compared."""

from dataclasses import replace

import pytest

from indexer.ingest import transfer
from search import Article, Query, open_archive

A, B, C = (Article(id, f"Judul {id}", "Perundingan di Palu.", outlet="Kabar Nusa",
                   published="2007-02-13", extra={"n": 1.0, "x": [None, {"é": "𝄞"}]})
           for id in "abc")


@pytest.fixture
def open_at(tmp_path, analyzer):
    """A function that opens the archive in a folder of this name."""
    return lambda name: open_archive(f"whoosh:{tmp_path / name}", analyzer=analyzer)


@pytest.fixture
def source(open_at):
    """An archive with two articles of three versions and three sources in all."""
    archive = open_at("satu")
    list(archive.add_from([("/srv/x", A), ("/srv/x", B), ("/srv/y é", B)]))
    list(archive.add([replace(B, title="Judul baru")]))
    return archive


@pytest.fixture
def copy(indexer, tmp_path):
    """A function that copies from `satu` to `dua` by the command line."""
    def copy(*options):
        return indexer("copy", "--from", f"whoosh:{tmp_path / 'satu'}",
                       "--to", f"whoosh:{tmp_path / 'dua'}", "--jobs", "1", *options)
    return copy


def describe(archive):
    """Return all that a copy has to keep."""
    return ([(each, each.revision, repr(each.extra)) for each in archive.export()],
            sorted(archive.articles_of_sources(None)))


def test_a_copy_has_the_articles_their_sources_and_versions(source, open_at, copy):
    ran = copy()
    assert ran.code == 0 and "copied 2 articles" in ran.out
    assert "compared 2 articles and 3 sources of them: equal, checksum " in ran.out
    target = open_at("dua")
    assert describe(target) == describe(source) and target.verify() == []
    assert [each.revision for each in target.export()] == [1, 2]
    assert target.search(Query("perundingan")).total == 2
    again = copy()
    assert again.code == 0 and "copied 0 articles" in again.out


def test_what_changed_since_a_copy_is_copied(source, open_at, copy):
    copy()
    list(source.add_from([("/srv/z", replace(A, body="Lain.")), (None, C)]))
    ran = copy()
    assert ran.code == 0 and "copied 2 articles" in ran.out
    assert describe(open_at("dua")) == describe(source)


def test_an_interrupted_copy_goes_on(source, open_at, copy, monkeypatch):
    monkeypatch.setattr(transfer, "MANY", 1)
    is_new = type(source).add_from

    def interrupt(self, sourced):
        sourced = iter(sourced)
        yield from is_new(self, [next(sourced)])
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(type(source), "add_from", interrupt)
        ran = copy()
    assert ran.code == 130 and "run the command again to continue" in ran.err
    assert open_at("dua").size() == 1
    ran = copy()
    assert ran.code == 0 and "copied 1 article\n" in ran.out
    assert describe(open_at("dua")) == describe(source)


def test_an_archive_with_other_articles_is_refused_unless_told(source, open_at, copy):
    list(open_at("dua").add([C]))
    ran = copy()
    assert ran.code == 2 and "has 1 article that" in ran.err and "--merge" in ran.err
    assert open_at("dua").size() == 1
    ran = copy("--merge")
    assert ran.code == 0 and "copied 2 articles" in ran.out
    assert [each.id for each in open_at("dua").export()] == ["a", "b", "c"]


def test_a_copy_that_differs_is_said(source, open_at, copy, monkeypatch):
    monkeypatch.setattr(transfer, "copy_articles", lambda source, target: iter([(0, 0)]))
    list(open_at("dua").add([A, replace(B, title="Judul lama")]))
    ran = copy()
    assert ran.code == 1 and "1 article missing or otherwise in the copy: b" in ran.err
    assert "equal" not in ran.out


def test_sources_that_the_original_has_not_are_said(source, open_at, copy):
    list(open_at("dua").add_from([("/srv/lain", A)]))
    ran = copy()
    assert ran.code == 1 and "the sources of articles differ" in ran.err


def test_where_there_is_nothing_to_copy_nothing_is_made(copy, tmp_path):
    ran = copy()
    assert ran.code == 2 and "no archive at" in ran.err
    assert not (tmp_path / "dua").exists()


def test_an_archive_is_not_copied_onto_itself(indexer, tmp_path):
    folder = f"whoosh:{tmp_path / 'archive'}"
    ran = indexer("copy", "--to", folder)
    assert ran.code == 2 and "the same archive" in ran.err


@pytest.mark.cluster
def test_a_copy_on_a_cluster_and_back_is_equal(source, open_at, indexer, new_address, tmp_path):
    address, home = new_address(), f"whoosh:{tmp_path / 'tiga'}"
    for origin, goal in ((f"whoosh:{tmp_path / 'satu'}", address), (address, home)):
        ran = indexer("copy", "--from", origin, "--to", goal, "--jobs", "1")
        assert ran.code == 0, ran.err
    assert describe(open_at("tiga")) == describe(source)
