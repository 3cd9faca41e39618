"""Kernels are compiled whether or not there is room to keep them."""

import logging

import pytest

pytest.importorskip("numba")

from numba import types  # noqa: E402

from search import compile as compiling  # noqa: E402


def double(number):
    return number * 2


class Full:
    """What numba makes of a function, on a disk without room."""

    def compile(self, signature):
        raise OSError(28, "No space left on device")


def nowhere(cache=False, **options):
    """njit where no folder can be written to."""
    def decorate(function):
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return real(**options)(function)
    return decorate


real = compiling.njit


@pytest.fixture(autouse=True)
def silent(monkeypatch):
    monkeypatch.setattr(compiling, "_announced", False)


def compiled(caplog):
    with caplog.at_level(logging.WARNING):
        made = compiling.kernel((types.int64,))(double)
    return made(21), caplog.text


def test_without_room_for_the_cache_a_warning_is_given(monkeypatch, caplog):
    monkeypatch.setattr(compiling, "_cached", lambda function: Full())
    result, said = compiled(caplog)
    assert result == 42 and "No space left" in said and "every start compiles" in said


def test_where_nothing_can_be_written_a_warning_is_given(monkeypatch, caplog):
    monkeypatch.setattr(compiling, "njit", nowhere)
    result, said = compiled(caplog)
    assert result == 42 and "no cache can be written" in said


def test_a_kernel_refuses_what_it_was_not_compiled_for(caplog):
    made = compiling.kernel((types.int64,))(double)
    with pytest.raises(TypeError):
        made("21")
