"""Bytes that are hardly HTTP, to the whole service under each server: no fault, and no silence."""

import importlib.util
import socket

import pytest

from support.service import GUNICORN, WAITRESS, Service

pytestmark = pytest.mark.long

HOST = "Host: localhost\r\n"
GET = f"GET /api/v1/search?q=gempa HTTP/1.1\r\n{HOST}"
PUT = f"PUT /api/v1/articles/uji HTTP/1.1\r\n{HOST}Content-Type: application/json\r\n"
BODY = '{"title": "Uji", "body": "Isi."}'
POST = f"POST /api/v1/articles HTTP/1.1\r\n{HOST}Content-Type: application/x-ndjson\r\n"

REQUESTS = {
    "no version": "GET /\r\n\r\n", "version 0.9": "GET / HTTP/0.9\r\n\r\n",
    "version 2": f"GET / HTTP/2.0\r\n{HOST}\r\n", "version 1.10": f"GET / HTTP/1.10\r\n{HOST}\r\n",
    "no host": "GET / HTTP/1.1\r\n\r\n", "two hosts": f"GET / HTTP/1.1\r\n{HOST}{HOST}\r\n",
    "an odd host": "GET / HTTP/1.1\r\nHost: a b/c@d\r\n\r\n",
    "no host's name": "GET / HTTP/1.1\r\nHost:\r\n\r\n",
    "an unknown method": f"GEMPA / HTTP/1.1\r\n{HOST}\r\n",
    "a small method": f"get / HTTP/1.1\r\n{HOST}\r\n", "TRACE": f"TRACE / HTTP/1.1\r\n{HOST}\r\n",
    "CONNECT": f"CONNECT localhost:80 HTTP/1.1\r\n{HOST}\r\n",
    "an asterisk": f"OPTIONS * HTTP/1.1\r\n{HOST}\r\n",
    "a whole address": f"GET http://evil.example/ HTTP/1.1\r\n{HOST}\r\n",
    "another scheme": f"GET file:///etc/passwd HTTP/1.1\r\n{HOST}\r\n",
    "half an IPv6 address": f"GET http://[::1/ HTTP/1.1\r\n{HOST}\r\n",
    "no slash": f"GET api HTTP/1.1\r\n{HOST}\r\n",
    "two slashes": f"GET //evil.example/ HTTP/1.1\r\n{HOST}\r\n",
    "a path upwards": f"GET /static/../../../etc/passwd HTTP/1.1\r\n{HOST}\r\n",
    "a device": f"GET /static/../../../../dev/zero/ HTTP/1.1\r\n{HOST}\r\n",
    "NUL in a path": f"GET /%00 HTTP/1.1\r\n{HOST}\r\n",
    "half a percent": f"GET /%e HTTP/1.1\r\n{HOST}\r\n",
    "a line break in a path": f"GET /%0d%0aX:y HTTP/1.1\r\n{HOST}\r\n",
    "Latin-1 in a path": f"GET /caf\xe9 HTTP/1.1\r\n{HOST}\r\n",
    "blanks in a path": f"GET / a b HTTP/1.1\r\n{HOST}\r\n",
    "a long path": f"GET /{'a' * 250_000} HTTP/1.1\r\n{HOST}\r\n",
    "a long query": f"GET /?q={'a' * 250_000} HTTP/1.1\r\n{HOST}\r\n",
    "many parameters": f"GET /?{'&'.join(f'p{n}=1' for n in range(1_500))} HTTP/1.1\r\n{HOST}\r\n",
    "a long header": f"{GET}X: {'a' * 250_000}\r\n\r\n",
    "many headers": GET + "".join(f"X{n}: y\r\n" for n in range(5_000)) + "\r\n",
    "a header without a colon": f"{GET}X\r\n\r\n", "a header without a name": f"{GET}: y\r\n\r\n",
    "a blank before the colon": f"{GET}Content-Length : 5\r\n\r\nhello",
    "a folded header": f"{GET}X: a\r\n b\r\n\r\n", "NUL in a header": f"{GET}X: a\0b\r\n\r\n",
    "line feeds alone": GET.replace("\r\n", "\n") + "\n",
    "carriage returns alone": GET.replace("\n", "") + "\r",
    "two lengths": f"{PUT}Content-Length: 5\r\nContent-Length: 33\r\n\r\n{BODY}",
    "a length below zero": f"{PUT}Content-Length: -1\r\n\r\n",
    "a length with a sign": f"{PUT}Content-Length: +33\r\n\r\n{BODY}",
    "a length with a line": f"{PUT}Content-Length: 3_3\r\n\r\n{BODY}",
    "a length beyond all": f"{PUT}Content-Length: {'9' * 50}\r\n\r\n{BODY}",
    "a length and chunks": (
        f"{PUT}Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    "unknown chunks": f"{PUT}Transfer-Encoding: gempa\r\n\r\n{BODY}",
    "chunks twice": f"{PUT}Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
    "chunks in disguise": f"{PUT}Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n",
    "a chunk below zero": f"{PUT}Transfer-Encoding: chunked\r\n\r\n-1\r\n{BODY}\r\n0\r\n\r\n",
    "a chunk of other digits": (
        f"{PUT}Transfer-Encoding: chunked\r\n\r\n0x21\r\n{BODY}\r\n0\r\n\r\n"),
    "a chunk of no length": f"{PUT}Transfer-Encoding: chunked\r\n\r\n\r\n{BODY}\r\n0\r\n\r\n",
    "no body": f"{PUT}\r\n", "an expectation": f"{PUT}Expect: 200-ok\r\nContent-Length: 0\r\n\r\n",
    "a body where there is none": f"{GET}Content-Length: 5\r\n\r\nhello",
    "an endless number": f"{PUT}Content-Length: 9006\r\n\r\n" + '{"a": ' + "9" * 8_999 + "}",
    "lines of nothing": f"{POST}Content-Length: 5\r\n\r\n\n\n\n\n\n",
    "half a line": f"{POST}Content-Length: 12\r\n\r\n" + '{"id": "a", ',
    "bytes": bytes(range(256)).decode("latin-1") * 40,
    "TLS": "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
}
"""Requests in Latin-1. An admin key comes with those that name a host."""

UNSUPPORTED = {b"501", b"505"}
"""Statuses of what a server does not do, which is no fault."""


@pytest.fixture(scope="module", params=[WAITRESS, pytest.param(GUNICORN, marks=pytest.mark.skipif(
    not importlib.util.find_spec("gunicorn"), reason="needs gunicorn"))])
def running(request, tmp_path_factory):
    service = Service(tmp_path_factory.mktemp(request.param), request.param)
    service.start()
    yield service
    service.stop()


def send(service, written):
    """Return what comes back before the connection is closed."""
    connection = service.connect(timeout=40)
    connection.connect()
    received = b""
    with connection.sock as client:
        try:
            client.sendall(written)
            client.shutdown(socket.SHUT_WR)
            while more := client.recv(65_536):
                received += more
        except ConnectionError:
            pass  # it was refused before it was read
    return received


@pytest.mark.parametrize("name", REQUESTS)
def test_what_is_hardly_a_request_is_no_fault_of_the_service(running, name):
    key = f"{HOST}X-Api-Key: {running.token}\r\nConnection: close\r\n"
    received = send(running, REQUESTS[name].replace(HOST, key, 1).encode("latin-1"))
    statuses = {line.split()[1] for line in received.split(b"\r\n") if line.startswith(b"HTTP/1.")}
    assert not [each for each in statuses - UNSUPPORTED if each.startswith(b"5")]
    assert b"root:" not in received and "unexpected error" not in running.read_log()
    assert running.ask("GET", "/healthz").status == 200
