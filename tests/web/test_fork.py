"""A server that imports the application before it forks its workers."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

SERVER = """
import gc, os, sys
import wsgi
from search import kernel_loader
from web.serving import process
from werkzeug.test import Client

def list_open_files():
    links = [f"/proc/self/fd/{name}" for name in os.listdir("/proc/self/fd")]
    return [os.readlink(link) for link in links if os.path.lexists(link)]

worker = os.fork()
if worker:
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(worker, 0)[1]))
shared = [path for path in list_open_files() if "articles.sqlite" in path]
answer = Client(wsgi.application).get("/api/v1/search?q=gempa").json
print(*map(kernel_loader.is_loaded, kernel_loader.GROUPS), shared, answer["total"],
      gc.get_freeze_count() > 0, gc.get_threshold()[0] == process.YOUNG_OBJECTS, flush=True)
os._exit(0)
"""


@pytest.mark.long
@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are listed on Linux")
def test_workers_forked_from_a_loaded_application_have_the_kernels_and_no_connection(
        indexer, write, folder):
    pytest.importorskip("numba")
    indexer("add", write("a.jsonl", [{"title": "Gempa", "body": "Gempa di Lombok.", "id": "1"}]))
    environment = dict(os.environ, SEARCH_ENGINE=f"whoosh:{folder}", PYTHONPATH=str(ROOT))
    ran = subprocess.run([sys.executable, "-P", "-c", SERVER], env=environment, cwd=ROOT,
                         capture_output=True, text=True, timeout=600)
    assert ran.returncode == 0 and ran.stdout == "True True True True [] 1 True True\n", ran.stderr
