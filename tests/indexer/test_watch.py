"""`indexer watch`: what is new in saved searches reaches each recipient once."""

import json
import socketserver
import sqlite3
import threading
from contextlib import closing, contextmanager
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from indexer import watch
from indexer.watch import run as runs
from indexer.watch import watch_state
from search import Article, Query
from search import query as queries
from search.errors import EngineError, InvalidValue

SEARCH = '[[search]]\nname = "Panen"\nq = "panen"\n'


@contextmanager
def serving(server):
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def receiver():
    """A web server that keeps what is posted, and answers with the next of `statuses`, or 204."""
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = server.statuses.pop(0) if server.statuses else 204
            if status == 204:
                server.got.append(json.loads(body))
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.end_headers()

        def do_GET(self):
            pytest.fail("a redirection was followed")

        def log_message(self, *_):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.got, server.statuses = [], []
    with serving(server):
        yield server


@pytest.fixture
def mailbox():
    """A mail server that keeps what is sent; it refuses recipients whose name is in `refused`.

    Its answer to QUIT is wrong, which must not make a message come twice.
    """
    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            self.wfile.write(b"220 siap\r\n")
            for line in self.rfile:
                verb = line[:4].upper()
                if verb == b"DATA":
                    self.wfile.write(b"354 tulis\r\n")
                    lines = iter(self.rfile.readline, b".\r\n")
                    server.got.append(message_from_bytes(b"".join(lines), policy=policy.default))
                refused = verb == b"RCPT" and any(name in line.decode() for name in server.refused)
                self.wfile.write(b"550 tidak\r\n" if refused else b"250 ya\r\n")
                if verb == b"QUIT":
                    return

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    server.got, server.refused = [], []
    with serving(server):
        yield server


@pytest.fixture
def follow(archive, write):
    """A function that runs a file of searches and returns what became of each."""
    def follow(text, **options):
        path = write("cari.toml", text)
        return list(watch.follow_searches(archive, path, watch.read_watch_file(path), **options))
    return follow


def add(archive, *ids, title="Panen raya", **values):
    list(archive.add([Article(id, title, "Petani panen.", **values) for id in ids]))


def post(receiver, path="/"):
    return f'post = "http://127.0.0.1:{receiver.server_port}{path}"\n'


def smtp(mailbox):
    return (f'[smtp]\nhost = "127.0.0.1"\nport = {mailbox.server_address[1]}\n'
            'sender = "warta@arsip.example"\n')


def posted(receiver):
    return [[hit["id"] for hit in each["hits"]] for each in receiver.got]


def test_each_new_hit_is_posted_once_and_old_ones_never(archive, receiver, follow):
    text = f'site = "https://arsip.example/"\n{SEARCH}{post(receiver)}'
    add(archive, "lama")
    [first] = follow(text)
    assert (first.began, receiver.got) == (1, [])
    add(archive, "b/1", "a1", published="1999-01-02", outlet="Kabar Nusa")
    add(archive, "lain", title="Banjir")
    archive.remove(["lain"])
    follow(text), follow(text)
    assert posted(receiver) == [["b/1", "a1"]]
    [got] = receiver.got
    assert (got["search"], got["query"], len(got["id"])) == ("Panen", "panen", 32)
    assert got["hits"][0] == {
        "id": "b/1", "title": "Panen raya", "outlet": "Kabar Nusa", "byline": None,
        "published": "1999-01-02", "date_precision": "day", "url": None,
        "link": "https://arsip.example/articles/b%2F1", "snippets": ["Petani panen."]}


def test_an_article_that_changes_is_not_told_again(archive, receiver, follow):
    text = SEARCH + post(receiver)
    add(archive, "lama")
    follow(text)
    add(archive, "baru")
    follow(text)
    add(archive, "lama", "baru", title="Panen raya lagi")
    list(archive.rebuild())
    follow(text)
    add(archive, "terbaru")
    follow(text)
    assert posted(receiver) == [["baru"], ["terbaru"]]


def test_an_article_that_comes_to_match_is_told(archive, receiver, follow):
    text = SEARCH + post(receiver)
    list(archive.add([Article("a", "Banjir", "Surut.")]))
    follow(text)
    add(archive, "a")
    follow(text)
    assert posted(receiver) == [["a"]]


@pytest.mark.parametrize("status", [500, 404, 302])
def test_what_fails_is_tried_again_and_nothing_else(archive, receiver, follow, status):
    text = SEARCH + post(receiver, "/rahasia")
    add(archive, "lama")
    follow(text)
    add(archive, "a")
    receiver.statuses = [status]
    [outcome] = follow(text)
    assert str(status) in outcome.failure and "rahasia" not in str(outcome.recipient)
    add(archive, "b")
    follow(text)
    assert posted(receiver) == [["a", "b"]]


def test_a_failure_between_two_deliveries_repeats_neither(archive, receiver, follow, monkeypatch):
    monkeypatch.setattr(runs, "DELIVERED_TOGETHER", 2)
    text = SEARCH + post(receiver)
    add(archive, "lama")
    follow(text)
    add(archive, *"abcde")
    receiver.statuses = [204, 500]
    [outcome] = follow(text)
    assert outcome.failure and [hit.id for hit in outcome.hits] == ["a", "b"]
    follow(text)
    assert posted(receiver) == [["a", "b"], ["c", "d"], ["e"]]


def test_each_recipient_of_mail_gets_a_message_of_its_own(archive, mailbox, follow):
    text = f'{smtp(mailbox)}{SEARCH}mail = ["satu@a.example", "dua@a.example"]\n'
    add(archive, "lama")
    follow(text)
    add(archive, "a", title="Panen\nkafé 😀", outlet="Kabar Nusa", url="https://kabar.example/a")
    mailbox.refused = ["dua@"]
    one, other = follow(text)
    assert one.failure is None and "550" in other.failure
    mailbox.refused = []
    follow(text), follow(text)
    assert [mail["To"] for mail in mailbox.got] == ["satu@a.example", "dua@a.example"]
    for mail in mailbox.got:
        assert mail["Subject"] == "Panen: 1 new article"
        assert mail.get_content().splitlines() == [
            "Panen kafé 😀", "Kabar Nusa", "Petani panen.", "https://kabar.example/a"]
    assert len({mail["Message-ID"] for mail in mailbox.got}) == 2


def test_a_dry_run_sends_and_notes_nothing(archive, receiver, follow, tmp_path):
    text = SEARCH + post(receiver)
    add(archive, "lama")
    assert follow(text, dry_run=True)[0].began == 1
    assert not (tmp_path / "cari.toml.state").exists()
    follow(text)
    add(archive, "a")
    assert [hit.id for hit in follow(text, dry_run=True)[0].hits] == ["a"]
    assert receiver.got == []
    follow(text)
    assert posted(receiver) == [["a"]]


def test_hits_beyond_the_window_of_pages_are_neither_lost_nor_repeated(
    archive, receiver, follow, monkeypatch
):
    monkeypatch.setattr(queries, "MAX_WINDOW", 100)
    text = SEARCH + post(receiver)
    add(archive, "lama")
    follow(text)
    ids = [f"a{number:03}" for number in range(230)]
    add(archive, *ids)
    receiver.statuses = [204, 500]
    follow(text), follow(text), follow(text)
    assert [len(each) for each in posted(receiver)] == [100, 100, 30]
    assert sum(posted(receiver), []) == ids


def test_an_article_that_changes_during_a_run_is_told_as_it_is_then(
    archive, receiver, follow, monkeypatch
):
    text = SEARCH + post(receiver)
    add(archive, "lama")
    follow(text)
    add(archive, *"abc")
    read = archive.read_arrivals

    def read_late(*arguments):
        monkeypatch.setattr(archive, "read_arrivals", read)
        add(archive, "b", title="Panen kedua")
        archive.remove(["c"])
        return read(*arguments)

    monkeypatch.setattr(archive, "read_arrivals", read_late)
    follow(text), follow(text)
    assert posted(receiver) == [["a"], ["b"]]
    assert receiver.got[1]["hits"][0]["title"] == "Panen kedua"


def test_the_ids_that_are_remembered_are_bounded(archive, receiver, follow, monkeypatch, tmp_path):
    monkeypatch.setattr(watch_state, "KEPT_IDS", 3)
    text = SEARCH + post(receiver)
    add(archive, *"abcdef")
    path = tmp_path / "cari.toml"
    follow(text)
    watched = watch.read_watch_file(path)
    with watch_state.hold_state(path) as state:
        told = state.find(watched.searches[0], watched.searches[0].recipients[0])
    assert told.ids == {"d", "e", "f"}


def test_the_first_run_lists_no_more_hits_than_it_remembers(
    archive, receiver, follow, monkeypatch
):
    monkeypatch.setattr("indexer.watch.run.KEPT_IDS", 2)
    text, listed, find = SEARCH + post(receiver), [], archive.find_arrivals
    monkeypatch.setattr(archive, "find_arrivals", lambda *given, **named: (
        listed.append(find(*given, **named)) or listed[-1]))
    add(archive, *"abcdef")
    assert follow(text)[0].began == 6
    assert [hit.id for hit in listed[0]] == ["e", "f"]
    add(archive, "g")
    follow(text)
    assert posted(receiver) == [["g"]]


def test_another_archive_in_its_place_is_noticed(archive, make_archive, receiver, write):
    path = write("cari.toml", SEARCH + post(receiver))
    add(archive, *"abcdef")
    watched = watch.read_watch_file(path)
    list(watch.follow_searches(archive, path, watched))
    other = make_archive("whoosh")
    add(other, "a", "baru")
    list(watch.follow_searches(other, path, watched))
    assert posted(receiver) == [["baru"]]


def test_only_one_run_is_at_work(follow, archive, receiver, tmp_path):
    add(archive, "lama")
    text = SEARCH + post(receiver)
    follow(text)
    with watch_state.hold_state(tmp_path / "cari.toml"):
        with pytest.raises(EngineError, match="another run"):
            follow(text)


def test_a_damaged_state_is_named(follow, archive, receiver, tmp_path):
    add(archive, "lama")
    (tmp_path / "cari.toml.state").write_bytes(b"bukan basis data" * 99)
    with pytest.raises(EngineError, match="state cannot be used"):
        follow(SEARCH + post(receiver))


@pytest.mark.parametrize("was, now", [
    (b"http:", b"httq:"),  # a recipient
    (b"lama", b"lamb"),  # an id
    (b"CREATE TABLE told", b"CREATE TABLE to\xffd"),
])
def test_a_damaged_state_is_found_before_anything_is_sent(
    follow, archive, receiver, tmp_path, was, now
):
    text = SEARCH + post(receiver)
    add(archive, "lama")
    follow(text)
    state = tmp_path / "cari.toml.state"
    content = state.read_bytes()
    assert was in content
    state.write_bytes(content.replace(was, now, 1))
    add(archive, "baru")
    for dry_run in (True, False):
        with pytest.raises(EngineError, match="state cannot be used.*restore a copy"):
            follow(text, dry_run=dry_run)
    state.write_bytes(content)
    follow(text)
    assert posted(receiver) == [["baru"]]


def test_a_change_that_is_no_number_is_damage(follow, archive, receiver, tmp_path):
    add(archive, "lama")
    follow(SEARCH + post(receiver))
    with closing(sqlite3.connect(tmp_path / "cari.toml.state")) as state, state:
        state.execute("UPDATE watch SET change = 'dua'")
    with pytest.raises(EngineError, match="'dua' is no number of a change"):
        follow(SEARCH + post(receiver))


@pytest.mark.parametrize("text, said", [
    pytest.param(f"x = {'[' * 5_000}", "not TOML: it is nested too deeply", id="deep"),
    pytest.param(f"x = {'9' * 5_000}", "not TOML: a number has too many digits", id="long number"),
    ("x", "not TOML"), ("", r"\[\[search\]\]"), ("warna = 1", "'warna' is not known"),
    ('site = "ftp://x"\n' + SEARCH, "site: .*http"), (SEARCH, "to whom"),
    (SEARCH + 'mail = "a@b.example"', r"\[smtp\]"),
    (SEARCH + 'post = "file:///etc/passwd"', "post: .*http"),
    (SEARCH + 'post = "http://a.example:99999/"', "post: .*http"),
    (SEARCH + 'mail = "a@b.example, c@d.example"', "not an address"),
    (SEARCH + 'mail = "a\\n@b.example"', "not an address"),
    (SEARCH + 'warna = "merah"\npost = "http://a.example"', "search 'Panen': 'warna'"),
    (SEARCH + 'from = "kemarin"\npost = "http://a.example"', "from: .*not a date"),
    (SEARCH + 'year = "07"\npost = "http://a.example"', "year: .*YYYY"),
    (SEARCH + 'expand = "ya"\npost = "http://a.example"', "expand: write true"),
    (SEARCH.replace('"panen"', f'"{"(" * 21}"') + 'post = "http://a.example"', "search 'Panen'"),
    (SEARCH.replace('"Panen"', '"a\\nb"') + 'post = "http://a.example"', "name, on one line"),
    ((SEARCH + 'post = "http://a.example"\n') * 2, "two searches"),
    ('search = 1', r"\[\[search\]\]"), ('smtp = 1\n' + SEARCH, r"\[smtp\]"),
    ('[smtp]\nhost = "h"\nsender = "a@b"\nport = 0\n' + SEARCH, "port"),
    ('[smtp]\nhost = "h"\nsender = "a@b"\nsecurity = "x"\n' + SEARCH, "starttls"),
])
def test_what_is_wrong_in_the_file_is_named(write, text, said):
    with pytest.raises(InvalidValue, match=f"(?s)cari.toml.*{said}"):
        watch.read_watch_file(write("cari.toml", text))


def test_filters_may_be_written_as_numbers_and_dates(write):
    text = SEARCH + 'post = "http://a.example"\nyear = [2007, "none"]\nfrom = 2007-02-13\nto = 2008'
    [search] = watch.read_watch_file(write("cari.toml", text)).searches
    query = search.query
    assert (query.selected, query.since, query.until) == (
        {"year": ("2007", "none")}, "2007-02-13", "2008")


def test_the_time_until_today_may_be_asked_for(write):
    text = SEARCH + 'post = "http://a.example"\npast = "kemarin"'
    [search] = watch.read_watch_file(write("cari.toml", text)).searches
    asked = Query("panen", past="kemarin")
    assert (search.query.since, search.query.until) == (asked.since, asked.until)
    with pytest.raises(InvalidValue, match="past: .*leave from and to out"):
        watch.read_watch_file(write("cari.toml", text + "\nfrom = 2008"))


def test_the_command_tells_what_became_of_each(indexer, write, receiver):
    indexer("add", write("a.jsonl", [{"id": "a", "title": "Panen", "body": "Isi."}]))
    path = write("cari.toml", SEARCH + post(receiver))
    assert indexer("watch", path).out == "Panen, post 127.0.0.1: begun; 1 article so far\n"
    indexer("add", write("b.jsonl", [{"id": "b", "title": "Panen raya", "body": "Isi."}]))
    assert indexer("watch", path, "--dry-run").out == (
        "Panen, post 127.0.0.1: 1 new article would be sent\n  Panen raya\n")
    receiver.statuses = [500]
    failed = indexer("watch", path)
    assert failed.code == 1 and "the next run tries again" in failed.err and failed.out == ""
    done = indexer("watch", path)
    assert (done.code, done.out) == (0, "Panen, post 127.0.0.1: 1 new article sent\n")
    assert indexer("watch", write("salah.toml", "x")).code == 2
