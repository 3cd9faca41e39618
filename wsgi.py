"""The WSGI entry point: `waitress-serve wsgi:application`, or
`gunicorn --worker-class gthread --workers 2 --threads 2 wsgi:application`.

SEARCH_ENGINE names the archive (default whoosh:var/archive).
"""

import os
import sys
from threading import Thread

from search import DEFAULT, open_archive
from search.errors import STALE, SearchError
from web import create_app


def report(message: str) -> None:
    """Print a message for whoever started the server."""
    print(message, file=sys.stderr, flush=True)


def prepare_fork() -> None:
    """Load the kernels for the processes to come, and close what they must not share.

    A server may import this module before it forks its workers, as `gunicorn --preload` and uWSGI
    do. Only the thread that forks goes on in a worker: one that loads kernels would end half-way,
    with its locks held.
    """
    warming.join()
    archive.close()  # SQLite forbids taking a connection into another process


archive = open_archive(os.environ.get("SEARCH_ENGINE") or DEFAULT)
try:
    if archive.status().stale:
        report(f"warning: {STALE}")
except SearchError as error:  # it starts all the same: /readyz says why it is not ready
    report(f"warning: {error}")
warming = Thread(target=archive.warm, kwargs={"report": report}, daemon=True)
warming.start()
if hasattr(os, "register_at_fork"):  # not on Windows, which cannot fork
    os.register_at_fork(before=prepare_fork)
application = create_app(archive)
