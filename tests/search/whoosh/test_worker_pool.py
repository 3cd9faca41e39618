"""Loads shared among processes: the archive is the same in the end, even if workers fail."""

import logging
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from time import monotonic, sleep

import pytest

from search import Article, Query, open_archive
from search.analysis import Analyzer
from search.engines.whoosh.commits import generation, pending_segments
from search.engines.whoosh.loading import worker, worker_pool
from search.errors import NotSearchable
from search.kernel_loader import is_loaded
from search.worker_command import build_command

from support.archives import open_whoosh

ROOT = Path(__file__).parents[3]


@pytest.fixture(autouse=True)
def small_steps(monkeypatch):
    """Batches of 10 articles, commits of 40 changes."""
    monkeypatch.setattr("search.batch.BATCH_ARTICLES", 10)
    monkeypatch.setattr(generation, "CHANGES_PER_COMMIT", 40)


@pytest.fixture
def orders(monkeypatch):
    """The orders that workers answered."""
    answered = []
    ask = worker_pool.Worker.ask

    def noted(self, order):
        answer = ask(self, order)
        answered.append(order)
        return answer

    monkeypatch.setattr(worker_pool.Worker, "ask", noted)
    return answered


def article(number, version=1):
    return Article(f"a{number}", f"Judul {number}",
                   f"Perundingan ke-{number}, kata{number}kata, naskah v{version}.",
                   outlet="Kabar Nusa", published="2007")


CHANGES = [article(number % 170, version) for version, number in enumerate(range(400))]
"""From one commit to another, and within the last, the same ids again."""


def answers(archive):
    """Return the ids, scores and texts that a few queries find."""
    pages = [archive.search(Query(text, page_size=100)) for text in (
        "perundingan", '"perundingan ke"', "judul -v399", "v39*", "=naskah v300 OR v399", "")]
    return [(page.total, page.facets, [(hit.article, hit.score) for hit in page.hits])
            for page in pages]


def list_pending(folder):
    return [path.name for path in folder.glob("index-*/pending-*")]


def has_ended(pid):
    """Return whether a process is gone, or a zombie that nobody waited for."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def wait_until(condition, seconds=30):
    until = monotonic() + seconds
    while not condition():
        assert monotonic() < until
        sleep(0.01)


@pytest.mark.long
def test_an_archive_that_two_processes_made_is_the_same(folder, opened, tmp_path, analyzer, orders):
    alone = open_whoosh(tmp_path / "alone", analyzer)
    batches = list(alone.add(CHANGES))
    assert not orders
    assert list(opened(jobs=2).add(CHANGES)) == batches
    assert len([order for order in orders if "change" in order]) >= 2
    assert orders[-1] == {"keep": True}
    assert answers(opened()) == answers(alone)
    assert list(opened().export()) == list(alone.export())
    assert opened().verify() == [] and not list_pending(folder)
    before = len(orders)
    assert list(opened(jobs=2).rebuild())[-1] == 170
    assert len(orders) > before
    assert answers(opened()) == answers(alone)
    assert opened().verify() == [] and not list_pending(folder)


def test_what_a_killed_worker_did_not_build_is_built_here(folder, opened, monkeypatch, caplog):
    ask = worker_pool.Worker.ask

    def killed(self, order):
        if "after" in order and order["after"] > 80:
            os.kill(self._process.pid, signal.SIGKILL)
        return ask(self, order)

    monkeypatch.setattr(worker_pool.Worker, "ask", killed)
    with caplog.at_level(logging.WARNING):
        list(opened(jobs=2).add(CHANGES))
    assert "a worker process failed" in caplog.text
    assert opened().search(Query("perundingan")).total == 170
    assert opened().search(Query("v399")).total == 1
    assert opened().verify() == [] and not list_pending(folder)


def find_files_with(folder, text):
    """Return the files that contain a text.

    Another process reads them: to close a file of SQLite in this one would drop its locks.
    """
    look = ("import pathlib, sys; print(*[each for each in pathlib.Path(sys.argv[1]).rglob('*') "
            "if each.is_file() and sys.argv[2].encode() in each.read_bytes()])")
    ran = subprocess.run([sys.executable, "-c", look, str(folder), text], capture_output=True,
                         text=True, check=True)
    return ran.stdout.split()


def test_a_takedown_in_the_middle_leaves_no_trace(folder, opened):
    """While a worker builds the segment that the article is in, and after it has."""
    secrets = {50: "kuningemasmurni", 250: "zamrudkhatulistiwa"}
    articles = [Article(f"a{n}", "", f"Isinya {secrets.get(n, 'biasa')} kata{n}kata.")
                for n in range(400)]
    load, done = opened(jobs=2).add(articles), 0
    while done < 400:
        done += len(next(load))
        for number in (50, 250):
            if done == number + 50:
                assert opened().remove([f"a{number}"]) == [f"a{number}"]
                assert not list_pending(folder)
                assert not find_files_with(folder, secrets[number])
    list(load)
    archive = opened()
    assert archive.search(Query("isinya")).total == 398
    assert archive.search(Query("kuningemasmurni OR zamrudkhatulistiwa")).total == 0
    for path in folder.rglob("*"):
        for text in secrets.values():
            assert path.is_dir() or text.encode() not in path.read_bytes(), path
    assert archive.verify() == [] and not list_pending(folder)


def test_a_load_that_is_left_half_way_leaves_no_worker(folder, opened, monkeypatch):
    started = []
    real = worker_pool.Worker.__init__
    monkeypatch.setattr(worker_pool.Worker, "__init__", lambda self, each: (
        real(self, each), started.append(self._process.pid))[0])
    load, kept = opened(jobs=2).add(map(article, range(400))), 0
    while not started:
        kept += len(next(load))
    load.close()
    assert all(map(has_ended, started))
    assert opened().search(Query("perundingan")).total == kept
    assert opened().verify() == [] and not list_pending(folder)


@pytest.mark.long
def test_the_vocabulary_of_a_worker_is_kept_unless_a_text_was_removed(folder):
    if not is_loaded("analysis"):
        pytest.skip("numba is not installed")
    archive, words = open_archive(f"whoosh:{folder}"), folder / "vocabulary.arrays"
    list(archive.add(map(article, range(1_100))))
    first = Analyzer(words)
    first.restore_vocabulary()
    assert not worker.keep_vocabulary(first, words), "it knows no more"
    first.tokenize_all([f"lain{number}lain" for number in range(1_100)])
    assert worker.keep_vocabulary(first, words) and b"lain77lain" in words.read_bytes()
    assert not worker.keep_vocabulary(Analyzer(words), words), "another has kept more by now"
    first.tokenize_all([f"baru{number}baru" for number in range(1_100)])
    archive.remove(["a7"])
    worker.keep_vocabulary(first, words)
    assert b"baru77baru" not in words.read_bytes()


SCRIPT = """
import sys
from search import Article, batch, open_archive
from search.engines.whoosh.commits import generation
batch.BATCH_ARTICLES, generation.CHANGES_PER_COMMIT = 10, 40
articles = (Article(f"a{n}", "Judul", f"Perundingan ke-{n}, kata{n}kata.") for n in range(100_000))
for done in open_archive("whoosh:" + sys.argv[1], jobs=2).add(articles):
    print(len(done), flush=True)
"""


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="no children can be listed here")
def test_a_worker_ends_when_the_process_that_loads_is_killed(folder, opened):
    loading = subprocess.Popen([sys.executable, "-c", SCRIPT, folder], cwd=ROOT,
                               stdout=subprocess.PIPE, text=True)
    children = Path(f"/proc/{loading.pid}/task/{loading.pid}").parent
    listed = []

    def has_worker():
        for task in children.glob("*/children"):
            listed.extend(map(int, task.read_text().split()))
        return listed and (folder / "pending.lock").exists()

    try:
        wait_until(has_worker)
    finally:
        loading.kill()
    reported = 10 * len(loading.communicate()[0].splitlines())
    wait_until(lambda: all(map(has_ended, listed)), 5)
    assert opened().verify() == []
    assert reported <= opened().status().articles
    list(opened().add([article(0)]))
    assert opened().status().pending == 0 and not list_pending(folder)
    assert opened().search(Query("perundingan")).total == opened().status().articles
    assert opened().verify() == []


def test_an_error_in_every_process_is_reported_and_loses_nothing(folder, opened, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    kept = 0
    with monkeypatch.context() as patch, pytest.raises(NotSearchable, match="No space left"):
        patch.setattr(worker_pool.Worker, "ask", full)
        for batch in opened(jobs=2).add(map(article, range(400))):
            kept += len(batch)
            if kept == 100:
                patch.setattr(pending_segments, "write", full)
    assert opened().verify() == []
    list(opened().add([article(500)]))
    assert opened().search(Query("perundingan")).total == opened().status().articles > kept
    assert opened().verify() == []


def test_a_takedown_waits_for_segments_that_are_being_built(folder, opened, caplog):
    list(opened().add([article(1), article(2)]))
    place = pending_segments.path_of(generation.folder(folder, 1), "made")
    with caplog.at_level(logging.WARNING), pending_segments.share_lock(folder):
        place.write_bytes(b"text")
        list(opened().add([article(3)]))
        assert place.exists(), "others do not wait"
        removing = threading.Thread(target=opened().remove, args=(["a1"],))
        removing.start()
        wait_until(lambda: "waiting" in caplog.text)
        assert place.exists()
    removing.join(20)
    assert not place.exists() and opened().search(Query("perundingan")).total == 2


def test_a_worker_with_other_word_lists_builds_nothing(folder):
    answer = worker.prepare(folder, "other lists", None)
    assert answer({"path": str(folder), "after": 0, "change": 1}) == {
        "failed": "it has other word lists"}


@pytest.mark.parametrize("name", ["json", *(
    pytest.param(name, marks=pytest.mark.long) for name in ("gc", "sqlite3", "numpy", "search"))])
def test_a_worker_imports_nothing_from_the_current_folder(tmp_path, monkeypatch, name):
    (tmp_path / f"{name}.py").write_text("open('ran', 'w').close()\nraise SystemExit(3)\n")
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    command = build_command(
        "search.engines.whoosh.loading.worker", [str(tmp_path / "arsip"), "sidik jari"])
    assert subprocess.run(command, cwd=tmp_path, input=b"", timeout=60).returncode == 0
    assert not (tmp_path / "ran").exists()
