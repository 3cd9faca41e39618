"""The vocabulary on disk: a convenience that may be missing, damaged or of other lists."""

import pytest

from search import Archive, Article, Query, open_archive
from search.analysis import Analyzer, memo, vocabulary
from search.engines.whoosh import WhooshEngine

pytestmark = pytest.mark.skipif(
    not vocabulary._compiled, reason="numba is not installed")

TEXTS = ["Perundingan enam pihak di Beijing; anak-anak Kim-Putin.", "Jum’at, ça va 日本 é", ""]


def kept(path, analyzer, fingerprint="a"):
    memo.keep(path, fingerprint, analyzer.vocabulary)
    return memo.restored(path, fingerprint, analyzer.read)


def test_what_is_kept_is_restored(tmp_path, analyzer):
    expected = [(words.terms(True), words.terms(False)) for words in analyzer.words(TEXTS)]
    restored = kept(tmp_path / "v.arrays", analyzer)
    count = len(restored)
    reading = restored.reading(TEXTS)
    assert count and len(restored) == count, "nothing had to be found out anew"
    ends = reading.counts.cumsum().tolist()
    found = [vocabulary.Words(restored, reading.numbers[end - n:end])
             for end, n in zip(ends, reading.counts.tolist())]
    assert [(words.terms(True), words.terms(False)) for words in found] == expected
    assert restored.reading(["sebuahkatayangbelumada"]).numbers.tolist() == [count]


def test_other_lists_damage_and_absence_make_an_empty_one(tmp_path, analyzer):
    path = tmp_path / "v.arrays"
    analyzer.words(TEXTS)
    assert len(kept(path, analyzer))
    assert not len(memo.restored(path, "other lists", analyzer.read))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert not len(memo.restored(path, "a", analyzer.read))
    assert not len(memo.restored(tmp_path / "none", "a", analyzer.read))


def articles(count):
    return [Article(f"a{n}", f"Judul {n}", f"Perundingan kata{n}kata.") for n in range(count)]


def test_a_load_keeps_its_words_and_a_removal_takes_them_away(tmp_path):
    path = tmp_path / "v.arrays"
    analyzer = Analyzer(path)
    archive = Archive(WhooshEngine(tmp_path / "archive", analyzer.fingerprint), analyzer)
    list(archive.add(articles(1_500)))
    assert b"kata77kata" in path.read_bytes()
    path.with_suffix(".unfinished").write_bytes(b"of a load that was killed")
    archive.remove(["a77"])
    assert [each.name for each in tmp_path.iterdir()] == ["archive"]
    assert archive.search(Query("perundingan")).total == 1_499


def test_an_archive_that_was_opened_keeps_its_words_beside_it(tmp_path):
    archive = open_archive(f"whoosh:{tmp_path}")
    list(archive.add(articles(1_500)))
    assert (tmp_path / "vocabulary.arrays").exists()


def test_a_load_does_not_bring_back_words_that_another_process_took_away(tmp_path):
    first = open_archive(f"whoosh:{tmp_path}")
    list(first.add(articles(1_500)))
    open_archive(f"whoosh:{tmp_path}").remove(["a77"])
    list(first.add(Article(f"b{n}", "Judul", f"Lain{n}lain.") for n in range(1_500)))
    assert not (tmp_path / "vocabulary.arrays").exists()
