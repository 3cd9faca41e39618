"""Services for the tests of the web."""

import pytest

from search import open_archive
from web import create_app

from support.archives import open_whoosh
from support.news import ARTICLES, NEWS


@pytest.fixture(scope="session")
def app(make_archive):
    """A service over ARTICLES. Tests do not change its archive."""
    archive = make_archive("whoosh")
    list(archive.add(ARTICLES))
    return create_app(archive)


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
