"""The cached vocabulary, which may be missing, damaged or of other word lists."""

import os

import numpy as np
import pytest

from search import Article, Query, open_archive
from search.analysis import Analyzer, TokenizedText, vocabulary_cache
from search.analysis.interner import DictInterner
from search.kernel_loader import is_loaded

from support.archives import open_whoosh

pytestmark = pytest.mark.skipif(
    not is_loaded("analysis"), reason="numba is not installed")

TEXTS = ["Perundingan enam pihak di Beijing; anak-anak Kim-Putin.", "Jum’at, ça va 日本 é", ""]


def save(path, fingerprint, vocabulary):
    vocabulary_cache.create(path)
    vocabulary_cache.save(path, fingerprint, vocabulary, vocabulary_cache.find_lineage(path))


def save_and_load(path, analyzer, fingerprint="a"):
    save(path, fingerprint, analyzer.vocabulary)
    return vocabulary_cache.load(path, fingerprint, analyzer.analyze_chunk)


def test_a_saved_vocabulary_is_loaded(tmp_path, analyzer):
    expected = [(words.terms(True), words.terms(False)) for words in analyzer.tokenize_all(TEXTS)]
    restored = save_and_load(tmp_path / "v.arrays", analyzer)
    count = len(restored)
    reading = restored.split(TEXTS)
    assert count and len(restored) == count, "no chunk had to be analysed again"
    ends = reading.counts.cumsum().tolist()
    found = [TokenizedText(restored, reading.numbers[end - n:end])
             for end, n in zip(ends, reading.counts.tolist())]
    assert [(words.terms(True), words.terms(False)) for words in found] == expected
    assert restored.split(["sebuahkatayangbelumada"]).numbers.tolist() == [count]


def test_other_lists_damage_and_absence_give_an_empty_vocabulary(tmp_path, analyzer):
    path = tmp_path / "v.arrays"
    analyzer.tokenize_all(TEXTS)
    assert len(save_and_load(path, analyzer))
    assert not len(vocabulary_cache.load(path, "other lists", analyzer.analyze_chunk))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert not len(vocabulary_cache.load(path, "a", analyzer.analyze_chunk))
    assert not len(vocabulary_cache.load(tmp_path / "none", "a", analyzer.analyze_chunk))


def test_damage_is_found_and_said(tmp_path, analyzer, caplog):
    path = tmp_path / "v.arrays"
    assert vocabulary_cache.find_damage(path, "a") is None
    vocabulary_cache.create(path)
    assert vocabulary_cache.find_damage(path, "a") is None
    analyzer.tokenize_all(TEXTS)
    save_and_load(path, analyzer)
    assert vocabulary_cache.find_damage(path, "a") is None and not caplog.text
    assert vocabulary_cache.find_damage(path, "other lists") is None
    data = path.read_bytes()
    for place in range(0, len(data), len(data) // 9):
        path.write_bytes(data[:place] + bytes([data[place] ^ 8]) + data[place + 1:])
        assert "remove it" in vocabulary_cache.find_damage(path, "a")
        vocabulary_cache.load(path, "a", analyzer.analyze_chunk)
        assert "words are analysed again" in caplog.text
        caplog.clear()


def entries(vocabulary, texts):
    """Return what the chunks of the texts are indexed as."""
    numbers = vocabulary.split(texts).numbers.tolist()
    return [vocabulary.entries(number) for number in numbers]


def test_new_words_stay_in_their_process(tmp_path, analyzer):
    path = tmp_path / "v.arrays"
    expected = entries(analyzer.vocabulary, TEXTS)
    one, count = save_and_load(path, analyzer), len(analyzer.vocabulary)
    content, other = path.read_bytes(), vocabulary_cache.load(path, "a", analyzer.analyze_chunk)
    few, many = (" ".join(f"kata{n}baru" for n in range(size)) for size in (9, 9_000))
    for new in (few, many):  # the first has room in the file's arrays, the second has not
        found = entries(one, [new])
        assert found == [list(analyzer.analyze_chunk(chunk)) for chunk in new.split()]
        assert entries(one, TEXTS) == expected
    assert len(one) == count + 9_000 and len(other) == count
    assert entries(other, [many]) == entries(one, [many])
    assert path.read_bytes() == content


def test_a_loaded_vocabulary_is_saved_with_its_additions(tmp_path, analyzer):
    restored = save_and_load(tmp_path / "v.arrays", analyzer)
    for number in range(3):
        new = [" ".join(f"kata{n}ke{number}" for n in range(3_000))]
        expected = entries(restored, [*TEXTS, *new])
        save(tmp_path / "v.arrays", "a", restored)
        restored = vocabulary_cache.load(tmp_path / "v.arrays", "a", analyzer.analyze_chunk)
        count = len(restored)
        assert entries(restored, [*TEXTS, *new]) == expected
        assert len(restored) == count


def test_a_term_is_found_by_its_number_and_a_number_by_its_term(tmp_path, analyzer):
    entries(analyzer.vocabulary, TEXTS)
    restored = save_and_load(tmp_path / "v.arrays", analyzer)
    for terms in (restored.stems, restored.forms):
        listed = terms.texts(range(len(terms)))
        assert [terms.find(term) for term in listed] == list(range(len(terms)))
        assert terms.find("bukanistilah") is None and terms.find("bukan istilah") is None
        assert terms.intern(["bukanistilah", listed[0]]) == [len(listed), 0]


def articles(count):
    return [Article(f"a{n}", f"Judul {n}", f"Perundingan kata{n}kata.") for n in range(count)]


def test_terms_are_the_same_encoded_and_as_text():
    grown = Analyzer()
    grown.split(["Perundingan nuklir di Palu, kafé “Wira” 😀 dan lain-lain"])
    for interner in (grown.vocabulary.forms, grown.vocabulary.stems, _intern(["a", "é", "kata"])):
        for numbers in (np.arange(len(interner)), np.array([0, 2]), np.zeros(0, np.int64)):
            text, at = interner.encoded(numbers)
            found = [text[begin:end].tobytes() for begin, end in zip(at, at[1:])]
            assert found == [each.encode() for each in interner.texts(numbers.tolist())]


def _intern(texts):
    interner = DictInterner()
    interner.intern(texts)
    return interner


def test_a_removal_leaves_the_words_that_other_articles_have(tmp_path):
    path = tmp_path / "v.arrays"
    analyzer = Analyzer(path)
    archive = open_whoosh(tmp_path / "archive", analyzer)
    list(archive.add(articles(2_500)))
    before = path.read_bytes()
    assert b"kata77kata" in before and b"judul" in before
    path.with_suffix(".1.unfinished").write_bytes(b"of a load that was killed")
    archive.remove(["a77"])
    assert sorted(each.name for each in tmp_path.iterdir()) == ["archive", "v.arrays"]
    after = path.read_bytes()
    assert b"kata77kata" not in after and b"kata78kata" in after
    assert vocabulary_cache.find_damage(path, analyzer.fingerprint) is None
    assert archive.search(Query("perundingan")).total == 2_499
    known = len(analyzer.vocabulary)
    assert known > 2_499 and analyzer.vocabulary.file is not None
    others = [f"Perundingan kata{n}kata" for n in range(2_500) if n != 77]
    assert entries(analyzer.vocabulary, others) == entries(Analyzer().vocabulary, others)
    assert len(analyzer.vocabulary) == known, "no word had to be analysed again"


def test_a_removal_takes_away_words_side_by_side_that_others_have_alone(tmp_path):
    path = tmp_path / "v.arrays"
    archive = open_whoosh(tmp_path / "archive", Analyzer(path))
    own = Article("own", "Judul", "Diam·emas, Susi-Budi, rahasia-negara; anak-anak.")
    others = Article("others", "Judul", "Diam emas Susi Budi rahasia negara, anak-anak.")
    list(archive.add([own, others, *articles(1_500)]))
    written = "diam·emas", "susi-budi", "rahasia-negara"
    assert all(each.encode() in path.read_bytes() for each in written)
    archive.remove(["own"])
    left = path.read_bytes()
    assert not any(each.encode() in left for each in written)
    assert b"rahasia" in left and b"anak-anak" in left


def test_a_removal_takes_away_the_words_of_earlier_versions(tmp_path):
    path = tmp_path / "v.arrays"
    archive = open_whoosh(tmp_path / "archive", Analyzer(path))
    list(archive.add([Article("b", "Judul", "Rahasia sekali."), *articles(1_500)]))
    list(archive.add([Article("b", "Judul", "Diganti.")]))
    assert b"rahasia" in path.read_bytes()
    archive.remove(["b"])
    assert b"rahasia" not in path.read_bytes() and b"kata77kata" in path.read_bytes()


def test_a_removal_in_another_process_knows_the_words_of_the_file(tmp_path):
    list(open_archive(f"whoosh:{tmp_path}").add(articles(1_500)))
    remover = open_archive(f"whoosh:{tmp_path}")
    remover.remove(["a77"])
    assert len(remover._analyzer.vocabulary) > 1_499
    reader = open_archive(f"whoosh:{tmp_path}")
    reader.warm()
    assert len(reader._analyzer.vocabulary) > 1_499


def test_no_words_are_taken_back_while_the_index_has_not_followed(tmp_path, monkeypatch):
    path = tmp_path / "v.arrays"
    archive = open_whoosh(tmp_path / "archive", Analyzer(path))
    list(archive.add(articles(1_500)))
    monkeypatch.setattr(archive, "_follow", lambda more=False: False)
    archive.remove(["a77"])
    assert not path.exists()


@pytest.mark.parametrize("moment", ["while they are written", "before they take their place"])
def test_a_removal_deletes_words_that_are_being_saved(tmp_path, monkeypatch, caplog, moment):
    path = tmp_path / "v.arrays"
    analyzer = Analyzer(path)
    list(open_whoosh(tmp_path / "archive", analyzer).add(articles(1_500)))
    write, removed = vocabulary_cache.write, []

    def write_beside_a_removal(file, arrays):
        if moment == "while they are written":
            write(file, arrays)
            vocabulary_cache.delete(path)
        else:
            vocabulary_cache.delete(path)
            write(file, arrays)
        removed.append(file)

    lineage = vocabulary_cache.find_lineage(path)
    monkeypatch.setattr(vocabulary_cache, "write", write_beside_a_removal)
    vocabulary_cache.save(path, analyzer.fingerprint, analyzer.vocabulary, lineage)
    assert removed
    assert [each.name for each in tmp_path.iterdir()] == ["archive"] and not caplog.records


def test_words_of_before_a_removal_are_not_saved_after_it(tmp_path):
    path = tmp_path / "v.arrays"
    analyzer = Analyzer(path)
    list(open_whoosh(tmp_path / "archive", analyzer).add(articles(1_500)))
    lineage, vocabulary = vocabulary_cache.find_lineage(path), analyzer.vocabulary
    open_whoosh(tmp_path / "archive", Analyzer(path)).remove(["a77"])
    written = path.read_bytes()
    vocabulary_cache.save(path, analyzer.fingerprint, vocabulary, lineage)
    assert path.read_bytes() == written and b"kata78kata" in written


def test_an_archive_saves_its_vocabulary_beside_it(tmp_path):
    archive = open_archive(f"whoosh:{tmp_path}")
    list(archive.add(articles(1_500)))
    assert (tmp_path / "vocabulary.arrays").exists()


def test_words_stay_known_to_readers_when_others_add_articles(tmp_path):
    list(open_archive(f"whoosh:{tmp_path}").add(articles(1_500)))
    reader = open_archive(f"whoosh:{tmp_path}")
    reader.warm()
    known = len(reader._analyzer.vocabulary)
    list(open_archive(f"whoosh:{tmp_path}").add(articles(1)))
    assert reader.search(Query("perundingan")).hits
    assert len(reader._analyzer.vocabulary) >= known > 1_500


def test_a_file_that_was_written_to_is_loaded_again(tmp_path):
    path = tmp_path / "v.arrays"
    list(open_whoosh(tmp_path / "archive", Analyzer(path)).add(articles(1_500)))
    analyzer = Analyzer(path)
    analyzer.restore_vocabulary()
    known, file = len(analyzer.vocabulary), analyzer.vocabulary.file
    os.utime(path, (0, 0))
    vocabulary, _ = analyzer.split(["Perundingan."])
    assert len(vocabulary) == known > 1_500 and vocabulary.file is not file


def test_a_first_load_that_began_before_a_removal_saves_no_words_of_it(tmp_path):
    first = open_archive(f"whoosh:{tmp_path}")
    load = first.add(articles(2_500))
    next(load)
    open_archive(f"whoosh:{tmp_path}").remove(["a77"])
    list(load)
    assert b"kata77kata" not in (tmp_path / "vocabulary.arrays").read_bytes()
    list(open_archive(f"whoosh:{tmp_path}").add(
        Article(f"b{n}", "Judul", f"Lain{n}lain.") for n in range(1_500)))
    kept = (tmp_path / "vocabulary.arrays").read_bytes()
    assert b"lain77lain" in kept and b"kata77kata" not in kept


def test_a_load_does_not_bring_back_words_that_another_process_removed(tmp_path):
    first = open_archive(f"whoosh:{tmp_path}")
    list(first.add(articles(1_500)))
    open_archive(f"whoosh:{tmp_path}").remove(["a77"])
    list(first.add(Article(f"b{n}", "Judul", f"Lain{n}lain.") for n in range(1_500)))
    kept = (tmp_path / "vocabulary.arrays").read_bytes()
    assert b"kata77kata" not in kept and b"kata78kata" in kept and b"lain77lain" in kept


def test_a_rebuild_saves_its_words(tmp_path):
    archive = open_archive(f"whoosh:{tmp_path}")
    list(archive.add(articles(1_500)))
    (tmp_path / "vocabulary.arrays").unlink()
    list(open_archive(f"whoosh:{tmp_path}").rebuild())
    assert b"kata77kata" in (tmp_path / "vocabulary.arrays").read_bytes()
