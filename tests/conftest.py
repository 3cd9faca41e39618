"""Fixtures for every test: an analyzer, an archive on each engine, the command line, files."""

import gc
import json
import sys
import time
from collections import deque
from collections.abc import Sequence

import pytest
from hypothesis import settings

from indexer.cli import maintenance
from indexer.cli.commands import main
from search import Archive, Article, kernel_loader, open_archive
from search.analysis import Analyzer
from search.engines.whoosh import WhooshEngine

from support.archives import open_oracle, open_whoosh
from support.cluster_archives import open_on_cluster
from support.command import Ran
from support.engines import ReferenceEngine
from support.examples import PROFILES
from support.shared_cluster import SharedCluster, add_options

kernel_loader.load()
maintenance.NICENESS = 0  # or the first rebuild would slow all tests after it down

for name, count in PROFILES.items():
    # no deadline: on a busy machine an example takes long without being wrong
    settings.register_profile(
        name, max_examples=count, deadline=None, derandomize=name == "fast")
settings.load_profile("fast")


BUDGET_SPENT = "the time budget is spent"
STARTED = time.monotonic()


def pytest_addoption(parser):
    parser.addoption("--budget", type=float, metavar="MINUTES",
                     help="skip the tests that have not started after so many minutes")
    add_options(parser)


def pytest_configure(config):
    config.pluginmanager.register(SharedCluster(config), "shared-cluster")


def pytest_collection_finish():
    # 20,000 tests are millions of objects, and a search in which they are all looked at for
    # garbage may take more than the second that it has.
    gc.freeze()


def pytest_runtest_setup(item):
    minutes = item.config.getoption("budget")
    if minutes is not None and time.monotonic() - STARTED > 60 * minutes:
        pytest.skip(BUDGET_SPENT)


def pytest_terminal_summary(terminalreporter):
    skipped = terminalreporter.getreports("skipped")
    count = sum(BUDGET_SPENT in str(report.longrepr) for report in skipped)
    if count:
        terminalreporter.write_line(f"{count} tests were not run: {BUDGET_SPENT}")


@pytest.fixture(scope="session")
def analyzer():
    """The analyzer of all archives; its vocabulary grows through the session."""
    return Analyzer()


@pytest.fixture(scope="session")
def new_address(pytestconfig):
    """A function that returns the address of an archive on the cluster that tests share."""
    shared = pytestconfig.pluginmanager.get_plugin("shared-cluster")
    if shared.reason:
        pytest.skip(shared.reason)
    return shared.new_address


@pytest.fixture(scope="session")
def make_archive(request, analyzer, tmp_path_factory):
    """A function that returns an archive of these articles on the engine of this name."""

    def open_empty(engine: str) -> Archive:
        if engine == "oracle":
            return open_oracle(analyzer)
        if engine == "opensearch":
            address = request.getfixturevalue("new_address")
            return open_on_cluster(address(), analyzer)
        kind = ReferenceEngine if engine == "reference" else WhooshEngine
        return open_whoosh(tmp_path_factory.mktemp("archive"), analyzer, kind=kind)

    def make(engine: str, articles: Sequence[Article] = ()) -> Archive:
        archive = open_empty(engine)
        if articles:
            deque(archive.add(articles), maxlen=0)
        return archive

    return make


@pytest.fixture
def archive(make_archive):
    """An empty archive on the embedded engine."""
    return make_archive("whoosh")


@pytest.fixture
def folder(tmp_path):
    """The folder of the archives that `opened` and `indexer` open; it does not exist yet."""
    return tmp_path / "archive"


@pytest.fixture
def opened(folder, analyzer):
    """A function that opens the archive in `folder` again, as another process would."""
    return lambda jobs=1: open_archive(f"whoosh:{folder}", jobs=jobs, analyzer=analyzer)


@pytest.fixture
def indexer(folder, monkeypatch, capsysbinary):
    """A function that runs `indexer` with these arguments in this process and returns a Ran."""

    monkeypatch.chdir(folder.parent)  # where rejected records are written

    def run(*arguments, folder=folder):
        command = ["indexer", "--engine", f"whoosh:{folder}", *map(str, arguments)]
        monkeypatch.setattr(sys, "argv", command)
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsysbinary.readouterr()
        return Ran(ended.value.code or 0, out.decode(), err.decode())

    return run


@pytest.fixture
def write(tmp_path):
    """A function that writes a file of this name and returns its path.

    The content is bytes, text, or records to be written as JSON Lines.
    """

    def write(name, content):
        path = tmp_path / name
        if not isinstance(content, (str, bytes)):
            content = "".join(json.dumps(record) + "\n" for record in content)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write
