"""Amounts in queries: whatever digits they are written with, they are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import QuerySyntaxError
from search.interpret import interpret
from search.syntax import parse

PIECES = st.sampled_from([
    *"0159²³½¼٠٢１⑩,./-$ ", "0000", "000", " juta", " ribu", "Rp", "US$ ", " dolar AS", "km"])


@pytest.mark.parametrize("text", ["5² juta", "10²0000", "²/²/²²²²", "US$ 7³ ribu", "No ²/²²²²"])
def test_digits_that_have_no_value_are_read(analyzer, text):
    assert interpret(parse(text), analyzer).node


@given(st.lists(PIECES, min_size=1, max_size=8).map("".join))
def test_whatever_is_written_as_an_amount_is_read(analyzer, text):
    try:
        read = interpret(parse(text), analyzer)
    except QuerySyntaxError:
        return
    assert read is not None
