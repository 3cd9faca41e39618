"""A site on this computer, whose answers a test sets, and which remembers what it was asked."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Site:
    """Answers by path: a body, or its status, headers and body, or a function of the headers.

    Paths without an answer have status 404.
    """

    def __init__(self, port):
        self.port, self.url = port, f"http://127.0.0.1:{port}"
        self.clear()

    def clear(self):
        self.answers, self.asked = {}, []

    def find(self, path, headers):
        self.asked.append((path, headers))
        answer = self.answers.get(path, (404, {}, b""))
        answer = answer(headers) if callable(answer) else answer
        return answer if isinstance(answer, tuple) else (200, {}, answer)

    @property
    def paths(self):
        return [path for path, _ in self.asked]


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        status, headers, body = self.server.site.find(self.path, dict(self.headers))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        for chunk in [body.encode()] if isinstance(body, str) else body if hasattr(
                body, "__next__") else [body]:
            self.wfile.write(chunk)

    def log_message(self, *_):
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        """Say nothing of clients that have gone."""


@contextmanager
def serve_site():
    """Serve a site while the block runs."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.site = Site(server.server_port)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server.site
    finally:
        server.shutdown()
        server.server_close()
