"""`indexer watch-folder`: each file is read once it has stopped growing, and once only."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from indexer.watched_folder import WatchedFolder, WatchOptions
from search.errors import EngineError

RECORD = '{"title": "Panen %s", "body": "Petani memanen kopi di lereng bukit."}\n'


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "masuk"
    folder.mkdir()
    return folder


@pytest.fixture
def open_watch(inbox, tmp_path):
    """A function that watches the folder, as a process that has just been started does."""
    def open_watch(settle=0, **options):
        return WatchedFolder(inbox, tmp_path / "folders.state", WatchOptions(
            source="masuk", settle=settle, rejected=inbox / "rejected.jsonl", **options))
    return open_watch


@pytest.fixture
def look(make_archive, open_watch):
    """A function that reads what is ready, in a new process, and returns the reports."""
    archive = make_archive("oracle")

    def look(watched=None, **options):
        reports, watched = [], watched or open_watch(**options)
        watched.read(archive, watched.find_ready(), reports.append)
        return reports

    look.archive = archive
    return look


def test_each_file_is_read_once_and_again_when_it_changes(inbox, look):
    (inbox / "a.jsonl").write_text(RECORD % "a")
    (inbox / ".tersembunyi.jsonl").write_text(RECORD % "b")
    (inbox / "dalam").mkdir()
    (inbox / "dalam" / "b.jsonl").write_text(RECORD % "c")
    [first] = look()
    assert (first.added, first.sources, look()) == (2, ["masuk"], [])
    with (inbox / "a.jsonl").open("a") as file:
        file.write(RECORD % "d")
    [second] = look()
    assert (second.added, second.unchanged) == (1, 1)
    (inbox / "a.jsonl").unlink()
    assert look() == []


def test_a_link_that_takes_the_place_of_a_file_is_not_followed(inbox, look, open_watch, tmp_path):
    (tmp_path / "rahasia.jsonl").write_text(RECORD % "rahasia")
    (inbox / "a.jsonl").write_text(RECORD % "a")
    (inbox / "b.jsonl").write_text(RECORD % "b")
    watched, reports = open_watch(), []
    files = watched.find_ready()
    (inbox / "a.jsonl").unlink()
    (inbox / "a.jsonl").symlink_to(tmp_path / "rahasia.jsonl")
    watched.read(look.archive, files, reports.append)
    [report] = reports
    assert (report.added, report.rejected) == (1, 1)
    assert look() == []


def test_a_file_is_read_once_it_has_stopped_growing(inbox, open_watch, monkeypatch):
    path, watched = inbox / "a.jsonl", open_watch(settle=5)
    now = [0.0]
    monkeypatch.setattr("indexer.watched_folder.time.monotonic", lambda: now[0])
    path.write_text(RECORD % "a")
    for passed, text, ready in ((0, "", 0), (3, RECORD % "b", 0), (3, "", 0), (4, "", 1)):
        now[0] += passed
        with path.open("a") as file:
            file.write(text)
        if text:
            os.utime(path, ns=(0, int(now[0] * 1e9)))
        assert len(watched.find_ready()) == ready, passed
    assert open_watch(settle=5).find_ready() == []  # it was written just now
    monkeypatch.setattr("indexer.watched_folder.time.time", lambda: path.stat().st_ctime + 6)
    assert len(open_watch(settle=5).find_ready()) == 1


def test_files_are_moved_once_they_are_stored(inbox, look, tmp_path):
    done = inbox / "selesai"
    for name in ("a.jsonl", "dalam/a.jsonl"):
        (inbox / name).parent.mkdir(exist_ok=True)
        (inbox / name).write_text(RECORD % name)
    (inbox / "rusak.xlsx").write_bytes(b"bukan buku kerja")
    (inbox / "lain.pdx").write_bytes(b"?")
    [report] = look(done=done)
    assert (report.added, report.rejected) == (2, 1)
    (inbox / "a.jsonl").write_text(RECORD % "e")
    assert [report.read for report in look(done=done)] == [1]
    left = {str(path.relative_to(inbox)) for path in inbox.rglob("*") if path.is_file()}
    assert left == {"selesai/a.jsonl", "selesai/a-1.jsonl", "selesai/dalam/a.jsonl",
                    "rusak.xlsx", "lain.pdx", "rejected.jsonl"}
    assert look(done=done) == []


def test_what_is_not_read_is_noted(inbox, open_watch, tmp_path):
    (inbox / "foto.xyz").write_bytes(b"?")
    (inbox / "luar.txt").symlink_to(tmp_path / "luar.txt")
    watched = open_watch()
    assert watched.find_ready() == []
    assert len(watched.notes) == 2 and "luar.txt" in watched.notes[0] and ".xyz" in watched.notes[1]


def test_a_run_that_is_stopped_is_reported_and_repeated(inbox, look, open_watch, monkeypatch):
    (inbox / "a.jsonl").write_text(RECORD % "a")
    watched, reports = open_watch(), []

    def stop(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(look.archive, "add_from", stop)
    with pytest.raises(KeyboardInterrupt):
        watched.read(look.archive, watched.find_ready(), reports.append)
    monkeypatch.undo()
    assert [report.interrupted for report in reports] == [True]
    assert [report.added for report in look()] == [1]


@pytest.mark.parametrize("was, now", [
    (b"bukan", None), (b"CREATE TABLE file", b"CREATE TABLE fil\xff"), (b"path", b"\xffath")])
def test_a_damaged_state_is_named(inbox, look, open_watch, was, now):
    (inbox / "a.jsonl").write_text(RECORD % "a")
    look()
    watched = open_watch()
    content = watched.state.read_bytes()
    watched.state.write_bytes(
        content.replace(was, now) if now else content[:4_096] + was * 1_000)
    with pytest.raises(EngineError, match="state cannot be used.*all files are read again"):
        watched.find_ready()


def test_the_command_reads_once(indexer, inbox, folder):
    (inbox / "a.jsonl").write_text(RECORD % "a")
    (inbox / "b.jsonl").write_text("rusak\n")
    ran = indexer("watch-folder", inbox, "--once", "--settle", 0)
    assert (ran.code, "added 1" in ran.out, "b.jsonl" in ran.err) == (1, True, True)
    assert indexer("watch-folder", inbox, "--once", "--settle", 0)[:2] == (0, "")
    assert (folder / "folders.state").exists()


def test_a_file_that_is_ahead_of_the_clock_is_looked_at_twice(indexer, inbox, monkeypatch):
    (inbox / "a.jsonl").write_text(RECORD % "a")
    now, slept = [0.0], []
    monkeypatch.setattr("indexer.watched_folder.time.time", lambda: 1_000_000.0)
    monkeypatch.setattr("indexer.watched_folder.time.monotonic", lambda: now[0])

    def sleep(seconds):
        slept.append(seconds)
        now[0] += seconds

    monkeypatch.setattr("indexer.cli.watch_folder.time.sleep", sleep)
    assert "added 1" in indexer("watch-folder", inbox, "--once", "--settle", 5).out
    assert indexer("watch-folder", inbox, "--once", "--settle", 5).out == ""
    assert slept == [5]


@pytest.mark.long  # it starts a process
def test_sigterm_ends_the_command(inbox, folder):
    command = [sys.executable, "-P", "-m", "indexer", "--engine", f"whoosh:{folder}",
               "watch-folder", str(inbox), "--settle", "0", "--interval", "0.1"]
    root = str(Path(__file__).parents[2])
    process = subprocess.Popen(command, cwd=inbox.parent, env=os.environ | {"PYTHONPATH": root},
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    (inbox / "a.jsonl").write_text(RECORD % "a")
    assert "added 1" in process.stdout.readline()
    time.sleep(0.2)
    process.send_signal(signal.SIGTERM)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, out, "stopped" in err) == (0, "", True)
