"""What would be added of files, and why; and how pipes and foreign names are read."""

import io
import json
import sys

import pytest

LITTER = """salinan.example

Harga Beras Naik di Palu

Palu (ANTARA) - Harga beras naik sejak Senin, kata pedagang.

Baca juga: Harga Cabai Turun

Harga beras naik sejak Senin, kata pedagang beras di Pasar Masomba.

Harga beras naik sejak Senin, kata pedagang beras di Pasar Masomba.

Editor: Marsiti
(HS/E027) 26-04-2019 08:12:40
Copyright © ANTARA 2019
"""
ROW = {"kepala": "Harga Beras Naik", "isi berita": "Isi.", "terbit": "26/4/2019"}


@pytest.fixture
def pipe(monkeypatch):
    """A function: what is piped in."""
    def piped(data):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    return piped


def test_every_decision_is_shown_with_its_evidence(indexer, write, folder):
    path = write("a.txt", LITTER)
    lines = indexer("inspect", path).out.splitlines()
    assert lines[0] == f"{path}:1"
    assert lines[1:6] == [
        "title     Harga Beras Naik di Palu  (first line)",
        "outlet    ANTARA  (copyright: Copyright © ANTARA 2019)",
        "published 2019-04-26T08:12:40+07:00  (footer: 26-04-2019 08:12:40)",
        "place     Palu  (dateline: Palu (ANTARA) -)",
        "agency    ANTARA  (dateline: Palu (ANTARA) -)",
    ]
    kept = lines[lines.index("kept beside the text") + 1:][:4]
    assert [line.split()[0] for line in kept] == ["site", "editor", "code", "copyright"]
    gone = lines[lines.index("removed, by line") + 1:][:2]
    assert [line.split()[:2] for line in gone] == [["7", "link"], ["11", "repeated"]]
    assert lines[-4:] == [
        "Harga beras naik sejak Senin, kata pedagang.", "",
        "Harga beras naik sejak Senin, kata pedagang beras di Pasar Masomba.", ""]
    assert not folder.exists()


def test_the_same_as_json_is_what_would_be_added(indexer, write):
    path = write("a.txt", LITTER)
    [shown] = map(json.loads, indexer("inspect", path, "--json").out.splitlines())
    assert (shown["file"], shown["line"]) == (str(path), 1)
    assert shown["removed"][0] == {"line": 7, "why": "link", "text": "Baca juga: Harga Cabai Turun"}
    assert {each["field"]: each["source"] for each in shown["decisions"]} == {
        "title": "first line", "outlet": "copyright", "published": "footer", "place": "dateline",
        "agency": "dateline"}
    indexer("add", path)
    assert shown["article"] == json.loads(indexer("export").out)


def test_an_undated_article_says_why(indexer, write):
    shown = indexer("inspect", write("a.txt", "Pasar dibuka lagi pada Kamis (25/2)."))
    assert "published -  (unknown: weekday and day fit" in shown.out


def test_so_many_records_are_shown(indexer, write):
    path = write("a.jsonl", [{"id": str(number), "title": "Judul"} for number in range(30)])
    shown = indexer("inspect", path)
    assert shown.out.count(f"{path}:") == 10
    assert "showed only the first 10 records" in shown.err
    assert indexer("inspect", path, path, "--limit", "31").out.count(f"{path}:") == 31
    assert not indexer("inspect", path, "--limit", "30").err


def test_rejections_are_printed_and_count(indexer, write):
    path = write("a.jsonl", '{"title": "Judul"}\nrusak\n')
    shown = indexer("inspect", path)
    assert shown.code == 1 and f"rejected {path}:2: not JSON" in shown.err


def test_what_commands_a_terminal_is_not_printed(indexer, write):
    path = write("a.jsonl", [{"title": "a\x1b[2Jb", "body": "c\x9bd", "outlet": "e\x1bf",
                              "x\x1by": "g\x1bh"}])
    assert not {"\x1b", "\x9b"} & set(indexer("inspect", path).out)


def test_a_pipe_is_read(indexer, pipe):
    pipe(b'{"id": "a", "title": "Satu"}\n{"id": "b", "title": "Dua"}\n')
    assert indexer("add", "-", "--format", "jsonl").out.startswith("read 2, added 2")
    pipe(b"id,judul\na,Satu\n")
    pruned = indexer("add", "-", "--format", "csv", "--source", "pipa", "--prune")
    assert pruned.out.startswith("read 1, added 0, updated 0, unchanged 1")


@pytest.mark.parametrize("arguments, message", [
    (["-"], "- needs --format"),
    (["-", "-", "--format", "jsonl"], "- can be read only once"),
    (["-", "--format", "doc"], "choose from txt, markdown, jsonl"),
    (["-", "--format", "jsonl", "--prune"], "--prune needs --source"),
    (["-", "--format", "jsonl", "--map", "kepala"], "write NAME=FIELD"),
    (["-", "--format", "jsonl", "--map", "kepala=judul"], "FIELD is one of id, title, body"),
])
def test_what_cannot_be_read_so_is_refused(indexer, pipe, arguments, message):
    pipe(b'{"title": "Judul"}\n')
    ran = indexer("add", *arguments)
    assert ran.code == 2 and message in ran.err


def test_foreign_names_are_mapped(indexer, write):
    path = write("a.jsonl", [ROW | {"terbit": "26/4/2019"}])
    maps = ["--map", "kepala=title", "--map", "terbit=published"]
    [shown] = map(json.loads, indexer("inspect", path, *maps, "--json").out.splitlines())
    article = shown["article"]
    assert (article["title"], article["body"], article["published"]) == (
        "Harga Beras Naik", "Isi.", "2019-04-26")


@pytest.mark.parametrize("command", ["add", "inspect"])
def test_mapped_names_that_no_record_has_are_printed(indexer, write, command):
    path = write("a.csv", "Kepala,Terbit\nBeras,2019\n")
    ran = indexer(command, path, "--map", "kepala=title", "--map", "tebit=published")
    assert (ran.code, ran.err) == (0, "no record has the field 'tebit' that --map names\n")


def test_a_format_may_be_given_for_a_file(indexer, write):
    path = write("ekspor.dat", "judul;tanggal\nHarga Beras;26/4/2019\n")
    assert indexer("add", path, "--format", "csv").out.startswith("read 1, added 1")
    assert "Harga Beras" in indexer("search", "beras").out


@pytest.mark.parametrize("body, read", [
    ("Suhu di puncak <i turun drastis.\n\nDua.", "Suhu di puncak <i turun drastis.\n\nDua."),
    ("Kadar x<a menurut dokter.\n\nDua.", "Kadar x<a menurut dokter.\n\nDua."),
    ("Bila a<b dan c>d menurut guru.\n\nDua.", "Bila a<b dan c>d menurut guru.\n\nDua."),
    ("Gunakan tag <br> kata guru.\n\nDua.", "Gunakan tag <br> kata guru.\n\nDua."),
    ("Surel <budi@x.example> dan <b>tebal</b>.", "Surel <budi@x.example> dan tebal."),
    ("Kata <b>tebal</b>.\n\nDua, x<y.", "Kata tebal.\n\nDua, x<y."),
    ("<p>Satu <b tebal.</p><p>Dua x<a ya.</p>", "Satu <b tebal.\n\nDua x<a ya."),
    ("Satu.<br/><br>Dua &amp; tiga.", "Satu.\n\nDua & tiga."),
])
def test_html_in_a_field_is_read_and_lone_signs_stand_for_themselves(indexer, write, body, read):
    path = write("a.jsonl", [{"title": "Judul", "body": body}])
    assert json.loads(indexer("inspect", path, "--json").out)["article"]["body"] == read


def test_a_number_that_json_lacks_is_kept_as_text_and_exported_as_it_is(indexer, write):
    indexer("add", write("a.jsonl", '{"id": "a", "title": "Judul", "nilai": 1e999}\n'))
    exported = indexer("export").out
    json.loads(exported, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert indexer("add", write("b.jsonl", exported)).out.startswith("read 1, added 0, updated 0")


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_bytes_that_are_no_text_are_rejected(indexer, write, name):
    ran = indexer("add", write(name, bytes(range(256)) * 80))
    assert ran.code == 1 and "not text" in ran.err


def test_what_rejected_records_are_kept_in_is_no_source(indexer, write, tmp_path):
    (tmp_path / "berita").mkdir()
    for name in ("rejected.jsonl", "rejected-1.jsonl"):
        name_of = {"file": "a", "line": 1, "reason": "x", "raw": ""}
        write(f"berita/{name}", json.dumps({"rejected": name_of}) + "\n")
    write("berita/rejected-2.jsonl", '{"id": "a", "title": "Judul"}\n')
    ran = indexer("add", tmp_path / "berita", "--prune")
    assert ran.code == 0 and ran.out.startswith("read 1, added 1")


def test_a_folder_of_unknown_formats_is_named_and_read_if_one_is_given(indexer, write, tmp_path):
    (tmp_path / "berita").mkdir()
    path = write("berita/a.log", "Judul\n\nIsi.\n")
    ran = indexer("add", tmp_path / "berita")
    assert ran.out.startswith("read 0") and ran.err == (
        "skipped 1 file of unknown format (1 .log), "
        f"such as {path}; name their format with --format\n")
    again = indexer("add", tmp_path / "berita", "--format", "txt")
    assert again.out.startswith("read 1, added 1") and not again.err


def test_a_report_overwrites_neither_articles_nor_rejected_records(indexer, write, tmp_path):
    path = write("a.jsonl", '{"title": "Judul"}\n')
    for report in (path, tmp_path / "b.jsonl"):
        ran = indexer("add", path, "--report", report, "--rejected", tmp_path / "b.jsonl")
        assert ran.code == 2 and "a file of its own" in ran.err
    assert path.read_text() == '{"title": "Judul"}\n'


def test_names_of_files_do_not_command_a_terminal(indexer, write):
    ran = indexer("add", write("a\n\x1b[31m.jsonl", "{"))
    assert "\x1b" not in ran.err and ran.err.count("\n") == 1


def test_the_command_line_tells_stories(indexer, write):
    body = "Jembatan lama ditutup untuk kendaraan berat mulai Senin karena dua tiang retak " * 3
    indexer("add", write("a.jsonl", [
        {"id": "a", "title": "Satu", "body": body, "outlet": "Kabar Nusa"},
        {"id": "b", "title": "Dua", "body": body, "outlet": "Harian Sagara"}]))
    shown = indexer("search", "jembatan", "--collapse", "story").out
    assert shown.startswith("1 story, 2 articles, ")
    assert "story of 2 articles: Harian Sagara, Kabar Nusa" in shown
