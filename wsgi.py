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


archive = open_archive(os.environ.get("SEARCH_ENGINE") or DEFAULT)
try:
    if archive.status().stale:
        report(f"warning: {STALE}")
except SearchError as error:  # it starts all the same: /readyz says why it is not ready
    report(f"warning: {error}")
Thread(target=archive.warm, kwargs={"report": report}, daemon=True).start()
application = create_app(archive)
