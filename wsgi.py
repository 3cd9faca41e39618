"""The WSGI entry point: `waitress-serve wsgi:application`, or
`gunicorn --worker-class gthread --workers 2 --threads 2 wsgi:application`.

SEARCH_ENGINE names the archive (default whoosh:var/archive).
"""

import os
from threading import Thread

from search import DEFAULT, open_archive
from web import create_app

archive = open_archive(os.environ.get("SEARCH_ENGINE") or DEFAULT)
Thread(target=archive.warm, daemon=True).start()  # it answers meanwhile, only more slowly
application = create_app(archive)
