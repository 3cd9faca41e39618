"""Articles that programs put in and take out over HTTP."""

import io
import json
import re
import threading
import tracemalloc
from pathlib import Path

import pytest
from werkzeug.test import Client

from indexer.ingest.incoming import read_records
from search import Article, open_archive
from search.errors import NotSearchable
from search.keys import KeyFile, KeyKind
from search.period import find_today
from search.store.transaction import SQLiteTransaction
from web import create_app
from web.parameters import incoming
from web.parameters.incoming import read_lines
from web.routes import writes

from support.api import SEARCH, read_problem
from support.page_reader import find, get, text

ROOT = Path(__file__).parents[2]
LINES = "application/x-ndjson"
HALF = {"extra": {"k": "\ud800"}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("arsip")


@pytest.fixture(scope="module")
def archive(folder, analyzer):
    """An archive with an article. Tests put others into it."""
    archive = open_archive(f"whoosh:{folder}", analyzer=analyzer)
    list(archive.add([Article("awal", "Yang pertama", "Isi yang pertama.")]))
    return archive


@pytest.fixture(scope="module")
def keys(folder):
    return KeyFile(folder / "keys.json")


@pytest.fixture(scope="module")
def tokens(keys):
    return {kind: keys.create(kind, KeyKind(kind), find_today()) for kind in ("admin", "search")}


@pytest.fixture(scope="module")
def client(archive, keys):
    return create_app(archive, keys=keys, read_records=read_records).test_client()


@pytest.fixture
def put(client, tokens):
    """A function that puts an article, and returns the response."""

    def put(id, article, query="", **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return client.put(f"/api/v1/articles/{id}{query}", json=article, headers={
            "Authorization": f"Bearer {tokens['admin']}"} | headers)

    return put


@pytest.fixture
def post(client, tokens):
    """A function that sends lines, and returns the answer to each."""

    def post(*lines, query=""):
        body = b"\n".join(
            line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
        response = client.post(f"/api/v1/articles{query}", data=body, content_type=LINES, headers={
            "X-Api-Key": tokens["admin"]})
        assert (response.status_code, response.content_type) == (200, LINES), response.text
        return list(map(json.loads, response.text.splitlines()))

    return post


def delete(client, tokens, id, **headers):
    return client.delete(f"/api/v1/articles/{id}", headers={
        "Authorization": f"Bearer {tokens['admin']}"} | headers)


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_writing_is_off_until_there_is_an_admin_key(archive, tmp_path, method):
    keys = KeyFile(tmp_path / "keys.json")
    keys.create("situs", KeyKind.SEARCH, find_today())
    for client in (create_app(archive).test_client(), create_app(archive, keys=keys).test_client()):
        refused = client.open("/api/v1/articles/awal", method=method, json={"title": "x"})
        assert "indexer key create" in read_problem(refused, 405)["detail"]
        assert client.post("/api/v1/articles").status_code == 405
    token = keys.create("cms", KeyKind.ADMIN, find_today())
    assert client.put("/api/v1/articles/baru-saja", json={"title": "x"}, headers={
        "X-Api-Key": token}).status_code in (200, 201)


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_only_an_admin_may_write(client, tokens, method):
    for headers, status in (({}, 401), ({"X-Api-Key": tokens["search"]}, 403),
                            ({"X-Api-Key": "warta_admin_salah"}, 401)):
        answered = client.open("/api/v1/articles/awal", method=method, json={}, headers=headers)
        read_problem(answered, status)
    assert client.get("/api/v1/articles/awal").status_code == 200


def test_an_article_is_added_left_and_changed(client, put, archive, folder, analyzer):
    article = {"title": "Panen Kakao", "body": "Petani memanen kakao.", "outlet": "Kabar Nusa",
               "published": "2020-01-02", "extra": {"tags": ["kakao"]}}
    first, again = put("kakao", article), put("kakao", article)
    assert (first.status_code, first.json) == (201, {
        "id": "kakao", "outcome": "added", "revision": 1, "searchable": True})
    assert first.headers["Location"] == "/api/v1/articles/kakao"
    assert (again.status_code, again.json["outcome"], again.json["revision"]) == (
        200, "unchanged", 1)
    other = open_archive(f"whoosh:{folder}", analyzer=analyzer)  # as another process would
    assert other.article("kakao").body == article["body"]
    changed = put("kakao", article | {"title": "Panen Kakao Ditunda"})
    assert (changed.json["outcome"], changed.json["revision"]) == ("updated", 2)
    assert client.get(f"{SEARCH}?q=kakao+ditunda").json["hits"][0]["id"] == "kakao"
    whole = client.get("/api/v1/articles/kakao").json
    sent = {name: whole[name] for name in (*article, "id", "url", "date_precision", "revision")}
    assert put("kakao", sent).json["outcome"] == "unchanged"


def test_an_article_is_stored_over_the_version_that_is_known(put):
    def state(number):
        return {"title": f"Keadaan {number}"}

    put("keadaan", state(1))
    for headers, status in (
        ({"If_Match": '"2"'}, 412), ({"If_None_Match": "*"}, 412), ({"If_Match": '"x"'}, 400),
        ({"If_Match": 'W/"1"'}, 400), ({"If_None_Match": '"1"'}, 400),
        ({"If_Match": ""}, 400), ({"If_None_Match": " "}, 400), ({"If_Match": '"1'}, 400),
        ({"If_Match": '1"'}, 400), ({"If_Match": '"1", "2"'}, 400),
    ):
        read_problem(put("keadaan", state(2), **headers), status)
    assert put("keadaan", state(2), If_Match='"1"').json["revision"] == 2
    assert put("keadaan", state(3), If_Match="*").json["revision"] == 3
    assert read_problem(put("tiada", state(1), If_Match="*"), 412)
    assert put("tiada", state(1), If_None_Match="*").status_code == 201


def test_a_condition_that_nothing_looks_at_is_refused(client, put, tokens):
    put("bersyarat", {"title": "Bersyarat"})
    refused = delete(client, tokens, "bersyarat", **{"If-None-Match": "*"})
    assert "If-Match" in read_problem(refused, 400)["detail"]
    for condition in ({"If-Match": '"9"'}, {"If-None-Match": "*"}):
        response = client.post(
            "/api/v1/articles", data=b'{"id": "bersyarat", "title": "Lain"}', content_type=LINES,
            headers={"X-Api-Key": tokens["admin"]} | condition)
        assert "`revision`" in read_problem(response, 400)["detail"]
    assert client.get("/api/v1/articles/bersyarat").json["title"] == "Bersyarat"


def test_what_is_older_does_not_undo_what_is_newer(put, post):
    def version(number, title):
        return {"id": "urut", "title": title, "revision": number}

    assert put("urut", version(5, "Lima")).json["revision"] == 5
    assert "older than the stored one, 5" in read_problem(put("urut", version(4, "Empat")), 409)[
        "detail"]
    read_problem(put("urut", version(5, "Lima lain")), 409)
    assert put("urut", version(5, "Lima")).json["outcome"] == "unchanged"
    answers = post(version(3, "Tiga"), version(6, "Enam"), version(5, "Lima"), version(7, "Tujuh"))
    assert [each["status"] for each in answers] == [409, 200, 409, 200]
    assert answers[3] == {"line": 4, "status": 200, "id": "urut", "outcome": "updated",
                          "revision": 7, "searchable": True}


def test_an_article_is_removed_unless_it_has_changed(client, put, tokens):
    put("hapus", {"title": "Zirkonium"})
    put("hapus", {"title": "Zirkonium putih"})
    read_problem(delete(client, tokens, "hapus", **{"If-Match": '"1"'}), 412)
    read_problem(delete(client, tokens, "hapus", **{"If-Match": ""}), 400)
    assert client.get("/api/v1/articles/hapus").status_code == 200
    removed = delete(client, tokens, "hapus", **{"If-Match": '"2"'})
    assert removed.json == {"id": "hapus", "outcome": "removed"}
    assert client.get(f"{SEARCH}?q=zirkonium").json["total"] == 0
    read_problem(delete(client, tokens, "hapus"), 404)
    read_problem(delete(client, tokens, "hapus", **{"If-Match": "*"}), 412)


@pytest.mark.parametrize("id", ["2013/06/29", "a/related", "a/citation", "dua%20kata", "%2E%2F.."])
def test_every_id_has_an_address_to_write_to(client, put, tokens, id):
    assert put(id, {"title": "Beralamat"}).status_code == 201
    assert client.get(f"/api/v1/articles/{id}").json["title"] == "Beralamat"
    assert delete(client, tokens, id).status_code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_an_id_in_another_encoding_is_no_other_article(client, put, tokens, method):
    put("%EF%BF%BD", {"title": "Tanda ganti"})
    response = client.open("/", method=method, json={"title": "Lain"}, headers={
        "X-Api-Key": tokens["admin"]}, environ_overrides={"PATH_INFO": "/api/v1/articles/\xe9"})
    assert "UTF-8" in read_problem(response, 400)["detail"]
    assert client.get("/api/v1/articles/%EF%BF%BD").json["title"] == "Tanda ganti"


@pytest.mark.parametrize("article, field, said", [
    ({}, "title", "a title or a body"), ({"title": " "}, "title", "a title or a body"),
    ({"title": 5}, "title", "write text"), ({"title": None}, "title", "leave it out"),
    ({"title": "a" * 10_001}, "title", "at most 10000"),
    ({"id": "lain", "title": "a"}, "id", "'x'"),
    ({"title": "a", "published": "2020-13-01"}, "published", "2020-13-01"),
    ({"title": "a", "published": "kemarin"}, "published", "kemarin"),
    ({"title": "a", "revision": 0}, "revision", "from 1"),
    ({"title": "a", "revision": "2"}, "revision", "a number"),
    ({"title": "a", "extra": []}, "extra", "an object"),
    ({"title": "a", "judul": "b"}, "judul", "?read=record"),
    ({"title": "a", "extra": {"k": json.loads("[" * 120 + "]" * 120)}}, "extra",
     "100 levels"),
    ({"title": "a", "extra": {"k": "a" * 1_000_000}}, "extra", "at most 1000000 characters"),
    ({"title": "a"} | HALF, "extra", "surrogate"), ({"title": "a\ud800"}, "title", "surrogate"),
])
def test_a_fault_names_the_field(put, article, field, said):
    problem = read_problem(put("x", article), 422)
    assert [error["field"] for error in problem["errors"]] == [field]
    assert said in problem["errors"][0]["message"] and field in problem["detail"]


def test_what_the_store_does_not_take_is_a_fault_of_the_article(post, put, monkeypatch):
    refuse = "the article is larger than an archive on a cluster takes: cut it into parts"
    monkeypatch.setattr(SQLiteTransaction, "find_refusal", lambda transaction, article: (
        refuse if article.id == "besar" else None))
    first, second = post({"id": "besar", "title": "Besar"}, {"id": "kecil", "title": "Kecil"})
    assert (first["status"], second["status"]) == (422, 201) and refuse in json.dumps(first)
    assert refuse in json.dumps(read_problem(put("besar", {"title": "Besar"}), 422))


@pytest.mark.parametrize("body, said", [
    (b'{"title": "a",\n}', "line 2, column 1"), (b"", "not JSON"),
    (b'{"title": "\xff"}', "byte 12"),
    (b'{"title": NaN}', "NaN is no number"), (b'{"extra": {"a": 1e999}}', "too large a number"),
    (b"[" * 99_999, "nested too deeply"),
    (b'{"a": ' + b"9" * 5_000 + b"}", "a number has too many digits"),
])
def test_what_is_not_json_is_refused_with_its_place(client, tokens, body, said):
    response = client.put(
        "/api/v1/articles/x", data=body, content_type="application/json",
        headers={"X-Api-Key": tokens["admin"]})
    assert said in read_problem(response, 400)["detail"]


def test_a_broken_line_stops_no_other(post, client):
    answers = post(
        {"id": "m-1", "title": "Mangga satu"}, b"", b'{"id": "m-2", "title": "Mangga',
        {"id": "m-3", "title": "Mangga tiga"}, b"[]", {"title": "tanpa id"},
        {"id": "m-1", "title": "Mangga satu lagi"}, b'{"id": "m-4", "title": "Mangga empat"}\r')
    assert [(each["line"], each["status"]) for each in answers] == [
        (1, 201), (3, 400), (4, 201), (5, 422), (6, 422), (7, 200), (8, 201)]
    assert "at column 24" in answers[1]["detail"] and answers[4]["errors"][0]["field"] == "id"
    assert answers[5]["revision"] == 2
    assert client.get(f"{SEARCH}?q=mangga").json["total"] == 3
    assert post() == []


def test_lines_are_read_no_further_than_they_are_asked_for():
    lines = read_lines(b'\xef\xbb\xbf{"id":\n \r\n\n{}')
    assert next(lines) == (1, b'{"id":')
    assert list(lines) == [(4, b"{}")]
    tracemalloc.start()
    assert next(read_lines(b"{}\n" * 1_000_000)) == (1, b"{}")
    assert tracemalloc.get_traced_memory()[1] < 10_000_000  # three for the lines themselves
    tracemalloc.stop()


@pytest.mark.parametrize("method, path, type", [
    ("PUT", "/api/v1/articles/x", LINES), ("PUT", "/api/v1/articles/x", "text/plain"),
    ("PUT", "/api/v1/articles/x", "application/json; charset=latin-1"),
    ("POST", "/api/v1/articles", "application/json"), ("POST", "/api/v1/articles", None),
    ("POST", "/api/v1/articles", "application/x-www-form-urlencoded"),
])
def test_another_type_of_content_is_refused(client, tokens, method, path, type):
    response = client.open(path, method=method, data=b'{"title": "a"}', content_type=type,
                           headers={"X-Api-Key": tokens["admin"]})
    assert "Content-Type" in read_problem(response, 415)["detail"]


def test_what_is_compressed_is_refused(client, tokens):
    response = client.put("/api/v1/articles/x", json={}, headers={
        "X-Api-Key": tokens["admin"], "Content-Encoding": "gzip"})
    read_problem(response, 415)


@pytest.mark.parametrize("body", [
    b'{"id": "a", "title": "b"}\n' * (incoming.MAX_LINES + 1), b" " * (incoming.MAX_BYTES + 1)])
def test_too_much_at_once_is_refused_and_nothing_stored(client, tokens, body):
    response = client.post("/api/v1/articles", data=body, content_type=LINES, headers={
        "X-Api-Key": tokens["admin"]})
    assert "send several" in read_problem(response, 413)["detail"]
    assert client.get("/api/v1/articles/a").status_code == 404


@pytest.mark.parametrize("lines, status", [(4, 200), (5, 413)])
def test_a_body_without_a_length_is_refused_and_not_cut(
    client, tokens, monkeypatch, lines, status
):
    line = b'{"id": "alir", "title": "b"}\n'
    monkeypatch.setattr(writes, "MAX_BYTES", 4 * len(line))
    response = Client(client.application).open(
        "/api/v1/articles", method="POST", input_stream=io.BytesIO(lines * line),
        content_type=LINES, headers={"X-Api-Key": tokens["admin"]},
        environ_overrides={"wsgi.input_terminated": True, "CONTENT_LENGTH": ""})
    assert response.status_code == status
    assert response.data.count(b"outcome") == (lines if status == 200 else 0)


def test_a_body_that_the_server_cannot_read_is_a_fault_of_the_request(client, tokens):
    class Broken(io.RawIOBase):
        def read(self, size=-1):
            raise ArithmeticError("no chunk")  # gunicorn has an exception of its own

    environ = {"wsgi.input": Broken(), "wsgi.input_terminated": True}
    response = client.put("/api/v1/articles/uji", environ_overrides=environ, headers={
        "X-Api-Key": tokens["admin"], "Content-Type": "application/json"})
    assert "send it again" in read_problem(response, 400)["detail"]


def test_a_text_has_an_end_that_fits_into_a_request(put):
    assert incoming.MAX_BODY < incoming.MAX_BYTES
    longest = "a " * (incoming.MAX_BODY // 2)
    assert put("panjang", {"title": "Panjang", "body": longest}).status_code == 201
    response = put("panjang", {"title": "Panjang", "body": "a" * (incoming.MAX_BODY + 1)})
    [error] = read_problem(response, 422)["errors"]
    assert error["field"] == "body" and "1000000 characters" in error["message"]


def test_as_many_lines_are_stored_as_a_request_may_have(post, client):
    answers = post(*({"id": f"s-{n}", "title": f"Salak {n}", "body": f"Buah salak nomor {n}."}
                     for n in range(incoming.MAX_LINES)))
    assert {each["status"] for each in answers} == {201} and len(answers) == incoming.MAX_LINES
    assert client.get(f"{SEARCH}?q=salak").json["total"] == incoming.MAX_LINES


@pytest.fixture
def busy(archive, monkeypatch):
    """The archive is being written to by somebody else."""
    monkeypatch.setattr(writes, "PATIENCE", 0.02)
    held, done = threading.Event(), threading.Event()

    def hold():
        with archive._store.lock():
            held.set()
            done.wait(20)

    thread = threading.Thread(target=hold)
    thread.start()
    assert held.wait(20)
    yield
    done.set()
    thread.join()


def test_a_busy_writer_is_not_waited_for(client, put, tokens, busy):
    sent = {"X-Api-Key": tokens["admin"]}
    for response in (
        put("sibuk", {"title": "Sibuk"}), delete(client, tokens, "awal"),
        client.post("/api/v1/articles", data=b'{"id": "sibuk", "title": "Sibuk"}',
                    content_type=LINES, headers=sent),
    ):
        assert "another program is writing" in read_problem(response, 503)["detail"]
        assert 0 < int(response.headers["Retry-After"]) <= 5
    assert client.get("/api/v1/articles/sibuk").status_code == 404
    assert writes.PATIENCE < 1


def test_what_is_stored_and_not_yet_searchable_says_so(archive, post, monkeypatch, caplog):
    def fail(more=False):
        raise NotSearchable("stored, not yet searchable: the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(archive, "_follow", fail)
        [answer] = post({"id": "kelak", "title": "Kelak"})
    assert (answer["status"], answer["searchable"]) == (201, False)
    assert "the disk is full" in caplog.text
    [answer] = post({"id": "kelak-2", "title": "Kelak juga"})
    assert answer["searchable"] and archive.article("kelak").title == "Kelak"


def test_records_are_cleaned_as_those_of_files(client, put, post):
    record = {"judul": "Harga Kopra Naik - Kabar Nusa", "tanggal": "2 Januari 2020",
              "isi": "<p>TERNATE, KOMPAS.com - Harga kopra naik.</p><p>Baca juga: Harga pala</p>"}
    assert put("kopra", record, "?read=record").status_code == 201
    stored = client.get("/api/v1/articles/kopra").json
    assert (stored["published"], stored["body"]) == ("2020-01-02", "Harga kopra naik.")
    url = "https://nusa.example/2020/01/02/harga-kopra"
    first, again, draft = post(
        record | {"url": url}, record | {"url": f"{url}?utm_source=x"},
        record | {"post_status": "draft", "post_type": "post"}, query="?read=record")
    assert (first["status"], again["status"]) == (201, 200) and first["id"] == again["id"]
    assert draft["status"] == 422 and "not published" in draft["detail"]
    read_problem(put("kopra", record, "?read=apa"), 422)


def test_records_wait_while_the_clock_is_behind_the_archive(put, client, tokens, monkeypatch):
    record = {"judul": "Panen Lada", "isi": "Petani memanen lada.", "tanggal": "2 Januari 2020"}
    put("lada", record, "?read=record")
    with monkeypatch.context() as patch:
        patch.setattr("time.time", lambda: 1_000_000_000.0)
        lines = client.post("/api/v1/articles?read=record", data=json.dumps(record),
                            content_type=LINES, headers={"X-Api-Key": tokens["admin"]})
        for refused in (put("lada", record, "?read=record"), lines):
            assert "the clock of the server" in read_problem(refused, 503)["detail"]
            assert refused.headers["Retry-After"]
        assert put("jeruk", {"title": "Panen Jeruk"}).status_code == 201
        assert delete(client, tokens, "jeruk").status_code == 200
    assert client.get("/api/v1/articles/lada").json["published"] == "2020-01-02"


def list_examples(text):
    """Return the requests that a document shows: their method, path, type and body."""
    pattern = r"curl -X (PUT|DELETE|POST) .*?(/api/v1/articles\S*?)'(.*?)(?=\n\n|\Z|</code>|```)"
    for method, path, rest in re.findall(pattern, text, re.DOTALL):
        [type] = re.findall(r"Content-Type: ([\w/+-]+)", rest) or [None]
        body = re.search(r"--data(?:-binary)? '(.*)'", rest, re.DOTALL)
        yield method, path, type, body[1] if body else None


def run_examples(client, tokens, text):
    examples = list(list_examples(text))
    assert {example[0] for example in examples} == {"PUT", "POST", "DELETE"}
    for method, path, type, body in examples:
        response = client.open(path, method=method, data=body, content_type=type, headers={
            "X-Api-Key": tokens["admin"]})
        assert response.status_code in (200, 201), (path, response.text)
        if method == "PUT" and "wp-" in path:
            stored = client.get(path.partition("?")[0]).json
            assert stored["title"] == "Warga Menanam Bakau" and "<" not in stored["body"]
            assert stored["published"] == "2026-11-29T08:30:00+07:00" and stored["url"]


def test_the_examples_of_the_documents_work(client, tokens):
    run_examples(client, tokens, (ROOT / "docs" / "api.md").read_text("utf-8"))


def test_the_examples_of_the_help_work(client, tokens):
    page = get(client, "/help/api")
    run_examples(client, tokens, "\n\n".join(text(each) for each in find(page, "pre")))
