"""Serves an application with waitress, and stops without cutting off a request."""

import _thread
import logging
import signal
import sys
import time
from collections.abc import Callable
from threading import Event, Thread
from wsgiref.types import WSGIApplication

import waitress
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer
from werkzeug.datastructures import Headers

from web.parameters.incoming import MAX_BYTES
from web.serving.admission import Admission, count_threads
from web.serving.request_reader import build_request_reader
from web.serving.start import find_address_problem
from web.settings import Settings

MAX_CONNECTIONS, MIN_CONNECTIONS, OTHER_FILES = 4_000, 50, 200
"""Connections at once, at most and at least, and the files that a process opens besides them."""

IDLE_SECONDS = 15
"""After so long without a byte, a connection is closed."""

MAX_BODY_BYTES = 1 << 16
"""What is larger is refused before it is kept, unless it comes with an admin key to write."""

MAX_UNSENT_BYTES = 1 << 20
"""What of an answer may wait for a slow client until no more is made: with each piece that is added
to it, waitress copies much of what waits."""

FINISH_SECONDS, SEND_SECONDS = 30, 0.2
"""How long requests may take to finish when the server is stopped, and the last bytes to leave."""


def serve(
    application: WSGIApplication, admission: Admission, settings: Settings,
    is_admin: Callable[[Headers], bool], host: str, port: str
) -> None:
    """Serve an application until SIGINT or SIGTERM, which let requests finish.

    `is_admin` tells from the headers of a request whether its body may be large. Exits with one
    line, which says what to do, where nothing can be served.
    """
    if problem := find_address_problem(host, port):
        sys.exit(problem)
    HTTPChannel.parser_class = build_request_reader(is_admin, MAX_BYTES)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # requests wait in `admission`
    threads = count_threads(settings.concurrency, settings.queue)
    server = create_server(application, host, port, threads, allow_connections())
    _GracefulStop(admission).listen()
    server.run()


def create_server(
    application: WSGIApplication, host: str, port: str, threads: int, connections: int
) -> BaseWSGIServer:
    """Return what serves an application. Exits with one line where it cannot have its threads."""
    try:
        return waitress.create_server(
            application, host=host, port=port, threads=threads,
            connection_limit=connections, asyncore_use_poll=True, channel_request_lookahead=1,
            channel_timeout=IDLE_SECONDS, cleanup_interval=5, max_request_body_size=MAX_BODY_BYTES,
            outbuf_high_watermark=MAX_UNSENT_BYTES,
            clear_untrusted_proxy_headers=False)  # they say that there is a proxy; see proxies.py
    except RuntimeError as error:
        sys.exit(f"{threads} threads cannot be started ({error}): let this process have more "
                 "memory or tasks, or lower concurrency and queue in the settings")


def allow_connections() -> int:
    """Let the process open many files; return how many connections it may hold then.

    Exits with one line where those are too few.
    """
    connections = _raise_file_limit() - OTHER_FILES
    if connections < MIN_CONNECTIONS:
        least, most = MIN_CONNECTIONS + OTHER_FILES, MAX_CONNECTIONS + OTHER_FILES
        sys.exit(f"this process may open {connections + OTHER_FILES} files, and needs {least}: "
                 f"raise the limit, as with `ulimit -Hn {most}`")
    return connections


def _raise_file_limit() -> int:
    """Raise the number of files that may be open as far as it is useful and allowed; return it."""
    files = MAX_CONNECTIONS + OTHER_FILES
    try:
        import resource
    except ImportError:  # on Windows
        return files
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= files:
        return files
    if hard != resource.RLIM_INFINITY:
        files = min(files, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))
    return files


class _GracefulStop:
    """Ends waitress at a signal, once the requests that were let in are answered."""

    def __init__(self, admission: Admission) -> None:
        self._admission, self._finished = admission, Event()

    def listen(self) -> None:
        """Stop at SIGINT and SIGTERM, unless they are ignored, as for a job in the background."""
        for number in (signal.SIGINT, signal.SIGTERM):
            if signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, self._stop)

    def _stop(self, number: int, _: object) -> None:
        """Refuse what comes from now on. Further signals change nothing."""
        if self._finished.is_set():
            raise KeyboardInterrupt
        self._admission.drain()
        Thread(target=self._finish, args=[number], daemon=True).start()

    def _finish(self, number: int) -> None:
        """Send the main thread a signal when all requests are finished, or at the latest."""
        self._admission.wait_until_idle(FINISH_SECONDS)
        time.sleep(SEND_SECONDS)
        self._finished.set()
        _thread.interrupt_main(signal.Signals(number))
