"""Kernels are compiled whether or not the machine code can be cached."""

import pytest

pytest.importorskip("numba")

from numba import types  # noqa: E402
from numba.core.cpu import CPUContext  # noqa: E402

from search import kernel_compiler, kernel_loader  # noqa: E402


def double(number):
    return number * 2


class Full:
    """A numba dispatcher on a full disk."""

    def compile(self, signature):
        raise OSError(28, "No space left on device")


def nowhere(cache=False, **options):
    """Numba's njit where no folder is writable."""

    def decorate(function):
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return real(**options)(function)
    return decorate


real = kernel_compiler.njit


@pytest.fixture
def messages(monkeypatch):
    """The messages reported during the test, as if for the first time in this process."""
    messages = []
    monkeypatch.setattr(kernel_loader, "_reported", set())
    monkeypatch.setattr(kernel_loader, "_report", messages.append)
    return messages


def compile_double():
    return kernel_compiler.kernel((types.int64,))(double)


def test_a_full_disk_is_reported_once_and_the_kernel_still_works(monkeypatch, messages):
    monkeypatch.setattr(kernel_compiler, "_cached_dispatcher", lambda function: Full())
    assert compile_double()(21) == compile_double()(21) == 42
    assert len(messages) == len(set(messages))
    assert "No space left" in messages[0] and "every start compiles" in messages[0]


def test_without_a_writable_folder_the_kernel_still_works(monkeypatch, messages):
    monkeypatch.setattr(kernel_compiler, "njit", nowhere)
    assert compile_double()(21) == 42
    assert "no writable folder" in messages[0]


def test_machine_code_is_loaded_from_the_cache_without_what_compiling_needs(monkeypatch):
    compile_double()
    monkeypatch.setattr(CPUContext, "refresh", lambda context: pytest.fail("it is made ready"))
    loaded = compile_double()
    assert loaded(21) == 42 and loaded.stats.cache_hits


def test_a_kernel_refuses_arguments_of_other_types():
    with pytest.raises(TypeError):
        compile_double()("21")
