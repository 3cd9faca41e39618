"""A rebuild beside writers: what they store is durable at once, and found when it ends."""

import random
import signal
import subprocess
import sys

import pytest

from search import Article, Query, open_archive
from search.acronyms import LearntAcronyms
from search.engines.whoosh.commits import generation
from search.errors import EngineError
from search.patience import limit_wait
from search.store import database

PART = 7
"""Changes of one commit in these tests."""

KEPT = "Komisi Nusa Raya (KNR) rapat."

REBUILD = """
import sys
from search import open_archive
from search.engines.whoosh.commits import generation
generation.CHANGES_PER_COMMIT = 7
for done in open_archive(sys.argv[1]).rebuild():
    print(done, flush=True)
    sys.stdin.readline()
"""


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(generation, "CHANGES_PER_COMMIT", PART)


def article(number, text="Perundingan dibuka."):
    return Article(f"a{number}", f"Judul {number}", f"{text} Kata{number} unik.")


def ids(archive, text=""):
    return sorted(hit.article.id for hit in archive.search(Query(text, page_size=100)).hits)


def add(archive, *articles):
    return list(archive.add(articles))


@pytest.fixture
def filled(opened):
    add(opened(), *map(article, range(30)))
    return opened


def write_meanwhile(archive):
    """Change an archive in every way, whether the rebuild has come past the article or not."""
    with limit_wait(0.5):
        [batch] = add(archive, article(40), article(1, "Berubah."), article(28, "Berubah."))
        assert archive.remove(["a2", "a29", "a3"]) == ["a2", "a29", "a3"]
        add(archive, article(3, "Kembali."), article(41))
        archive.remove(["a41"])
    return batch


def check_written(archive):
    assert ids(archive) == sorted([f"a{n}" for n in range(30) if n not in (2, 29)] + ["a40"])
    assert ids(archive, "berubah") == ["a1", "a28"] and ids(archive, "kembali") == ["a3"]
    assert ids(archive, "dibuka") == sorted(
        [f"a{n}" for n in range(30) if n not in (1, 2, 3, 28, 29)] + ["a40"])
    assert archive.verify() == [] and archive.status().pending == 0


@pytest.mark.parametrize("steps", range(1, 5))
def test_what_is_written_meanwhile_is_durable_and_found_at_the_end(filled, folder, steps, caplog):
    rebuilding, writer, reader = filled().rebuild(), filled(), filled()
    for _ in range(steps):
        next(rebuilding)
    batch = write_meanwhile(writer)
    assert not batch.is_searchable and batch.added == ["a40"]
    assert caplog.text.count("the index is being rebuilt") == 1
    assert ids(reader) == sorted(f"a{n}" for n in range(30) if n not in (2, 3, 29))
    assert filled().article("a40") == article(40) and reader.status().pending
    list(rebuilding)
    for archive in (reader, writer, filled()):
        check_written(archive)
    assert [path.name for path in folder.glob("index-*")] == ["index-2"]
    assert add(writer, article(42))[0].is_searchable


def test_nothing_is_left_of_what_was_removed_meanwhile(filled, folder):
    add(filled(), article(50, "Rahasiasekali."), article(51, f"{KEPT} Rahasiasekali."))
    rebuilding = filled().rebuild()
    for _ in range(4):
        next(rebuilding)
    filled().remove(["a50", "a51"])
    list(rebuilding)
    found = [path for path in folder.rglob("*") if path.is_file()
             and b"rahasiasekali" in path.read_bytes().lower()]
    assert found == []


def test_a_rebuild_that_is_abandoned_leaves_the_old_index_and_loses_nothing(filled, folder):
    rebuilding, writer = filled().rebuild(), filled()
    next(rebuilding)
    write_meanwhile(writer)
    rebuilding.close()
    assert filled().verify() == []
    assert add(filled(), article(0))[0].unchanged == ["a0"]
    check_written(filled())
    assert [path.name for path in folder.glob("index-*")] == ["index-1"]


@pytest.mark.parametrize("steps", [1, 3])
def test_a_rebuild_that_is_killed_leaves_the_old_index_and_loses_nothing(filled, folder, steps):
    process = subprocess.Popen(
        [sys.executable, "-c", REBUILD, f"whoosh:{folder}"], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": ":".join(sys.path)})
    process.stdout.readline()
    for _ in range(steps - 1):
        process.stdin.write("\n")
        process.stdin.flush()
        process.stdout.readline()
    write_meanwhile(filled())
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert ids(filled()) == sorted(f"a{n}" for n in range(30) if n not in (2, 3, 29))
    add(filled(), article(0))
    check_written(filled())
    assert list(filled().rebuild())[-1] == 29
    check_written(filled())


def test_two_rebuilds_follow_each_other(filled, folder):
    first, second = filled().rebuild(), filled().rebuild()
    next(first)
    with limit_wait(0.3), pytest.raises(Exception, match="another program is writing"):
        next(second)
    write_meanwhile(filled())
    list(first)
    assert list(filled().rebuild())[-1] == 29
    check_written(filled())
    assert [path.name for path in folder.glob("index-*")] == ["index-3"]


def test_a_stale_index_is_rebuilt_while_writers_wait(filled, monkeypatch):
    archive = filled()
    archive._engine._follower._signature = archive._engine._signature = "lain"
    rebuilding = archive.rebuild()
    next(rebuilding)
    with limit_wait(0.2), pytest.raises(Exception, match="another program is writing"):
        add(filled(), article(40))
    rebuilding.close()


@pytest.mark.parametrize("removed, learnt_again", [("a60", False), ("a61", True), (None, False)])
def test_acronyms_are_learnt_again_if_one_was_removed(
    folder, analyzer, monkeypatch, removed, learnt_again
):
    archive = open_archive(f"whoosh:{folder}", analyzer=analyzer)
    add(archive, article(60, "Tanpa singkatan."), *(article(n, KEPT) for n in range(61, 65)))
    learn, times = LearntAcronyms.learn, []

    def learn_beside_a_writer(self, texts):
        rows = learn(self, texts)
        if removed and not times:
            open_archive(f"whoosh:{folder}", analyzer=analyzer).remove([removed])
        times.append([row.example for row in rows])
        return rows

    monkeypatch.setattr(LearntAcronyms, "learn", learn_beside_a_writer)
    list(archive.rebuild())
    assert times == ([["4"], ["3"]] if learnt_again else [["4"]])
    assert not (folder / "acronyms.learning").exists()
    assert "Komisi Nusa Raya\t" in (folder / "acronyms.tsv").read_text()


def test_a_removal_does_not_wait_for_acronyms_to_be_learnt(filled, monkeypatch, caplog):
    """It erases text from the log of the store, which a reader of an earlier state would keep."""
    monkeypatch.setattr(database, "ERASE_TIMEOUT_MS", 10)
    removed = []

    def learn(self, texts):
        next(texts)
        removed.extend(removed or filled().remove(["a5"]))
        list(texts)
        return []

    monkeypatch.setattr(LearntAcronyms, "learn", learn)
    list(filled().rebuild())
    assert removed == ["a5"] and "holds on" not in caplog.text


@pytest.mark.parametrize("name", ["writer.lock", "index.lock"])
def test_a_file_to_lock_that_was_written_to_is_named(filled, folder, name):
    (folder / name).write_bytes(b"bukan kunci " * 99)
    with pytest.raises(EngineError, match=f"{name}.*remove it, for it holds nothing"):
        add(filled(), article(40))
    (folder / name).unlink()
    add(filled(), article(41))
    assert {"a41"} <= set(ids(filled())) and filled().verify() == []


def test_whatever_is_written_beside_a_rebuild_is_as_if_it_was_alone(opened, folder):
    chance, kept = random.Random(3), {}
    writer, others = opened(), opened()

    def write():
        number = chance.randrange(25)
        if chance.random() < 0.4:
            writer.remove([f"a{number}"])
            kept.pop(f"a{number}", None)
        else:
            kept[f"a{number}"] = article(number, f"Isi{chance.randrange(9)}.")
            add(writer, kept[f"a{number}"])

    for _ in range(30):
        write()
    for _ in range(6):
        rebuilding = others.rebuild()
        while next(rebuilding, None) is not None and chance.random() < 0.9:
            for _ in range(chance.randrange(4)):
                write()
        rebuilding.close()  # half-way, or after its end
        write()
        assert ids(others) == ids(writer) == sorted(kept) and others.verify() == []
        for text in range(9):
            assert ids(others, f"isi{text}") == sorted(
                id for id, each in kept.items() if f"Isi{text}." in each.body)
