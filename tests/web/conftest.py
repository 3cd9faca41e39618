"""Services for the tests of the web, and a browser."""

import shutil
import threading
from pathlib import Path

import pytest
from waitress.server import create_server

from search import Article, open_archive
from web import create_app

from support.archives import open_whoosh
from support.built_articles import read_articles
from support.news import ARTICLES, NEWS

CHROMIUM = shutil.which("chromium", path="/usr/bin")
SEEDS = Path(__file__).parents[2] / "seeds"


@pytest.fixture(scope="session")
def filled_archive(make_archive):
    """An archive of ARTICLES. Tests do not change it."""
    archive = make_archive("whoosh")
    list(archive.add(ARTICLES))
    return archive


@pytest.fixture(scope="session")
def app(filled_archive):
    """A service over ARTICLES."""
    return create_app(filled_archive)


@pytest.fixture(scope="session")
def client(app):
    return app.test_client()


@pytest.fixture(scope="session")
def missing(tmp_path_factory):
    """A service whose archive does not exist."""
    folder = tmp_path_factory.mktemp("tidak") / "ada"
    return create_app(open_archive(f"whoosh:{folder}")).test_client()


@pytest.fixture(scope="session")
def stale(analyzer, tmp_path_factory):
    """A service whose index was built with other word lists."""
    folder = tmp_path_factory.mktemp("usang")
    list(open_whoosh(folder, analyzer, "dulu").add(NEWS))
    return create_app(open_whoosh(folder, analyzer, "kini")).test_client()


@pytest.fixture(scope="session")
def site(make_archive):
    """The address of a real server over the seeds."""
    archive, rejected = make_archive("whoosh"), []
    list(archive.add(read_articles([SEEDS], rejected.append)))
    assert not rejected
    long = Article("panjang", "t" * 99, "b" * 99, outlet="o" * 60, extra={"k": "v" * 99})
    list(archive.add([long]))
    server = create_server(create_app(archive), host="127.0.0.1", port=0, threads=2)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


@pytest.fixture(scope="module")  # while it is open, other tests cannot run asyncio
def browser():
    if not CHROMIUM:
        pytest.skip("there is no /usr/bin/chromium")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(browser, site):
    """A function that opens a page in its own context. The browser may not log any errors."""
    contexts, complaints = [], []

    def open_page(path="/", **context):
        contexts.append(browser.new_context(base_url=site, **context))
        page = contexts[-1].new_page()
        page.set_default_timeout(10_000)
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    failed = "Failed to load resource: "
    expected = (f"{failed}the server responded with a status of 4", f"{failed}net::ERR_FAILED")
    assert [text for text in complaints if not text.startswith(expected)] == []
