"""The WSGI entry point.

`gunicorn --worker-class gthread --workers 2 --threads 28 wsgi:application` serves it, or `python -m
wsgi`, which does so with waitress.

SEARCH_ENGINE names the archive (default whoosh:var/archive), SEARCH_EQUIVALENTS a file with more
acronyms and spellings, SEARCH_FACETS more facets, SEARCH_KEYS the file of keys (default keys.json
in the folder of the archive), SEARCH_QUERY_LOG the log of queries (default queries.sqlite there),
SEARCH_SETTINGS a file with the settings of the site. HOST and PORT are for waitress.
"""

import _thread
import ctypes
import gc
import logging
import os
import signal
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from threading import Event, Thread
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
from web.admission import Admission, count_threads
from web.metrics import METRICS
from web.observation import Observer, print_line
from web.proxies import TrustedProxies
from web.rate_limits import RateLimits
from web.routes.writes import MAX_BYTES
from web.settings import WrongSettings, read_settings
from web.start import find_address_problem, find_faults, find_problems, find_warnings

MAX_CONNECTIONS, MIN_CONNECTIONS, OTHER_FILES = 4_000, 50, 200
"""Connections at once, at most and at least, and the files that a process opens beside them."""

IDLE_SECONDS = 15
"""After so long without a byte, a connection is closed."""

MAX_BODY_BYTES = 1 << 16
"""What is larger is refused before it is kept, unless it comes with an admin key to write."""

MAX_UNSENT_BYTES = 1 << 20
"""What of an answer may wait for a slow client until no more is made: with each piece that is added
to it, waitress copies much of what waits."""

FINISH_SECONDS, SEND_SECONDS = 30, 0.2
"""How long requests may take to finish when the server is stopped, and the last bytes to leave."""

SWITCH_SECONDS = 0.0005
"""How long a thread may keep the interpreter from others, a tenth of what is usual. Whoever refuses
a request waits for it several times, and so does one that comes back from a kernel."""

ARENAS_OPTION, ARENAS = -8, 2
"""M_ARENA_MAX of malloc.h, and how many heaps all threads share. By default glibc has eight a core,
and what was freed in one is of no use to the threads of another."""

YOUNG_OBJECTS = 10_000
"""How many more objects than before make the garbage collector look through the new ones. At the
usual 700 it does so for nearly every page, whose objects have no cycles and are gone without it."""

finished = Event()
"""Set when a server that is being stopped has no request left."""


def report(message: str) -> None:
    """Print a message for whoever started the server."""
    print(sanitize(message), file=sys.stderr, flush=True)


def serve() -> None:
    """Serve the application with waitress until SIGINT or SIGTERM, which let requests finish."""
    import waitress
    from waitress.channel import HTTPChannel

    from web.request_reader import build_request_reader

    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if problem := find_address_problem(host, port):
        sys.exit(problem)
    if (connections := allow_connections()) < MIN_CONNECTIONS:
        sys.exit(describe_few_files(connections + OTHER_FILES))
    HTTPChannel.parser_class = build_request_reader(
        lambda headers: is_admin(headers, keys), MAX_BYTES)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # requests wait in `application`
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) != signal.SIG_IGN:  # as for a job in the background
            signal.signal(number, stop)
    waitress.serve(
        application, host=host, port=port,
        threads=count_threads(settings.concurrency, settings.queue),
        connection_limit=connections, asyncore_use_poll=True, channel_request_lookahead=1,
        channel_timeout=IDLE_SECONDS, cleanup_interval=5, max_request_body_size=MAX_BODY_BYTES,
        outbuf_high_watermark=MAX_UNSENT_BYTES,
        clear_untrusted_proxy_headers=False)  # they say that there is a proxy; see web/proxies.py


def read_records(records: Sequence[Mapping[str, Any]]) -> list[Sourced | str]:
    """Read what a CMS sends as `indexer add` does. What that needs is loaded with the first one."""
    from indexer.ingest import incoming

    return incoming.read_records(records)


def allow_connections() -> int:
    """Return how many connections the process may hold, once it may open as many files."""
    try:
        import resource
    except ImportError:  # on Windows
        return MAX_CONNECTIONS
    files = MAX_CONNECTIONS + OTHER_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < files:
        soft = files if hard == resource.RLIM_INFINITY else min(files, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        files = soft
    return files - OTHER_FILES


def describe_few_files(files: int) -> str:
    """Return what to do where the process may open so few files that it could answer nobody."""
    least, most = MIN_CONNECTIONS + OTHER_FILES, MAX_CONNECTIONS + OTHER_FILES
    return (f"this process may open {files} files, and needs {least}: raise the limit, as with "
            f"`ulimit -Hn {most}`")


def stop(number: int, _: object) -> None:
    """Let requests finish, then end the server as Ctrl-C does. Further signals change nothing."""
    if finished.is_set():
        raise KeyboardInterrupt
    admission.drain()
    Thread(target=finish, args=[number], daemon=True).start()


def finish(number: int) -> None:
    """Send the main thread a signal when all requests are finished, or at the latest."""
    admission.wait_until_idle(FINISH_SECONDS)
    time.sleep(SEND_SECONDS)
    finished.set()
    _thread.interrupt_main(number)


def limit_arenas() -> None:
    """Let all threads share a few heaps, if the C library has several."""
    try:
        ctypes.CDLL(None).mallopt(ARENAS_OPTION, ARENAS)
    except (OSError, TypeError, AttributeError):  # another system, or another library
        pass


def warm() -> None:
    """Load the kernels. The garbage collector passes over what is there by then, which stays."""
    archive.warm(report=report)
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS)


def prepare_fork() -> None:
    """Load the kernels for the processes to come, and close what they must not share.

    A server may import this module before it forks its workers, as `gunicorn --preload` and uWSGI
    do. Only the thread that forks goes on in a worker: one that loads kernels would end half-way,
    with its locks held.
    """
    warming.join()
    archive.close()  # SQLite forbids taking a connection into another process


def put_in_front(application: WSGIApplication) -> WSGIApplication:
    """Return an application behind the rate limits and proxies of the settings, and observed."""
    if settings.rate_limit or settings.key_rate_limit:
        application = RateLimits(application, settings, keys)
    if settings.proxy_hops:
        application = TrustedProxies(application, settings.proxy_hops)
    return Observer(
        application, app.extensions[METRICS], print_line if settings.request_log else None, queries)


limit_arenas()
sys.setswitchinterval(SWITCH_SECONDS)
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
warming = Thread(target=warm, daemon=True)
warming.start()
if hasattr(os, "register_at_fork"):  # not on Windows, which cannot fork
    os.register_at_fork(before=prepare_fork)
app = create_app(archive, settings, keys, read_records)
admission = Admission(app, settings.concurrency, settings.queue, settings.patience)
try:
    application = put_in_front(admission)
except WrongSettings as error:
    sys.exit(sanitize(str(error)))

if __name__ == "__main__":
    serve()
