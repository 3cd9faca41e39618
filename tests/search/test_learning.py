"""Acronyms that articles explain."""

import pytest

from search import Article, Query
from search.acronyms import LearntAcronyms
from search.interpret.equivalents import EquivalentRow
from search.interpret.learning import find_definitions, learn, load, save


@pytest.mark.parametrize("text, found", [
    ("kata Dewan Bahasa Nusa (DBN) kemarin", [("DBN", "Dewan Bahasa Nusa")]),
    ("kata dewan bahasa nusa (DBN) kemarin", [("DBN", "dewan bahasa nusa")]),
    ("Pusat Cuaca, Laut, dan Udara (PCLU) buka", [("PCLU", "Pusat Cuaca, Laut, dan Udara")]),
    ("Pusat Data dan Arsip (PDdA)", [("PDdA", "Pusat Data dan Arsip")]),
    ("Kementerian Gula (Kemengula) berdiri", [("Kemengula", "Kementerian Gula")]),
    ("di Balai Padi Raya (BPR). Lalu Dinas Gula Kota (DGK)",
     [("BPR", "Balai Padi Raya"), ("DGK", "Dinas Gula Kota")]),
    ("Dewan Bahasa (DBN)", []),
    ("Dewan Nusa Bahasa (DBN)", []),
    ("Dewan. Bahasa Nusa (DBN)", []),
    ("Dewan\nBahasa Nusa (DBN)", []),
    ("Budi Santoso (BS) ditahan", []),
    ("warga (DBN)", []),
    ("(DBN)", []),
    ("Dewan Bahasa Nusa (dbn)", []),
    ("Dewan Bahasa Nusa(DBN)", []),
    ("Dewan Bahasa Nusa (DBN baru)", []),
])
def test_what_a_text_explains(text, found):
    assert list(find_definitions(text)) == found


def test_a_few_articles_must_agree():
    explained = "kata Dewan Bahasa Nusa (DBN)"
    assert learn([explained] * 2) == learn([explained * 9]) == []
    [row] = learn([explained] * 3)
    assert row[:3] == ("offer", "DBN", ("Dewan Bahasa Nusa",))


def test_meanings_come_by_number_of_articles():
    texts = ["Dewan Bahasa Nusa (DBN)"] * 3 + ["Dinas Balai Niaga (DBN)"] * 9
    texts += ["dinas balai niaga (DBN)", "Dapur Bumbu Nenek (DBN)"]
    [row] = learn(texts)
    assert row.others == ("Dinas Balai Niaga", "Dewan Bahasa Nusa")
    [row] = learn(texts + ["Dinas Balai Niaga (DBN)"] * 9)
    assert row.others == ("Dinas Balai Niaga",)


def test_a_long_run_of_words_takes_no_time():
    text = "aaaaaaaaaa " * 2000 + "(Aaaaaaaaaaaa) "
    assert len(list(find_definitions(text * 20))) <= 20


def test_rows_are_kept_in_a_file(tmp_path):
    path = tmp_path / "acronyms.tsv"
    rows = learn(["Dewan Bahasa Nusa (DBN), Balai Padi Raya (BPR)"] * 3)
    save(rows, path)
    assert load(path, []) == rows
    assert load(path, [EquivalentRow("any", "dbn", ("Dinas Balai Niaga",))]) == rows[:1]
    assert load(tmp_path / "other", []) == []


def test_a_damaged_file_is_left_out(tmp_path, caplog):
    path = tmp_path / "acronyms.tsv"
    path.write_text("offer", "utf-8")
    assert load(path, []) == []
    assert "acronyms.tsv is damaged" in caplog.text and "rebuild" in caplog.text


def test_learning_begins_in_a_folder_that_is_not_there_yet(tmp_path):
    """As that of an archive on a cluster, on a machine that has kept nothing of it."""
    acronyms = LearntAcronyms(tmp_path / "cache" / "acronyms.tsv")
    acronyms.begin()
    assert acronyms.keep([]) and acronyms.read(()) == []


def test_a_rebuild_learns_and_a_removal_forgets(opened, folder):
    archive = opened()
    body = "Rapat Dewan Bahasa Nusa (DBN) nomor {} dimulai tadi."
    articles = [Article(f"a{n}", "", body.format(n)) for n in range(3)]
    for _ in archive.add([*articles, Article("b", "", "dbn saja")]):
        pass
    assert archive.search(Query("DBN")).equivalents == ()
    list(archive.rebuild())
    for each in (archive, opened()):
        [found] = each.search(Query("DBN")).equivalents
        assert (found.writings, found.applied) == (("Dewan Bahasa Nusa",), False)
    assert archive.search(Query("dbn")).equivalents == ()
    archive.remove(["a0"])
    assert "DBN" not in (folder / "acronyms.tsv").read_text("utf-8")
    assert archive.search(Query("DBN")).equivalents == ()


def test_a_removal_keeps_what_others_explain_in_the_same_words(opened, folder):
    bodies = {
        "a": ["Rapat Dewan Bahasa Nusa (DBN) nomor {} dimulai."] * 5,
        "b": ["Rapat Balai Padi Raya (BPR) nomor {} dimulai.",
              *["Rapat balai padi raya (BPR) nomor {} ditunda."] * 2],
        "c": ["Rapat Dinas Gula Kota (DGK) nomor {} dimulai."] * 3,
        "d": ["Rapat Pusat Cuaca Laut (PCL) nomor {} dan Dewan Bahasa Nusa (DBN) dimulai."] * 3,
    }
    archive = opened()
    list(archive.add([Article(f"{name}{n}", "", text.format(n))
                      for name, texts in bodies.items() for n, text in enumerate(texts)]))
    list(archive.rebuild())
    file = folder / "acronyms.tsv"
    before = read_rows(file)
    assert [row.split("\t")[1] for row in before] == ["BPR", "DBN", "DGK", "PCL"]
    archive.remove(["a0", "a1", "b0", "d0"])
    after = read_rows(file)
    assert [row.split("\t")[1:] for row in after] == [
        ["DBN", "Dewan Bahasa Nusa", "5"], before[2].split("\t")[1:]]
    assert archive.search(Query("DBN")).equivalents[0].writings == ("Dewan Bahasa Nusa",)
    archive.remove(["a2", "a3", "a4"])
    assert [row.split("\t")[1] for row in read_rows(file)] == ["DGK"]


def read_rows(file):
    return [line for line in file.read_text("utf-8").splitlines() if "\t" in line]


def test_the_removal_of_a_changed_article_forgets_all(opened, folder):
    archive = opened()
    body = "Rapat Dewan Bahasa Nusa (DBN) nomor {} dimulai tadi."
    list(archive.add([Article(f"a{n}", "", body.format(n)) for n in range(5)]))
    list(archive.rebuild())
    list(archive.add([Article("a0", "", "Rapat ditunda.")]))
    archive.remove(["tidak ada"])
    assert "DBN" in (folder / "acronyms.tsv").read_text("utf-8")
    archive.remove(["a0"])
    assert not (folder / "acronyms.tsv").exists()
