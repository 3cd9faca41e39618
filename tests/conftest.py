"""What every test can ask for: an analyzer, an archive on each engine, the command line."""

import json
import sys
from collections import namedtuple

import pytest
from hypothesis import settings

from indexer.cli.commands import main
from search import Archive, kernel_loader
from search.analysis import Analyzer
from search.engines.whoosh import WhooshEngine

from support.oracle import Oracle

ENGINES = ["oracle", "whoosh", "plain"]
"""Plain is the embedded engine as it is where numba cannot be installed."""

Ran = namedtuple("Ran", "code out err")
"""What a command left behind: its exit code, standard output and standard error."""

kernel_loader.load()


class PlainEngine(WhooshEngine):
    """The embedded engine, its queries evaluated by the kernels that are not compiled."""

    def match(self, request):
        with kernel_loader.use_reference():
            return super().match(request)


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
        kind = PlainEngine if engine == "plain" else WhooshEngine
        return Archive(kind(tmp_path_factory.mktemp("archive"), analyzer.fingerprint), analyzer)

    return make


@pytest.fixture
def folder(tmp_path):
    """Where an archive may be made."""
    return tmp_path / "archive"


@pytest.fixture
def opened(folder, analyzer):
    """A function: another opening of the archive in `folder`, as another process would have it."""
    return lambda: Archive(WhooshEngine(folder, analyzer.fingerprint), analyzer)


@pytest.fixture
def archive(make_archive):
    """An empty embedded archive."""
    return make_archive("whoosh")


@pytest.fixture
def indexer(folder, monkeypatch, capsysbinary):
    """A function: arguments → what `indexer` did, in this process."""

    monkeypatch.chdir(folder.parent)  # where rejected records are kept

    def call(*arguments, folder=folder):
        words = ["indexer", "--engine", f"whoosh:{folder}", *map(str, arguments)]
        monkeypatch.setattr(sys, "argv", words)
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsysbinary.readouterr()
        return Ran(ended.value.code or 0, out.decode(), err.decode())

    return call


@pytest.fixture
def write(tmp_path):
    """A function: a file's name and its records, or its text → its path."""

    def write(name, content):
        path = tmp_path / name
        if not isinstance(content, (str, bytes)):
            content = "".join(json.dumps(record) + "\n" for record in content)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write
