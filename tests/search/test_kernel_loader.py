"""One loader decides whether compiled kernels or the reference implementations answer."""

import sys
from threading import Thread
from types import ModuleType

import pytest

from search import kernel_loader
from search.engines.whoosh import kernels
from search.kernel_loader import COMPILING, GROUPS, READY, compiled_modules, is_loaded, load


@pytest.fixture
def fresh(monkeypatch):
    """A loader in which nothing is registered, loaded or reported yet."""
    for name, empty in (("_registered", {}), ("_loaded", {}), ("_listeners", []),
                        ("_reported", set())):
        monkeypatch.setattr(kernel_loader, name, empty)
    monkeypatch.setattr(kernel_loader, "_report", kernel_loader.log.warning)


@pytest.fixture
def with_numba(monkeypatch):
    """Numba, or something that passes for it."""
    monkeypatch.setitem(sys.modules, "numba", ModuleType("numba"))


def test_each_group_is_registered():
    assert kernel_loader._registered.keys() == set(GROUPS)


def test_compiled_kernels_replace_the_reference_and_the_switch_brings_it_back():
    if not load():
        pytest.skip("numba is not installed")
    assert all(map(is_loaded, GROUPS))
    in_use = kernels.evaluate
    assert in_use is not kernels.reference.evaluate
    with kernel_loader.use_reference():
        assert kernels.evaluate is kernels.reference.evaluate and not any(map(is_loaded, GROUPS))
    assert kernels.evaluate is in_use and all(map(is_loaded, GROUPS))


def test_only_the_groups_asked_for_are_loaded(fresh, with_numba):
    changes = []
    kernel_loader.register(
        "analysis", "json", on_change=lambda: changes.append(is_loaded("analysis")))
    kernel_loader.register("searching", "csv")
    assert load("analysis") and load("analysis")
    assert [module.__name__ for module in compiled_modules("analysis")] == ["json"]
    assert not is_loaded("searching") and changes == [True]


def test_progress_is_reported(fresh, with_numba, monkeypatch):
    def import_kernels(name):
        if name != "numba":
            kernel_loader.report_once(COMPILING)

    messages = []
    kernel_loader.register("analysis", "json", "csv")
    monkeypatch.setattr(kernel_loader, "import_module", import_kernels)
    load(report=messages.append)
    assert messages == [COMPILING, READY]


def test_without_a_report_only_compiling_is_a_warning(fresh, with_numba, caplog):
    caplog.set_level("INFO", "search.kernel_loader")
    kernel_loader.report_once(COMPILING)
    load()
    assert [(each.levelname, each.message) for each in caplog.records] == [
        ("WARNING", COMPILING), ("INFO", READY)]


def test_without_numba_the_reference_stays_in_use(fresh, monkeypatch):
    messages = []
    monkeypatch.setitem(sys.modules, "numba", None)
    kernel_loader.register("analysis", "json")
    assert not load(report=messages.append) and not is_loaded("analysis")
    message, = messages
    assert "searches are slower" in message and "numba" in message


def test_where_the_library_of_numba_cannot_be_loaded_the_reference_stays(fresh, monkeypatch):
    def fail(name):
        raise OSError("libllvmlite.so: failed to map segment from shared object")

    monkeypatch.setattr(kernel_loader, "import_module", fail)
    messages = []
    assert not load(report=messages.append)
    assert "searches are slower" in messages[0] and "libllvmlite" in messages[0]


def test_a_broken_kernel_module_is_no_missing_numba(fresh, with_numba):
    kernel_loader.register("analysis", "search.no_such_module")
    with pytest.raises(ModuleNotFoundError, match="no_such_module"):
        load()
    kernel_loader.register("analysis", "json")
    assert load("analysis") and is_loaded("analysis")


def test_threads_that_load_together_import_once(fresh, with_numba, monkeypatch):
    imported = []
    monkeypatch.setattr(kernel_loader, "import_module", imported.append)
    kernel_loader.register("analysis", "json")
    threads = [Thread(target=load) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert imported.count("json") == 1
