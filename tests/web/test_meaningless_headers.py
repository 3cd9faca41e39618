"""Headers that mean nothing change no answer to an error of the service."""

import pytest
from werkzeug.datastructures import Headers

from search.keys import KeyFile, KeyKind
from search.period import find_today
from web import create_app

NAMES = """Accept Accept-Encoding Accept-Language Access-Control-Request-Method Authorization
    Cache-Control Content-Encoding Content-Length Content-Type Cookie Expect Forwarded Host If-Match
    If-Modified-Since If-None-Match If-Range If-Unmodified-Since Origin Range Transfer-Encoding
    User-Agent X-Api-Key X-Forwarded-For X-Forwarded-Host X-Forwarded-Proto X-Request-Id""".split()

VALUES = (
    "", " ", ",,,;;;===", '"', 'W/"', "*", "-1", "9" * 5_000, "1e999", "nan;q=nan", "\xff\xfe\x80",
    "Ù£", "%00%0d%0aX: y", "../../etc/passwd", "a" * 8_000, "[::1", "http://[::1/", "bytes=9-0,-",
    "Bearer warta_admin_", "Wed, 21 Oct 99999999999 07:28:00 GMT",
    "Fri, 31 Dec 9999 23:59:59 -9999")

REQUESTS = (
    "GET /", "GET /?q=gempa", "GET /articles/a0", "GET /api/v1/search?q=gempa", "GET /feed.atom",
    "GET /static/style.css", "GET /api/v1/export?q=gempa&format=csv", "GET /metrics",
    "GET /nowhere", "OPTIONS /api/v1/search", "PUT /api/v1/articles/b", "DELETE /api/v1/articles/b",
    "POST /api/v1/articles")


@pytest.fixture(scope="module")
def asked(filled_archive, tmp_path_factory):
    """A client, and the headers of whoever may write."""
    keys = KeyFile(tmp_path_factory.mktemp("keys") / "keys.json")
    token = keys.create("cms", KeyKind.ADMIN, find_today())
    return create_app(filled_archive, keys=keys).test_client(), {"X-Api-Key": token}


@pytest.mark.long
@pytest.mark.parametrize("request_line", REQUESTS)
def test_no_header_makes_an_error_of_the_service(asked, request_line):
    client, allowed = asked
    method, path = request_line.split()
    for name in NAMES:
        for value in VALUES:
            headers = Headers(allowed if method in ("PUT", "DELETE", "POST") else {})
            headers[name] = value
            answer = client.open(path, method=method, headers=headers, data=(
                b'{"title": "Gempa", "id": "b"}' if method in ("PUT", "POST") else None))
            case = (request_line, name, value[:40], answer.data[:200])
            assert answer.status_code < 500 or answer.status_code == 501, case
            assert answer.headers["X-Content-Type-Options"] == "nosniff", case
