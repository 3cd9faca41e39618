"""The command line: what it prints, where, with which exit code; and that nothing kills it."""

import gzip
import io
import json
import os
import pty
import re
import shlex
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import count
from pathlib import Path
from time import sleep

import pytest
import zstandard
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_load import RECORDS

from indexer.cli import maintenance
from indexer.cli.commands import main
from indexer.cli.progress import Progress
from indexer.ingest.load import FileReader
from search import Article, Query, open_archive, restore
from search.errors import StaleIndex
from search.serialization import serialize_page
from search.version import VERSION

from support.command import Ran
from support.examples import count_examples

ROOT = Path(__file__).parents[2]
MANY = 6_000
WORDS = "harga beras naik di pasar kota menurut pedagang lama yang ragu".split()


def parsed(ran):
    return json.loads(ran.out)


def command(folder, *arguments):
    return [sys.executable, "-m", "indexer", "--engine", f"whoosh:{folder}", *map(str, arguments)]


def run(folder, *arguments):
    """Run a command in a process of its own, with pipes."""
    ended = subprocess.run(command(folder, *arguments), cwd=ROOT, capture_output=True, text=True)
    return Ran(ended.returncode, ended.stdout, ended.stderr)


def shell(folder, *arguments, after):
    """Run a command in a shell, which redirects what stands after it."""
    line = f"{shlex.join(command(folder, *arguments))} {after}"
    return subprocess.run(line, shell=True, cwd=ROOT, capture_output=True, text=True)


def mark_long(values, but):
    """Return parameters of which only one runs in the fast tests: each starts processes."""
    return [value if value == but else pytest.param(value, marks=pytest.mark.long)
            for value in values]


def piped(folder, *arguments):
    """A command as it runs, in a process of its own.

    Ctrl-C reaches it, even if these tests run in a background that a shell keeps it from.
    """
    pipe = subprocess.PIPE
    return subprocess.Popen(
        command(folder, *arguments), cwd=ROOT, stdout=pipe, stderr=pipe, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


@pytest.fixture
def folder(tmp_path):
    """Where the archive is going to be."""
    return tmp_path / "arsip"


SMALL = [
    {"id": "satu", "title": "Harga beras naik", "body": "Pedagang di Palu ragu.",
     "outlet": "Kabar Nusa", "published": "2007-02-13", "byline": "Wira"},
    {"id": "dua", "title": "Beras impor tiba", "body": "Kapal bersandar di Medan.",
     "outlet": "Lentera Pos", "published": "2013-06-29T19:57:34+07:00"},
    {"id": "a/b c?d#é", "title": "", "body": "Hujan turun di Kupang.", "published": "2013",
     "outlet": None},
    {"id": 4, "title": "Tanpa tanggal", "body": "", "published": None, "outlet": "Kabar Nusa"},
]


@pytest.fixture
def small(indexer, write):
    """The same function, when the archive holds the four articles of SMALL."""
    indexer("add", write("kecil.jsonl", SMALL))
    return indexer


# add


class Line:
    """Equals a printed report with these counts, of as many records as they add up to."""

    def __init__(self, counts):
        self.counts = counts

    def __eq__(self, printed):
        found = counts(printed)
        asked = dict.fromkeys(OUTCOMES, 0) | {"removed": 0} | self.counts
        kept = sum(found[name] for name in OUTCOMES)
        return found["read"] == kept + found.get("not stored", 0) and all(
            found[name] == count for name, count in asked.items())

    def __repr__(self):
        return repr(self.counts)


OUTCOMES = ["added", "updated", "unchanged", "duplicate", "rejected"]


def report(**counts):
    return Line({name.replace("_", " "): count for name, count in counts.items()})


def counts(printed):
    """The counts of a printed report by their names."""
    assert re.fullmatch(r"[a-z ]+ [\d,]+(, [a-z ]+ [\d,]+)*\n", printed), printed
    pairs = (pair.rpartition(" ") for pair in printed.rstrip("\n").split(", "))
    return {name: int(number.replace(",", "")) for name, _, number in pairs}


def test_adding_again_changes_nothing(indexer, write):
    path = write("a.jsonl", SMALL)
    assert indexer("add", path) == (0, report(added=4), "")
    before = indexer("export")
    assert indexer("add", path) == (0, report(unchanged=4), "")
    assert indexer("add", path, path) == (0, report(unchanged=4, duplicate=4), "")
    assert indexer("export") == before


@pytest.mark.parametrize("change", [
    {"title": "Lain"}, {"body": "Lain."}, {"outlet": "Lain"}, {"outlet": None},
    {"published": "2008"}, {"published": None}, {"url": "https://kabar.example"},
    {"byline": "Lain"}, {"byline": None}, {"rubrik": ["baru"]},
    {"halaman": True}, {"halaman": 1.0},
])
def test_a_changed_article_is_updated(indexer, write, change):
    original = {**SMALL[0], "halaman": 1}
    indexer("add", write("a.jsonl", [original, SMALL[1]]))
    changed = write("b.jsonl", [{**original, **change}, SMALL[1]])
    assert indexer("add", changed).out == report(updated=1, unchanged=1)
    assert indexer("add", changed).out == report(unchanged=2)
    revisions = [json.loads(line)["revision"] for line in indexer("export").out.splitlines()]
    assert revisions == [1, 2]


def test_the_same_id_twice_in_one_run_ends_as_the_later_one(indexer, write):
    lines = [{"id": "x", "title": title, "body": "Isi."} for title in ("lama", "sedang", "baru")]
    path = write("a.jsonl", [lines[0], SMALL[0], lines[1], lines[2]])
    assert indexer("add", path).out == report(added=2, updated=2)
    assert parsed(indexer("search", "lama OR sedang", "--json"))["total"] == 0
    assert parsed(indexer("search", "baru", "--json"))["hits"][0]["id"] == "x"
    assert indexer("verify").code == 0


def test_all_formats_and_compressions_at_once(indexer, write, tmp_path):
    write("a.txt", "Judul a\n\nIsi.")
    write("b.jsonl", [{"title": "Judul b"}])
    write("c.csv", "title\nJudul c\n")
    for name in ("a.txt", "b.jsonl", "c.csv"):
        content = (tmp_path / name).read_bytes().replace(b"Judul", b"Kepala")
        write(f"{name}.gz", gzip.compress(content, mtime=0))
        write(f"{name}.zst", zstandard.ZstdCompressor().compress(content.replace(b"Kep", b"Pal")))
    assert indexer("add", tmp_path) == (0, report(added=9), "")


def test_rejections_are_printed_with_file_line_and_reason(indexer, write):
    jsonl = write("a.jsonl", '{"title": "Satu"}\nrusak\n[]\n{"id": "x"}\n{"title": "Dua"}\n')
    csv = write("b.csv", "id,title\n1,Tiga\n2,Empat,lebih\n")
    unknown = write("c.doc", "<p>")
    empty = write("d.txt", b"\xef\xbb\xbf")
    ran = indexer("add", jsonl, csv, unknown, empty)
    assert (ran.code, ran.out) == (1, report(added=3, rejected=6))
    reasons = [
        f"{jsonl}:2: not JSON", f"{jsonl}:3: not a JSON object", f"{jsonl}:4: neither a title",
        f"{csv}:3: 3 values for 2 columns", f"{unknown}:1: unknown format",
        f"{empty}:1: neither a title",
    ]
    lines = ran.err.splitlines()
    assert len(lines) == len(reasons)
    assert all(line.startswith(f"rejected {reason}") for line, reason in zip(lines, reasons))


def test_a_truncated_zst_is_not_passed_over_in_silence(indexer, write):
    whole = zstandard.ZstdCompressor().compress(b'{"title": "Judul"}\n' * 50)
    ran = indexer("add", write("a.jsonl.zst", whole[:-4]))
    assert ran.code == 1 and counts(ran.out)["rejected"] == 1
    assert "cut short" in ran.err


def test_an_empty_folder_adds_nothing_and_makes_no_archive(indexer, tmp_path, folder):
    (tmp_path / "kosong").mkdir()
    assert indexer("add", tmp_path / "kosong") == (0, report(), "")
    assert not folder.exists()


def test_a_backup_becomes_an_archive(small, tmp_path):
    assert small("backup", tmp_path / "salinan").out == "backed up 4 articles\n"
    new = tmp_path / "baru"
    assert small("restore", tmp_path / "salinan", folder=new).out == "indexed 4 articles\n"
    assert small("verify", folder=new).out == "sound\n"
    assert small("export", folder=new).out == small("export").out
    again = small("restore", tmp_path / "salinan", folder=new)
    assert again.code == 2 and "holds an archive already" in again.err


def test_nothing_is_added_while_the_clock_is_behind_the_archive(small, write, monkeypatch):
    path = write("b.jsonl", [{**SMALL[0], "title": "Lain", "id": "lain"}])
    monkeypatch.setattr("time.time", lambda: 1_000_000_000.0)
    ran = small("add", path)
    assert ran.code == 2 and "the clock of this computer says" in ran.err
    assert "added 0" in ran.out
    assert small("add", "--trust-clock", path).out == report(added=1)


def test_if_empty_fills_only_an_archive_without_articles(indexer, write):
    path = write("a.jsonl", SMALL[:2])
    assert indexer("add", "--if-empty", path).out == report(added=2)
    before = indexer("export").out
    ran = indexer("add", "--if-empty", write("b.jsonl", [{**SMALL[0], "title": "Lain"}, SMALL[2]]))
    assert ran.code == 0 and "nothing added" in ran.out
    assert indexer("export").out == before
    indexer("remove", "satu", "dua")
    assert indexer("add", "--if-empty", path).out == report(added=2)


# remove, rebuild, status, verify


def test_remove_takes_away_what_is_there_and_names_what_is_not(small):
    assert small("remove", "satu", "a/b c?d#é") == (0, "removed 2 articles\n", "")
    ran = small("remove", "dua", "satu", "tidak-ada")
    assert (ran.code, ran.out) == (1, "removed 1 article\n")
    assert ran.err.splitlines() == [
        "no article has the id satu", "no article has the id tidak-ada"]
    assert parsed(small("search", "beras", "--json"))["total"] == 0
    assert [json.loads(line)["id"] for line in small("export").out.splitlines()] == ["4"]


def test_an_id_named_twice_is_removed_once(small):
    assert small("remove", "satu", "satu") == (0, "removed 1 article\n", "")


def test_a_rebuild_lets_others_go_first(small, monkeypatch):
    lowered = []
    monkeypatch.setattr(maintenance, "NICENESS", 10)
    monkeypatch.setattr(os, "nice", lowered.append)
    assert small("status")[0] == small("rebuild")[0] == 0
    assert lowered == [10]


def test_after_a_rebuild_a_program_is_as_fast_as_before(small, monkeypatch):
    monkeypatch.setattr(maintenance, "NICENESS", 1)
    before, at_work = os.getpriority(os.PRIO_PROCESS, 0), []
    index = maintenance._index
    monkeypatch.setattr(maintenance, "_index", lambda archive: (
        at_work.append(os.getpriority(os.PRIO_PROCESS, 0)), index(archive)))
    small("rebuild")
    assert at_work == [min(before + 1, 19)]
    if os.geteuid() == 0:  # others may not raise a priority
        assert os.getpriority(os.PRIO_PROCESS, 0) == before


def test_a_backup_is_not_written_to_a_file_named_like_standard_output(small, folder):
    ran = small("backup", "-")
    assert ran.code == 2 and "name a file" in ran.err
    assert not (folder.parent / "-").exists()


def test_what_was_restored_without_an_index_is_said(small, folder):
    small("backup", "salinan")
    url = f"whoosh:{folder.parent / 'baru'}"
    restore(url, folder.parent / "salinan")
    ran = small("search", "beras", folder=folder.parent / "baru")
    assert ran.code == 2 and "no index: run `indexer rebuild`" in ran.err
    ran = small("status", folder=folder.parent / "baru")
    assert ran.code == 0 and "articles   4" in ran.out and "no index" in ran.err
    assert small("rebuild", folder=folder.parent / "baru").code == 0
    assert "2 articles" in small("search", "beras", folder=folder.parent / "baru").out


def test_rebuild_indexes_everything_anew(small):
    before = small("export").out
    assert small("rebuild") == (0, "indexed 4 articles\n", "")
    assert small("verify") == (0, "sound\n", "")
    assert parsed(small("search", "beras", "--json"))["total"] == 2
    assert small("export").out == before


def test_status_tells_how_many_articles_there_are(small, folder):
    figures = parsed(small("status", "--json"))
    assert figures["articles"] == 4 and figures["engine"] == f"whoosh:{folder}"
    assert figures["pending"] == 0 and figures["stale"] is False and figures["bytes"] > 0
    lines = [line.split(maxsplit=1) for line in small("status").out.splitlines()]
    shown = {name: value.strip() for name, value in lines}
    assert shown["articles"] == "4" and shown["stale"] == "no"
    shown = len(figures) - 1
    assert [name for name, _ in lines[:shown]] == list(figures)[:shown]
    assert list(figures["files"]) == [rest.split()[-1] for _, rest in lines[shown:]]


def test_status_describes_the_articles(small, write, indexer):
    body = "Jembatan lama ditutup untuk kendaraan berat mulai Senin karena dua tiang retak " * 3
    indexer("add", write("b.jsonl", [
        {"id": id, "title": "Jembatan", "body": body, "outlet": "Harian Sagara", "published": day}
        for id, day in (("lima", "2001-02-03T04:05:06+07:00"), ("enam", "2020-05"))]))
    figures = parsed(small("status", "--json"))
    described = ("articles", "oldest", "newest", "undated", "outlets", "stories")
    assert {name: figures[name] for name in described} == {
        "articles": 6, "oldest": "2001-02-03", "newest": "2020-05", "undated": 1, "outlets": 3,
        "stories": 5}
    small("remove", "satu", "dua", "a/b c?d#é", "4", "lima", "enam")
    figures = parsed(small("status", "--json"))
    assert (figures["oldest"], figures["newest"], figures["outlets"]) == (None, None, 0)


def test_coverage_prints_years_and_gaps(small, write, indexer):
    indexer("add", write("c.jsonl", [
        {"id": f"c{day}", "title": "Panen", "body": "Isi.", "outlet": "Suara Rawa",
         "published": day} for day in ("1999-05-01", "2003")]))
    first, *others = small("coverage", "--outlet", "Suara Rawa").out.splitlines()
    assert re.fullmatch("Suara Rawa  2 articles, 2 stories, 1999-05-01 to 1999-05-01, "
                        r"last added to on 20\d\d-\d\d-\d\d", first)
    assert others == [
        "  1999             1", "  2003             1", "  nothing  2000 to 2002"]
    [holding] = parsed(small("coverage", "--outlet", "Suara Rawa", "--by", "month", "--json"))[
        "outlets"]
    assert holding["imprecise"] == 1 and holding["periods"][0]["period"] == "1999-05"
    assert small("coverage", "--page-size", "1").out.endswith("outlets: see --page\n")
    assert small("coverage", "--past", "kemarin").out == ""
    assert "page: pages go to the 10,000th outlet" in small("coverage", "--page", "501").err
    assert re.fullmatch(r"no page 9: there are \d outlets\n", small("coverage", "--page", "9").out)
    assert small("coverage", "--from", "2003", "--to", "1999").code == 2


def test_concordance_prints_a_line_for_each_match(small, write, indexer):
    indexer("add", write("p.jsonl", [
        {"id": "p", "title": "Lomba", "body": "Seribu perahu naga. Sejuta perahu biru.",
         "published": "1999-05-01"}]))
    lines = small("concordance", "perahu", "--width", "12").out.splitlines()
    assert lines == ["     Sejuta perahu biru.        1999-05-01  p",
                     "     Seribu perahu naga.        1999-05-01  p",
                     "2 lines from 1 article of 1"]
    assert small("concordance", "perahu", "--limit", "1").out.endswith("see --limit\n")
    answer = parsed(small("concordance", "perahu", "--sort", "date", "--json"))
    assert [line["right"][-5:] for line in answer["lines"]] == ["biru.", "biru."]
    written = small("concordance", "perahu", "--csv").out
    assert written.startswith("left,match,right,field,id") and len(written.splitlines()) == 3
    assert small("concordance", "-perahu").code == 2
    assert small("concordance", "perahu", "--width", "0").code == 2


def test_copies_prints_what_each_changed(small, write, indexer):
    body = " ".join(f"kata{number}" for number in range(60))
    indexer("add", write("k.jsonl", [
        {"id": "k1", "title": "Kapal", "body": body, "published": "1999-05-01"},
        {"id": "k2", "title": "Kapal", "body": body.replace("kata30 ", "baru "),
         "published": "1999-05-02"}]))
    assert small("copies", "k2").out.splitlines() == [
        "1999-05-01  (no outlet)  k1  Kapal", "1999-05-02  (no outlet)  k2  Kapal",
        "  [-kata30-]", "  {+baru+}", "2 of 2 articles"]
    assert parsed(small("copies", "k1", "--json"))["copies"][1]["inserted"] == 1
    assert small("copies", "tiada").code == 2


def test_status_of_a_stale_index_leaves_out_what_only_the_index_knows(small, monkeypatch):
    monkeypatch.setattr("search.archive.Archive.search", stale)
    figures = parsed(small("status", "--json"))
    assert figures["articles"] == 4 and figures["oldest"] is figures["stories"] is None
    assert re.search(r"^outlets +-$", small("status").out, re.MULTILINE)


def stale(*_):
    raise StaleIndex


def test_verify_finds_what_is_wrong(small, folder):
    assert small("verify") == (0, "sound\n", "")
    for segment in folder.glob("index-1/*.arrays"):
        segment.unlink()
    ran = small("verify")
    assert (ran.code, ran.out) == (1, "1 fault\n")
    assert "indexer rebuild" in ran.err
    small("rebuild")
    assert small("verify").code == 0


@pytest.mark.parametrize("content", [None, b""])
def test_an_archive_hardly_begun_is_sound_and_empty(indexer, write, folder, content):
    folder.mkdir()
    if content is not None:
        (folder / "articles.sqlite").write_bytes(content)
    assert indexer("verify") == (0, "sound\n", "")
    assert parsed(indexer("status", "--json"))["articles"] == 0
    assert parsed(indexer("search", "beras", "--json"))["total"] == 0
    assert indexer("export") == (0, "", "")
    assert indexer("add", write("a.jsonl", SMALL)).out == report(added=4)
    assert indexer("verify").code == 0


@pytest.mark.parametrize("words", [
    ["status"], ["status", "--json"], ["export"], ["search", "beras"],
    ["search", "beras", "--json"], ["remove", "satu"], ["rebuild"],
])
def test_without_an_archive_there_is_one_line_that_says_how_to_make_one(indexer, folder, words):
    ran = indexer(*words)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == f"error: there is no archive at {folder}: `indexer add` creates one\n"
    assert not folder.exists()


def test_without_an_archive_there_is_nothing_to_verify(indexer, folder):
    ran = indexer("verify")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith("nothing to verify: ") and ran.err.count("\n") == 1
    assert str(folder) in ran.err and "`indexer add`" in ran.err
    assert not folder.exists()


# export


def test_export_writes_articles_under_their_own_names(small):
    lines = [json.loads(line) for line in small("export").out.splitlines()]
    assert [line["id"] for line in lines] == ["4", "a/b c?d#é", "dua", "satu"]
    assert lines[3] == {
        "id": "satu", "title": "Harga beras naik", "body": "Pedagang di Palu ragu.",
        "outlet": "Kabar Nusa", "published": "2007-02-13", "date_precision": "day", "url": None,
        "extra": {"outlet_source": "field", "date_source": "field", "byline": "Wira"},
        "revision": 1,
    }
    assert [line["date_precision"] for line in lines] == ["none", "year", "day", "day"]


ODD = [
    {"id": "a/b c?d#é", "title": "", "body": "Isi tanpa judul.", "outlet": None},
    {"id": "2", "title": "Judul", "extra": {"title": "Lain", "id": 9, "body": None, "extra": {}}},
    {"id": "3", "title": "é 😀 \u2028 \x85 \x00 \ufeff", "body": "a\r\nb\rc\td\ne"},
    {"id": "4", "title": "Judul", "z": [{"a": [1, 2.50, 1e22, None, True, "", {}]}], "a": 2},
    {"id": "5", "title": "Judul", "date": "entah kapan", "byline": "\ud800"},
    {"id": "6", "title": "Judul", "body": "26 April 2019\nSumber: Kabar Nusa", "date": None,
     "outlet": None},
    {"id": "7", "title": "Judul", "body": "26 April 2019\nSumber: Kabar Nusa"},
    {"id": "8 \u00a0 8", "text": "Isi.", "body": "Isi lain.", "published": "2007", "date": "2008"},
    {"url": "https://kabar.example/?a=1&b=é", "title": "Tanpa id"},
    {"title": "Tanpa id dan tautan"},
    {"id": "'; DROP TABLE version; --", "title": "\"'\\%_*"},
    {"id": " tepi\n", "title": "Judul", "kosong": "", "tiada": None},
]


def test_an_export_comes_back_byte_by_byte(indexer, write, tmp_path):
    first = indexer("add", write("a.jsonl", ODD))
    assert first == (0, report(added=len(ODD)), "")
    exported = indexer("export").out
    again = write("b.jsonl", exported)
    assert indexer("add", again).out == report(unchanged=len(ODD))
    assert indexer("add", again, folder=tmp_path / "salinan").out == report(added=len(ODD))
    assert indexer("export", folder=tmp_path / "salinan").out == exported


NUMBERS = count()


@settings(max_examples=count_examples(12), suppress_health_check=[
    HealthCheck.function_scoped_fixture, HealthCheck.too_slow,
])
@given(st.lists(RECORDS, min_size=5, max_size=40))
def test_whatever_was_added_comes_back_from_its_export(indexer, write, tmp_path, records):
    one, other = (tmp_path / str(next(NUMBERS)) for _ in range(2))
    one.mkdir()
    indexer("add", write("a.jsonl", records), folder=one)
    exported = indexer("export", folder=one).out
    other.mkdir()
    assert indexer("add", write("b.jsonl", exported), folder=other).code == 0
    assert indexer("export", folder=other).out == exported
    assert indexer("verify", folder=other).code == 0


def test_every_line_of_an_export_is_json(indexer, write):
    indexer("add", write("a.jsonl", '{"id": 1, "title": "Judul", "x": NaN, "y": [-Infinity]}\n'))

    def refuse(name):
        raise ValueError(f"{name} is not JSON")

    [line] = indexer("export").out.splitlines()
    extra = json.loads(line, parse_constant=refuse)["extra"]
    assert (extra["x"], extra["y"]) == ("NaN", ["-Infinity"])


def test_an_export_into_a_closed_pipe_ends_quietly(indexer, write, folder):
    indexer("add", write("a.jsonl", [{"title": str(number) * 900} for number in range(300)]))
    with piped(folder, "export") as export:
        assert json.loads(export.stdout.readline())["title"]
        export.stdout.close()
        assert export.stderr.read() == ""
    assert export.returncode in (0, 1)


# search, terms


def test_search_prints_the_page_as_json(small, folder):
    words = ["beras", "--outlet", "Kabar Nusa", "--outlet", "none", "--year", "2007", "--from",
             "2006-12", "--to", "2008", "--sort", "oldest", "--page-size", "5"]
    found = parsed(small("search", *words, "--json"))
    assert list(found) == ["query", "interpreted", "total", "total_with_all_words",
                           "total_articles", "took_ms", "page", "page_size", "hits", "facets",
                           "facets_omitted", "suggestions"]
    query = Query(
        "beras", selected={"outlet": ("Kabar Nusa", "none"), "year": ("2007",)}, since="2006-12",
        until="2008", sort="oldest", page_size=5)
    archive = open_archive(f"whoosh:{folder}")
    page = archive.search(query)
    expected = serialize_page(page, archive.suggest(page))
    assert {**found, "took_ms": 0} == {**json.loads(json.dumps(expected)), "took_ms": 0}
    assert [hit["id"] for hit in found["hits"]] == ["satu"]


@pytest.mark.parametrize("query, lines", [
    ("beras", []),
    ("BERAS BUKAN IMPOR", ["read as: BERAS -IMPOR",
                           "to undo this, search for: BERAS bukan IMPOR"]),
    ("beras^2", ["read as: beras",
                 "^2 changes nothing: no part of a query can be given a weight"]),
    ("???", ['read as: ""', "??? has no word, so nothing is found: write a word or a number"]),
])
def test_search_says_how_the_query_was_read(small, query, lines):
    printed = small("search", query).out.splitlines()
    assert printed[1:len(lines) + 1] == lines
    assert "read as" not in "".join(printed[len(lines) + 1:])


@pytest.mark.parametrize("words, line, suggestion", [
    (["berras"], "did you mean: beras (2 articles)", ("beras", "spelling", 2)),
    (["beras", "--year", "1950"], "without filters: beras (2 articles)", ("beras", "unfilter", 2)),
    (["", "--year", "1950"], "without filters: everything (4 articles)", ("", "unfilter", 4)),
])
def test_search_suggests_what_finds_more(small, words, line, suggestion):
    assert small("search", *words).out.splitlines()[1] == line
    [found] = parsed(small("search", *words, "--json"))["suggestions"]
    assert tuple(found.values()) == suggestion


@pytest.mark.parametrize("words, ids", [
    (["beras"], {"satu", "dua"}),
    ([""], {"satu", "dua", "4", "a/b c?d#é"}),
    (["beras -impor"], {"satu"}),
    (["--", "-beras"], {"4", "a/b c?d#é"}),
    (["beras", "--outlet", "Lentera Pos"], {"dua"}),
    (["", "--outlet", "none"], {"a/b c?d#é"}),
    (["", "--outlet", "Kabar Nusa", "--outlet", "Lentera Pos"], {"satu", "dua", "4"}),
    (["", "--year", "2013"], {"dua", "a/b c?d#é"}),
    (["", "--year", "none", "--year", "2007"], {"satu", "4"}),
    (["", "--from", "2013"], {"dua", "a/b c?d#é"}),
    (["", "--to", "2007-02-13"], {"satu"}),
    (["", "--from", "2007-02-14", "--to", "2013-06-29"], {"dua"}),
    (["jerapah"], set()),
    (["beras", "--outlet", "Tidak Ada"], set()),
])
def test_search_finds_within_the_filters(small, words, ids):
    ran = small("search", "--json", *words)
    assert (ran.code, ran.err) == (0, "")
    assert {hit["id"] for hit in parsed(ran)["hits"]} == ids
    assert parsed(ran)["total"] == len(ids)


def test_search_pages_and_sorts(small):
    words = ["search", "", "--sort", "newest", "--page-size", "1", "--json", "--page"]
    pages = [parsed(small(*words, number)) for number in (1, 2, 3, 4, 5)]
    assert [[hit["id"] for hit in page["hits"]] for page in pages] == [
        ["dua"], ["a/b c?d#é"], ["satu"], ["4"], [],
    ]
    assert {page["total"] for page in pages} == {4}


def test_search_for_people_shows_hits_and_facets(small):
    ran = small("search", "beras")
    assert ran.code == 0 and ran.out.startswith("2 articles, ")
    for shown in ("Harga beras naik", "Kabar Nusa · 2007-02-13 · satu", "year: 2013 (1), 2007 (1)"):
        assert shown in ran.out
    assert small("search", "jerapah").out.startswith("0 articles, ")


def test_search_explains_scores_on_request(small):
    line = re.compile(r" +(\d+\.\d+) ([^:(]+)(?:: (.+))? \((title|body|published) ")
    printed = small("search", "beras", "--explain", "--page-size", "1").out.splitlines()
    score = next(float(each.split()[1]) for each in printed if each.startswith("  score "))
    parts = [found for found in map(line.match, printed) if found]
    assert [(each[2], each[3]) for each in parts] == [
        ("match", "beras"), ("boost × 0.3", "=beras"), ("recency × 0.005", None)]
    assert sum(float(each[1]) for each in parts) == pytest.approx(score, abs=.002)
    assert "  score " not in small("search", "beras").out
    assert "  score " not in small("search", "beras", "--explain", "--sort", "newest").out


def test_search_counts_the_facets_that_are_asked_for(small):
    found = parsed(small("search", "beras", "--facet", "month", "--facet", "day", "--json"))
    assert {name: [(each["value"], each["count"]) for each in buckets]
            for name, buckets in found["facets"].items()} == {
        "month": [("2013-06", 1), ("2007-02", 1)], "day": [("2013-06-29", 1), ("2007-02-13", 1)]}
    assert parsed(small("search", "beras", "--json"))["facets"].keys() == {"outlet", "year"}
    assert "month: 2013-06 (1), 2007-02 (1)" in small("search", "beras", "--facet", "month").out
    assert small("search", "beras", "--facet", "tempat").code == 2


def test_search_counts_hits_by_time(small):
    words = ["search", "beras", "--interval", "year", "--from", "2006", "--to", "2007-06"]
    found = parsed(small(*words, "--share", "--json"))
    assert found["timeline"] == [
        {"from": "2006-01-01", "to": "2006-12-31", "count": 0, "total": 0},
        {"from": "2007-01-01", "to": "2007-06-30", "count": 1, "total": 1}]
    assert (found["timeline_interval"], found["timeline_undated"]) == ("year", 0)
    assert "2006-01-01 to 2006-12-31  0\n  2007-01-01 to 2007-06-30  1\n" in small(*words).out
    assert "2007-01-01 to 2007-06-30  1 of 1" in small(*words, "--share").out
    assert "timeline" not in parsed(small("search", "beras", "--json"))
    assert "interval" in small("search", "beras", "--share").err


def test_trends_compares_searches_by_time(small):
    words = ["--from", "2007-01", "--to", "2007-02", "--interval", "month", "--", "beras", "-beras"]
    found = parsed(small("trends", "--json", *words))["trends"]
    assert [each["query"] for each in found] == ["beras", "-beras"]
    assert [bar["count"] for bar in found[0]["timeline"]] == [0, 1]
    printed = small("trends", "--share", *words).out.splitlines()
    assert printed[:3] == ["1  beras", "2  -beras", "3  archive"]
    assert printed[-3].split()[:2] == ["2007-02", "1"] and printed[-2].startswith("undated")
    written = small("trends", "beras", "--interval", "year", "--csv").out
    assert written.startswith("bar,from,to,beras\r\n2007,2007-01-01,2007-12-31,1\r\n")
    assert small("trends", *"abcdef").code == small("trends").code == 2
    for command in ("trends", "concordance"):
        assert "choose one" in small(command, "beras", "--json", "--csv").err


def test_significant_shows_what_hits_are_about(indexer, write):
    indexer("add", write("tambak.jsonl", [
        {"title": f"Kabar ke-{n}", "body": f"Udang {n} di tambak." if n < 5 else f"Rapat ke-{n}."}
        for n in range(30)]))
    printed = indexer("significant", "udang").out.splitlines()
    assert printed[0] == "5 articles, 5 articles read" and printed[1].split()[1:] == [
        "5", "5", "tambak"]
    [term] = parsed(indexer("significant", "udang", "--json"))["terms"]
    assert (term["text"], term["kind"], term["query"]) == ("tambak", "word", "+tambak udang")
    assert indexer("significant", "udang", "--limit", "101").code == 2


@pytest.mark.parametrize("name", ["id", "title", "body", "outlet"])
def test_search_lets_no_text_command_the_terminal(indexer, write, name):
    record = {"title": "Beras", name: "Beras \x1bc \x1b]0;x\x07 \x9b2J"}
    indexer("add", write("a.jsonl", [record]))
    ran = indexer("search", "beras")
    assert ran.out.startswith("1 article, ") and not set("\x1b\x07\x9b") & set(ran.out)


@pytest.mark.parametrize("words, named", [
    (["a" * 513], "513 characters"),
    (['"beras" ' * 65], "characters"),
    (["beras", "--year", "abc"], "abc"),
    (["beras", "--year", "20"], "'20' is not a year: write YYYY, or none"),
    (["beras", "--year", "987"], "987"), (["beras", "--year", "٢٠١٣"], "write YYYY"),
    (["beras", "--from", "2013-02-30"], "2013-02-30"),
    (["beras", "--to", "2013-1"], "error: to: '2013-1' is not a date: write YYYY"),
    (["beras", "--from", "2014", "--to", "2013"], "2014"),
    (["beras", "--page", "0"], "page"),
    (["beras", "--page", "1001"], "10,000"),
    (["beras", "--page-size", "101"], "page_size"),
])
def test_a_search_that_cannot_be_is_one_clear_line(small, words, named):
    ran = small("search", *words, "--json")
    assert (ran.code, ran.out) == (2, "")
    [line] = ran.err.splitlines()
    assert line.startswith("error: ") and named in line


def test_a_query_of_512_characters_is_allowed(small):
    assert small("search", "beras " * 85 + "xx", "--json").code == 0


@pytest.mark.parametrize("text, rows", [
    ("Perundingan enam-pihak", [
        ["Perundingan", "runding", 0, 11, 0], ["enam", "enam", 12, 16, 1],
        ["enam-pihak", "enampihak", 12, 22, 1], ["pihak", "pihak", 17, 22, 2]]),
    ("😀 É", [["É", "e", 2, 3, 0]]),
    ("", []), ("--- …", []),
])
def test_terms_shows_what_the_analyzer_makes_of_a_text(indexer, folder, text, rows):
    names = ["word", "term", "start", "end", "position"]
    assert parsed(indexer("terms", "--json", "--", text)) == [dict(zip(names, row)) for row in rows]
    plain = indexer("terms", "--", text).out
    assert plain == "".join("\t".join(map(str, row)) + "\n" for row in rows)
    assert not folder.exists()


@pytest.mark.parametrize("words", [513, 20_000])
def test_terms_takes_a_text_of_any_length(indexer, words):
    found = parsed(indexer("terms", "beras " * words, "--json"))
    assert len(found) == words and found[-1]["end"] == 6 * words - 1


# The program


def test_the_archive_may_be_named_by_the_environment(write, folder):
    path = write("a.jsonl", SMALL)
    environment = {**os.environ, "SEARCH_ENGINE": f"whoosh:{folder}"}
    words = [sys.executable, "-m", "indexer", "add", str(path)]
    ended = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, report(added=4), "")
    assert (folder / "articles.sqlite").exists()


@pytest.mark.parametrize("name", ["arsip é", "a b#c?d%41", "ke/dalam/sekali"])
def test_the_folder_may_have_any_name(indexer, write, tmp_path, name):
    assert indexer("add", write("a.jsonl", SMALL), folder=tmp_path / name).code == 0
    assert parsed(indexer("status", "--json", folder=tmp_path / name))["articles"] == 4
    assert (tmp_path / name / "articles.sqlite").exists()


@pytest.mark.parametrize("words, named", [
    (["tambah"], "tambah"), (["add"], "PATHS"),
    (["add", "tidak-ada.txt"], "tidak-ada.txt"), (["remove"], "IDS"), (["search"], "QUERY"),
    (["search", "x", "--sort", "entah"], "entah"), (["search", "x", "--page", "dua"], "dua"),
    (["status", "--jsno"], "--jsno"),
])
def test_wrong_usage_exits_2_and_says_what_is_wrong(indexer, folder, words, named):
    ran = indexer(*words)
    assert (ran.code, ran.out) == (2, "")
    [line] = ran.err.splitlines()
    assert line.startswith("error: ") and named in line
    command = "" if words == ["tambah"] else f" {words[0]}"
    assert re.search(rf" See `[^`]*indexer{command} --help`\.$", line)
    assert not folder.exists()


@pytest.mark.parametrize("engine", ["solr:x", "whoosh:", "whoosh", ""])
@pytest.mark.parametrize("words", [["status"], ["search", "x"], ["verify"]])
def test_an_unknown_engine_is_one_clear_line(monkeypatch, capsys, engine, words):
    monkeypatch.setattr(sys, "argv", ["indexer", "--engine", engine, *words])
    with pytest.raises(SystemExit) as ended:
        main()
    out, err = capsys.readouterr()
    assert (ended.value.code, out) == (2, "")
    assert err == (f"error: {engine!r} is not an archive: write whoosh:FOLDER, or "
                   "opensearch:http://NODE:9200/NAME for one on a cluster\n")


@pytest.mark.parametrize("words", [
    ["add", "kecil.jsonl"], ["add", "--if-empty", "kecil.jsonl"], ["rebuild"], ["remove", "satu"],
    ["status"], ["export"], ["search", "beras"],
    ["verify"],
])
def test_a_file_in_place_of_the_folder_is_one_clear_line(
    folder, write, indexer, tmp_path, words
):
    folder.write_text("bukan folder")
    write("kecil.jsonl", SMALL)
    ran = indexer(*(tmp_path / word if word == "kecil.jsonl" else word for word in words))
    assert ran.code == 2 and ran.err.startswith("error: ") and ran.err.count("\n") == 1


@pytest.mark.parametrize("words", [
    ["add", ROOT / "seeds"],
    ["status"], ["verify"], ["export"], ["search", "beras"], ["rebuild"], ["remove", "satu"],
])
def test_a_store_that_is_none_is_one_clear_line(folder, indexer, words):
    folder.mkdir()
    (folder / "articles.sqlite").write_bytes(b"bukan basis data " * 500)
    ran = indexer(*words)
    assert ran.code == 2 and ran.err.startswith("error: ") and ran.err.count("\n") == 1
    assert "database" in ran.err


@pytest.mark.parametrize("words, code", [
    *(pytest.param(words, 0, marks=pytest.mark.long) for words in (
        ["search"], ["terms"], ["terms", "--json"], ["search", "--json"])),
    (["search", "beras", "--json", "--outlet"], 0), (["remove"], 1),
])
def test_bytes_that_are_no_text_are_only_a_word_that_nobody_has(small, folder, words, code):
    ended = subprocess.run([*command(folder, *words), b"\xff"], cwd=ROOT, capture_output=True)
    assert ended.returncode == code and b"Traceback" not in ended.stderr


@pytest.mark.parametrize("words", [
    ["--help"], ["-h"], ["add", "--help"], ["search", "-h"], ["terms", "--help"],
])
def test_help_needs_no_archive(indexer, folder, words):
    ran = indexer(*words)
    assert ran.code == 0 and ran.out.startswith("Usage: ") and not folder.exists()


def test_without_a_command_the_help_is_shown(indexer, folder):
    ran = indexer()
    assert (ran.code, ran.err) == (0, "") and ran.out == indexer("--help").out
    assert "Commands:" in ran.out and not folder.exists()


@pytest.mark.parametrize("group", [[], ["key"]])
def test_the_help_lists_every_command_with_its_whole_first_sentence(indexer, group):
    listed = indexer(*group, "--help").out.partition("Commands:\n")[2]
    for name in re.findall(r"^  (\S+)", listed, re.MULTILINE):
        told = " ".join(indexer(*group, name, "--help").out.split("\n\n")[1].split())
        assert f"{name} {told.partition('. ')[0].rstrip('.')}." in " ".join(listed.split())


@pytest.mark.parametrize("words", [["backup", ""], ["restore", ""], ["add", "--report", "", "x"]])
def test_a_file_without_a_name_is_none(small, words):
    ran = small(*words)
    assert ran.code == 2 and "it is empty: write the name of a file" in ran.err


def test_the_version_is_that_of_the_project(indexer):
    assert indexer("--version") == (0, f"warta {VERSION}\n", "")


@pytest.mark.parametrize("words, hinted", [
    (["search", "-jepang"], True), (["terms", "-jepang"], True), (["search", "-j", "beras"], True),
    (["search", "--jsno", "beras"], False), (["status", "-jepang"], False),
])
def test_a_query_that_begins_with_a_minus_is_hinted_at(indexer, words, hinted):
    ran = indexer(*words)
    assert ran.code == 2 and ("indexer search -- -" in ran.err) is (hinted and "search" in words)
    assert ("begins with a minus" in ran.err) is hinted


@pytest.mark.parametrize("words, hinted", [
    (["search", "harga", "beras"], True), (["terms", "harga", "beras"], True),
    (["status", "beras"], False),
])
def test_several_words_without_quotes_are_hinted_at(indexer, words, hinted):
    error = indexer(*words).err
    assert ("Put several words in quotes: `" in error) is hinted
    assert "(beras). " in error


@pytest.mark.parametrize("count, written", [(1, "1 article"), (2, "2 articles")])
def test_one_is_no_plural(indexer, write, count, written):
    indexer("add", write("a.jsonl", SMALL[:count]))
    assert indexer("search", "beras").out.startswith(f"{written}, ")
    assert indexer("rebuild").out == f"indexed {written}\n"
    assert indexer("remove", "satu", "dua").out == f"removed {written}\n"


# Processes that wait, are interrupted, or are killed


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """A file of a few thousand articles."""
    path = tmp_path_factory.mktemp("banyak") / "banyak.jsonl"
    with path.open("w") as file:
        for number in range(MANY):
            at = number % len(WORDS)
            record = {"id": number, "title": f"Kabar {number}", "body": " ".join(
                WORDS[at:] + WORDS[:at]), "outlet": "Kabar Nusa", "published": "2019-04-26"}
            file.write(json.dumps(record) + "\n")
    return path


def started(folder, path, until):
    """An `add` that has just come to where `until` is true of the folder."""
    adding = piped(folder, "add", path)
    while not until(folder):
        assert adding.poll() is None, "ended before the moment came"
        sleep(0.002)
    return adding


def commits(least):
    """Return a test whether a folder's index has been committed to at least this often."""
    return lambda folder: any(
        int(path.stem.rpartition("_")[2]) >= least for path in folder.glob("index-1/_MAIN_*.toc")
    )


def stored(least):
    """Return a test whether a folder has at least this many articles."""
    def is_so(folder):
        try:
            with closing(sqlite3.connect(f"file:{folder}/articles.sqlite?mode=ro", uri=True)) as db:
                return db.execute("SELECT count(*) FROM version").fetchone()[0] >= least
        except sqlite3.OperationalError:
            return False
    return is_so


MOMENTS = {
    "as the store is made": lambda folder: (folder / "articles.sqlite").exists(),
    "as the first batch is indexed": lambda folder: (folder / "index-1").exists(),
    "after a batch was committed": commits(1),
    "after a batch was stored that waits for the index": stored(2_000),
}


@pytest.mark.parametrize("moment", mark_long(MOMENTS, but="after a batch was committed"))
def test_kill_9_loses_nothing_that_was_committed(folder, many, indexer, moment):
    adding = started(folder, many, MOMENTS[moment])
    adding.kill()
    adding.communicate()
    assert adding.returncode == -signal.SIGKILL
    assert indexer("verify")[:2] == (0, "sound\n")
    searched = indexer("search", "beras")
    assert searched.code == 0 or "have no index: run `indexer rebuild`" in searched.err
    kept = parsed(indexer("status", "--json"))["articles"]
    assert kept < MANY
    assert indexer("add", many)[:2] == (0, report(added=MANY - kept, unchanged=kept))
    assert parsed(indexer("status", "--json"))["articles"] == MANY
    assert parsed(indexer("search", "beras", "--json"))["total"] == MANY
    assert indexer("verify") == (0, "sound\n", "")


STOPS = {signal.SIGINT: 130, signal.SIGTERM: 143}


@pytest.mark.parametrize("stop", mark_long(STOPS, but=signal.SIGTERM), ids=str)
def test_ctrl_c_and_sigterm_keep_what_was_committed(folder, many, indexer, stop):
    adding = started(folder, many, stored(2_000))
    adding.send_signal(stop)
    out, err = adding.communicate()
    assert adding.returncode == STOPS[stop]
    assert "interrupted" in err and "Traceback" not in err
    reported = counts(out)["added"]
    assert out == report(added=reported)
    kept = parsed(indexer("status", "--json"))["articles"]
    assert 0 < reported <= kept < MANY
    assert indexer("verify") == (0, "sound\n", "")
    assert indexer("add", many) == (0, report(added=MANY - kept, unchanged=kept), "")


@pytest.mark.long
def test_a_run_ended_by_sigterm_reports_and_closes_its_files(folder, indexer, tmp_path):
    """It waits for a pipe when the signal comes, and once more while it ends."""
    words = ["--json", "--report", tmp_path / "r.json", "--rejected", tmp_path / "rejected.jsonl"]
    adding = subprocess.Popen(
        command(folder, "add", "--format", "jsonl", *words, "-"), cwd=ROOT, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    adding.stdin.write('{"id": "x"}\n' + '{"id": "a", "title": "Judul"}\n' * 2)
    adding.stdin.flush()
    assert "rejected stdin:1" in adding.stderr.readline()
    sleep(0.2)
    for _ in range(2):
        adding.send_signal(signal.SIGTERM)
    adding.wait()
    out, err = adding.communicate()
    assert adding.returncode == 143 and "Traceback" not in err
    figures = json.loads(out)
    assert figures == json.loads((tmp_path / "r.json").read_text())
    counted = [figures[name] for name in ("read", "added", "rejected", "not_stored")]
    assert figures["interrupted"]
    # a busy machine may not have read all three lines when the signal comes
    assert counted in ([3, 0, 1, 2], [2, 0, 1, 1], [1, 0, 1, 0])
    assert json.loads((tmp_path / "rejected.jsonl").read_text())["id"] == "x"
    assert indexer("verify").code == 0


@pytest.mark.parametrize("words", [
    ["add", ROOT / "seeds"], ["add", "--if-empty", ROOT / "seeds"], ["remove", "satu"],
    ["rebuild"], ["status"], ["verify"], ["export"], ["search", "beras"],
])
def test_ctrl_c_ends_any_command(indexer, monkeypatch, words):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("indexer.cli.commands.open_archive", interrupted)
    ran = indexer(*words)
    assert (ran.code, ran.out) == (130, "")
    assert ran.err.startswith("\ninterrupted: ") and ran.err.count("\n") == 2


def test_a_second_writer_waits_and_both_succeed(folder, write, indexer):
    path, archive = write("a.jsonl", SMALL), open_archive(f"whoosh:{folder}")
    list(archive.add([Article("satu", "Harga beras naik"), Article("lima", "Harga kedelai")]))
    with archive._store.lock():
        second = piped(folder, "add", path)
        assert "waiting" in second.stderr.readline()
        assert second.poll() is None
    out, err = second.communicate()
    assert (second.returncode, out, err) == (0, report(added=3, updated=1), "")
    assert parsed(indexer("status", "--json"))["articles"] == 5
    assert indexer("verify") == (0, "sound\n", "")


@pytest.mark.long
def test_a_writer_that_still_reads_keeps_no_other_waiting(folder, write, indexer, monkeypatch):
    monkeypatch.setattr("search.batch.BATCH_SECONDS", 600)
    path = write("a.jsonl", SMALL)

    def articles():
        yield Article("satu", "Harga jagung")
        assert run(folder, "add", path) == (0, report(added=4), "")
        yield Article("lima", "Harga kedelai")

    [batch] = open_archive(f"whoosh:{folder}").add(articles())
    assert (batch.updated, batch.added) == (["satu"], ["lima"])
    assert parsed(indexer("status", "--json"))["articles"] == 5
    assert indexer("verify") == (0, "sound\n", "")


@pytest.mark.long
def test_progress_is_shown_on_a_terminal_and_nowhere_else(folder, write):
    path = write("a.jsonl", SMALL)
    assert run(folder, "add", path) == (0, report(added=4), "")
    terminal, other = pty.openpty()
    words = command(folder, "add", path)
    subprocess.run(words, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=other, check=True)
    os.close(other)
    shown = os.read(terminal, 1_000)
    os.close(terminal)
    assert b"4 articles" in shown and f"100% of {path.stat().st_size} bytes".encode() in shown


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_progress_says_how_much_is_left(monkeypatch):
    clock = iter([0.0, 10.0, 20.0, 30.0])
    monkeypatch.setattr("indexer.cli.progress.monotonic", lambda: next(clock))
    monkeypatch.setattr(sys, "stderr", Terminal())
    progress = Progress()
    progress.show_bytes(2_000, 100, 400)
    progress.show_articles(8_000, 24_000)
    progress.show_bytes(60_000, 0, 0)
    lines = sys.stderr.getvalue().split("\r\x1b[K")[1:]
    assert lines == [
        "2,000 articles, 200 per second, 25% of 400 bytes, 30 s left ",
        "8,000 of 24,000 articles, 400 per second, 33%, 40 s left ",
        "60,000 articles, 2,000 per second "]


def test_a_reader_knows_how_much_it_has_read(write):
    reader = FileReader()
    paths = [write("a.jsonl", SMALL), write("b.jsonl.gz", gzip.compress(b'{"title": "a"}\n'))]
    for path in paths:
        for _ in reader.trace(path):
            assert 0 < reader.bytes_read <= sum(each.stat().st_size for each in paths)
    assert reader.bytes_read == sum(path.stat().st_size for path in paths)


@pytest.mark.long
@pytest.mark.parametrize("redirected", ["2>/dev/full", "2>&-", "2>/dev/null"])
def test_a_log_that_cannot_be_written_stops_nothing(tmp_path, folder, redirected):
    path = tmp_path / "a.jsonl"
    path.write_text("rusak\n" * 3 + "".join(
        json.dumps({"id": str(number), "title": "Judul"}) + "\n" for number in range(1_200)))
    ran = shell(folder, "add", "--rejected", os.devnull, path, after=redirected)
    assert ran.returncode == 1 and ran.stdout.startswith("read 1,203, added 1,200,")


@pytest.mark.parametrize("redirected", mark_long([">/dev/full", ">&-", "| true"], but=">&-"))
def test_a_report_is_written_to_its_file_wherever_it_is_printed(tmp_path, folder, redirected):
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": "a", "title": "Judul"}\n')
    shell(folder, "add", "--report", tmp_path / "laporan.json", path, after=redirected)
    assert json.loads((tmp_path / "laporan.json").read_text())["added"] == 1


def test_a_closed_standard_input_is_an_error(folder):
    ran = shell(folder, "add", "-", "--format", "jsonl", after="<&-")
    assert ran.returncode == 2 and "standard input is closed" in ran.stderr


def test_what_an_earlier_run_left_to_be_indexed_is_printed(indexer, write, monkeypatch):
    path = write("a.jsonl", [{"id": "a", "title": "Judul"}])
    with monkeypatch.context() as patch:
        patch.setattr("search.engines.whoosh.commits.generation.commit", lambda *_, **__: 1 / 0)
        assert indexer("add", path).code == 2
    ran = indexer("verify")
    assert ran.out == "sound\n" and ran.err.startswith("1 change stored but not yet searchable: ")
    ran = indexer("add", path)
    assert ran.err == "first indexing 1 change that an earlier run stored\n"
    assert ran.out.startswith("read 1, added 0, updated 0, unchanged 1")
    assert indexer("verify") == (0, "sound\n", "")


def test_a_full_disk_is_named_with_what_to_do(indexer, write, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("indexer.ingest.run.Run.execute", full)
    ran = indexer("add", write("a.jsonl", [{"title": "Judul"}]))
    assert (ran.code, ran.err) == (
        2, "error: cannot read or write: [Errno 28] No space left on device; free some space and "
        "run it again: everything stored so far is kept\n")


def test_what_was_stored_before_the_index_failed_is_counted(indexer, write, monkeypatch):
    path = write("a.jsonl", [{"id": f"a{number}", "title": f"Judul {number}"} for number in "123"])
    with monkeypatch.context() as patch:
        patch.setattr("search.engines.whoosh.commits.generation.commit", lambda *_, **__: 1 / 0)
        ran = indexer("add", "--json", path)
    assert ran.code == 2 and "stored, not yet searchable" in ran.err
    figures = parsed(ran)
    assert (figures["read"], figures["added"], figures["interrupted"]) == (3, 3, True)
    assert parsed(indexer("add", "--json", path))["unchanged"] == 3
    assert parsed(indexer("search", "judul", "--json"))["total"] == 3


def test_search_says_what_words_are_also_written_as(small, tmp_path):
    path = tmp_path / "rows.tsv"
    path.write_text("any\tHBN\tHarga Beras Naik\n", "utf-8")
    ran = small("--equivalents", str(path), "search", "hbn")
    assert "hbn is also looked for as Harga Beras Naik" in ran.out
    assert "also" not in small("--equivalents", str(path), "search", "hbn", "--no-expand").out


def test_a_faulty_row_of_equivalents_is_named(small, tmp_path):
    path = tmp_path / "rows.tsv"
    path.write_text("any\tHBN\n", "utf-8")
    ran = small("--equivalents", str(path), "search", "hbn")
    assert ran.code == 2 and f"{path}:1: write 3 to 5 columns" in ran.err
