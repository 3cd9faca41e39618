"""What every test can ask for: an analyzer, and an archive on each engine."""

import pytest
from hypothesis import settings
from oracle import Oracle

from search import Archive
from search.analysis import Analyzer
from search.engines.whoosh import WhooshEngine

ENGINES = ["oracle", "whoosh"]

settings.register_profile("no deadline", deadline=None)  # a busy machine is no fault of ours
settings.load_profile("no deadline")


@pytest.fixture(scope="session")
def analyzer():
    return Analyzer()


@pytest.fixture(scope="session")
def make_archive(analyzer, tmp_path_factory):
    """A function: the engine's name → an empty archive on it."""

    def make(engine: str) -> Archive:
        if engine == "oracle":
            return Archive(Oracle(), analyzer)
        folder = tmp_path_factory.mktemp("archive")
        return Archive(WhooshEngine(folder, analyzer.fingerprint), analyzer)

    return make


@pytest.fixture
def archive(make_archive):
    """An empty embedded archive."""
    return make_archive("whoosh")
