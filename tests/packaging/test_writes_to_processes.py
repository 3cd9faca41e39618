"""Writes over HTTP to the whole service, while its processes are killed, loaded again and stopped.

Under gunicorn it has two workers, as in production.
"""

import importlib.util
import json
import random
import signal
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date

import pytest

from search import open_archive
from search.keys import KeyKind
from search.period import find_today

from support.kills import Writer, kill_service, kill_worker, run_round
from support.service import GUNICORN, WAITRESS, Service

needs_gunicorn = pytest.mark.skipif(
    not importlib.util.find_spec("gunicorn"), reason="needs gunicorn")
pytestmark = pytest.mark.long

ADDRESS = "/api/v1/articles/uji"
HEAD = "\r\n".join(("PUT {} HTTP/1.1", "Host: localhost", "X-Api-Key: {}",
                    "Content-Type: application/json", "{}", "", ""))


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """The service under gunicorn."""
    service = Service(tmp_path_factory.mktemp("layanan"))
    service.start()
    yield service
    service.stop()


@pytest.fixture
def new_service(tmp_path):
    """A function that starts a service of the test's own, under a server."""
    started = []

    def start(server=GUNICORN):
        started.append(Service(tmp_path, server))
        started[-1].start()
        return started[-1]

    yield start
    for service in started:
        service.stop()


def create_writers(service, count=4):
    return [Writer(service, f"w{number}", random.Random(number)) for number in range(count)]


@pytest.mark.parametrize("server, kill", [
    (WAITRESS, kill_service), pytest.param(GUNICORN, kill_service, marks=needs_gunicorn),
    pytest.param(GUNICORN, kill_worker, marks=needs_gunicorn)])
def test_a_kill_loses_nothing_that_was_confirmed(new_service, server, kill):
    service = new_service(server)
    writers = create_writers(service)
    assert run_round(service, writers, 2, kill) == []
    assert sum(writer.confirmed for writer in writers) > 5
    assert [answer for writer in writers for answer in writer.refused] == []
    assert open_archive(f"whoosh:{service.archive}").verify() == []


@needs_gunicorn
def test_a_reload_fails_no_write(new_service):
    service = new_service()
    before, writers = service.list_workers(), create_writers(service)

    def reload(service):
        service.signal(signal.SIGHUP)
        time.sleep(4)

    assert run_round(service, writers, 1, reload) == []
    assert [(writer.unanswered, writer.refused) for writer in writers] == [(0, [])] * 4
    assert not {*before} & {*service.list_workers()}


@needs_gunicorn
def test_a_stop_loses_nothing_that_was_confirmed(new_service):
    service = new_service()
    writers = create_writers(service)

    def terminate(service):
        service.signal(signal.SIGTERM)
        assert service.wait() == 0

    assert run_round(service, writers, 2, terminate) == []
    assert sum(writer.confirmed for writer in writers) > 5


@needs_gunicorn
def test_of_two_writers_over_one_revision_one_wins(running):
    assert running.put("lomba", "awal").status == 201
    with ThreadPoolExecutor(2) as pool:
        for number in range(12):
            revision = running.ask("GET", "/api/v1/articles/lomba").value["revision"]
            answers = [*pool.map(lambda name: put_patiently(
                running, "lomba", f"{name} {number}", If_Match=f'"{revision}"'), "ab")]
            winners = [name for name, each in zip("ab", answers) if each.status == 200]
            assert sorted(each.status for each in answers) == [200, 412]
            title = running.ask("GET", "/api/v1/articles/lomba").value["title"]
            assert [title] == [f"{name} {number}" for name in winners]


def put_patiently(service, *arguments, **headers):
    """Return the answer to a write, which is sent again while another one is writing."""
    while (answer := service.put(*arguments, **headers)).status == 503:
        assert int(answer.headers["Retry-After"]) > 0
        time.sleep(0.05)
    return answer


@needs_gunicorn
def test_a_busy_writer_is_named_and_not_waited_for(running):
    archive = open_archive(f"whoosh:{running.archive}")
    with archive._store.lock():
        answer = running.put("sibuk", "Sibuk")
    assert answer.status == 503 and int(answer.headers["Retry-After"]) > 0
    assert running.put("sibuk", "Sibuk").status == 201


@needs_gunicorn
def test_a_key_that_may_not_write_writes_nothing(running):
    keys, today = running.keys, find_today()
    search = keys.create("cari", KeyKind.SEARCH, today)
    outlet = keys.create("media", KeyKind.SEARCH, today, outlets=["Kabar Nusa"])
    expired = keys.create("basi", KeyKind.ADMIN, date(2020, 1, 1), expires="2020-02-01")
    revoked = keys.create("lama", KeyKind.ADMIN, today)
    body = json.dumps({"title": "Uji", "body": "Isi."})

    def write(address=ADDRESS, **headers):
        return running.ask("PUT", address, body, {"Content-Type": "application/json"} | {
            name.replace("_", "-"): value for name, value in headers.items()}).status

    assert write(X_Api_Key=revoked) == 201
    keys.revoke("lama")
    assert {write(X_Api_Key=revoked) for _ in range(8)} == {401}  # whichever worker answers
    assert write() == write(X_Api_Key=expired) == 401
    assert write(X_Api_Key="warta_admin_" + "x" * 43) == 401
    assert write(X_Api_Key=search) == write(X_Api_Key=outlet) == 403
    assert write(f"{ADDRESS}?key={running.token}") == 400
    assert write(X_Api_Key=f"{running.token}, {running.token}") == 401
    assert write(X_Api_Key=running.token, Authorization=f"Bearer {search}") == 403


@needs_gunicorn
@pytest.mark.parametrize("kind, size, status", [
    ("Content-Length: 9000000", 1_200_000, b"413"),
    ("Transfer-Encoding: chunked", 1_200_000, b"413"),
    ("Content-Length: 100\r\nContent-Encoding: gzip", 100, b"415"),
])
def test_a_body_that_is_too_large_or_compressed_is_refused(running, kind, size, status):
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(30)
        client.connect(running.connect()._path)
        client.sendall(HEAD.format(ADDRESS, running.token, kind).encode())
        chunk = b"%x\r\n" % size if "chunked" in kind else b""
        with suppress(OSError):  # it may be refused before it is read
            client.sendall(chunk + b" " * size + b"\r\n")
        assert client.recv(100).split()[1:2] == [status]


@needs_gunicorn
def test_clients_that_send_bodies_slowly_stop_no_other(running):
    slow = [socket.socket(socket.AF_UNIX) for _ in range(20)]
    for client in slow:
        client.connect(running.connect()._path)
        client.sendall(HEAD.format(
            ADDRESS, running.token, "Content-Length: 1000").encode() + b"{")
    assert running.put("cepat", "Cepat").status == 201
    for client in slow:
        client.close()
