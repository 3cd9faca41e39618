"""Runs of `indexer add`: every record counted, what vanished pruned, what was met not met twice."""

import io
import json
import os
import tarfile
from collections import Counter
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_cli import OUTCOMES, parsed, report

from indexer.article.identity import list_page_ids
from indexer.ingest.recurring import MAX_HELD_ARTICLES
from indexer.ingest.run import Run, name_sources
from indexer.ingest.seen_ids import SeenIds
from indexer.rejected import RejectedFile
from search import Article, open_archive
from search.batch import BATCH_ARTICLES

from support.examples import count_examples
from support.hostile import URLS

A, B, C, D = ({"id": id, "title": f"Judul {id}", "body": "Isi."} for id in "abcd")
BAD = {"id": "x"}


def changed(record, number=1):
    return record | {"body": f"Isi baru {number}."}


def ids(indexer):
    return [json.loads(line)["id"] for line in indexer("export").out.splitlines()]


@pytest.mark.parametrize("url", ["http://[::1/berita/page/2", "https://[x/?page=2", *URLS])
def test_an_article_with_an_address_that_leads_nowhere_is_added_and_changed(indexer, write, url):
    first, second = ({"title": "Banjir di hulu", "body": f"Air naik {text}.", "url": url}
                     for text in ("di hulu sejak pagi tadi", "di hulu sejak pagi tadi lagi"))
    for record in (first, second, first):
        ran = indexer("add", write("a.jsonl", [record]))
        assert ran.code == 0 and "rejected 0" in ran.out, ran.err


# The report


def test_a_record_met_again_is_a_duplicate_if_it_changes_nothing(indexer, write):
    path = write("a.jsonl", [A, A, changed(A), changed(A), A, B])
    assert indexer("add", path).out == report(added=2, updated=2, duplicate=2)
    assert indexer("add", write("a.jsonl", [A, A, B, A])).out == report(unchanged=2, duplicate=2)


def test_it_is_one_in_another_file_and_another_batch_too(indexer, write, monkeypatch):
    monkeypatch.setattr("search.batch.BATCH_ARTICLES", 1)
    paths = write("a.jsonl", [A, B]), write("b.jsonl", [A, A])
    assert indexer("add", *paths).out == report(added=2, duplicate=2)
    assert indexer("add", *paths).out == report(unchanged=2, duplicate=2)


def test_it_is_said_that_records_of_one_id_replaced_another(indexer, write):
    paths = write("a.jsonl", [A, B]), write("b.jsonl", [changed(A), B])
    ran = indexer("add", "--json", *paths)
    figures = parsed(ran)
    counted = [figures[name] for name in ("added", "updated", "duplicate", "replaced")]
    assert counted == [2, 1, 1, 1]
    assert ran.err.startswith("1 record had the id or URL of another record, in this run")
    ran = indexer("add", "--json", write("a.jsonl", [A]))
    assert (parsed(ran)["updated"], parsed(ran)["replaced"], ran.err) == (1, 0, "")


def test_an_article_with_the_id_of_another_is_kept_beside_it(indexer, write):
    one = {"id": "1", "title": "Harga beras naik", "body": "Pedagang menaikkan harga sejak Senin."}
    other = {"id": "1", "title": "Banjir di utara", "body": "Sungai meluap setelah hujan semalam."}
    version = one | {"title": "Beras mahal", "body": one["body"] + " Pembeli mengeluhkannya."}
    runs = (one, 0), (version, 0), (other, 1), (other | {"rubrik": "Kota"}, 0), (version, 0)
    for record, beside in runs:
        ran = indexer("add", "--json", write("a.jsonl", [record]))
        assert parsed(ran)["kept_beside"] == beside and bool(ran.err) is bool(beside)
    exported = list(map(json.loads, indexer("export").out.splitlines()))
    assert {each["title"]: each["revision"] for each in exported} == {
        "Beras mahal": 2, "Banjir di utara": 2}
    assert [each["extra"].get("id") for each in exported if each["id"] != "1"] == ["1"]


def test_undated_and_unknown_outlets_are_counted_of_what_is_new(indexer, write):
    dated = {"published": "2007", "outlet": "Kabar Nusa"}
    path = write("a.jsonl", [A, B | dated, C | {"outlet": "Kabar Nusa"}])
    assert indexer("add", path).out == report(added=3, undated=2, outlet_unknown=1)
    path = write("a.jsonl", [A, changed(B), A])
    found = report(unchanged=1, updated=1, duplicate=1, undated=1, outlet_unknown=1)
    assert indexer("add", path).out == found


def test_the_report_as_json_is_all_of_standard_output_and_of_a_file(indexer, write, tmp_path):
    path, other = write("a.jsonl", [A, BAD, A]), write("b.jsonl", [B])
    ran = indexer("add", "--json", "--report", "laporan.json", path, other)
    figures = parsed(ran)
    assert figures == json.loads((tmp_path / "laporan.json").read_text()) and ran.code == 1
    assert 0 < figures.pop("seconds") < 60
    assert figures == {
        "read": 4, "added": 2, "updated": 0, "unchanged": 0, "duplicate": 1, "rejected": 1,
        "removed": 0, "undated": 2, "outlet_unknown": 2, "replaced": 0,
        "kept_beside": 0, "doubtful": 0, "unpublished": 0, "unpublished_reasons": {},
        "not_stored": 0, "outside_links": 0, "outside_links_named": [], "to_come": 0,
        "sources": [str(path), str(other)],
        "rejected_file": str(tmp_path / "rejected.jsonl"), "not_pruned": None,
        "interrupted": False,
    }


def test_the_ids_of_a_page_are_made_once_for_each_article(indexer, write):
    count = MAX_HELD_ARTICLES + BATCH_ARTICLES + 100
    list_page_ids.cache_clear()
    indexer("add", write("a.jsonl", [
        {"url": f"https://kabarnusa.id/{number}", "title": "Judul"} for number in range(count)]))
    assert list_page_ids.cache_info().misses == count


def test_without_rejections_no_file_is_named_or_created(indexer, write, tmp_path):
    path = write("a.jsonl", [A])
    assert parsed(indexer("add", "--json", path))["rejected_file"] is None
    assert list(tmp_path.glob("*.jsonl")) == [path]


def test_a_report_is_given_where_nothing_is_done(indexer, write):
    indexer("add", write("a.jsonl", [A]))
    ran = indexer("add", "--if-empty", "--json", write("b.jsonl", [B]))
    assert parsed(ran)["read"] == 0 and "nothing added" in ran.err and ran.code == 0


def test_a_report_that_cannot_be_written_is_an_error_after_the_run(indexer, write):
    ran = indexer("add", "--report", "tidak/ada.json", write("a.jsonl", [A]))
    assert ran.code == 2 and "cannot write the report" in ran.err
    assert ran.out == report(added=1) and ids(indexer) == ["a"]


@pytest.mark.parametrize("kept, batch", [(0, 10), (4, 2)])
def test_a_run_that_is_stopped_reports_what_is_kept(tmp_path, monkeypatch, kept, batch):
    """All ten records were read, and one rejected, when it is stopped."""
    monkeypatch.setattr("search.batch.BATCH_ARTICLES", batch)
    path = tmp_path / "a.jsonl"
    lines = [BAD, *({"id": n, "title": "Judul"} for n in range(9))]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    archive = open_archive(f"whoosh:{tmp_path / 'arsip'}")
    run = Run(archive, name_sources([path]), RejectedFile(tmp_path / "r.jsonl"), prune=True)
    note = run._note_read
    run._note_read = lambda source, trace: (
        stop() if trace.article.id == "5" else note(source, trace))

    def stop():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(run.execute())
    run.close()
    figures = run.report
    assert figures.interrupted and figures.removed == 0 and figures.not_pruned is None
    assert (figures.read, figures.added, figures.rejected) == (10, kept, 1)
    assert figures.not_stored == 9 - kept and f"not stored {9 - kept}" in str(figures)
    assert archive.size() == kept


# Sources


def test_what_vanished_from_a_source_is_pruned(indexer, write):
    path = write("a.jsonl", [A, B, C])
    indexer("add", path)
    write("a.jsonl", [changed(B), D])
    assert indexer("add", path).out == report(updated=1, added=1)
    assert ids(indexer) == ["a", "b", "c", "d"], "not unless it is asked for"
    words = "add", "--prune", "--prune-limit", "50", path
    assert indexer(*words) == (0, report(unchanged=2, removed=2), "")
    assert ids(indexer) == ["b", "d"] and indexer("verify").code == 0
    assert indexer("add", "--prune", path) == (0, report(unchanged=2), "")


def test_a_file_that_is_gone_is_pruned_with_its_folder(indexer, write, tmp_path):
    (tmp_path / "berita").mkdir()
    for name, record in (("a", A), ("b", B)):
        write(f"berita/{name}.jsonl", [record])
    indexer("add", tmp_path / "berita")
    (tmp_path / "berita" / "a.jsonl").unlink()
    other = os.path.join(tmp_path, "berita", "..", "berita", "")
    assert indexer("add", "--prune", other).out == report(unchanged=1, removed=1)
    assert ids(indexer) == ["b"]
    assert indexer("add", "--prune", tmp_path / "berita" / "a.jsonl").code == 2


def test_an_article_stays_while_another_source_holds_it(indexer, write):
    one, other = write("a.jsonl", [A, B]), write("b.jsonl", [B, C])
    indexer("add", one, other)
    write("a.jsonl", [A])
    write("b.jsonl", [C])
    assert indexer("add", "--prune", one).out == report(unchanged=1)
    assert ids(indexer) == ["a", "b", "c"]
    assert indexer("add", "--prune", other).out == report(unchanged=1, removed=1)
    assert ids(indexer) == ["a", "c"]


def test_an_article_that_moved_from_one_source_to_another_stays(indexer, write):
    one, other = write("a.jsonl", [A, B]), write("b.jsonl", [C])
    indexer("add", one, other)
    write("a.jsonl", [A])
    write("b.jsonl", [B, C])
    assert indexer("add", "--prune", one, other).out == report(unchanged=3)
    write("b.jsonl", [C])
    assert indexer("add", "--prune", other).out == report(unchanged=1, removed=1)
    assert ids(indexer) == ["a", "c"]


def test_a_source_may_have_a_name_of_its_own(indexer, write):
    one, other = write("a.jsonl", [A, B]), write("b.jsonl", [C])
    figures = parsed(indexer("add", "--source", "kabar", "--json", one, other))
    assert figures["sources"] == ["kabar"]
    moved = write("c.jsonl", [B])
    assert indexer("add", "--prune", moved).out == report(unchanged=1)
    ran = indexer("add", "--prune", "--prune-limit", "100", "--source", "kabar", moved)
    assert ran.out == report(unchanged=1, removed=2)
    assert ids(indexer) == ["b"]


def test_a_source_may_lie_at_a_path_that_is_no_text(indexer, write, tmp_path):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.jsonl"))
    write("a.jsonl", [A, B]).rename(path)
    assert indexer("add", path).out == report(added=2)
    write("a.jsonl", [A]).rename(path)
    ran = indexer("add", "--prune", "--json", path)
    assert parsed(ran)["removed"] == 1 and parsed(ran)["sources"] == [f"{tmp_path}/\\xff.jsonl"]


def refused(ran, reason):
    return ran.code == 1 and f"nothing pruned: {reason}" in ran.err


def test_nothing_is_pruned_where_a_record_was_rejected(indexer, write):
    path = write("a.jsonl", [A, B])
    indexer("add", path)
    write("a.jsonl", [A, BAD])
    ran = indexer("add", "--prune", path)
    assert refused(ran, "1 record was rejected; fix it first")
    assert ran.out == report(unchanged=1, rejected=1) and ids(indexer) == ["a", "b"]
    assert parsed(indexer("add", "--prune", "--json", path))["not_pruned"].startswith("1 record")
    write("a.jsonl", [A])
    assert indexer("add", "--prune", path).out == report(unchanged=1, removed=1)


@pytest.mark.parametrize("content", [[], None])
def test_nothing_is_pruned_where_a_source_is_empty(indexer, write, tmp_path, content):
    (tmp_path / "disk").mkdir()
    disk, path = write("disk/a.jsonl", [A, B]), write("c.jsonl", [C, D])
    indexer("add", disk.parent, path)
    write("c.jsonl", [C])
    disk.unlink() if content is None else write("disk/a.jsonl", content)
    ran = indexer("add", "--prune", disk.parent, path)
    assert refused(ran, f"nothing was read from {disk.parent}, which held 2 articles")
    assert ids(indexer) == ["a", "b", "c", "d"]


def test_nothing_is_pruned_where_a_file_of_a_folder_is_empty(indexer, write, tmp_path):
    (tmp_path / "berita").mkdir()
    for name, record in (("a", A), ("b", B)):
        write(f"berita/{name}.jsonl", [record])
    indexer("add", tmp_path / "berita")
    write("berita/a.jsonl", "")
    ran = indexer("add", "--prune", tmp_path / "berita")
    assert refused(ran, f"{tmp_path / 'berita' / 'a.jsonl'} is empty, so articles may seem to be")
    assert ids(indexer) == ["a", "b"]
    write("berita/c.jsonl", [A])
    assert indexer("add", "--prune", tmp_path / "berita").code == 0


@pytest.mark.parametrize("content", [[], None])
def test_nothing_is_pruned_where_one_path_of_a_source_is_empty(indexer, write, tmp_path, content):
    (tmp_path / "disk").mkdir()
    disk, path = write("disk/a.jsonl", [A, B]), write("c.jsonl", [C, D])
    words = ["add", "--prune", "--prune-limit", "100", "--source", "kabar", path]
    assert indexer(*words, disk.parent).out == report(added=4)
    write("c.jsonl", [C])
    disk.unlink() if content is None else write("disk/a.jsonl", content)
    ran = indexer(*words, disk.parent)
    assert refused(ran, f"nothing was read from {disk.parent}, and kabar held 4 articles")
    assert ran.err.endswith("if it is meant to be empty, leave it out\n")
    assert ids(indexer) == ["a", "b", "c", "d"]
    assert indexer(*words).out == report(unchanged=1, removed=3)
    write("c.jsonl", [])
    assert refused(indexer(*words), f"nothing was read from {path}, which held 1 article;")


def test_a_path_that_is_not_there_is_an_error_before_anything_is_done(indexer, write, tmp_path):
    path = write("a.jsonl", [A, B])
    indexer("add", "--source", "kabar", path)
    write("a.jsonl", [A, C])
    ran = indexer("add", "--prune", "--source", "kabar", path, tmp_path / "disk")
    assert (ran.code, ran.out) == (2, "") and f"{tmp_path}/disk" in ran.err
    assert ids(indexer) == ["a", "b"]


def test_a_source_that_never_held_anything_may_be_empty(indexer, write):
    assert indexer("add", "--prune", write("a.jsonl", [])) == (0, report(), "")


def test_a_folder_that_cannot_be_looked_into_is_no_empty_folder(
    indexer, write, tmp_path, monkeypatch
):
    (tmp_path / "berita" / "rahasia").mkdir(parents=True)
    write("berita/a.jsonl", [A])
    write("berita/rahasia/b.jsonl", [B])
    indexer("add", tmp_path / "berita")
    looked = os.scandir

    def scandir(path="."):
        if str(path).endswith("rahasia"):
            raise PermissionError(13, "Permission denied", str(path))
        return looked(path)

    monkeypatch.setattr(os, "scandir", scandir)
    ran = indexer("add", "--prune", tmp_path / "berita")
    assert refused(ran, "1 record was rejected")
    assert f"{tmp_path}/berita/rahasia:1: cannot be read" in ran.err
    assert ids(indexer) == ["a", "b"]


def test_nothing_is_pruned_of_a_tar_that_is_cut_between_two_members(indexer, tmp_path):
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as archive:
        for name in "ab":
            content = json.dumps({"id": name, "title": "Judul"}).encode()
            info = tarfile.TarInfo(f"{name}.jsonl")
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    assert indexer("add", "--prune", path).out == report(added=2)
    path.write_bytes(path.read_bytes()[:1_024])
    assert refused(indexer("add", "--prune", path), "1 record was rejected")
    assert ids(indexer) == ["a", "b"]


def test_a_folder_that_moves_to_another_disk_and_is_linked_loses_nothing(
    indexer, write, tmp_path
):
    (tmp_path / "berita" / "2019").mkdir(parents=True)
    write("berita/2019/a.jsonl", [A])
    assert indexer("add", "--prune", tmp_path / "berita").out == report(added=1)
    (tmp_path / "berita" / "2019").rename(tmp_path / "disk")
    (tmp_path / "berita" / "2019").symlink_to(tmp_path / "disk")
    assert refused(indexer("add", "--prune", tmp_path / "berita"), "links lead out")
    command = "add", "--prune", "--follow-links", tmp_path / "berita"
    assert indexer(*command).out == report(unchanged=1)
    (tmp_path / "disk").rename(tmp_path / "lepas")
    assert refused(indexer(*command), "1 record was rejected")
    assert ids(indexer) == ["a"]


def test_links_out_of_a_folder_are_counted_and_named(indexer, write, tmp_path):
    (tmp_path / "berita").mkdir()
    write("berita/a.jsonl", [A])
    secret = write("rahasia.jsonl", [B])
    for number in range(30):
        (tmp_path / "berita" / f"{number:02}\x1b[2J.jsonl").symlink_to(secret)
    ran = indexer("add", "--json", tmp_path / "berita")
    assert (ran.code, parsed(ran)["read"], parsed(ran)["outside_links"]) == (0, 1, 30)
    named = parsed(ran)["outside_links_named"]
    assert len(named) == 20 and named[0].endswith(f"/berita/00\x1b[2J.jsonl -> {secret}")
    assert "did not follow 30 links out of the folder" in ran.err and "--follow-links" in ran.err
    assert f"00 [2J.jsonl -> {secret}, " in ran.err and ", …)" in ran.err
    assert ids(indexer) == ["a"]
    ran = indexer("inspect", tmp_path / "berita")
    assert ran.err.count("not followed, leads out of the folder: ") == 30 and ran.code == 0
    assert A["title"] in ran.out
    assert indexer("add", "--follow-links", tmp_path / "berita").out == report(
        added=1, unchanged=1)


def test_pruning_takes_away_every_trace_as_removing_does(indexer, write, folder):
    path = write("a.jsonl", [A | {"body": "Kata jerapahbelang."}, B])
    indexer("add", path)
    write("a.jsonl", [B])
    indexer("add", "--prune", path)
    assert not any(b"jerapahbelang" in file.read_bytes() for file in folder.rglob("*")
                   if file.is_file())
    assert parsed(indexer("search", "jerapahbelang", "--json"))["total"] == 0


def number(count):
    """Return so many records, of different texts."""
    return [{"id": f"n{each}", "title": f"Judul {each}", "body": f"Kalimat ke-{each}."}
            for each in range(count)]


@pytest.mark.parametrize("held, left, words, removed", [
    (20, 18, [], 2),
    (20, 17, [], None),
    (20, 1, [], None),
    (5, 4, [], 1),
    (2, 1, [], 1),
    (5, 3, [], None),
    (20, 1, ["--prune-limit", "95"], 19),
    (20, 1, ["--prune-limit", "94.9"], None),
    (20, 19, ["--prune-limit", "2"], 1),
    (20, 19, ["--prune-limit", "0"], None),
    (20, 20, ["--prune-limit", "0"], 0),
])
def test_a_source_that_lost_a_larger_share_than_the_limit_loses_nothing(
    indexer, write, held, left, words, removed
):
    path = write("a.jsonl", number(held))
    indexer("add", path)
    write("a.jsonl", [*number(left), A])
    ran = indexer("add", "--prune", *words, path)
    assert ran.out == report(added=1, unchanged=left, removed=removed or 0)
    assert ran.code == (1 if removed is None else 0)
    assert len(ids(indexer)) == (held if removed is None else left) + 1


def test_it_is_said_how_many_would_go_and_how_to_insist(indexer, write):
    path = write("a.jsonl", number(20))
    indexer("add", path)
    write("a.jsonl", number(1))
    ran = indexer("add", "--prune", path)
    assert refused(ran, f"{path} held 20 articles, and 19 would go, more than 10 percent;")
    insist = ran.err.rpartition(" with ")[2].split()
    assert insist == ["--prune-limit", "95"]
    assert indexer("add", "--prune", *insist, path).out == report(unchanged=1, removed=19)


def test_a_large_source_does_not_hide_what_a_small_one_lost(indexer, write):
    large, small = write("a.jsonl", number(100)), write("b.jsonl", [A, B, C, D])
    indexer("add", large, small)
    write("b.jsonl", [A])
    assert refused(indexer("add", "--prune", large, small), f"{small} held 4 articles, and 3 ")
    assert len(ids(indexer)) == 104


def test_what_somebody_else_adds_meanwhile_is_not_pruned(indexer, write, folder, tmp_path):
    path = write("a.jsonl", [A, B])
    indexer("add", path)
    write("a.jsonl", [A])
    archive, other = (open_archive(f"whoosh:{folder}") for _ in range(2))
    run = Run(archive, name_sources([path]), RejectedFile(tmp_path / "r.jsonl"), prune=True)
    list(other.add_from([(str(path), Article("c", "Judul c"))]))
    list(run.execute())
    assert ids(indexer) == ["a", "c"] and run.report.removed == 1


@pytest.mark.parametrize("words, named", [
    (["--prune", "--if-empty"], "--if-empty"), (["--source", ""], "--source"),
    (["--source", "  "], "--source"), (["--rejected", "."], "--rejected"),
])
def test_options_that_make_no_sense_are_refused(indexer, write, folder, words, named):
    ran = indexer("add", *words, write("a.jsonl", [A]))
    assert (ran.code, ran.out) == (2, "") and named in ran.err
    assert not folder.exists()


# Any sequence of runs, against a dictionary

RECORDS = st.lists(st.one_of(
    st.tuples(st.sampled_from("abcd"), st.integers(0, 2)),
    st.sampled_from(["rusak", json.dumps(BAD), '{"title": ["x", 1]}', "[1]"]),
), max_size=6).filter(lambda lines: lines[:2] != ["[1]", "[1]"])  # else it is not read by lines
RUNS = st.lists(st.tuples(st.sampled_from(["satu", "dua"]), RECORDS, st.booleans()), max_size=6)
NUMBERS = count()


class Model:
    """What an archive should be: versions by id, and what each source holds."""

    def __init__(self):
        self.articles, self.held = {}, {"satu": set(), "dua": set()}

    def run(self, source, records, prune):
        """The report that a run should give."""
        figures, before = Counter(dict.fromkeys([*OUTCOMES, "removed"], 0)), dict(self.articles)
        met, expected = set(), set(self.held[source])
        for record in records:
            figures[self.outcome(record, met)] += 1
        for id in met & before.keys():
            if before[id][0] == self.articles[id][0]:
                self.articles[id] = before[id]  # in one batch: as if nothing had happened
        self.held[source] |= met
        pruned = prune and not figures["rejected"] and (met or not expected)
        if pruned:
            figures["removed"] = self.prune(source, expected - met)
        return figures, prune and not pruned

    def outcome(self, record, met):
        if isinstance(record, str):
            return "rejected"
        id, version = record
        known, revision = self.articles.get(id, (None, 0))
        again = id in met
        met.add(id)
        if known == version:
            return "duplicate" if again else "unchanged"
        self.articles[id] = version, revision + 1
        return "updated" if revision else "added"

    def prune(self, source, gone):
        self.held[source] -= gone
        left = set().union(*self.held.values())
        for id in gone - left:
            del self.articles[id]
        return len(gone - left)


def line(record):
    if isinstance(record, str):
        return record
    return json.dumps({"id": record[0], "title": "Judul", "body": f"Isi {record[1]}."})


@settings(max_examples=count_examples(25), suppress_health_check=[
    HealthCheck.function_scoped_fixture, HealthCheck.too_slow,
])
@given(RUNS)
def test_every_record_is_counted_and_the_archive_is_what_it_should_be(
    indexer, write, tmp_path, runs
):
    folder, model = tmp_path / str(next(NUMBERS)), Model()
    for source, records, prune in runs:
        path = write(f"{source}.jsonl", "".join(line(record) + "\n" for record in records))
        figures, refused = model.run(source, records, prune)
        words = ["--prune", "--prune-limit", "100"] if prune else []
        ran = indexer("add", "--json", *words, path, folder=folder)
        found = parsed(ran)
        assert found["read"] == len(records) == sum(found[name] for name in OUTCOMES)
        assert {name: found[name] for name in figures} == figures
        assert bool(found["not_pruned"]) == refused
        assert ran.code == (1 if figures["rejected"] or refused else 0)
        if folder.exists():
            exported = map(json.loads, indexer("export", folder=folder).out.splitlines())
            assert {each["id"]: (int(each["body"][4:-1]), each["revision"])
                    for each in exported} == model.articles
    if folder.exists():
        assert indexer("verify", folder=folder).code == 0


@settings(max_examples=count_examples(15), suppress_health_check=[
    HealthCheck.function_scoped_fixture, HealthCheck.too_slow,
])
@given(st.lists(RECORDS.map(lambda records: [each for each in records if each[1:2] in
                                             [(0,), (1,), (2,)]]).filter(bool), min_size=1,
                max_size=5))
def test_after_pruning_the_archive_holds_what_the_last_run_read(indexer, write, tmp_path, runs):
    folder = tmp_path / str(next(NUMBERS))
    for records in runs:
        path = write("a.jsonl", "".join(line(record) + "\n" for record in records))
        assert indexer("add", "--prune", "--prune-limit", "100", path, folder=folder).code == 0
        exported = map(json.loads, indexer("export", folder=folder).out.splitlines())
        newest = dict(records)
        assert {each["id"]: each["body"] for each in exported} == {
            id: f"Isi {version}." for id, version in newest.items()}


# What was seen


def test_ids_are_met_once_whatever_the_source():
    seen = SeenIds()
    assert [seen.add(source, id) for source, id in ("1a", "1b", "1a", "2a", "2c")] == [
        False, False, True, True, False]


def test_what_is_missing_is_missing_from_its_source():
    seen = SeenIds()
    seen.expect([("1", "a"), ("1", "b"), ("2", "a"), ("3", "d")])
    for source, id in ("1a", "2c", "1a"):
        seen.add(source, id)
    assert set(seen.list_missing()) == {("1", "b"), ("2", "a"), ("3", "d")}
    assert seen.count_expected() == {"1": 2, "2": 1, "3": 1}


def test_ids_with_one_hash_are_kept_and_never_pruned(indexer, write, monkeypatch):
    monkeypatch.setattr("indexer.ingest.seen_ids.hash", lambda value: 7, raising=False)
    path = write("a.jsonl", [A, B, C])
    assert indexer("add", path).out == report(added=3)
    write("a.jsonl", [A, B])
    assert indexer("add", "--prune", path).out == report(duplicate=2)
    assert ids(indexer) == ["a", "b", "c"]


def test_nothing_is_pruned_where_a_link_leads_to_a_disk_that_is_not_there(
    indexer, write, tmp_path
):
    disk = write("disk.jsonl", [A])
    (tmp_path / "berita").mkdir()
    write("berita/b.jsonl", [B])
    (tmp_path / "berita" / "a.jsonl").symlink_to(disk)
    folder = tmp_path / "berita"
    assert indexer("add", "--prune", "--follow-links", folder).out == report(added=2)
    disk.rename(tmp_path / "elsewhere")
    ran = indexer("add", "--prune", "--follow-links", folder)
    assert ran.code == 1 and "cannot be read" in ran.err and "nothing pruned" in ran.err
    assert ids(indexer) == ["a", "b"]


def test_pages_whose_text_is_doubtful_are_counted_and_shown(indexer, write):
    sure = "".join(f"<p>Kalimat nomor {at} tentang dermaga kayu yang akan diganti beton.</p>"
                   for at in range(9))
    path = write("a.html", f"<title>Dermaga</title><h1>Dermaga</h1><div>{sure}</div>")
    doubtful = write("b.html", "<title>Kopi</title><meta name=description content='Bibit kopi di "
                     "lereng bukit ditanam murid sekolah.'><h1>Kopi</h1><p>Sedang dimuat.</p>")
    ran = indexer("add", "--json", path, doubtful)
    assert (parsed(ran)["added"], parsed(ran)["doubtful"]) == (2, 1)
    assert "1 page may have been read in part" in ran.err
    assert "doubtful  check the text: it is shorter" in indexer("inspect", doubtful).out
    assert "doubtful" not in indexer("inspect", path).out
