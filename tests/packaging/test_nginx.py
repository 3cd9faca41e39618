"""A real nginx serves docs/deploy/nginx.conf: what it refuses, and what it tells the service."""

import http.client
import json
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingUnixStreamServer

import pytest

CONFIGURATION = Path(__file__).parents[2] / "docs" / "deploy" / "nginx.conf"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
BURST = 61
"""Requests that one address may send at once: one, and 60 that come too early."""

pytestmark = [pytest.mark.long, pytest.mark.skipif(
    not (NGINX and shutil.which("openssl")), reason="needs nginx and openssl")]


class Echo(BaseHTTPRequestHandler):
    """Answers with the headers of a request, as JSON."""

    def do_GET(self):
        body = json.dumps(dict(self.headers)).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass

    def address_string(self):
        return "socket"


def find_free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def create_certificate(folder):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=news.example",
         "-addext", "subjectAltName=DNS:news.example", "-keyout", folder / "privkey.pem",
         "-out", folder / "fullchain.pem"], check=True, capture_output=True)


class Front:
    """nginx in front of a service that echoes, in a folder."""

    def __init__(self, folder):
        self._folder = folder
        self.plain, self.secure = find_free_port(), find_free_port()
        create_certificate(folder)
        text = CONFIGURATION.read_text("utf-8")
        for line in ("listen [::]:80;", "listen [::]:443 ssl http2;"):
            assert line in text
            text = text.replace(line, "")
        for old, new in (("listen 80;", f"listen 127.0.0.1:{self.plain};"),
                         ("listen 443", f"listen 127.0.0.1:{self.secure}"),
                         ("/run/warta/socket", str(folder / "socket")),
                         ("/etc/letsencrypt/live/news.example", str(folder))):
            assert old in text
            text = text.replace(old, new)
        (folder / "warta.conf").write_text(text, "utf-8")
        (folder / "nginx.conf").write_text(
            f"{'user root;' if os.geteuid() == 0 else ''}\n"
            f"pid {folder}/pid; daemon off; error_log {folder}/errors;\n"
            "events {}\n"
            f"http {{ access_log off; client_body_temp_path {folder}/body;\n"
            f"proxy_temp_path {folder}/proxy; include {folder}/warta.conf; }}\n")

    def start(self):
        """Start nginx; return its process once it takes connections."""
        process = subprocess.Popen([NGINX, "-p", self._folder, "-c", self._folder / "nginx.conf"],
                                   stderr=subprocess.PIPE)
        for _ in range(200):
            assert process.poll() is None, process.stderr.read()
            with socket.socket() as client:
                if not client.connect_ex(("127.0.0.1", self.secure)):
                    return process
            time.sleep(0.05)
        raise AssertionError("nginx takes no connection")

    def ask(self, path, host="news.example", headers=()):
        """Return the answer to a request, with its body read."""
        context = ssl.create_default_context(cafile=self._folder / "fullchain.pem")
        context.check_hostname = False
        connection = http.client.HTTPSConnection(
            "127.0.0.1", self.secure, timeout=30, context=context)
        connection.request("GET", path, headers={"Host": host, **dict(headers)})
        response = connection.getresponse()
        response.body = response.read()
        connection.close()
        return response

    def ask_until_refused(self, path):
        """Return how many requests were answered, and the first refusal."""
        for answered in range(BURST * 40):
            response = self.ask(path)
            if response.status == 429:
                return answered, response
            assert response.status == 200
        raise AssertionError("nothing is refused")


@pytest.fixture
def front(tmp_path):
    front = Front(tmp_path)
    with ThreadingUnixStreamServer(str(tmp_path / "socket"), Echo) as service:
        threading.Thread(target=service.serve_forever, daemon=True).start()
        process = front.start()
        try:
            yield front
        finally:
            process.terminate()
            process.wait()
            service.shutdown()


def test_the_service_hears_the_name_of_the_site_and_the_address_of_the_client(front):
    heard = json.loads(front.ask(
        "/", host="evil.example", headers={"X-Forwarded-For": "192.0.2.1"}).body)
    assert heard["Host"] == "news.example" and heard["X-Forwarded-Proto"] == "https"
    assert heard["X-Forwarded-For"].split(", ")[-1] == "127.0.0.1"


def test_plain_http_leads_to_the_site_whatever_host_was_asked(front):
    connection = http.client.HTTPConnection("127.0.0.1", front.plain, timeout=30)
    connection.request("GET", "/a?b=c", headers={"Host": "evil.example"})
    assert connection.getresponse().headers["Location"] == "https://news.example/a?b=c"


@pytest.mark.parametrize("path", ["/api/v1/search", "/api/v1/articles"])
def test_a_program_that_asks_too_fast_is_told_when_to_come_back(front, path):
    answered, refused = front.ask_until_refused(path)
    problem = json.loads(refused.body)
    assert answered >= BURST and problem["status"] == 429
    assert refused.headers["Retry-After"] == "6"
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert problem["request_id"] == refused.headers["X-Request-Id"]


def test_a_person_who_asks_too_fast_reads_why(front):
    _, refused = front.ask_until_refused("/")
    assert refused.headers["Retry-After"] == "6" and b"Terlalu banyak" in refused.body
    assert refused.headers["Content-Type"] == "text/html; charset=utf-8"
