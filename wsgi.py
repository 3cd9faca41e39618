"""The WSGI entry point: `waitress-serve wsgi:application`, or
`gunicorn --worker-class gthread --workers 2 --threads 2 wsgi:application`.

SEARCH_ENGINE names the archive (default whoosh:var/archive).
"""

import os

from search import DEFAULT, open_archive
from web import create_app

application = create_app(open_archive(os.environ.get("SEARCH_ENGINE") or DEFAULT))
