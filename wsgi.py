"""The WSGI entry point.

`gunicorn --worker-class gthread --workers 2 --threads 28 wsgi:application` serves it, or `python -m
wsgi`, which does so with waitress.

SEARCH_ENGINE names the archive (default whoosh:var/archive), SEARCH_EQUIVALENTS a file with more
acronyms and spellings, SEARCH_FACETS more facets, SEARCH_KEYS the file of keys (default keys.json
in the folder of the archive), SEARCH_QUERY_LOG the log of queries (default queries.sqlite there),
SEARCH_SETTINGS a file with the settings of the site. HOST and PORT are for waitress.
"""

import logging
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from wsgiref.types import WSGIApplication

from search import DEFAULT, find_folder, find_keys, open_archive
from search.batch import Sourced
from search.errors import SearchError
from search.keys import KeyFile
from search.log_lines import log_to_stderr, sanitize
from search.query_log import DEFAULT_NAME, QueryLog
from web import create_app
from web.access import is_admin
from web.metrics import METRICS
from web.serving import process
from web.serving.admission import Admission
from web.serving.observation import Observer, print_line
from web.serving.proxies import TrustedProxies
from web.serving.rate_limits import RateLimits
from web.serving.start import find_faults, find_problems, find_warnings
from web.settings import WrongSettings, read_settings


def report(message: str) -> None:
    """Print a message for whoever started the server."""
    print(sanitize(message), file=sys.stderr, flush=True)


def read_records(records: Sequence[Mapping[str, Any]]) -> list[Sourced | str]:
    """Read what a CMS sends as `indexer add` does. What that needs is loaded with the first one."""
    from indexer.ingest import incoming

    return incoming.read_records(records)


def put_in_front(application: WSGIApplication) -> WSGIApplication:
    """Return an application behind the rate limits and proxies of the settings, and observed."""
    if settings.rate_limit or settings.key_rate_limit:
        application = RateLimits(application, settings, keys)
    if settings.proxy_hops:
        application = TrustedProxies(application, settings.proxy_hops)
    return Observer(
        application, app.extensions[METRICS], print_line if settings.request_log else None, queries)


def serve() -> None:
    """Serve the application with waitress. Other servers, such as gunicorn, never call this."""
    from web.serving import server

    server.serve(
        application, admission, settings, lambda headers: is_admin(headers, keys),
        os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000")


process.tune()
log_to_stderr(logging.BASIC_FORMAT)
try:
    for problem in find_problems(os.environ):
        sys.exit(sanitize(problem))
    settings = read_settings(os.environ)
    address = os.environ.get("SEARCH_ENGINE") or DEFAULT
    archive = open_archive(address, equivalents=os.environ.get("SEARCH_EQUIVALENTS") or None)
    keys = KeyFile(Path(os.environ.get("SEARCH_KEYS") or find_keys(address)))
    queries = QueryLog(
        Path(os.environ.get("SEARCH_QUERY_LOG") or find_folder(address) / DEFAULT_NAME),
        settings.query_log_days) if settings.query_log_days else None
except (SearchError, WrongSettings) as error:
    sys.exit(sanitize(str(error)))
for warning in (*find_warnings(os.environ), *find_faults(archive, keys)):
    report(f"warning: {warning}")
process.start_warming(archive, report)
app = create_app(archive, settings, keys, read_records)
admission = Admission(app, settings.concurrency, settings.queue, settings.patience)
try:
    application = put_in_front(admission)
except WrongSettings as error:
    sys.exit(sanitize(str(error)))

if __name__ == "__main__":
    serve()
