"""The WSGI entry point: `gunicorn --worker-class gthread --workers 2 --threads 2 wsgi:application`,
or `python -m wsgi`, which serves it with waitress.

SEARCH_ENGINE names the archive (default whoosh:var/archive), SEARCH_EQUIVALENTS a file with more
acronyms and spellings, SEARCH_SETTINGS a file with the settings of the site. HOST, PORT and THREADS
are for waitress.
"""

import os
import signal
import sys
from threading import Thread

from search import DEFAULT, open_archive
from search.errors import STALE, InvalidValue, SearchError
from web import create_app
from web.settings import WrongSettings, read_settings

MAX_CONNECTIONS = 800
"""Connections at once: fewer than the 1,024 files that a process may usually open."""

IDLE_SECONDS = 15
"""After so long without a byte, a connection is closed."""

MAX_BODY_BYTES = 1 << 16
"""No request needs a body: what is larger is refused before it is kept."""


def report(message: str) -> None:
    """Print a message for whoever started the server."""
    print(message, file=sys.stderr, flush=True)


def serve() -> None:
    """Serve the application with waitress until SIGINT or SIGTERM, which let requests finish."""
    import waitress

    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) != signal.SIG_IGN:  # as for a job in the background
            signal.signal(number, stop)
    waitress.serve(
        application, host=os.environ.get("HOST", "127.0.0.1"), port=os.environ.get("PORT", "8000"),
        threads=int(os.environ.get("THREADS", "4")), connection_limit=MAX_CONNECTIONS,
        channel_timeout=IDLE_SECONDS, cleanup_interval=5, max_request_body_size=MAX_BODY_BYTES)


def stop(*_: object) -> None:
    """End the server as Ctrl-C does. A second signal must not interrupt requests that finish."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt


def prepare_fork() -> None:
    """Load the kernels for the processes to come, and close what they must not share.

    A server may import this module before it forks its workers, as `gunicorn --preload` and uWSGI
    do. Only the thread that forks goes on in a worker: one that loads kernels would end half-way,
    with its locks held.
    """
    warming.join()
    archive.close()  # SQLite forbids taking a connection into another process


try:
    settings = read_settings(os.environ)
    archive = open_archive(
        os.environ.get("SEARCH_ENGINE") or DEFAULT,
        equivalents=os.environ.get("SEARCH_EQUIVALENTS") or None)
except (InvalidValue, WrongSettings) as error:
    sys.exit(str(error))
try:
    if archive.status().stale:
        report(f"warning: {STALE}")
except SearchError as error:  # it starts all the same: /readyz says why it is not ready
    report(f"warning: {error}")
warming = Thread(target=archive.warm, kwargs={"report": report}, daemon=True)
warming.start()
if hasattr(os, "register_at_fork"):  # not on Windows, which cannot fork
    os.register_at_fork(before=prepare_fork)
application = create_app(archive, settings)

if __name__ == "__main__":
    serve()
